package desk

import (
	"context"

	"foja/docket"
	"foja/mail"
)

// SystemDesk is how the program itself stands, for who keeps it.
type SystemDesk interface {
	SettingsInForce(ctx context.Context, by User) ([]Setting, error)
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
