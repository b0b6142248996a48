package store

import (
	"time"

	"foja/docket"
)

// LetterSending is the state between "we began to hand it to the mail server" and "it was
// accepted": whoever finds a letter in it must look for evidence before sending again. The
// other states are docket's.
const LetterSending docket.LetterState = "sending"

// NewLetter is a rendered letter, ready for the outbox.
type NewLetter struct {
	ID           string // docket.LetterID
	Request      string
	Kind         docket.LetterKind
	N            int
	ByEmail      bool
	To           string
	Subject      string
	MessageID    string
	EnvelopeFrom string
	Rcpts        []string
	Raw          []byte // the bytes for the wire; nil on paper
	PDF          string // document ID
	At           time.Time
}

// LetterRow is a letter in the outbox without its bytes.
type LetterRow struct {
	ID           string
	Request      string
	Kind         docket.LetterKind
	N            int
	State        docket.LetterState // docket's states and LetterSending
	MessageID    string
	ByEmail      bool
	To           string
	Subject      string
	RawSHA256    string
	PDF          string
	Attempts     int
	PreparedAt   time.Time
	SendingAt    time.Time // last attempt
	SentAt       time.Time
	DeliveredAt  time.Time // handed over on paper
	Response     string    // the mail server's word
	LastError    string
	Proof        string // message that is its archive copy
	Bounce       string // message that reports it undeliverable
	BounceStatus string // RFC 3463 status, e.g. "5.1.1"
}
