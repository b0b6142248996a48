// Package figures counts cases: the manager's board with its plan and forecast, the statutory register (book.go),
// the yearly return, where the time went, and the audit of who read what. Every number opens the list behind it,
// which is in desk/lists. Begin with dashboard.go and book.go.
package figures
