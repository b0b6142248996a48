package activities

import (
	"context"
	"errors"
	"time"

	"foja/mail"
)

// aside is a mail beside the letters of cases: a link for a sender or for a unit. It is sent once: its Message-ID is fixed, and after a
// crash its archive copy is looked for before it is sent again.
type aside struct {
	id        string    // Message-ID
	sendingAt time.Time // of an attempt of which nobody knows how it ended; zero = none
	compose   func() (mail.Rendered, error)
	sending   func(ctx context.Context, when time.Time) error // it may leave from now on; zero: it has not left after all
	mailed    func(ctx context.Context, refusal string) error // it has left, or never will
}

// each does something for all, whatever became of the others.
func each[T any](all []T, do func(T) error) error {
	var failures []error
	for _, one := range all {
		failures = append(failures, do(one))
	}
	return errors.Join(failures...)
}

func (a *Activities) sendAside(ctx context.Context, m aside) error {
	if !m.sendingAt.IsZero() { // it may have left before somebody pulled the plug
		if a.Evidence == nil {
			return nil
		}
		found, err := a.Evidence(ctx, m.id)
		if err != nil {
			return err
		}
		if found {
			return m.mailed(ctx, "")
		}
		if a.Now().Before(m.sendingAt.Add(a.EvidenceWait)) {
			return nil // the copy may still arrive
		}
	}
	out, err := m.compose()
	if err != nil {
		return err
	}
	if err := m.sending(ctx, a.Now()); err != nil {
		return err
	}
	_, err = a.Sender.Submit(ctx, out.Raw, out.From, out.Rcpts)
	var se *mail.SubmitError
	switch {
	case err == nil:
		return m.mailed(ctx, "")
	case errors.As(err, &se) && se.Kind == mail.Permanent:
		return m.mailed(ctx, se.Error())
	case errors.As(err, &se) && se.Kind != mail.Unknown:
		return errors.Join(err, m.sending(context.WithoutCancel(ctx), time.Time{}))
	default:
		return err
	}
}
