package activities

import (
	"context"

	"foja/intake"
	"foja/mail"
	"foja/store"
)

// recogniseOwn finds out whether a message was sent by foja: the archive copy of the letter with its Message-ID, or
// another mail of ours. The bytes decide, and a copy received before sending began proves nothing.
func (a *Activities) recogniseOwn(ctx context.Context, row store.Message, raw []byte, id string,
	f *intake.Found,
) error {
	if id == "" {
		return nil
	}
	if mail.IsCheck(a.CheckKey, id) {
		f.OwnServiceMail = true
		return nil
	}
	if f.OwnLetter != "" {
		letter, err := a.Store.Letter(ctx, f.OwnLetter)
		if err != nil {
			return err
		}
		sent, _, _, err := a.Store.LetterRaw(ctx, letter.ID)
		if err != nil {
			return err
		}
		f.OwnCopy = !letter.BeganAt.IsZero() && !row.ReceivedAt.Before(letter.BeganAt.Add(-mail.ClockSkew)) &&
			mail.SameLetter(sent, raw)
		return nil
	}
	other, err := a.Store.OwnMailByMessageID(ctx, id)
	if ignoreNotFound(err) != nil {
		return err
	}
	f.OwnServiceMail = err == nil && mail.SameLetter(other.Raw, raw)
	return nil
}
