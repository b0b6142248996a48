package upkeep

import (
	"context"

	"foja/desk/core"
	"foja/desk/documents"
	"foja/desk/norms"
	"foja/mail"
	"foja/reconcile"
)

// Service repairs, checks and reports.
type Service struct {
	Settings  []Setting                                // those in force
	MailCheck func(ctx context.Context) []mail.Finding // tries the mail account; nil = there is none
	// Reconciler makes a nothing-lost report; nil where mailbox and engine cannot be reached.
	Reconciler func(ctx context.Context, days int, quick bool) (reconcile.Report, error)

	core      *core.Service
	norms     *norms.Service
	documents *documents.Service
}

// New builds the service.
func New(core *core.Service, norms *norms.Service, documents *documents.Service, settings []Setting, mailCheck func(ctx context.Context) []mail.Finding, reconciler func(ctx context.Context, days int, quick bool) (reconcile.Report, error)) *Service {
	return &Service{Settings: settings, MailCheck: mailCheck, Reconciler: reconciler, core: core, norms: norms, documents: documents}
}
