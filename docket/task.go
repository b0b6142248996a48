package docket

import (
	"time"

	"foja/calendar"
)

// TaskKind is the kind of work.
type TaskKind string

// The tasks of this release.
const (
	TaskAnswer      TaskKind = "answer"       // answer the request; its holder is the case's holder
	TaskConsult     TaskKind = "consult"      // a holding unit owes records; Unit says which
	TaskReview      TaskKind = "review"       // a second person approves or sends back
	TaskReadMessage TaskKind = "read_message" // the requester wrote again; Ref = message ID
	// a message left the case, and something was recorded because of it; Ref = message ID
	TaskReviewMoved  TaskKind = "review_moved"
	TaskPrintLetter  TaskKind = "print_letter"  // Ref = letter ID
	TaskLetterFailed TaskKind = "letter_failed" // Ref = letter ID
	TaskLetterDoubt  TaskKind = "letter_doubt"  // find out whether the letter arrived; Ref = letter ID
	TaskExpiry       TaskKind = "expiry"        // something granted will end on DueOn; Ref = key of the expiry (law: R56)
	// notify in person a letter that nobody acknowledged; Ref = letter ID (law: R40)
	TaskServe TaskKind = "serve"
	// a second person decides whether the case is no request; Ref = document of the reasons
	TaskAnnulment TaskKind = "annulment"
)

// TaskState is Open, Claimed, Done or Returned (back in the pool = Open again; Returned is
// kept in the events).
type TaskState string

// States of a task.
const (
	TaskOpen    TaskState = "open"
	TaskClaimed TaskState = "claimed"
	TaskDone    TaskState = "done"
)

// Task is work for a unit or an officer.
type Task struct {
	ID       int           `json:"id"` // 1, 2, 3… within the case
	Kind     TaskKind      `json:"kind"`
	State    TaskState     `json:"state"`
	Role     Role          `json:"role"`             // who may take it
	Holder   string        `json:"holder,omitempty"` // user ID
	Unit     string        `json:"unit,omitempty"`   // holding unit asked
	OpenedAt time.Time     `json:"opened_at"`
	DueOn    calendar.Date `json:"due_on,omitzero"` // zero = the case's own due date
	Ref      string        `json:"ref,omitempty"`
}
