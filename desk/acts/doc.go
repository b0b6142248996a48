// Package acts changes cases: it registers requests, and does what people do to them, alone, to many at once, on
// appeals and for whole campaigns. It keeps words and files first and then asks the workflow, which decides; what
// was kept for a refused act is removed. Which buttons a page shows is in desk/cases. Begin with act.go and
// register.go.
package acts
