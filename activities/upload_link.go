package activities

import (
	"context"
	"fmt"
	"time"

	"foja/docket"
	"foja/mail"
	"foja/papers/letters"
	"foja/store"
)

// MailUploadLinks mails to the senders of held messages a link to upload what could not be received. Call it every
// minute.
func (a *Activities) MailUploadLinks(ctx context.Context) error {
	if a.Sender == nil {
		return nil
	}
	waiting, err := a.Store.UnmailedUploadLinks(ctx)
	if err != nil {
		return err
	}
	return forEach(waiting, func(l store.UploadLink) error {
		if err := a.mailUploadLink(ctx, l); err != nil {
			return fmt.Errorf("message %s: %w", l.Message, err)
		}
		return nil
	})
}

func (a *Activities) mailUploadLink(ctx context.Context, l store.UploadLink) error {
	row, err := a.Store.Message(ctx, l.Message)
	if err != nil {
		return err
	}
	m, err := a.Messages.Outline(ctx, l.Message)
	if err != nil {
		return err
	}
	ours := a.Agency.MailboxAddress(row.Account)
	return a.sendServiceMail(ctx, serviceMail{
		ref: "upload:" + l.Message, sendingAt: l.SendingAt,
		compose: func(id string) (mail.Rendered, error) {
			zone, err := zone(a.Agency.Offices[0])
			if err != nil {
				return mail.Rendered{}, err
			}
			words, err := letters.RenderUploadLink(letters.UploadLinkData{
				Agency: a.Agency, Subject: m.Subject, ReceivedAt: row.ReceivedAt, Until: l.ExpiresAt, Zone: zone,
				Size: row.Size, Infected: l.Reason == docket.HeldInfected, Virus: row.Note, URL: a.WebURL + "/up/" + l.Token,
			})
			if err != nil {
				return mail.Rendered{}, err
			}
			return a.compose(mail.Outgoing{
				From: mail.Address{Name: a.Agency.Name, Addr: ours}, To: mail.Address{Addr: l.Address}, Archive: a.archiveOf(ours),
				Subject: words.Subject, Text: words.Text, HTML: words.HTML, MessageID: id, Date: l.MadeAt, InReplyTo: m.MessageID,
				AutoSubmitted: mail.AutoReplied, Loop: ours,
			})
		},
		sending: func(ctx context.Context, when time.Time) error {
			return a.Store.UploadLinkSending(ctx, l.Message, when)
		},
		// The held message shows a refusal.
		mailed: func(ctx context.Context, refusal string) error {
			return a.Store.UploadLinkMailed(ctx, l.Message, a.Now(), refusal)
		},
	})
}

// archiveOf is the address of the archive copy for a sender address: each mailbox archives its own letters.
func (a *Activities) archiveOf(ours string) string {
	if ours == a.Agency.Email {
		return a.ArchiveAddress
	}
	return ours
}
