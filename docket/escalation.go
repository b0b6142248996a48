package docket

import (
	"time"

	"foja/calendar"
)

// Rung is one step of an escalation ladder, as procedure data.
type Rung struct {
	Key  string   `yaml:"key" json:"key"`
	Kind RungKind `yaml:"kind" json:"kind"`
	// When: "unclaimed" (After business days from reception, while there is no holder), "half" (half of the business
	// days), "before" (Before business days left), "due" (the due day), "breach" (the business day after it; then
	// Every business days).
	When   string `yaml:"when" json:"when"`
	After  int    `yaml:"after" json:"after,omitempty"`
	Before int    `yaml:"before" json:"before,omitempty"`
	Every  int    `yaml:"every" json:"every,omitempty"`
	// To: roles of the office; RoleHolder and RoleDeputy are resolved when it fires.
	To []Role `yaml:"to" json:"to"`
	// AckWithin is the number of business days for acknowledgement; then it escalates to EscalateTo, one role a step.
	AckWithin  int    `yaml:"ack_within" json:"ack_within"`
	EscalateTo []Role `yaml:"climb" json:"climb"`
	// Clock is the local time at which it fires, "09:00"; moved into office hours of a business day unless AnyTime.
	Clock   string `yaml:"clock" json:"clock,omitempty"`
	AnyTime bool   `yaml:"any_time" json:"any_time,omitempty"`
	Name    Text   `yaml:"name" json:"name"`
}

// RungKind is the urgency of a rung.
type RungKind string

// Remind, warn, breach.
const (
	RungRemind RungKind = "remind"
	RungWarn   RungKind = "warn"
	RungBreach RungKind = "breach"
)

// Alarm is a rung of one case with the time at which it fires and, once fired, its state. Only an acknowledgement
// ends it.
type Alarm struct {
	ID          string        `json:"id"` // AlarmID: rung key and, when it repeats, its number
	Rung        string        `json:"rung"`
	Kind        RungKind      `json:"kind"`
	At          time.Time     `json:"at"` // when it is due to fire
	DueOn       calendar.Date `json:"due_on,omitempty"`
	FiredAt     time.Time     `json:"fired_at,omitempty"`
	To          []Role        `json:"to"`
	Escalations int           `json:"climbed"` // number of escalation steps so far
	EscalateAt  time.Time     `json:"climb_at,omitempty"`
	AckedAt     time.Time     `json:"acked_at,omitempty"`
	AckedBy     string        `json:"acked_by,omitempty"`
	Obsolete    bool          `json:"obsolete,omitempty"` // replaced: claimed, answered or a louder rung
}
