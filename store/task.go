package store

import (
	"foja/calendar"
	"foja/docket"
)

// TaskFilter chooses open and claimed tasks; zero fields do not filter.
type TaskFilter struct {
	Holder    string
	Role      docket.Role
	Office    string
	Unit      string
	Kinds     []docket.TaskKind
	Unclaimed bool
	Page
}

// TaskRow is a task in a list, with what a person needs to choose it.
type TaskRow struct {
	Request       string
	Number        string
	RequesterName string
	Subject       string
	Procedure     string
	Office        string
	docket.Task
	HolderName string
	CaseDueOn  calendar.Date
	AlarmOn    calendar.Date
	// State is the case's; the task's own is Task.State.
	State string
}
