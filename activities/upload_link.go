package activities

import (
	"context"
	"errors"
	"fmt"

	"foja/docket"
	"foja/intake"
	"foja/letters"
	"foja/mail"
	"foja/store"
)

// MailUploadLinks tells the senders of held messages how to hand in what could not be taken. Call it every minute. Each is sent once: its
// Message-ID is fixed, and after a crash its archive copy is looked for before it is sent again.
func (a *Activities) MailUploadLinks(ctx context.Context) error {
	if a.Sender == nil {
		return nil
	}
	waiting, err := a.Store.UnmailedUploadLinks(ctx)
	if err != nil {
		return err
	}
	var failures []error
	for _, l := range waiting {
		if err := a.mailUploadLink(ctx, l); err != nil {
			failures = append(failures, fmt.Errorf("message %s: %w", l.Message, err))
		}
	}
	return errors.Join(failures...)
}

func (a *Activities) mailUploadLink(ctx context.Context, l store.UploadLink) error {
	row, err := a.Store.Message(ctx, l.Message)
	if err != nil {
		return err
	}
	raw, err := a.Store.MessageRaw(ctx, l.Message)
	if err != nil {
		return err
	}
	ours := a.Agency.MailboxAddress(row.Account)
	id := a.messageID(intake.UploadLinkPrefix + l.Message[:32])
	if !l.SendingAt.IsZero() { // it may have left before somebody pulled the plug
		if a.Evidence == nil {
			return nil
		}
		found, err := a.Evidence(ctx, id)
		if err != nil {
			return err
		}
		if found {
			return a.Store.UploadLinkMailed(ctx, l.Message, a.Now(), "")
		}
		if a.Now().Before(l.SendingAt.Add(a.EvidenceWait)) {
			return nil // the copy may still arrive
		}
	}
	m := mail.Parse(raw)
	zone, err := zone(a.Agency.Offices[0])
	if err != nil {
		return err
	}
	words, err := letters.RenderUploadLink(letters.UploadLinkData{
		Agency: a.Agency, Subject: m.Subject, ReceivedAt: row.ReceivedAt, Until: l.ExpiresAt, Zone: zone,
		Size: row.Size, Infected: l.Reason == docket.HeldInfected, Virus: row.Note, URL: a.WebURL + "/up/" + l.Token,
	})
	if err != nil {
		return err
	}
	out, err := a.compose(mail.Outgoing{
		From: mail.Address{Name: a.Agency.Name, Addr: ours}, To: mail.Address{Addr: l.Address}, Archive: a.archiveOf(ours),
		Subject: words.Subject, Text: words.Text, HTML: words.HTML, MessageID: id, Date: l.MadeAt, InReplyTo: m.MessageID,
		AutoSubmitted: mail.AutoReplied, Loop: ours,
	})
	if err != nil {
		return err
	}
	if err := a.Store.UploadLinkSending(ctx, l.Message, a.Now()); err != nil {
		return err
	}
	_, err = a.Sender.Submit(ctx, out.Raw, out.From, out.Rcpts)
	var se *mail.SubmitError
	switch {
	case err == nil:
		return a.Store.UploadLinkMailed(ctx, l.Message, a.Now(), "")
	case errors.As(err, &se) && se.Kind == mail.Permanent: // whoever looks at the held message sees it
		return a.Store.UploadLinkMailed(ctx, l.Message, a.Now(), se.Error())
	case errors.As(err, &se) && se.Kind != mail.Unknown:
		return errors.Join(err, a.Store.UploadLinkNotTaken(context.WithoutCancel(ctx), l.Message))
	default:
		return err
	}
}

// archiveOf is where the copy of what leaves from an address goes: each mailbox keeps its own.
func (a *Activities) archiveOf(ours string) string {
	if ours == a.Agency.Email {
		return a.ArchiveAddress
	}
	return ours
}
