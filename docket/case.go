package docket

import (
	"time"

	"foja/calendar"
)

// Case is the whole state of one case, in its workflow and in the store's projection. It is the fold of its events;
// it changes only by Apply.
type Case struct {
	Request   string  `json:"request"`
	Procedure string  `json:"procedure"`
	Version   string  `json:"version"`
	Office    string  `json:"office"`
	Channel   Channel `json:"channel"`
	ByEmail   bool    `json:"by_email"`         // letters may go by mail (law: R41)
	Remote    bool    `json:"remote,omitempty"` // delivery costs nothing (law: R35)
	State     string  `json:"state"`
	// StateSince is the time of the act that led into the state; zero of cases begun by an earlier release.
	StateSince time.Time     `json:"state_since,omitzero"`
	Hands      Hands         `json:"hands"`
	Holder     string        `json:"holder,omitempty"` // user who holds the answer task
	Seq        int           `json:"seq"`              // number of the last event
	Tasks      []Task        `json:"tasks,omitempty"`
	Letters    []Letter      `json:"letters,omitempty"`
	Ledger     []LedgerEntry `json:"ledger"`
	Alarms     []Alarm       `json:"alarms,omitempty"` // those that fired
	Proposal   *Proposal     `json:"proposal,omitempty"`
	DueOn      calendar.Date `json:"due_on"`
	AlarmOn    calendar.Date `json:"alarm_on"` // earlier of two readings (law: R15)
	// Overdue records that EventOverdue was written (law: R38). Whether a case is overdue on a given day is computed
	// from DueOn.
	Overdue    bool      `json:"overdue_told,omitempty"`
	Outcome    string    `json:"outcome,omitempty"`
	Ground     string    `json:"ground,omitempty"`
	AnsweredAt time.Time `json:"answered_at,omitzero"` // the letter that closes it was accepted or handed over
	ClosedAt   time.Time `json:"closed_at,omitzero"`
	// Passed are the keys of the sub-deadlines that have passed; Awaiting what the requester has to do.
	Passed   []string   `json:"passed,omitempty"`
	Awaiting []Awaited  `json:"awaiting,omitempty"`
	Schedule []Delivery `json:"schedule,omitempty"` // of an extension (law: R28)
	// Appeals are the filed appeals; each has its own workflow (law: R51).
	Appeals []AppealOpening `json:"appeals,omitempty"`
	// Expiries are the last days of what was granted and of what it rests on (law: R56).
	Expiries []Expiry `json:"expiries,omitempty"`
	// Moved: it came from another office, and its days are still counted by that office's calendar.
	Moved bool `json:"moved,omitempty"`
	// Dependent are the events that depend on a message.
	Dependent []DependentEvent `json:"resting,omitempty"`
	// Annulment is a proposal, not decided yet, that the case is no request.
	Annulment *Annulment `json:"annulment,omitempty"`
	// Keys of applied commands, so that a repeated command is recognised. The list is not bounded: a case gets some
	// tens of commands in its life.
	Commands []string `json:"commands,omitempty"`
}

// Proposal is a draft answer: what will be sent after approval.
type Proposal struct {
	Closes    Action   `json:"closes"` // respond, deny, not_held or respond_items
	Text      string   `json:"text"`
	Documents []string `json:"documents,omitempty"`
	Ground    string   `json:"ground,omitempty"`
	Items     []Item   `json:"items,omitempty"`
	By        string   `json:"by"` // last author
	Submitted bool     `json:"submitted"`
	// Writers are all who wrote it or asked for its approval: none of them may approve it.
	Writers []string `json:"writers,omitempty"`
}

// Awaited is an act of the requester that the case waits for.
type Awaited struct {
	For    Action    `json:"for"`
	Letter string    `json:"letter"` // the letter that asked for it
	Since  time.Time `json:"since"`  // when it was asked
	Done   bool      `json:"done,omitempty"`
}

// Delivery is one date of a schedule of partial deliveries (law: R28, R29).
type Delivery struct {
	On  calendar.Date `json:"on"`
	Met bool          `json:"met,omitempty"`
}

// Law is the procedure, calendar and office that a workflow uses. It is loaded by an activity, so that replay sees
// the same law.
type Law struct {
	Procedure Procedure         `json:"procedure"`
	Calendar  calendar.Calendar `json:"calendar"` // the required years, without texts where possible
	Office    Office            `json:"office"`
	Zone      Zone              `json:"zone"`
	// Undo is how long an answer is held before it is sent.
	Undo time.Duration `json:"undo,omitempty"`
	// BothReadings: the term counts as breached once its last day has passed under both readings (law: R15). Laws that
	// earlier releases recorded are without it: then the earlier one decides.
	BothReadings bool `json:"both_readings,omitempty"`

	view *calendar.View // of Calendar for Office, cached; nil = computed on demand
}
