package docket

import "foja/calendar"

// Deadline is a computed last day with its working: every day between reception and the due
// date, counted or not, and why. It is a fold of the ledger (Fold) and nothing else.
type Deadline struct {
	ReceivedOn      calendar.Date   `json:"received_on"`
	DueOn           calendar.Date   `json:"due_on"`
	CalendarVersion string          `json:"calendar_version"`
	Policy          ReceptionPolicy `json:"policy,omitempty"`
	Rules           []string        `json:"rules"` // rule keys obeyed, ascending
	Days            []CountedDay    `json:"days"`
}

// CountedDay is one day of the working. N is the running count (0 when not counted).
type CountedDay struct {
	Date    calendar.Date `json:"date"`
	Counted bool          `json:"counted"`
	N       int           `json:"n"`
	Reason  string        `json:"reason,omitempty"` // Spanish: why it is not counted, or rolls
	Source  string        `json:"source,omitempty"` // the norm
}
