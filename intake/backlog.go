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

// Start is when foja was put to work on a mailbox, and how the mailbox stood then.
type Start struct {
	At          time.Time // the first look ever
	Since       time.Time // what the operator set instead; zero = At
	UIDValidity uint32    // of the inbox at At
	UIDNext     uint32    // messages below it lay there at At
}

// Begin is the instant from which mail is registered and answered.
func (s Start) Begin() time.Time {
	if s.Since.IsZero() {
		return s.At
	}
	return s.Since
}

// Arrival says how a message came to lie in the inbox, and so what is done with it.
type Arrival string

// The arrivals. The words are kept with each message.
const (
	ArrivalUsual Arrival = "" // since the start: judged and answered like all mail
	// from before the start: it stays where it lies, unread, until an operator decides
	ArrivalBacklog  Arrival = "backlog"
	ArrivalOld      Arrival = "old"      // put into the inbox with a day long past, or left unread for more than a week
	ArrivalAnswered Arrival = "answered" // somebody answered it from a mail program
	ArrivalTaken    Arrival = "taken"    // an operator said: like all mail
	ArrivalHeld     Arrival = "held"     // an operator said: to the holding pen
	ArrivalLeft     Arrival = "left"     // an operator said: it stays where it lies
)

// Stays says whether the message stays in the inbox.
func (a Arrival) Stays() bool { return a == ArrivalBacklog || a == ArrivalLeft }

// Arrival says what a message in the inbox is, when nobody has decided about it.
func (s Start) Arrival(l mail.FolderMessage, now time.Time) Arrival {
	begin := s.Begin()
	// A server keeps a message's day when it is moved or copied, but gives it a new UID: what has an old day and
	// a new UID was put there by somebody after the start.
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
