package web

import (
	"context"

	"foja/access"
	"foja/desk/documents"
	"foja/desk/upkeep"
)

// Upkeep is what this package asks of foja/desk/upkeep.
type Upkeep interface {
	// CheckMail tries the mail account, from logging in to a letter that comes back. It takes up to a minute.
	CheckMail(ctx context.Context, by access.User) ([]upkeep.MailFinding, error)
	// MailBacklogs says when each mailbox was first read, and what of the mail from before still lies in it.
	MailBacklogs(ctx context.Context, by access.User) ([]upkeep.MailBacklog, error)
	// OutageCertificate: PDF.
	OutageCertificate(ctx context.Context, by access.User, id string) (documents.File, error)
	// Outages: when the mailbox was not read.
	Outages(ctx context.Context, by access.User) ([]upkeep.Outage, error)
	// Reconcile: one more, now.
	Reconcile(ctx context.Context, by access.User) (upkeep.ReconcileReport, error)
	// Reconciliations: nothing-lost reports, newest first.
	Reconciliations(ctx context.Context, by access.User) ([]upkeep.ReconcileReport, error)
	SettingsInForce(ctx context.Context, by access.User) ([]upkeep.Setting, error)
}
