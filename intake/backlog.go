package intake

import (
	"time"

	"foja/mail"
)

// Week is the age from which mail that nobody has read is no longer registered by itself: its sender has waited
// long enough to be answered by a person.
const Week = 7 * 24 * time.Hour

// skew is how much the clock of a mail server may be behind ours before its new mail looks like old mail.
const skew = 10 * time.Minute

// Start is when foja was first started on a mailbox, and the state of the mailbox then.
type Start struct {
	At          time.Time // the first scan
	Since       time.Time // the operator's setting; zero = At
	UIDValidity uint32    // of the inbox at At
	UIDNext     uint32    // messages below it were there at At
}

// Begin is the instant from which mail is registered and answered.
func (s Start) Begin() time.Time {
	if s.Since.IsZero() {
		return s.At
	}
	return s.Since
}

// Arrival is how a message got into the inbox, which determines how it is handled.
type Arrival string

// The arrivals. The values are stored with each message.
const (
	ArrivalUsual Arrival = "" // since the start: handled normally
	// from before the start: it stays where it lies, unread, until an operator decides
	ArrivalBacklog  Arrival = "backlog"
	ArrivalOld      Arrival = "old"      // put into the inbox with an old date, or left unread for more than a week
	ArrivalAnswered Arrival = "answered" // answered from a mail program
	ArrivalTaken    Arrival = "taken"    // an operator decided: handle normally
	ArrivalHeld     Arrival = "held"     // an operator decided: to the holding pen
	ArrivalLeft     Arrival = "left"     // an operator decided: it stays in the inbox
)

// Stays reports whether the message stays in the inbox.
func (a Arrival) Stays() bool { return a == ArrivalBacklog || a == ArrivalLeft }

// Arrival classifies a message without a decision.
func (s Start) Arrival(l mail.FolderMessage, now time.Time) Arrival {
	begin := s.Begin()
	// A server keeps a message's date when it is moved or copied, but assigns a new UID: a message with an old date
	// and a new UID was put there after the start.
	fresh := l.UIDValidity == s.UIDValidity && l.UID >= s.UIDNext
	late := fresh && !l.InternalDate.Before(begin.Add(-skew))
	movedIn := fresh && l.InternalDate.Before(s.At)
	switch {
	case l.InternalDate.Before(begin) && !late && !movedIn:
		return ArrivalBacklog
	case l.InternalDate.Before(s.At) && !fresh && (l.Answered || l.InternalDate.Before(s.At.Add(-Week))):
		return ArrivalBacklog
	case l.InternalDate.Before(begin) && !late, l.InternalDate.Before(now.Add(-Week)):
		return ArrivalOld
	case l.Answered:
		return ArrivalAnswered
	}
	return ArrivalUsual
}
