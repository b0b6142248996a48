// Package lists answers what is there: requests by a filter, tasks, the day's work, appeals, notices, saved
// filters, and whether a list has changed. One case is in desk/cases, numbers are in desk/figures. Begin with
// list.go.
package lists
