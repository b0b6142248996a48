// Package activities is the workflows' hands: it implements workflows.Activities with the
// store, the mail and the letters, and it feeds the mailbox to the message workflows.
//
// Whatever it does can be repeated: rows are keyed, renderings are kept before they are used,
// and a letter whose fate is unknown is looked for before it is sent again.
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
	"foja/letters"
	"foja/mail"
	"foja/procedures"
	"foja/store"
	"foja/virus"
	"foja/workflows"
)

// Sender submits stored bytes to the mail server.
type Sender interface {
	Submit(ctx context.Context, raw []byte, from string, rcpts []string) (mail.Result, error)
}

// Deps is what the hands work with.
type Deps struct {
	Store      *store.Store
	Procedures *procedures.Set
	Calendar   calendar.Calendar // shipped: it counts until another is published
	Agency     docket.Agency
	Policy     docket.ReceptionPolicy
	// Sender is nil when the process sends no mail: letters then wait.
	Sender Sender
	// Evidence looks in the mailbox for a copy of what was sent under a Message-ID, put there since an instant. The copy counts by its
	// content, never by its ID.
	Evidence func(ctx context.Context, messageID string, sent []byte, since time.Time) (bool, error)
	// CheckKey is by what the letters of "foja mail check" are known; empty = none is.
	CheckKey []byte
	// EvidenceWait is how long to look before a letter of unknown fate is sent again.
	EvidenceWait time.Duration
	// Undo is how long an answer's letter is held before it leaves, so that a person can take it back.
	Undo time.Duration
	// Board counts the board that a user may see, for the Monday mail; nil = the notice says where it stands.
	Board func(ctx context.Context, user string) (letters.BoardData, error)
	// AttachMax is how many bytes of files go with one letter; beyond, they become links (0 = never) that live LinkDays (law: R36).
	AttachMax int64
	LinkDays  int
	// Virus says whether bytes carry a known virus; nil = nobody looks.
	Virus *virus.Scanner
	// Signer signs outgoing mail (DKIM); nil = the mail server does, or nobody.
	Signer *mail.Signer
	// ArchiveAddress is the second recipient of every letter; "" = the agency's own address.
	ArchiveAddress string
	// EmailConsent: asking by e-mail counts as consent to be answered by e-mail (law: R41).
	EmailConsent bool
	// MailOffice and MailProcedure are where requests by mail belong.
	MailOffice    string
	MailProcedure string
	WebURL        string
	// AuthServer is the name under which the agency's own mail server writes what it found out about a sender; ""
	// believes nobody. AuthRequired: who is not found genuine is never taken for the requester.
	AuthServer   string
	AuthRequired bool
	// AnswersPerSender bounds the automatic answers that one address gets within a day, AnswersPerHour those that everybody gets
	// within an hour; 0 = no limit. KnownSenders are addresses and domains, in lower case, that write for many people: each of
	// their addresses gets AnswersPerKnownSender.
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
	almanac *store.Almanac
}

var _ workflows.Activities = (*Activities)(nil)

// New checks that nothing is missing.
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
	return &Activities{Deps: d, almanac: store.NewAlmanac(d.Store, d.Calendar)}, nil
}

// refusal turns a refusal of ours into an error that Temporal does not retry; whatever else
// goes wrong is retried for as long as it takes.
func refusal(err error) error {
	var e *docket.Error
	if !errors.As(err, &e) || e.Code == docket.CodeUnavailable || e.Code == docket.CodeInternal {
		return err
	}
	return temporal.NewNonRetryableApplicationError(e.Message, string(e.Code), err, e)
}
