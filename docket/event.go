package docket

import (
	"time"

	"foja/calendar"
)

// EventKind names a line of the history.
type EventKind string

// The events. An action that a person took has the action's name; what foja itself does has
// a name of its own.
const (
	EventRegistered   EventKind = "registered"
	EventTaskOpened   EventKind = "task_opened"
	EventTaskDone     EventKind = "task_done"
	EventLetterOpened EventKind = "letter_decided"
	EventLetterSent   EventKind = "letter_sent"
	EventLetterFailed EventKind = "letter_failed"
	EventLetterDoubt  EventKind = "letter_in_doubt" // a report may speak of it
	EventLetterPrint  EventKind = "letter_to_print"
	EventAlarm        EventKind = "alarm"         // a rung fired
	EventAlarmClimbed EventKind = "alarm_climbed" // unacknowledged, it went one higher
	// EventAlarmOvertaken: the alarm asks for nothing any more (the case was claimed, or a
	// louder rung was due at the same time).
	EventAlarmOvertaken EventKind = "alarm_overtaken"
	EventOverdue        EventKind = "overdue" // the due day ended unanswered (law: R38)
	EventMessage        EventKind = "message" // the requester wrote again
	EventClosed         EventKind = "closed"
	// EventTrapPassed: the last day for something ended without it. Trap says which, Rule by what.
	EventTrapPassed EventKind = "trap_passed"
)

// Event is one line of a case's history: at, by whom, in whose hands. IDs only. A Task, a
// Letter or an Alarm that it carries replaces the case's own of the same ID.
type Event struct {
	Seq   int       `json:"seq"` // 1, 2, 3… without gaps
	Kind  EventKind `json:"kind"`
	At    time.Time `json:"at"`              // recorded
	On    time.Time `json:"on,omitzero"`     // happened, when that is another instant
	By    Actor     `json:"by"`              //
	Hands Hands     `json:"hands"`           // with whom the case rests after it
	State string    `json:"state,omitempty"` // state after it

	Opening   *Opening      `json:"opening,omitempty"` // registered only
	Task      *Task         `json:"task,omitempty"`
	Letter    *Letter       `json:"letter,omitempty"`
	Ledger    []LedgerEntry `json:"ledger,omitempty"`
	User      string        `json:"user,omitempty"`
	Unit      string        `json:"unit,omitempty"`
	Text      string        `json:"text,omitempty"`
	Documents []string      `json:"documents,omitempty"`
	// Unread is a document: why files left that could not be looked into.
	Unread  string        `json:"unread,omitempty"`
	Message string        `json:"message,omitempty"`
	Ground  string        `json:"ground,omitempty"`
	Outcome string        `json:"outcome,omitempty"`
	Alarm   *Alarm        `json:"alarm,omitempty"`
	DueOn   calendar.Date `json:"due_on,omitzero"`
	AlarmOn calendar.Date `json:"alarm_on,omitzero"`
	Rule    string        `json:"rule,omitempty"`
	Command string        `json:"command,omitempty"` // idempotency key of the command
	Trap    string        `json:"trap,omitempty"`    // key of the trap that passed
	Entity  string        `json:"entity,omitempty"`  // the agency it was forwarded to
	Awaited *Awaited      `json:"awaited,omitempty"`
	// Schedule are the dates of partial deliveries that an extension announced, or the one that
	// is met now.
	Schedule []Delivery `json:"schedule,omitempty"`
	Office   string     `json:"office,omitempty"` // to which it was rerouted
	// Items are the outcomes of an answer by items.
	Items []Item `json:"items,omitempty"`
	// Version is that of the procedure, from now on.
	Version string `json:"version,omitempty"`
	// Expiry is the end of something granted, as it is known from now on.
	Expiry *Expiry `json:"expiry,omitempty"`
	// Appeal is what an appeal's own workflow begins with.
	Appeal *AppealOpening `json:"appeal,omitempty"`
	// Vouched is the document that says why the act is the requester's (or a unit's) although Message
	// came from another address.
	Vouched string       `json:"vouched,omitempty"`
	Move    *MessageMove `json:"move,omitempty"` // move_message, take_message
}

// Opening is what a case is from its first event on.
type Opening struct {
	Request   string  `json:"request"`
	Procedure string  `json:"procedure"`
	Version   string  `json:"version"`
	Office    string  `json:"office"`
	Channel   Channel `json:"channel"`
	ByEmail   bool    `json:"by_email"`
	// Remote: the answer goes by a way that costs nothing, so nothing can be charged (law: R35).
	Remote bool `json:"remote,omitempty"`
	// Printed: the clerk handed the receipt over on paper when she registered.
	Printed bool `json:"printed,omitempty"`
}

// Happened is the instant the event tells of: the recorded one, unless it was recorded later.
func (e Event) Happened() time.Time {
	if e.On.IsZero() {
		return e.At
	}
	return e.On
}
