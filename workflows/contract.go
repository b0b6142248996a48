// Package workflows has the Temporal workflows of requests, messages, appeals and calendar publications. It owns the
// contract with other packages: names, IDs, updates, and the Activities interface. The package docket decides what
// may happen to a case; the workflows wait, persist and retry.
package workflows

import (
	"context"
	"fmt"
	"time"

	"foja/docket"
)

// TaskQueue is the task queue of foja's workers.
const TaskQueue = "foja"

// Names on the wire. They are part of recorded histories: never rename one.
const (
	RequestWorkflowName = "Request"
	MessageWorkflowName = "Message"

	UpdateAct        = "act"     // Command -> Acted
	SignalMessage    = "message" // MessageArrived
	QueryCase        = "case"    // docket.Case
	refusalErrorType = "Refusal" // non-retryable ApplicationError; details: docket.Error
)

// RequestWorkflowID is the workflow ID of a request. It contains no personal data: the request's ID is a random UUID.
func RequestWorkflowID(request string) string { return "request/" + request }

// MessageWorkflowID is the workflow ID of a raw message, by the SHA-256 (hex) of its bytes.
func MessageWorkflowID(message string) string { return "message/" + message }

// RequestInput starts a request's workflow. LoadLaw reads everything else.
type RequestInput struct {
	Request string `json:"request"`
	// History is what happened before the case was registered in foja: an agency that starts with open cases on paper
	// enters their acts, each with its At. They are applied before any deadline is checked, so that no alarm fires
	// for what was done in time.
	History []docket.Command `json:"history,omitempty"`
	// Carried is the case as it was at continue-as-new.
	Carried *docket.Case `json:"carried,omitempty"`
}

// MessageInput starts a message's workflow.
type MessageInput struct {
	Message string `json:"message"`
}

// Acted answers an update: the case's number of events after the command was applied and projected. The caller can
// wait for that number, and so see its own write.
type Acted struct {
	Seq   int    `json:"seq"`
	State string `json:"state"`
}

// MessageArrived signals that the requester wrote again.
type MessageArrived struct {
	Message string `json:"message"`
	// FromRequester is false when the sender is not the case's requester: the message is attached and has no effect
	// on the case.
	FromRequester bool `json:"from_requester"`
	// Letter is set when the message is a report that this letter will never arrive. With Doubt it may not have
	// arrived.
	Letter string `json:"letter,omitempty"`
	Doubt  bool   `json:"doubt,omitempty"`
}

// Classified is the verdict of intake about a message.
type Classified struct {
	Fate docket.Fate `json:"fate"`
	// the case it belongs to (reply, report, own) or is suggested for (held)
	Request string `json:"request,omitempty"`
	Reason  string `json:"reason,omitempty"` // why held: a docket.HeldReason
	Letter  string `json:"letter,omitempty"` // the letter it reports on or proves
	// FromRequester says that the sender's address is the requester's.
	FromRequester bool `json:"from_requester,omitempty"`
	// Bounce: the report says that Letter will never arrive; Status is its RFC 3463 code.
	// Doubt: it may say so, and does not prove which letter it is about.
	Bounce bool   `json:"bounce,omitempty"`
	Doubt  bool   `json:"doubt,omitempty"`
	Status string `json:"status,omitempty"`
	// Note is shown to the person who handles a held message.
	Note string `json:"note,omitempty"`
	// More are further cases that a reply belongs to, when it was sent to the letters of several.
	More []Further `json:"more,omitempty"`
}

// Further is one more case that a reply belongs to.
type Further struct {
	Request       string `json:"request"`
	FromRequester bool   `json:"from_requester,omitempty"`
}

// SettleInput records what was done with a message; Request is the one that it created or joined.
type SettleInput struct {
	Message string     `json:"message"`
	As      Classified `json:"as"`
}

// Loaded is what a request's workflow starts from.
type Loaded struct {
	Law docket.Law `json:"law"`
	// The registration, without personal data.
	Office     string                 `json:"office"`
	Channel    docket.Channel         `json:"channel"`
	ReceivedAt time.Time              `json:"received_at"`
	ReceivedOn string                 `json:"received_on"` // calendar.Date as text
	Policy     docket.ReceptionPolicy `json:"policy"`
	By         docket.Actor           `json:"by"` // who received it
	// ByEmail: letters may go by mail (address and consent are on record; law: R41).
	ByEmail bool `json:"by_email"`
	// Remote: the way of delivery that was asked for costs nothing (law: R35).
	Remote bool `json:"remote,omitempty"`
	// Paper reports that the receipt was printed at the counter already.
	Counter bool `json:"counter"`
	// Case is the case in the register, when it has events already. The run continues from it. This happens after a
	// crash in the first moments, and when Temporal's database was lost.
	Case *docket.Case `json:"case,omitempty"`
}

// Projection is a batch of new events with the case after them. Writing it twice changes nothing: rows are keyed by
// (request, event number).
type Projection struct {
	Events []docket.Event `json:"events"`
	Case   docket.Case    `json:"case"`
}

// LetterInput asks for a letter to be rendered and stored with a fixed Message-ID.
type LetterInput struct {
	Request string        `json:"request"`
	Letter  docket.Letter `json:"letter"`
}

// LetterSent is the mail server's answer that it accepted the letter.
type LetterSent struct {
	At       time.Time `json:"at"`
	Response string    `json:"response"` // e.g. "250 2.0.0 Ok: queued as …"
}

// NoticeInput asks for an internal notice of an alarm, in the application and by mail.
type NoticeInput struct {
	Request string        `json:"request"`
	Office  string        `json:"office"`
	Alarm   docket.Alarm  `json:"alarm"`
	To      []docket.Role `json:"to"`               // holder and deputy are resolved when it is sent
	Holder  string        `json:"holder,omitempty"` // user ID
	Step    int           `json:"step"`             // 0 = first notice, then one per escalation step
}

// Names on the wire of an appeal's workflow. Its update has the name UpdateAct.
const (
	AppealWorkflowName = "Appeal"
	QueryAppeal        = "appeal" // docket.Appeal
)

// AppealWorkflowID is the workflow ID of an appeal.
func AppealWorkflowID(request string, n int) string {
	return fmt.Sprintf("%s/appeal/%d", RequestWorkflowID(request), n)
}

// AppealInput starts an appeal's workflow; LoadLaw reads the law.
type AppealInput struct {
	Opening docket.AppealOpening `json:"opening"`
	// Carried is the appeal as it was at continue-as-new.
	Carried *docket.Appeal `json:"carried,omitempty"`
}

// AppealActed answers an act on an appeal.
type AppealActed struct {
	Seq   int                `json:"seq"`
	State docket.AppealState `json:"state"`
}

// AppealRef names an appeal.
type AppealRef struct {
	Request string `json:"request"`
	N       int    `json:"n"`
}

// AppealNotice names an event of an appeal of which people must be notified.
type AppealNotice struct {
	AppealRef
	Seq int           `json:"seq"`
	To  []docket.Role `json:"to"`
}

// AppealLoaded is the starting state of an appeal's workflow. Appeal is nil until the register has it; after a loss
// of Temporal's database the run continues from it.
type AppealLoaded struct {
	Law    docket.Law     `json:"law"`
	Appeal *docket.Appeal `json:"appeal,omitempty"`
}

// AppealProjection is a batch of new events with the appeal after them.
type AppealProjection struct {
	Events []docket.AppealEvent `json:"events"`
	Appeal docket.Appeal        `json:"appeal"`
}

// ErrLetterRefused is the type of the non-retryable error with which SendLetter reports that the letter will never be
// accepted.
const ErrLetterRefused = "LetterRefused"

// Activities are implemented by package activities. Those in the first group are fast and idempotent and run as local
// activities; those in the second may take hours.
type Activities interface {
	// LoadLaw reads the registration and the law in force for it.
	LoadLaw(ctx context.Context, in RequestInput) (Loaded, error)
	// Project writes events and the case's row; a repeated call changes nothing.
	Project(ctx context.Context, in Projection) error

	// LoadAppeal reads the law, and the appeal as the register has it.
	LoadAppeal(ctx context.Context, in AppealRef) (AppealLoaded, error)
	// ProjectAppeal writes an appeal's events and its row; a repeated call changes nothing.
	ProjectAppeal(ctx context.Context, in AppealProjection) error

	// NotifyAppeal tells the people concerned of one event of an appeal; idempotent by event and person.
	NotifyAppeal(ctx context.Context, in AppealNotice) error

	// PrepareLetter renders the letter and keeps its bytes before any attempt; repeated calls
	// keep the first rendering.
	PrepareLetter(ctx context.Context, in LetterInput) error
	// SendLetter submits a prepared letter exactly once; ErrLetterRefused when refused for good.
	SendLetter(ctx context.Context, letter string) (LetterSent, error)
	// Notify keeps a notice for each person concerned and mails it; idempotent by alarm and step.
	Notify(ctx context.Context, in NoticeInput) error

	// Classify asks intake what a kept message is.
	Classify(ctx context.Context, in MessageInput) (Classified, error)
	// RegisterMessage makes a request of a message; returns the request's ID. Idempotent.
	RegisterMessage(ctx context.Context, in MessageInput) (string, error)
	// Settle records the message's fate.
	Settle(ctx context.Context, in SettleInput) error
}
