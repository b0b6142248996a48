package desk

import (
	"context"
	"time"

	"foja/fulltext"
	"foja/mail"
	"foja/store"
)

// One round reads so many files, for so long: the next comes within a minute, and other chores wait for this one.
const (
	readAtOnce = 200
	readFor    = 20 * time.Second
)

// ReadForSearch lets cases be found by the words of what has joined them: mails, their attachments, letters, drafts and evidence. Call it
// every minute. A file that cannot be read has no words, and is not tried again.
func (d *Desk) ReadForSearch(ctx context.Context) error {
	waiting, err := d.Store.Unsearched(ctx, readAtOnce)
	if err != nil {
		return err
	}
	began := time.Now()
	for _, u := range waiting {
		if time.Since(began) > readFor {
			return nil
		}
		words, err := d.wordsOf(ctx, u)
		if err != nil {
			return err
		}
		if err := d.Store.AddToSearch(ctx, u, words); err != nil {
			return err
		}
	}
	return nil
}

func (d *Desk) wordsOf(ctx context.Context, u store.Unsearched) (string, error) {
	if u.Message {
		raw, err := d.Store.MessageRaw(ctx, u.ID)
		if err != nil {
			return "", err
		}
		m := mail.Parse(raw)
		return m.Subject + " " + m.From.Name + " " + m.Text, nil
	}
	content, err := d.Store.DocumentBytes(ctx, u.ID)
	if err != nil {
		d.Logger.Warn("a document was not read for the search", "document", u.ID, "error", err)
		return u.Name, nil
	}
	return u.Name + " " + fulltext.Of(content), nil
}
