package web

import (
	"context"

	"foja/docket"
)

// box is a citizen's mailbox in memory.
type box struct {
	sent  []Draft
	mails []Mail
}

func (b *box) Send(_ context.Context, d Draft) error {
	if d.Text == "" {
		return docket.Invalid("text", "Escriba el mensaje.")
	}
	b.sent = append(b.sent, d)
	return nil
}
func (b *box) Inbox(context.Context) ([]Mail, error) { return b.mails, nil }
func (b *box) Mail(_ context.Context, id string) (Mail, error) {
	for _, m := range b.mails {
		if m.ID == id {
			return m, nil
		}
	}
	return Mail{}, docket.Refuse(docket.CodeNotFound, "Ese correo no está en el buzón.")
}

func (b *box) Attachment(ctx context.Context, id string, n int) (Attachment, error) {
	m, err := b.Mail(ctx, id)
	if err != nil || n >= len(m.Attachments) {
		return Attachment{}, docket.Refuse(docket.CodeNotFound, "Ese archivo no está en el correo.")
	}
	return m.Attachments[n], nil
}
