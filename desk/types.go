package desk

import (
	"io"
	"time"

	"foja/calendar"
	"foja/docket"
)

// Upload is a file that a person hands in. It is read once.
type Upload struct {
	Name string
	Type string // as declared; the desk sniffs its own
	Body io.Reader
}

// Form is a request as a clerk (or the API) hands it in.
type Form struct {
	Token        string // idempotency: a repeated submission gives the same request
	Procedure    string
	Office       string
	Channel      docket.Channel
	Requester    docket.Requester
	Subject      string
	Text         string
	DeliveryMode string
	Fields       map[string]string
	Sheets       int
	ReceivedAt   time.Time // zero = now; never in the future
	Files        []Upload
	// FromMessage makes the request of a held message (holding pen).
	FromMessage string
}

// Registered answers a registration.
type Registered struct {
	ID         string
	Number     string
	StatusCode string
	ReceivedAt time.Time
	DueOn      calendar.Date
	Existed    bool // the token had been used: this is the request it made
}

// Command is an action as a person hands it in: words and files, which the desk keeps as
// documents before it sends docket.Command with their IDs to the workflow.
type Command struct {
	Key       string // idempotency key, made by the form
	Action    docket.Action
	Text      string
	Files     []Upload
	Documents []string // already kept
	Seen      string   // Version of the proposal on which this was written; "" = do not ask
	Looked    bool     // a person has seen what the files say without showing it (Unlooked)
	// UnreadReason is why files leave that could not be looked into (Unlooked.Unread). It stays in the history.
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
	Items      []Item          // of an answer by items
	Office     string          // rerouting: to which
	Against    string          // appeal: docket.AppealAgainst
	Route      string          // appeal: docket.AppealRoute
	Expiry     string          // expiry: which; To is its last day

	Vouch string              // why Message is the requester's (or the unit's) although it came from another address
	Move  *docket.MessageMove // of MoveMessage only: nobody hands it in
}

// Acted answers a command.
type Acted struct {
	Seq   int
	State string
}

// Button is one permitted action, ready for a screen.
type Button struct {
	Action docket.Action
	Label  string
	// Needs names the inputs the action asks for: text, files, user, unit, ground, task, letter, alarm, until, at
	Needs []string
	// Choices for the inputs that are chosen from a list (users, units, grounds, tasks…).
	Choices map[string][]Choice
}

// Choice is one option of a list.
type Choice struct {
	Key   string
	Label string
}

// Line is one line of a case's timeline, in words.
type Line struct {
	Seq       int
	At        time.Time // when it happened
	Recorded  time.Time // when it was recorded, if later
	Who       string    // a person's name, "foja" or "solicitante"
	Hands     docket.Hands
	Kind      docket.EventKind
	Title     string // Spanish, one line
	Text      string // words kept with it (note, question, reasons)
	Documents []Document
	Message   string // raw message ID
	Sender    Sender // of Message, where there is one
	Letter    string
}

// Letter is a letter of the case with how far it has come.
type Letter struct {
	ID       string
	Kind     docket.LetterKind
	Name     string // Spanish
	State    docket.LetterState
	ByEmail  bool
	SentAt   time.Time
	Response string // the mail server's answer
	Error    string
	Attempts int
	PDF      string // document ID
	// MessageID is what it goes by in the mail servers' logs; "" on paper. It is for staff: who knows it can claim to have the letter.
	MessageID string
	Doubt     string // message because of which nobody knows whether it arrived; "" = there is none
	Reports   []LetterReport
}

// Page is everything a case's page shows.
type Page struct {
	// AsOf is the moment whose knowledge the page shows; zero = the present.
	AsOf      time.Time
	Request   docket.Request
	Case      docket.Case
	Procedure docket.Procedure
	StateName string
	Office    docket.Office
	Holder    string // name
	Deadline  docket.Deadline
	// Other is the due date under the other reading of the reception rule, when it differs.
	Other     *docket.Deadline
	Today     calendar.Date // in the office's zone
	Left      int           // business days left; negative = late
	Overdue   bool
	Next      string // Spanish: what is due next, and on whom it waits
	Pulse     string // changes when the page is no longer as it is
	Timeline  []Line
	Tasks     []docket.Task
	Alarms    []docket.Alarm
	Letters   []Letter
	Documents []Document
	Messages  []Message
	Proposal  *Proposal
	Buttons   []Button
	Expiries  []Expiry // of what was granted
	Duties    []Duty
	Ladder    []LadderStep
	Traps     []docket.SubDeadline // what is open until when, soonest first
	Appeals   []AppealView  // to the Tribunal
	UnitLinks []UnitLink    // for the units that were asked and have no account
	Campaign  Campaign      // people who ask for the same; no rows when there is none
	Suggested []Row         // other requests of the same requester, probable duplicates
}

// Proposal is the answer being written, in words.
type Proposal struct {
	Closes    docket.Action
	Version   string // changes with every saving
	Text      string
	Documents []Document
	Ground    string
	By        string // name
	Submitted bool
	Warnings  []string // Spanish: what the documents say without showing it
	// Until and Resolution of a denial, taken out of its reasons.
	Until      string
	Resolution string
	// Items of an answer by items; Text is what introduces them.
	Items []Item
}

// Row is one line of a list of requests.
type Row struct {
	ID, Number    string
	Procedure     string // name
	ProcedureKey  string
	Office        string // name
	Channel       docket.Channel
	RequesterName string
	Subject       string
	State         string
	StateName     string
	Hands         docket.Hands
	Holder        string // name
	ReceivedAt    time.Time
	ReceivedOn    calendar.Date
	DueOn         calendar.Date
	Left          int // business days left today; negative = late
	Overdue       bool
	Outcome       string // name
	ClosedAt      time.Time
}

// Filter narrows a list of requests. Every field is optional.
type Filter struct {
	Text         string
	Procedure    string
	Office       string
	State        string
	Holder       string // user ID; "none" = unclaimed
	Hands        string // whose turn it is (docket.Hands)
	Unit         string // which owes something in it
	Channel      string
	Outcome      string
	Open         string // "yes", "no" or ""
	Overdue      bool
	Due          string // "today", "week" or ""
	Late         string // closed: "yes" late, "no" in time
	ReceivedFrom calendar.Date
	ReceivedTo   calendar.Date
	DueFrom      calendar.Date
	DueTo        calendar.Date
	Answered     string // "yes", "no" or ""
	AnsweredFrom calendar.Date
	AnsweredTo   calendar.Date
	InTerm       string // store.InDue, store.InFirst or ""
	Sort         string
	Limit        int
	Offset       int
}

// Message is a mail as screens show it.
type Message struct {
	ID          string
	ReceivedAt  time.Time
	FromName    string
	FromEmail   string
	Subject     string
	Text        string
	Attachments []MessageAttachment
	Defects     []string
	NewText     string // Text without quoted history and signature, when that is less
	Formatted   bool   // there is HTML to look at
	Kind        string // Spanish: what it is
	Envelope    string // Spanish: signed or encrypted, and how
	Sender      string // Spanish: whether our own mail server vouches for the sender; "" = it says nothing
	Fate        string
	Reason      string           // Spanish: why it is held, or was dismissed
	Note        string           // Spanish: how it came back from being dismissed
	Suggested   *Row             // the case it may belong to
	Addresses   []MessageAddress // that it names, the likeliest requester first
	// Consent: a request made of it is answered at one of Addresses, without asking for consent again.
	Consent bool
	Link    *MessageLink // by which its sender hands in what could not be taken; nil = none
	Case    *Row         // the case that it is in; on a page of its own only
	From    Sender       // as its case sees it
	Movable bool         // the user may take it out of its case
	Fixed   string       // Spanish: why it cannot leave its case
	Trail   []MessageTrail
}

// MessageAttachment is a file inside a mail, by position.
type MessageAttachment struct {
	N      int
	Name   string
	Type   string
	Size   int64
	SHA256 string
}

// Decision settles a held message.
type Decision struct {
	Key     string
	Do      string // "request", "register", "join", "dismiss" or "restore"
	Form    Form   // request; of register only what the mail does not say: procedure and office
	Address string // register: whose request it is, of the addresses that the mail names; "" = the likeliest
	Number  string // join: number of the case
	Reason  string // dismiss
}

// Status is what the citizen sees.
type Status struct {
	Number     string
	Procedure  string
	ReceivedAt time.Time
	ReceivedOn calendar.Date
	Office     docket.Office
	StateName  string
	Where      string // Spanish: with whom it is
	Closed     bool
	Outcome    string
	AnsweredAt time.Time
	Overdue    bool
	Remedy     string   // Spanish: what the citizen can do now
	Appeals    []string // Spanish: where each of her appeals is
	Letters    []StatusLetter
	Expiries   []Expiry
	Deadline   docket.Deadline
	Left       int
}

// Notice is an internal notice to a user.
type Notice struct {
	ID, Request, Number, Alarm string
	Kind                       string
	Text                       string
	At, ReadAt                 time.Time
	Acked                      bool
}

// DuplicateHint is a request that the one being typed may repeat.
type DuplicateHint struct {
	Row Row
	Why []string // Spanish
}

// DuplicateProbe is what has been typed so far.
type DuplicateProbe struct {
	Name, IDNumber, Email, Text string
}

// Absence is a user's days away with the deputy who stands in.
type Absence struct {
	ID       string
	User     string
	Deputy   string
	From, To calendar.Date
	Remove   bool
}
