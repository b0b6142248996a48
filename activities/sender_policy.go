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

// answerWindow is the period of AnswersPerHour.
const answerWindow = time.Hour

// applySenderPolicy adds to a verdict what the message alone does not show: whether the agency's server authenticated
// the sender, and how many answers the sender got recently. The results are stored, because settings change.
func (a *Activities) applySenderPolicy(ctx context.Context, row store.Message, raw []byte, m mail.Message,
	v intake.Verdict,
) (intake.Verdict, error) {
	auth := mail.Authenticate(raw, a.AuthServer)
	v = a.applyAuthentication(row, auth, v)
	m.Class = mail.Classify(m, a.Agency.Addresses()...)
	if err := a.Store.KeepSenderCheck(ctx, store.SenderCheck{
		Message: row.ID, Class: m.Kind(), SPF: auth.SPF, DKIM: auth.DKIM, DMARC: auth.DMARC, At: a.Now(),
	}); err != nil {
		return v, err
	}
	if v.Fate != docket.FateRequest {
		return v, nil
	}
	// A request is answered by its receipt. One that must not be answered automatically is held; a person registers
	// it with its day of reception.
	if auth.DMARC == "fail" {
		return intake.Verdict{Fate: docket.FateHeld, Reason: docket.HeldForged}, nil
	}
	reason, err := a.mayAnswer(ctx, row, m)
	if err != nil || reason == "" {
		return v, err
	}
	return intake.Verdict{Fate: docket.FateHeld, Reason: reason}, nil
}

// recordSender stores the authentication results of a message that is held before it is judged. The invitation to
// upload its files is an automatic answer too.
func (a *Activities) recordSender(ctx context.Context, row store.Message, raw []byte) error {
	auth := mail.Authenticate(raw, a.AuthServer)
	m, err := a.Messages.Outline(ctx, row.ID)
	if err != nil {
		return err
	}
	m.Class = mail.Classify(m, a.Agency.Addresses()...)
	return a.Store.KeepSenderCheck(ctx, store.SenderCheck{
		Message: row.ID, Class: m.Kind(), SPF: auth.SPF, DKIM: auth.DKIM, DMARC: auth.DMARC, At: a.Now(),
	})
}

// applyAuthentication withdraws the automatic effects of a verdict when the sender is not authenticated. A failed
// DMARC means that the domain in From denies the message: it has no effect, and a person sees it. Without a DMARC
// result the message counts, unless a pass is required. In that case a report only makes its letter doubtful, because
// most servers report from a domain that cannot be checked. The copy of our own letter still counts: its bytes prove
// it.
func (a *Activities) applyAuthentication(row store.Message, auth mail.Authentication, v intake.Verdict) intake.Verdict {
	denied := auth.Denied()
	unproved := denied || a.AuthRequired && !auth.Passed()
	switch v.Fate {
	case docket.FateReply:
		if unproved {
			v.DropSender() // attached for review, like a message from another sender
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
			a.Logger.Error("the archive copy of a letter did not reach our own mailbox: see to its size and its rules",
				"message", row.ID)
		}
	default:
	}
	return v
}

// errAnswerQuotaUsedUp lets Temporal retry the letter later.
var errAnswerQuotaUsedUp = errors.New(
	"as many automatic answers as an hour may have were sent: the letter waits for its turn",
)

// takeAnswerQuota lets a receipt go when the hourly quota allows it. Letters that a person decided are not limited.
func (a *Activities) takeAnswerQuota(ctx context.Context, row store.LetterRow) error {
	if row.Kind != docket.LetterReceipt || a.AnswersPerHour == 0 {
		return nil
	}
	now := a.Now()
	free, err := a.Store.TakeQuota(ctx, "all", row.ID, now, now.Add(-answerWindow), a.AnswersPerHour)
	if err == nil && !free {
		a.Logger.Warn("the limit of automatic answers is reached: receipts wait", "letter", row.ID, "limit", a.AnswersPerHour)
		return errAnswerQuotaUsedUp
	}
	return err
}
