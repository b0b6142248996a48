package pen

import (
	"time"

	"foja/desk/history"
	"foja/desk/links"
	"foja/desk/lists"
	"foja/docket"
)

// Message is a mail as screens show it.
type Message struct {
	ID          string
	ReceivedAt  time.Time
	FromName    string
	FromEmail   string
	Subject     string
	Text        string
	Attachments []MessageAttachment
	Defects     []docket.Sentence
	NewText     string // Text without quoted history and signature, when that is less
	Formatted   bool   // there is HTML to look at
	Kind        string // Spanish: what it is
	Envelope    string // Spanish: signed or encrypted, and how
	Sender      string // Spanish: whether our own mail server confirms the sender; "" = it says nothing
	Fate        string
	Reason      docket.Sentence  // why it is held, or was dismissed
	Note        string           // Spanish: how it came back from being dismissed
	Suggested   *lists.Row       // the case it may belong to
	Addresses   []MessageAddress // that it names, the likeliest requester first
	// Consent: a request made of it is answered at one of Addresses, without asking for consent again.
	Consent bool
	Link    *links.MessageLink // by which its sender hands in what could not be taken; nil = none
	Case    *lists.Row         // the case that it is in; on a page of its own only
	From    history.Sender     // as its case sees it
	Movable bool               // the user may take it out of its case
	Fixed   docket.Sentence    // why it cannot leave its case
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
