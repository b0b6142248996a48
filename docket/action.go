package docket

import (
	"time"

	"foja/calendar"
)

// Action is something a person does to a case.
type Action string

// The actions. Appeals follow.
const (
	ActClaim         Action = "claim"          // take the answer task
	ActAssign        Action = "assign"         // give it to User
	ActReturn        Action = "return"         // back to the pool
	ActNote          Action = "note"           // Text
	ActConsult       Action = "consult"        // ask Unit; Text = the question
	ActConsultAnswer Action = "consult_answer" // Task, Text, Documents: what the unit gave
	ActDraft         Action = "draft"          // save the proposal: Text, Documents
	ActSubmit        Action = "submit"         // ask for a second person's approval of the proposal
	ActApprove       Action = "approve"        // second person: send the proposal
	ActSendBack      Action = "send_back"      // second person: Text = why
	ActRespond       Action = "respond"        // send the answer: Text, Documents
	ActDeny          Action = "deny"           // propose a denial: Ground, Text (reasons), Until; always reviewed
	ActWithdraw      Action = "withdraw"       // the requester withdraws; Text or Message = evidence
	ActAddMessage    Action = "add_message"    // register a later message of the requester
	ActDone          Action = "done"           // finish Task (message read)
	ActDelivered     Action = "delivered"      // paper letter handed over: Task, At
	ActResend        Action = "resend"         // a failed letter: try again
	ActPrint         Action = "print"          // a failed letter: go on paper instead
	ActAcknowledge   Action = "acknowledge"    // Alarm: the person has seen this escalation and takes responsibility

	// Procedural acts between reception and answer. Those with a Window are refused once it has passed.
	ActAskCorrection Action = "ask_correction" // Text: what is missing, all of it at once (law: R18)
	ActCorrect       Action = "correct"        // the requester completed it: Text, Documents or Message; At (law: R21)
	ActExtend        Action = "extend"         // more days: Ground, To, Schedule, EvidenceOn, Text (law: R26-R30)
	ActDeliverPart   Action = "deliver_part"   // the next delivery of the extension's schedule (law: R29)
	ActForward       Action = "forward"        // to Entity, which is competent: Text, Documents (law: R24)
	ActCostNotice    Action = "cost_notice"    // the reproduction cost: Cents, Text (law: R31)
	ActPaid          Action = "paid"           // it was paid: At; Text or Documents = evidence (law: R32)
	ActMakeAvailable Action = "make_available" // the copies are ready to be collected: Text (law: R33)
	ActCollected     Action = "collected"      // they were: At
	ActNotHeld       Action = "not_held"       // propose to answer that the information does not exist: Text; reviewed
	ActRespondItems  Action = "respond_items"  // propose an answer item by item: Items, Text (the words of each); reviewed
	ActReroute       Action = "reroute"        // send it to another office of the agency: Office, Text = why (law: R17)
	// a letter put into the requester's electronic mailbox: Letter, At, Text (law: R42)
	ActDeposited Action = "deposited"
	ActAppeal    Action = "appeal" // the requester appealed: Against, Route, At; Text, Documents or Message
	ActUndo      Action = "undo"   // cancel the answer while its letter is held
	// until when something granted holds: Expiry, To (none = without end); Text, Documents or Message (law: R56)
	ActExpiry      Action = "expiry"
	ActNotified    Action = "notified"     // proof that Letter reached the requester: At; Text or Message (law: R39)
	ActMoveMessage Action = "move_message" // Message leaves the case: Move, Text = why
	ActTakeMessage Action = "take_message" // Message comes from another case: Move, Text = why

	// What was registered is no request: Ground (an AnnulmentReason), Text = what the letter says. A second person
	// confirms it, or rejects it (Text = why).
	ActAnnul            Action = "annul"
	ActConfirmAnnulment Action = "confirm_annulment"
	ActRejectAnnulment  Action = "reject_annulment"
)

// Command is one action with its input. It is sent to the workflow as an update, so it contains IDs only: Text,
// Documents and Message refer to rows stored before.
type Command struct {
	Key       string    `json:"key"` // idempotency key; the update's ID
	Action    Action    `json:"action"`
	By        Actor     `json:"by"`
	At        time.Time `json:"at,omitzero"` // when it happened, if earlier; zero = now
	Task      int       `json:"task,omitempty"`
	User      string    `json:"user,omitempty"`
	Unit      string    `json:"unit,omitempty"`
	Text      string    `json:"text,omitempty"` // document ID
	Documents []string  `json:"documents,omitempty"`
	Message   string    `json:"message,omitempty"`
	Ground    string    `json:"ground,omitempty"`
	Letter    string    `json:"letter,omitempty"`
	Alarm     string    `json:"alarm,omitempty"`

	To         calendar.Date   `json:"to,omitzero"`          // extend: the new date
	Schedule   []calendar.Date `json:"schedule,omitempty"`   // extend: partial deliveries, ascending
	EvidenceOn calendar.Date   `json:"evidence_on,omitzero"` // extend: date of the document that proves the ground
	Cents      int             `json:"cents,omitempty"`      // cost_notice: hundredths of a sol
	Entity     string          `json:"entity,omitempty"`     // forward: the competent agency's name

	Office string `json:"office,omitempty"` // reroute: to which
	Items  []Item `json:"items,omitempty"`  // respond_items, draft: the outcome of each

	// UninspectedReason is a document: why files are sent although they could not be inspected.
	UninspectedReason string `json:"unread,omitempty"`

	Expiry string `json:"expiry,omitempty"` // expiry: key of the procedure's ExpiryRule; To is the last day

	Against AppealAgainst `json:"against,omitempty"` // appeal: against what
	Route   AppealRoute   `json:"route,omitempty"`   // appeal: where it was filed

	// SenderReason is a document: why an act counts as the requester's (or a unit's) although Message came from
	// another address.
	SenderReason string       `json:"vouched,omitempty"`
	Move         *MessageMove `json:"move,omitempty"` // move_message, take_message
}

// Actions on appeals that a procedure can give a window (Window.Action).
const (
	ActSendUp Action = "send_up" // an appeal goes to the tribunal with its file
)
