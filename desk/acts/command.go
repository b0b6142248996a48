package acts

import (
	"time"

	"foja/calendar"
	"foja/desk/documents"
	"foja/desk/history"
	"foja/docket"
)

// Command is an action as a person hands it in: words and files, which the desk keeps as
// documents before it sends docket.Command with their IDs to the workflow.
type Command struct {
	Key          string // idempotency key, made by the form
	Action       docket.Action
	Text         string
	Files        []documents.Upload
	Documents    []string // already kept
	Seen         string   // Version of the proposal on which this was written; "" = do not ask
	SeenFindings string   // UncheckedFiles.Token: which findings in the files a person has seen; "" = none
	// UnreadReason is why files leave that could not be looked into (UncheckedFiles.Unread). It stays in the history.
	UnreadReason string
	Task         int
	User         string
	Unit         string
	Message      string
	Ground       string
	Until        string // denial: how long the bar lasts (added to the reasons)
	Resolution   string // denial: classification resolution, where the ground needs it
	Letter       string
	Alarm        string
	At           time.Time // when it happened; zero = now

	To         calendar.Date   // extension: the new date
	Schedule   []calendar.Date // extension: partial deliveries
	EvidenceOn calendar.Date   // extension: date of the document that proves its ground
	Cents      int             // cost notice, in hundredths of a sol
	Entity     string          // forwarding: the competent agency
	Items      []history.Item  // of an answer by items
	Office     string          // rerouting: to which
	Against    string          // appeal: docket.AppealAgainst
	Route      string          // appeal: docket.AppealRoute
	Expiry     string          // expiry: which; To is its last day

	SenderReason string              // why Message is the requester's (or the unit's) although it came from another address
	Move         *docket.MessageMove // of MoveMessage only: nobody hands it in
}

// Acted answers a command.
type Acted struct {
	Seq   int
	State string
}
