// Package cases shows one case: its page, now or as it was known at a moment, with the buttons of who looks at it,
// its duties and its ladder of alarms. It stands on top of the other rooms because the page joins what they know.
// Changes are in desk/acts. Begin with page.go.
package cases
