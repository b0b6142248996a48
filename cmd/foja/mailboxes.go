package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"foja/activities"
	"foja/calendar"
	"foja/config"
	"foja/desk/norms"
	"foja/docket"
	"foja/intake"
	"foja/mail"
)

// mailbox is one mailbox that foja reads, with the submitter for its letters.
type mailbox struct {
	config.Mailbox
	token mail.TokenSource
}

// readMailboxes lists the mailboxes and refuses an unknown office or procedure at start.
func (h *app) readMailboxes() error {
	if err := h.checkRoute("FOJA_MAIL_OFFICE, FOJA_MAIL_PROCEDURE", h.cfg.MailOffice, h.cfg.MailProcedure); err != nil {
		return err
	}
	all, err := h.cfg.Mailboxes()
	if err != nil {
		return fmt.Errorf("FOJA_MAILBOXES_FILE: %w", err)
	}
	for _, m := range all {
		if m.Name == config.AgencyMailbox {
			m.Address = h.agency.Email
		} else {
			if err := h.checkRoute("FOJA_MAILBOXES_FILE, mailbox "+m.Name, m.Office, m.Procedure); err != nil {
				return err
			}
			h.agency.Mailboxes = append(h.agency.Mailboxes, docket.Mailbox{Name: m.Name, Address: m.Address, Office: m.Office, Procedure: m.Procedure})
		}
		h.boxes = append(h.boxes, mailbox{m, tokens(m.OAuth)})
	}
	return nil
}

func (h *app) checkRoute(where, office, procedure string) error {
	var offices, keys []string
	for _, o := range h.agency.Offices {
		offices = append(offices, o.ID)
	}
	if !slices.Contains(offices, office) {
		return config.Problem{Name: where, Value: office, Want: "an office: one of " + strings.Join(offices, ", ")}
	}
	for _, p := range h.laws.InForce(calendar.DateOf(time.Now())) {
		keys = append(keys, p.Key)
	}
	if !slices.Contains(keys, procedure) {
		return config.Problem{Name: where, Value: procedure, Want: "a procedure: one of " + strings.Join(keys, ", ")}
	}
	return nil
}

// account is the IMAP account of the mailbox.
func (b mailbox) account() mail.Account {
	return mail.Account{
		Name: b.Name, Addr: b.IMAP.Addr, TLS: mail.TLSMode(b.IMAP.TLS), CAFile: b.IMAP.CAFile,
		User: b.IMAP.User, Password: b.IMAP.Password, Token: b.token, Inbox: b.Inbox,
	}
}

func (b mailbox) folders() []string { return []string{b.Inbox, b.Processed, b.Held, b.Archive} }

// submitter sends the letters that leave from the mailbox's address.
func (b mailbox) submitter() *mail.Submitter {
	return &mail.Submitter{
		Addr: b.SMTP.Addr, TLS: mail.TLSMode(b.SMTP.TLS), CAFile: b.SMTP.CAFile,
		User: b.SMTP.User, Password: b.SMTP.Password, Token: b.token,
	}
}

// intake handles what is fetched from a mailbox.
func (h *app) intake(b mailbox) *activities.Inbox {
	return &activities.Inbox{
		Messages: h.desk.Core.Messages,
		Store:    h.store, Temporal: h.temporal, Mailbox: b.Inbox, Logger: h.log,
		Folders: activities.Folders{Processed: b.Processed, Held: b.Held, Archive: b.Archive},
	}
}

// backlog handles the mail from before foja was first started on a mailbox.
func (h *app) backlog(b mailbox) (*activities.Backlog, error) {
	since, err := config.Since(b.Since, h.zoneOf(b.Office))
	if err != nil { // checked when the settings were read
		return nil, fmt.Errorf("FOJA_MAIL_SINCE of mailbox %s: %w", b.Name, err)
	}
	return &activities.Backlog{Store: h.store, Account: b.Name, Since: since, Started: started, Now: time.Now, Logger: h.log}, nil
}

// started is when this process began. Mail received later is no backlog, however long the first scan takes.
var started = time.Now()

// standings lists the inbox of a mailbox, and what foja does with each message.
func (h *app) standings(ctx context.Context, b mailbox) ([]activities.InboxItem, time.Time, error) {
	backlog, err := h.backlog(b)
	if err != nil {
		return nil, time.Time{}, err
	}
	inbox, err := mail.ListFolders(ctx, b.account(), []string{b.Inbox}, time.Time{})
	if err != nil {
		return nil, time.Time{}, err
	}
	return backlog.InboxItems(ctx, inbox)
}

// evidence looks for a copy of what was sent in every mailbox: a case may have gone to another office since. A mailbox that cannot
// be read leaves the question open, unless another has the answer.
func (h *app) evidence(ctx context.Context, messageID string, sent []byte, since time.Time) (bool, error) {
	var errs []error
	for _, b := range h.boxes {
		found, err := mail.FindLetter(ctx, b.account(), b.folders(), messageID, sent, since)
		if found {
			return true, nil
		}
		errs = append(errs, err)
	}
	return false, errors.Join(errs...)
}

// submitters sends each letter by the server of its sender address.
func (h *app) submitters() activities.Sender {
	s := senders{byAddress: map[string]*mail.Submitter{}}
	own := mailbox{config.Mailbox{SMTP: h.cfg.SMTP}, tokens(h.cfg.OAuth)}
	s.own = own.submitter()
	for _, b := range h.boxes {
		s.byAddress[strings.ToLower(intake.Untagged(b.Address))] = b.submitter()
	}
	return s
}

type senders struct {
	own       *mail.Submitter // of what leaves from no mailbox's address
	byAddress map[string]*mail.Submitter
}

// Submit implements activities.Sender.
func (s senders) Submit(ctx context.Context, raw []byte, from string, rcpts []string) (mail.Result, error) {
	if one, ok := s.byAddress[strings.ToLower(intake.Untagged(from))]; ok {
		return one.Submit(ctx, raw, from, rcpts)
	}
	return s.own.Submit(ctx, raw, from, rcpts)
}

// mailTrial sends a trial letter; nil without a submission server.
func (h *app) mailTrial() func(context.Context, norms.TrialLetter) error {
	if h.cfg.SMTP.Addr == "" {
		return nil
	}
	return func(ctx context.Context, l norms.TrialLetter) error {
		signer, err := h.dkimSigner()
		if err != nil {
			return err
		}
		_, domain, _ := strings.Cut(h.agency.Email, "@")
		m, err := mail.Compose(mail.Outgoing{
			From: mail.Address{Name: h.agency.Name, Addr: h.agency.Email}, To: mail.Address{Name: l.ToName, Addr: l.To},
			Subject: l.Subject, Text: l.Text, HTML: l.HTML, MessageID: "trial." + uuid.NewString() + "@" + domain, Date: time.Now(),
			Attachments: []mail.Attachment{{Name: "carta.pdf", Type: "application/pdf", Data: l.PDF}}, AutoSubmitted: mail.AutoGenerated, Loop: h.agency.Email,
		})
		if err == nil {
			m, err = signer.Sign(m)
		}
		if err == nil {
			_, err = h.submitters().Submit(ctx, m.Raw, m.From, m.Rcpts)
		}
		return err
	}
}
