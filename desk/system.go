package desk

import (
	"context"
	"time"

	"foja/docket"
	"foja/mail"
)

// SystemDesk is how the program itself stands, for who keeps it.
type SystemDesk interface {
	SettingsInForce(ctx context.Context, by User) ([]Setting, error)
	// MailBacklogs says when each mailbox was first read, and what of the mail from before still lies in it.
	MailBacklogs(ctx context.Context, by User) ([]MailBacklog, error)
	// CheckMail tries the mail account, from logging in to a letter that comes back. It takes up to a minute.
	CheckMail(ctx context.Context, by User) ([]mail.Finding, error)
}

// Setting is one setting as it is in force; secrets are hidden.
type Setting struct {
	Name, Value, Source, Help string
	Default                   bool // nobody has set it
}

var (
	systemReaders = []docket.Role{docket.RoleAdministrator, docket.RoleAuditor}
	mailCheckers  = []docket.Role{docket.RoleAdministrator}
)

// SettingsInForce lists the settings of this process.
func (d *Desk) SettingsInForce(_ context.Context, by User) ([]Setting, error) {
	if err := by.must(systemReaders); err != nil {
		return nil, err
	}
	return d.Deps.Settings, nil
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
func (d *Desk) MailBacklogs(ctx context.Context, by User) ([]MailBacklog, error) {
	if err := by.must(systemReaders); err != nil {
		return nil, err
	}
	starts, err := d.Store.MailStarts(ctx)
	if err != nil {
		return nil, err
	}
	var all []MailBacklog
	for _, s := range starts {
		b := MailBacklog{Address: d.Deps.Agency.MailboxAddress(s.Account), Since: s.At, Zone: d.zone(d.Deps.Agency.Offices[0].ID), Waiting: s.Waiting, Left: s.Left}
		if !s.Since.IsZero() {
			b.Since = s.Since
		}
		all = append(all, b)
	}
	return all, nil
}

// CheckMail says in plain words what works and what does not.
func (d *Desk) CheckMail(ctx context.Context, by User) ([]mail.Finding, error) {
	if err := by.must(mailCheckers); err != nil {
		return nil, err
	}
	if d.MailCheck == nil {
		return nil, docket.Refuse(docket.CodeUnavailable, "Este proceso no tiene una cuenta de correo. Póngala en los ajustes FOJA_IMAP_… y FOJA_SMTP_….")
	}
	return d.MailCheck(ctx), nil
}
