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

// lookEvery is the pause between two looks for a letter's archive copy.
const lookEvery = time.Second

// beatEvery is the pause between heartbeats; the workflow's heartbeat timeout is several times
// as long, and decides how soon after a crash the letter is taken up again.
const beatEvery = 2 * time.Second

// SendLetter submits a prepared letter exactly once, as far as SMTP lets anybody know: the row
// says "sending" before the first byte leaves, and whoever finds it so looks for the archive
// copy, which was a recipient of the same transaction, before sending the same bytes again.
func (a *Activities) SendLetter(ctx context.Context, letter string) (workflows.LetterSent, error) {
	defer beat(ctx)()
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
		if proved, err := a.proved(ctx, row); err != nil || proved {
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
	if err := a.turn(ctx, row); err != nil {
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
	// The outcome must be kept even when the worker is being stopped.
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
			a.Logger.Error("the mail server does not let us in: no letter leaves until this is mended", "step", se.Step, "code", se.Code)
		}
		return workflows.LetterSent{}, errors.Join(err, a.Store.LetterNotTaken(ctx, letter, err.Error()))
	default: // it may have been taken: the row stays "sending"
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
	return temporal.NewNonRetryableApplicationError("the mail server refuses the letter for good", workflows.ErrLetterRefused, err)
}

// proved looks for the archive copy for as long as a slow server may need to deliver it: in
// what has been read already, then in the mailbox itself.
func (a *Activities) proved(ctx context.Context, row store.LetterRow) (bool, error) {
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
			// Without a mailbox to look into, the letter's fate stays open: better late than twice.
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
		case <-time.After(lookEvery):
		}
	}
}

// beat keeps the activity's heartbeat going until stopped, so that a worker that died is
// noticed within seconds and not after the longest time a letter may take.
func beat(ctx context.Context) (stop func()) {
	if !activity.IsActivity(ctx) {
		return func() {} // called by hand: nobody listens
	}
	done := make(chan struct{})
	go func() {
		tick := time.NewTicker(beatEvery)
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
