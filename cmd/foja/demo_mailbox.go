package main

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"

	"foja/docket"
	"foja/embedded/postoffice"
	"foja/mail"
	"foja/web"
)

// citizenMailbox is the citizen's mail program on the demo page. It sends by SMTP and lists the mailbox.
type citizenMailbox struct{ post *postoffice.PostOffice }

var _ web.Postbox = (*citizenMailbox)(nil)

// Send submits a letter of the citizen to the agency.
func (c *citizenMailbox) Send(ctx context.Context, d web.Draft) error {
	out := mail.Outgoing{
		From: mail.Address{Name: "Ana Flores", Addr: citizenBox.address}, To: mail.Address{Addr: agencyBox.address},
		Subject: d.Subject, Text: d.Text, Date: time.Now(), MessageID: uuid.NewString() + "@correo.example",
	}
	if strings.TrimSpace(out.Text) == "" {
		return docket.Invalid("text", "demo.write_message")
	}
	for _, a := range d.Attachments {
		out.Attachments = append(out.Attachments, mail.Attachment{Name: a.Name, Type: a.Type, Data: a.Body})
	}
	if d.InReplyTo != "" {
		m, _, err := c.find(ctx, d.InReplyTo)
		if err != nil {
			return err
		}
		out.InReplyTo, out.References = m.MessageID, append(slices.Clone(m.References), m.MessageID)
		if len(m.ReplyTo) > 0 {
			out.To = m.ReplyTo[0]
		}
	}
	rendered, err := mail.Compose(out)
	if err != nil {
		return err
	}
	submit := mail.Submitter{Addr: c.post.SMTPAddr(), TLS: mail.TLSNone}
	_, err = submit.Submit(ctx, rendered.Raw, rendered.From, rendered.Rcpts)
	return err
}

// Inbox lists the citizen's mail, newest first.
func (c *citizenMailbox) Inbox(ctx context.Context) ([]web.Mail, error) {
	stored, err := c.post.Messages(ctx, citizenBox.address, "INBOX")
	if err != nil {
		return nil, err
	}
	var list []web.Mail
	for _, s := range slices.Backward(stored) {
		list = append(list, shown(mail.Parse(s.Raw), s))
	}
	return list, nil
}

// Mail is one of them, whole.
func (c *citizenMailbox) Mail(ctx context.Context, id string) (web.Mail, error) {
	m, s, err := c.find(ctx, id)
	if err != nil {
		return web.Mail{}, err
	}
	return shown(m, s), nil
}

// Attachment is the n-th file of a mail, from 0.
func (c *citizenMailbox) Attachment(ctx context.Context, id string, n int) (web.Attachment, error) {
	m, _, err := c.find(ctx, id)
	if err != nil {
		return web.Attachment{}, err
	}
	if n < 0 || n >= len(m.Attachments) {
		return web.Attachment{}, docket.Refuse(docket.CodeNotFound, "demo.file_unknown")
	}
	return attachment(m.Attachments[n]), nil
}

func (c *citizenMailbox) find(ctx context.Context, id string) (mail.Message, postoffice.Stored, error) {
	stored, err := c.post.Messages(ctx, citizenBox.address, "INBOX")
	if err != nil {
		return mail.Message{}, postoffice.Stored{}, err
	}
	for _, s := range stored {
		if strconv.FormatUint(uint64(s.UID), 10) == id {
			return mail.Parse(s.Raw), s, nil
		}
	}
	return mail.Message{}, postoffice.Stored{}, docket.Refuse(docket.CodeNotFound, "demo.email_gone")
}

func shown(m mail.Message, s postoffice.Stored) web.Mail {
	w := web.Mail{
		ID: strconv.FormatUint(uint64(s.UID), 10), From: m.From.Name, Subject: m.Subject, At: s.InternalDate, Text: m.Text,
	}
	if w.From == "" {
		w.From = m.From.Addr
	}
	for _, a := range m.Attachments {
		w.Attachments = append(w.Attachments, attachment(a))
	}
	return w
}

func attachment(a mail.Attachment) web.Attachment {
	return web.Attachment{Name: a.Name, Type: a.Type, Size: int64(a.Size), Body: a.Data}
}
