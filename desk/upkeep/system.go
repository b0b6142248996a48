package upkeep

import (
	"context"
	"time"

	"foja/access"
	"foja/docket"
	"foja/mail"
)

// Setting is one setting as it is in force; secrets are hidden.
type Setting struct {
	Name, Value, Source, Help string
	Default                   bool // nobody has set it
}

// SettingsInForce lists the settings of this process.
func (s *Service) SettingsInForce(_ context.Context, by access.User) ([]Setting, error) {
	if err := by.Must(access.SystemReaders); err != nil {
		return nil, err
	}
	return s.Settings, nil
}

// MailBacklog is what of the mail from before foja was put to work lies in a mailbox.
type MailBacklog struct {
	Address string
	Since   time.Time // mail is read from then on
	Zone    *time.Location
	Waiting int // nobody has decided about these
	Left    int // an operator decided to leave these
}

// MailBacklogs lists the mailboxes that were looked into.
func (s *Service) MailBacklogs(ctx context.Context, by access.User) ([]MailBacklog, error) {
	if err := by.Must(access.SystemReaders); err != nil {
		return nil, err
	}
	starts, err := s.core.Store.MailStarts(ctx)
	if err != nil {
		return nil, err
	}
	var all []MailBacklog
	for _, one := range starts {
		b := MailBacklog{Address: s.core.AgencyFile.MailboxAddress(one.Account), Since: one.At, Zone: s.core.Zone(s.core.AgencyFile.Offices[0].ID), Waiting: one.Waiting, Left: one.Left}
		if !one.Since.IsZero() {
			b.Since = one.Since
		}
		all = append(all, b)
	}
	return all, nil
}

// MailFinding is what a trial of the mail account found.
type MailFinding = mail.Finding

// CheckMail says in plain words what works and what does not.
func (s *Service) CheckMail(ctx context.Context, by access.User) ([]mail.Finding, error) {
	if err := by.Must(access.MailCheckers); err != nil {
		return nil, err
	}
	if s.MailCheck == nil {
		return nil, docket.Refuse(docket.CodeUnavailable, "mailbox.no_account")
	}
	return s.MailCheck(ctx), nil
}
