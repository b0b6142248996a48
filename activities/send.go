package activities

import (
	"context"
	"errors"
	"fmt"
	"time"

	"go.temporal.io/sdk/activity"
	"go.temporal.io/sdk/temporal"

	"foja/docket"
	"foja/mail"
	"foja/store"
	"foja/workflows"
)

// evidencePollEvery is the pause between two looks for a letter's archive copy.
const evidencePollEvery = time.Second

// heartbeatEvery is the pause between heartbeats. The workflow's heartbeat timeout is several times as long; it
// decides how soon after a crash the letter is taken up again.
const heartbeatEvery = 2 * time.Second

// SendLetter submits a prepared letter exactly once, as far as SMTP allows. The row says "sending" before the first
// byte leaves. An attempt that finds it so looks for the archive copy, which was a recipient of the same transaction,
// before it sends the same bytes again.
func (a *Activities) SendLetter(ctx context.Context, letter string) (workflows.LetterSent, error) {
	defer heartbeat(ctx)()
	row, err := a.Store.Letter(ctx, letter)
	if err != nil {
		return workflows.LetterSent{}, refusal(err)
	}
	switch row.State {
	case docket.LetterSent:
		return workflows.LetterSent{At: row.SentAt, Response: row.Response}, nil
	case docket.LetterFailed:
		return workflows.LetterSent{}, refused(errors.New(row.LastError))
	case store.LetterSending:
		if proved, err := a.hasArchiveCopy(ctx, row); err != nil || proved {
			if err != nil {
				return workflows.LetterSent{}, err
			}
			return a.sent(ctx, letter, "archive copy found; the server's answer was lost")
		}
		a.Logger.Warn("no archive copy of a letter of unknown fate: sending it again", "letter", letter)
	default:
	}
	if a.Sender == nil {
		return workflows.LetterSent{}, errors.New("no mail server is configured: the letter waits")
	}
	if err := a.takeAnswerQuota(ctx, row); err != nil {
		return workflows.LetterSent{}, err
	}
	return a.submit(ctx, letter)
}

func (a *Activities) submit(ctx context.Context, letter string) (workflows.LetterSent, error) {
	raw, from, rcpts, err := a.Store.LetterRaw(ctx, letter)
	if err != nil {
		return workflows.LetterSent{}, err
	}
	if _, _, err := a.Store.BeginSending(ctx, letter, a.Now()); err != nil {
		return workflows.LetterSent{}, err
	}
	res, err := a.Sender.Submit(ctx, raw, from, rcpts)
	if err == nil {
		return a.sent(ctx, letter, res.Response)
	}
	// The outcome must be stored even while the worker is stopping.
	ctx = context.WithoutCancel(ctx)
	var se *mail.SubmitError
	switch {
	case errors.As(err, &se) && se.Kind == mail.Permanent:
		if err := a.Store.MarkLetterFailed(ctx, letter, err.Error()); err != nil {
			return workflows.LetterSent{}, err
		}
		return workflows.LetterSent{}, refused(err)
	case errors.As(err, &se) && se.Kind != mail.Unknown:
		if se.Kind == mail.Config {
			a.Logger.Error("the mail server does not let us in: no letter leaves until this is mended", "step", se.Step,
				"code", se.Code)
		}
		return workflows.LetterSent{}, errors.Join(err, a.Store.LetterNotTaken(ctx, letter, err.Error()))
	default: // the server may have accepted it: the row stays "sending"
		return workflows.LetterSent{}, errors.Join(err, a.Store.NoteLetterError(ctx, letter, err.Error()))
	}
}

func (a *Activities) sent(ctx context.Context, letter, response string) (workflows.LetterSent, error) {
	at := a.Now()
	if err := a.Store.MarkLetterSent(context.WithoutCancel(ctx), letter, at, response); err != nil {
		return workflows.LetterSent{}, err
	}
	return workflows.LetterSent{At: at, Response: response}, nil
}

func refused(err error) error {
	return temporal.NewNonRetryableApplicationError("the mail server refuses the letter for good",
		workflows.ErrLetterRefused, err)
}

// hasArchiveCopy looks for the archive copy for as long as a slow server may need to deliver it: first among the
// messages read, then in the mailbox.
func (a *Activities) hasArchiveCopy(ctx context.Context, row store.LetterRow) (bool, error) {
	until := a.Now().Add(a.EvidenceWait)
	raw, _, _, err := a.Store.LetterRaw(ctx, row.ID)
	if err != nil {
		return false, err
	}
	for {
		fresh, err := a.Store.Letter(ctx, row.ID)
		if err != nil {
			return false, err
		}
		if fresh.Proof != "" {
			return true, nil
		}
		if a.Evidence != nil {
			// Without a mailbox the letter's fate stays unknown: better late than twice.
			found, err := a.Evidence(ctx, row.MessageID, raw, row.BeganAt)
			if err != nil {
				return false, fmt.Errorf("look for the archive copy: %w", err)
			}
			if found {
				return true, nil
			}
		}
		if !a.Now().Before(until) {
			return false, nil
		}
		select {
		case <-ctx.Done():
			return false, ctx.Err()
		case <-time.After(evidencePollEvery):
		}
	}
}

// heartbeat records heartbeats until stopped, so that a dead worker is noticed within seconds instead of after the
// activity's timeout.
func heartbeat(ctx context.Context) (stop func()) {
	if !activity.IsActivity(ctx) {
		return func() {} // not called by Temporal
	}
	done := make(chan struct{})
	go func() {
		tick := time.NewTicker(heartbeatEvery)
		defer tick.Stop()
		for {
			select {
			case <-done:
				return
			case <-ctx.Done():
				return
			case <-tick.C:
				activity.RecordHeartbeat(ctx)
			}
		}
	}()
	return func() { close(done) }
}
