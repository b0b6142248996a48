// Package links serves people without an account: a unit that answers by its link, somebody who uploads or
// downloads files, and the citizen's status page. Each opens one thing by a signed link or a code, and attempts
// are counted. The public form is registered by desk/acts. Begin with status.go and unit_link.go.
package links
