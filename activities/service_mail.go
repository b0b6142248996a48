package activities

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"

	"foja/mail"
	"foja/store"
)

// serviceMail is a mail that is no letter of a case: a link for a sender or a question to a unit. It is sent once:
// its bytes are stored before the first attempt, and after a crash its archive copy is looked for before they are
// sent again.
type serviceMail struct {
	ref       string    // what the mail is about; "" = its bytes are not stored, because they contain a secret
	id        string    // Message-ID; "" = generate one
	sendingAt time.Time // time of an attempt with unknown outcome; zero = none
	compose   func(id string) (mail.Rendered, error)
	sending   func(ctx context.Context, when time.Time) error // records that an attempt starts; zero: that it failed
	mailed    func(ctx context.Context, refusal string) error // records that it was sent, or refused for good
}

// forEach calls do for every element and joins the errors.
func forEach[T any](all []T, do func(T) error) error {
	var failures []error
	for _, one := range all {
		failures = append(failures, do(one))
	}
	return errors.Join(failures...)
}

func (a *Activities) sendServiceMail(ctx context.Context, m serviceMail) error {
	out, err := a.Store.OwnMail(ctx, m.ref)
	if ignoreNotFound(err) != nil {
		return err
	}
	if !m.sendingAt.IsZero() { // an attempt was interrupted
		if a.Evidence == nil {
			return nil
		}
		if err == nil { // earlier releases stored no bytes, so there is nothing to compare
			found, err := a.Evidence(ctx, out.MessageID, out.Raw, out.KeptAt)
			if err != nil {
				return err
			}
			if found {
				return m.mailed(ctx, "")
			}
		}
		if a.Now().Before(m.sendingAt.Add(a.EvidenceWait)) {
			return nil // the copy may still arrive
		}
	}
	if err != nil {
		if out, err = a.composeServiceMail(ctx, m); err != nil {
			return err
		}
	}
	if err := m.sending(ctx, a.Now()); err != nil {
		return err
	}
	_, err = a.Sender.Submit(ctx, out.Raw, out.EnvelopeFrom, out.Rcpts)
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

// composeServiceMail renders the mail and stores its bytes, if they may be stored.
func (a *Activities) composeServiceMail(ctx context.Context, m serviceMail) (store.OwnMail, error) {
	id := m.id
	if id == "" {
		id = a.Agency.MessageID(uuid.NewString())
	}
	out, err := m.compose(id)
	if err != nil {
		return store.OwnMail{}, err
	}
	own := store.OwnMail{
		Ref: m.ref, MessageID: id, Raw: out.Raw, EnvelopeFrom: out.From, Rcpts: out.Rcpts, KeptAt: a.Now(),
	}
	if m.ref == "" {
		return own, nil
	}
	return a.Store.KeepOwnMail(ctx, own)
}
