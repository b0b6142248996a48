package docket

import "time"

// Action is something a person does to a case.
type Action string

// The actions of this release. Correction, extension, forwarding, costs and appeal follow.
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
	ActAcknowledge   Action = "acknowledge"    // Alarm: I have seen this escalation and answer for it
)

// Command is one action with what it needs. It travels into the workflow as an update, so it
// carries IDs only: Text, Documents and Message name rows that the desk has kept before.
type Command struct {
	Key       string    `json:"key"` // idempotency key; the update's ID
	Action    Action    `json:"action"`
	By        Actor     `json:"by"`
	At        time.Time `json:"at,omitzero"` // when it happened, if recorded later; zero = now
	Task      int       `json:"task,omitempty"`
	User      string    `json:"user,omitempty"`
	Unit      string    `json:"unit,omitempty"`
	Text      string    `json:"text,omitempty"` // document ID
	Documents []string  `json:"documents,omitempty"`
	Message   string    `json:"message,omitempty"`
	Ground    string    `json:"ground,omitempty"`
	Letter    string    `json:"letter,omitempty"`
	Alarm     string    `json:"alarm,omitempty"`
}

// Actions of the next release. Procedures already give them a window (Window.Action).
const (
	ActAskCorrection Action = "ask_correction" // ask the requester to complete the request
	ActForward       Action = "forward"        // pass it to the competent agency
	ActExtend        Action = "extend"         // announce more days
	ActCostNotice    Action = "cost_notice"    // tell the reproduction cost
	ActSendUp        Action = "send_up"        // an appeal goes to the tribunal with its file
)
