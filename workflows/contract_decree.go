package workflows

import (
	"context"
)

// Names on the wire of the publication of a calendar.
const (
	DecreeWorkflowName = "Decree"
	SignalCalendar     = "calendar" // CalendarPublished, to a request's workflow
)

// DecreeWorkflowID is the ID of the workflow that announces a calendar version to the open cases.
func DecreeWorkflowID(version string) string { return "decree/" + version }

// CalendarPublished signals that a calendar version was published. The case loads the latest version itself and uses
// this one only to see whether it has it already.
type CalendarPublished struct {
	Version string `json:"version"`
}

// DecreeInput starts a Decree or continues one.
type DecreeInput struct {
	Version string `json:"version"`
	After   int    `json:"after,omitempty"` // position in the register up to which cases were signalled
	Told    int    `json:"told,omitempty"`  // number of cases signalled
}

// DecreePage is a page of open cases that a version of the calendar may affect.
type DecreePage struct {
	Requests []string `json:"requests"`
	Last     int      `json:"last"` // place in the register to go on after
}

// DecreeBatch asks to signal some cases.
type DecreeBatch struct {
	Version  string   `json:"version"`
	Requests []string `json:"requests"`
}

// DecreeActivities are the activities of Decree, implemented by package activities. Each is idempotent.
type DecreeActivities interface {
	// TouchedCases lists the next open cases in the scope of a version; none when all were listed.
	TouchedCases(ctx context.Context, in DecreeInput) (DecreePage, error)
	// TellCases signals cases. It skips those whose workflow has ended: they are closed, or load the latest calendar
	// when they start.
	TellCases(ctx context.Context, in DecreeBatch) error
	// DecreeDone records that every open case was signalled.
	DecreeDone(ctx context.Context, in DecreeInput) error
}
