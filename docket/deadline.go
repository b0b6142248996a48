package docket

import "foja/calendar"

// Deadline is the last day of a term with its working: how each day was counted.
type Deadline struct {
	ReceivedOn calendar.Date `json:"received_on"` // legal day of reception
	// CountsFrom is day zero of the present count: ReceivedOn, or the day of the last restart.
	CountsFrom calendar.Date `json:"counts_from"`
	// DueOn is the last day, which counts whole. Zero while the clock is suspended; WaitingSince is the start of the
	// suspension.
	DueOn        calendar.Date `json:"due_on"`
	WaitingSince calendar.Date `json:"waiting_since,omitzero"`
	Limit        TimeLimit     `json:"limit"`
	// Counted is how many days were counted up to the end of the term, or up to the suspension.
	Counted int          `json:"counted"`
	Days    []CountedDay `json:"days"` // from the day after reception to DueOn
	// Rules are the keys of the applied rules, in order (law: R57).
	Rules           []string        `json:"rules"`
	CalendarVersion string          `json:"calendar_version"`
	Procedure       string          `json:"procedure,omitempty"`
	Version         string          `json:"procedure_version,omitempty"`
	Policy          ReceptionPolicy `json:"policy,omitempty"`
}

// CountedDay is one day of the working. Reason is for people, in Spanish.
type CountedDay struct {
	Date    calendar.Date `json:"date"`
	Counted bool          `json:"counted"`
	N       int           `json:"n"` // its place in the count; 0 when not counted
	Kind    string        `json:"kind,omitempty"`
	Reason  string        `json:"reason,omitempty"` // why it is not counted, or rolls
	Source  string        `json:"source,omitempty"` // the norm
}

// Kinds of a CountedDay beyond those of the calendar.
const (
	DayWaiting = "waiting" // the clock was suspended
	DayVoid    = "void"    // counted once, then the count restarted
	DayRolled  = "rolled"  // the term could not end before this day
)
