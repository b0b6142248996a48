package activities

import (
	"context"
	"errors"
	"time"

	"foja/docket"
	"foja/intake"
	"foja/mail"
	"foja/store"
)

// answerWindow is the time within which automatic answers to everybody are counted.
const answerWindow = time.Hour

// weigh adds to a verdict what the message alone cannot say: what the agency's own server thinks of its sender, and
// how often that sender was answered of late. What was found out is kept, because settings change.
func (a *Activities) weigh(ctx context.Context, row store.Message, raw []byte, m mail.Message, v intake.Verdict) (intake.Verdict, error) {
	auth := mail.Authenticate(raw, a.AuthServer)
	v = a.authentic(row, auth, v)
	m.Class = mail.Classify(m, a.Agency.Addresses()...)
	if err := a.Store.KeepReading(ctx, store.Reading{Message: row.ID, Class: m.Kind(), SPF: auth.SPF, DKIM: auth.DKIM, DMARC: auth.DMARC, At: a.Now()}); err != nil {
		return v, err
	}
	if v.Fate != docket.FateRequest {
		return v, nil
	}
	// A request is answered by its receipt. What is not answered by itself is held: a person registers it with the day it came.
	if auth.DMARC == "fail" {
		return intake.Verdict{Fate: docket.FateHeld, Reason: docket.HeldForged}, nil
	}
	reason, err := a.mayAnswer(ctx, row, m)
	if err != nil || reason == "" {
		return v, err
	}
	return intake.Verdict{Fate: docket.FateHeld, Reason: reason}, nil
}

// keepSender keeps what the agency's server says of a sender whose message is held before it is judged: an invitation to hand its
// files in by a link is an automatic answer too.
func (a *Activities) keepSender(ctx context.Context, row store.Message, raw []byte) error {
	auth, m := mail.Authenticate(raw, a.AuthServer), mail.Parse(raw)
	m.Class = mail.Classify(m, a.Agency.Addresses()...)
	return a.Store.KeepReading(ctx, store.Reading{Message: row.ID, Class: m.Kind(), SPF: auth.SPF, DKIM: auth.DKIM, DMARC: auth.DMARC, At: a.Now()})
}

// authentic takes back what a verdict would do by itself when the agency's mail server does not stand for the sender. A failed DMARC
// means that the domain in From denies the message: nothing follows from it, and a person sees it. When the server says nothing, the
// message counts, unless a pass is required; then a report makes its letter doubtful, because most servers report in a domain that
// nobody can check, and the copy of our own letter still counts: its bytes prove it, and it does not leave the house.
func (a *Activities) authentic(row store.Message, auth mail.Authentication, v intake.Verdict) intake.Verdict {
	denied := auth.Denied()
	unproved := denied || a.AuthRequired && !auth.Passed()
	switch v.Fate {
	case docket.FateReply:
		if unproved {
			v.Distrust() // attached for review, as from anybody else
		}
	case docket.FateOwn:
		if denied {
			v = intake.Verdict{Fate: docket.FateHeld, Reason: docket.HeldForged, Request: v.Request}
		}
	case docket.FateReport:
		switch {
		case denied:
			v = intake.Verdict{Fate: docket.FateHeld, Reason: docket.HeldForged, Request: v.Request}
		case unproved && v.Bounce:
			v.Bounce, v.Doubt = false, true
		}
	case docket.FateHeld:
		if v.Reason == docket.HeldOwnLost {
			a.Logger.Error("the archive copy of a letter did not reach our own mailbox: see to its size and its rules", "message", row.ID)
		}
	default:
	}
	return v
}

// errAnswersWait lets the letter be tried again later: it is late, never lost.
var errAnswersWait = errors.New("as many automatic answers as an hour may have were sent: the letter waits for its turn")

// turn lets a receipt go when the hour has room for it. Letters that a person decided go at once.
func (a *Activities) turn(ctx context.Context, row store.LetterRow) error {
	if row.Kind != docket.LetterReceipt || a.AnswersPerHour == 0 {
		return nil
	}
	now := a.Now()
	free, err := a.Store.TakeTurn(ctx, "all", row.ID, now, now.Add(-answerWindow), a.AnswersPerHour)
	if err == nil && !free {
		a.Logger.Warn("the limit of automatic answers is reached: receipts wait", "letter", row.ID, "limit", a.AnswersPerHour)
		return errAnswersWait
	}
	return err
}
