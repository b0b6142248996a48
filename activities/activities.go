// Package activities implements the Temporal activities of package workflows with the store, the mail and the
// letters. It also passes fetched mail to the message workflows.
//
// Every activity is idempotent: rows are keyed, renderings are stored before they are used, and the evidence of a
// letter with unknown fate is looked for before it is sent again.
package activities

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"go.temporal.io/sdk/temporal"

	"foja/calendar"
	"foja/docket"
	"foja/files/virus"
	"foja/mail"
	"foja/papers/letters"
	"foja/procedures"
	"foja/store"
	"foja/store/parsed"
	"foja/workflows"
)

// Sender submits stored bytes to the mail server.
type Sender interface {
	Submit(ctx context.Context, raw []byte, from string, rcpts []string) (mail.Result, error)
}

// Deps are the dependencies of the activities.
type Deps struct {
	Store      *store.Store
	Messages   *parsed.Messages // nil = of Store
	Procedures *procedures.Set
	Calendar   calendar.Calendar // the shipped calendar, until another is published
	Agency     docket.Agency
	Policy     docket.ReceptionPolicy
	// Sender is nil when the process sends no mail: letters wait.
	Sender Sender
	// Evidence looks in the mailboxes for a copy of what was sent under a Message-ID, received since an instant. The
	// copy is recognised by its content, never by its ID alone.
	Evidence func(ctx context.Context, messageID string, sent []byte, since time.Time) (bool, error)
	// CheckKey recognises the letters of "foja mail check"; empty = none.
	CheckKey []byte
	// EvidenceWait is how long to look for evidence before a letter of unknown fate is sent again.
	EvidenceWait time.Duration
	// Undo is how long an answer is held before it is sent, so that a person can cancel it.
	Undo time.Duration
	// Board counts the board that a user may see, for the Monday mail; nil = the notice links to it.
	Board func(ctx context.Context, user string) (letters.BoardData, error)
	// AttachMax is how many bytes of files are attached to one letter; larger ones become links (0 = never) that are
	// valid for LinkDays (law: R36).
	AttachMax int64
	LinkDays  int
	// Virus scans bytes for viruses; nil = no scan.
	Virus *virus.Scanner
	// Signer signs outgoing mail (DKIM); nil = the mail server signs, or nobody.
	Signer *mail.Signer
	// ArchiveAddress is the second recipient of every letter; "" = the agency's own address.
	ArchiveAddress string
	// EmailConsent: asking by e-mail counts as consent to be answered by e-mail (law: R41).
	EmailConsent bool
	// MailOffice and MailProcedure are the defaults for requests by mail.
	MailOffice    string
	MailProcedure string
	WebURL        string
	// AuthServer is the authserv-id of the agency's own mail server in Authentication-Results; "" ignores these
	// headers. With AuthRequired an unauthenticated sender is never taken for the requester.
	AuthServer   string
	AuthRequired bool
	// AnswersPerSender limits the automatic answers to one address within a day, AnswersPerHour those to everybody
	// within an hour; 0 = no limit. KnownSenders are addresses and domains, in lower case, that write for many
	// people: each of their addresses gets AnswersPerKnownSender.
	AnswersPerSender, AnswersPerKnownSender int
	KnownSenders                            []string
	AnswersPerHour                          int
	// SignalCalendar replaces, in tests, the signal to a case that a calendar was published.
	SignalCalendar func(ctx context.Context, request, version string) (running bool, err error)
	Now            func() time.Time
	Logger         *slog.Logger
}

// Activities implements workflows.Activities.
type Activities struct {
	Deps
	calendars *store.CalendarSource
}

var _ workflows.Activities = (*Activities)(nil)

// New checks that nothing required is missing.
func New(d Deps) (*Activities, error) {
	if d.Store == nil || d.Procedures == nil || d.Logger == nil || d.Now == nil {
		return nil, errors.New("activities: store, procedures, logger and clock are needed")
	}
	if _, ok := d.Agency.Office(d.MailOffice); !ok {
		return nil, fmt.Errorf("activities: the office for requests by mail, %q, is not in the agency file", d.MailOffice)
	}
	for _, m := range d.Agency.Mailboxes {
		if _, ok := d.Agency.Office(m.Office); !ok {
			return nil, fmt.Errorf("activities: the office of mailbox %s, %q, is not in the agency file", m.Name, m.Office)
		}
	}
	if d.ArchiveAddress == "" {
		d.ArchiveAddress = d.Agency.Email
	}
	if d.Messages == nil {
		d.Messages = parsed.New(d.Store)
	}
	return &Activities{Deps: d, calendars: store.NewCalendarSource(d.Store, d.Calendar)}, nil
}

// refusal converts a docket refusal into a non-retryable error. Other errors are retried.
func refusal(err error) error {
	var e *docket.Error
	if !errors.As(err, &e) || e.Code == docket.CodeUnavailable || e.Code == docket.CodeInternal {
		return err
	}
	return temporal.NewNonRetryableApplicationError(e.Reason.String(), string(e.Code), err, e)
}
