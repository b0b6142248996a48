package store

import (
	"time"

	"foja/calendar"
	"foja/docket"
)

// RegisterOptions are the facts of the act of registering.
type RegisterOptions struct {
	At   time.Time // zero = now
	Year int       // of the register number, in the agency's zone; 0 = the year of At there
}

// RequestFilter chooses requests for a list; zero fields do not filter, the others are joined
// by AND.
type RequestFilter struct {
	// Text is searched by word in number, name, identity number, address of mail, subject and
	// text, without regard to accents, case and plural.
	Text         string
	States       []string
	Procedure    string
	Office       string
	Holder       string
	Channel      docket.Channel
	Outcome      string
	Open         *bool // not closed
	Answered     *bool // an answer went out (a withdrawn request closes without one)
	Late         *bool // closed with an answer: after the due day (true), or on it or before (false)
	Unclaimed    bool  // nobody holds it
	DueFrom      calendar.Date
	DueTo        calendar.Date
	ReceivedFrom calendar.Date // by legal day zero
	ReceivedTo   calendar.Date
	OverdueOn    calendar.Date // open, and due before this day
	Sort         string        // due, -due, received, -received, number, -number; "" = due
	Page
}

// RequestRow is a request in a list.
type RequestRow struct {
	ID            string
	Number        string
	Procedure     string
	Office        string
	Channel       docket.Channel
	RequesterName string
	Subject       string
	State         string // "" until the workflow has spoken
	Hands         docket.Hands
	Holder        string
	HolderName    string
	ReceivedAt    time.Time
	ReceivedOn    calendar.Date
	DueOn         calendar.Date
	AlarmOn       calendar.Date
	Outcome       string
	AnsweredAt    time.Time
	ClosedAt      time.Time
}

// DuplicateProbe is what the form knows so far of a request being typed.
type DuplicateProbe struct {
	Name     string
	IDNumber string
	Email    string
	Text     string
	Since    calendar.Date // look no further back than this legal day
}

// DuplicateHint is a request that may be the same one. Why holds the codes id_number, email,
// name, text.
type DuplicateHint struct {
	RequestRow
	Why   []string
	Score int // larger is likelier
}
