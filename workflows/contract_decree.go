package workflows

import (
	"context"
)

// Names on the wire of what follows the publication of a calendar.
const (
	DecreeWorkflowName = "Decree"
	SignalCalendar     = "calendar" // CalendarPublished, to a request's workflow
)

// DecreeWorkflowID names the one workflow that tells the open cases of a calendar version.
func DecreeWorkflowID(version string) string { return "decree/" + version }

// CalendarPublished tells a case that a version of the calendar was published. The case reads the
// latest itself: the version only says whether it knows already.
type CalendarPublished struct {
	Version string `json:"version"`
}

// DecreeInput starts a Decree, or lets it go on.
type DecreeInput struct {
	Version string `json:"version"`
	After   int    `json:"after,omitempty"` // place in the register up to which cases were told
	Told    int    `json:"told,omitempty"`  // how many were
}

// DecreePage are open cases that a version of the calendar may touch.
type DecreePage struct {
	Requests []string `json:"requests"`
	Last     int      `json:"last"` // place in the register to go on after
}

// DecreeBatch asks for some cases to be told of a version.
type DecreeBatch struct {
	Version  string   `json:"version"`
	Requests []string `json:"requests"`
}

// DecreeActivities is what a Decree asks of the world; activities/ implements it. Each can be
// repeated.
type DecreeActivities interface {
	// TouchedCases lists the next open cases in the scope of a version; none when all were listed.
	TouchedCases(ctx context.Context, in DecreeInput) (DecreePage, error)
	// TellCases signals cases. One whose workflow has ended is left out: it is closed, or will
	// read the latest calendar when it starts.
	TellCases(ctx context.Context, in DecreeBatch) error
	// DecreeDone records that every open case was told.
	DecreeDone(ctx context.Context, in DecreeInput) error
}
