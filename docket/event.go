package docket

import (
	"time"

	"foja/calendar"
)

// EventKind is the kind of an event.
type EventKind string

// The events. A person's action gives its name to the event; automatic events have names of their own.
const (
	EventRegistered     EventKind = "registered"
	EventTaskOpened     EventKind = "task_opened"
	EventTaskDone       EventKind = "task_done"
	EventLetterOpened   EventKind = "letter_decided"
	EventLetterSent     EventKind = "letter_sent"
	EventLetterFailed   EventKind = "letter_failed"
	EventLetterDoubt    EventKind = "letter_in_doubt" // a report may be about it
	EventLetterPrint    EventKind = "letter_to_print"
	EventAlarm          EventKind = "alarm"         // a rung fired
	EventAlarmEscalated EventKind = "alarm_climbed" // not acknowledged: one step up
	// EventAlarmOvertaken: the alarm is obsolete (the case was claimed, or a louder rung was due at the same time).
	EventAlarmOvertaken EventKind = "alarm_overtaken"
	EventOverdue        EventKind = "overdue" // the due day ended unanswered (law: R38)
	EventMessage        EventKind = "message" // the requester wrote again
	EventClosed         EventKind = "closed"
	// EventSubDeadlinePassed: a sub-deadline passed without its act. SubDeadline is its key, Rule the rule.
	EventSubDeadlinePassed EventKind = "trap_passed"
)

// Event is one line of a case's history: when, by whom, in whose hands. IDs only. A Task, a Letter or an Alarm in it
// replaces the case's own of the same ID.
type Event struct {
	Seq   int       `json:"seq"` // 1, 2, 3… without gaps
	Kind  EventKind `json:"kind"`
	At    time.Time `json:"at"`              // recorded
	On    time.Time `json:"on,omitzero"`     // happened, when that is another instant
	By    Actor     `json:"by"`              //
	Hands Hands     `json:"hands"`           // whose hands the case is in after it
	State string    `json:"state,omitempty"` // state after it

	Opening   *Opening      `json:"opening,omitempty"` // registered only
	Task      *Task         `json:"task,omitempty"`
	Letter    *Letter       `json:"letter,omitempty"`
	Ledger    []LedgerEntry `json:"ledger,omitempty"`
	User      string        `json:"user,omitempty"`
	Unit      string        `json:"unit,omitempty"`
	Text      string        `json:"text,omitempty"`
	Documents []string      `json:"documents,omitempty"`
	// UninspectedReason is a document: why files were sent although they could not be inspected.
	UninspectedReason string        `json:"unread,omitempty"`
	Message           string        `json:"message,omitempty"`
	Ground            string        `json:"ground,omitempty"`
	Outcome           string        `json:"outcome,omitempty"`
	Alarm             *Alarm        `json:"alarm,omitempty"`
	DueOn             calendar.Date `json:"due_on,omitzero"`
	AlarmOn           calendar.Date `json:"alarm_on,omitzero"`
	Rule              string        `json:"rule,omitempty"`
	Command           string        `json:"command,omitempty"` // idempotency key of the command
	SubDeadline       string        `json:"trap,omitempty"`    // key of the sub-deadline that passed
	Entity            string        `json:"entity,omitempty"`  // the agency it was forwarded to
	Awaited           *Awaited      `json:"awaited,omitempty"`
	// Schedule are the dates of partial deliveries that an extension announced, or the one that is met now.
	Schedule []Delivery `json:"schedule,omitempty"`
	Office   string     `json:"office,omitempty"` // new office
	// Items are the outcomes of an answer by items.
	Items []Item `json:"items,omitempty"`
	// Version is the new version of the procedure.
	Version string `json:"version,omitempty"`
	// Expiry is the recorded end of something granted.
	Expiry *Expiry `json:"expiry,omitempty"`
	// Appeal is the opening of an appeal.
	Appeal *AppealOpening `json:"appeal,omitempty"`
	// SenderReason is a document: why the act counts as the requester's (or a unit's) although Message came from
	// another address.
	SenderReason string       `json:"vouched,omitempty"`
	Move         *MessageMove `json:"move,omitempty"` // move_message, take_message
}

// Opening is the data with which a case begins.
type Opening struct {
	Request   string  `json:"request"`
	Procedure string  `json:"procedure"`
	Version   string  `json:"version"`
	Office    string  `json:"office"`
	Channel   Channel `json:"channel"`
	ByEmail   bool    `json:"by_email"`
	// Remote: the way of delivery is free, so nothing can be charged (law: R35).
	Remote bool `json:"remote,omitempty"`
	// Printed: the clerk printed the receipt at registration.
	Printed bool `json:"printed,omitempty"`
}

// Happened is the time of the act, which may be before the time of recording.
func (e Event) Happened() time.Time {
	if e.On.IsZero() {
		return e.At
	}
	return e.On
}
