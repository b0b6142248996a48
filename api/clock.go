package api

import (
	"foja/calendar"
	"foja/docket"
)

// clockView is a deadline with its working: every day from the reception on, and why it does
// or does not count. due_on is absent while the clock is suspended.
type clockView struct {
	ReceivedOn       calendar.Date          `json:"received_on"`
	CountsFrom       calendar.Date          `json:"counts_from"`
	DueOn            calendar.Date          `json:"due_on,omitzero"`
	WaitingSince     calendar.Date          `json:"waiting_since,omitzero"`
	Limit            limitView              `json:"limit"`
	Counted          int                    `json:"counted"`
	Days             []dayView              `json:"days"`
	Rules            []string               `json:"rules"`
	CalendarVersion  string                 `json:"calendar_version"`
	Procedure        string                 `json:"procedure"`
	ProcedureVersion string                 `json:"procedure_version"`
	Policy           docket.ReceptionPolicy `json:"policy,omitempty"`
}

type dayView struct {
	Date    calendar.Date `json:"date"`
	Counted bool          `json:"counted"`
	N       int           `json:"n"` // its place in the count; 0 when not counted
	Kind    string        `json:"kind,omitempty"`
	Reason  string        `json:"reason,omitempty"`
	Source  string        `json:"source,omitempty"`
}

func clockOf(d docket.Deadline) clockView {
	return clockView{
		ReceivedOn: d.ReceivedOn, CountsFrom: d.CountsFrom, DueOn: d.DueOn, WaitingSince: d.WaitingSince, Limit: limitOf(d.Limit),
		Counted: d.Counted, Days: each(d.Days, dayOf), Rules: append([]string{}, d.Rules...), CalendarVersion: d.CalendarVersion,
		Procedure: d.Procedure, ProcedureVersion: d.Version, Policy: d.Policy,
	}
}

func dayOf(d docket.CountedDay) dayView {
	return dayView{d.Date, d.Counted, d.N, d.Kind, d.Reason, d.Source}
}

// caseClockView is the clock of a case today.
type caseClockView struct {
	clockView
	Today            calendar.Date `json:"today"`
	BusinessDaysLeft int           `json:"business_days_left"` // negative = late
	Overdue          bool          `json:"overdue"`
	// OtherReading is the clock under the other reading of the reception rule (law: R15), where
	// its due date differs. Alarms follow the earlier one.
	OtherReading *clockView `json:"other_reading,omitempty"`
}
