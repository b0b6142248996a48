// Package figures counts cases: the manager's board with its plan and forecast, the statutory register (statutory_register.go),
// the yearly return, where the time went, and the audit of who read what. Every number opens the list behind it,
// which is in desk/lists. Begin with dashboard.go and statutory_register.go.
package figures
