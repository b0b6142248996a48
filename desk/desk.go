// Package desk is what a person may do, and who may do it: register, claim, ask, answer.
//
// Screens (web) and the JSON API stand on it and on nothing below it. It asks the workflow
// to change a case and the store to show one. Permissions are enforced here and, for actions
// on a case, once more by the workflow's validator: both read docket.Permitted.
package desk

import (
	"context"
	"log/slog"
	"time"

	"go.temporal.io/sdk/client"

	"foja/access"
	"foja/access/accounts"
	"foja/access/attempts"
	"foja/access/limits"
	"foja/calendar"
	"foja/desk/acts"
	"foja/desk/cases"
	"foja/desk/core"
	"foja/desk/documents"
	"foja/desk/figures"
	"foja/desk/history"
	"foja/desk/links"
	"foja/desk/lists"
	"foja/desk/norms"
	"foja/desk/papers"
	"foja/desk/pen"
	"foja/desk/upkeep"
	"foja/docket"
	"foja/files/virus"
	"foja/mail"
	"foja/procedures"
	"foja/reconcile"
	"foja/store"
)

// Deps is what the desk works with.
type Deps struct {
	Store *store.Store
	// Temporal reaches the workflows; Workflows replaces it in tests.
	Temporal   client.Client
	Workflows  core.Workflows
	Procedures *procedures.Set
	Calendar   calendar.Calendar // shipped: it counts until another is published
	Agency     docket.Agency
	Policy     docket.ReceptionPolicy
	// EmailConsent: asking by e-mail counts as consent to be answered by e-mail (law: R41).
	EmailConsent bool
	Now          func() time.Time
	Logger       *slog.Logger
	MailOffice   string       // that requests to the agency's own mailbox belong to; "" = the first
	Security     *slog.Logger // the security log; nil = none
	Limits       limits.Limits
	FactorRoles  []docket.Role                                        // these must have a second factor
	MailTrial    func(ctx context.Context, l norms.TrialLetter) error // nil = no mail server
	Virus        *virus.Scanner                                       // nil = files are not searched for viruses
	Files        documents.Opener                                     // nil = no file is opened: none can be looked into
	// SigningSeed is of the Ed25519 key of clock receipts; nil = the one in the register.
	SigningSeed []byte
	// Settings are those in force; MailCheck tries the mail account, nil = there is none.
	Settings  []upkeep.Setting
	MailCheck func(ctx context.Context) []mail.Finding
	// Reconciler makes a nothing-lost report; nil where mailbox and engine cannot be reached.
	Reconciler func(ctx context.Context, days int, quick bool) (reconcile.Report, error)
}

// Desk is every room, joined.
type Desk struct {
	Deps Deps // that it was built with

	Attempts  *attempts.Service
	Access    *access.Service
	Accounts  *accounts.Service
	Core      *core.Service
	Documents *documents.Service
	History   *history.Service
	Papers    *papers.Service
	Lists     *lists.Service
	Acts      *acts.Service
	Norms     *norms.Service
	Links     *links.Service
	Pen       *pen.Service
	Cases     *cases.Service
	Figures   *figures.Service
	Upkeep    *upkeep.Service
}

// New builds the rooms from the bottom up. It checks that nothing is missing.
func New(d Deps) (*Desk, error) {
	k, err := core.New(core.Deps{
		Store: d.Store, Temporal: d.Temporal, Workflows: d.Workflows, ProcedureSet: d.Procedures, ShippedCalendar: d.Calendar, AgencyFile: d.Agency,
		Policy: d.Policy, EmailConsent: d.EmailConsent, Now: d.Now, Logger: d.Logger, MailOffice: d.MailOffice,
	})
	if err != nil {
		return nil, err
	}
	d.Workflows = k.Workflows
	r := &Desk{Deps: d, Core: k}
	r.Attempts = attempts.New(attempts.Service{Store: k.Store, Now: k.Now, Logger: k.Logger, Limits: d.Limits, SigningSeed: d.SigningSeed})
	r.Access = access.New(access.Deps{
		Store: k.Store, Now: k.Now, Logger: k.Logger, Security: d.Security, FactorRoles: d.FactorRoles, Agency: d.Agency, Attempts: r.Attempts,
	})
	r.Accounts = accounts.New(r.Access, d.MailTrial != nil)
	r.Documents = documents.New(k, r.Attempts, d.Virus, d.Files)
	r.History = history.New(k)
	r.Papers = papers.New(k, r.History, r.Documents, r.Access, r.Attempts)
	r.Lists = lists.New(k)
	r.Acts = acts.New(k, r.Accounts, r.Papers, r.Lists, r.History, r.Documents, r.Access, r.Attempts)
	r.Norms = norms.New(k, r.Accounts, r.Papers, r.Lists, r.Access, d.MailTrial)
	r.Links = links.New(k, r.Acts, r.Papers, r.History, r.Documents, r.Attempts)
	r.Pen = pen.New(k, r.Acts, r.Lists, r.History, r.Documents, r.Access, r.Attempts)
	r.Cases = cases.New(k, r.Pen, r.Links, r.Acts, r.History, r.Access)
	r.Figures = figures.New(k, r.History, r.Access)
	r.Upkeep = upkeep.New(k, r.Norms, r.Documents, d.Settings, d.MailCheck, d.Reconciler)
	return r, nil
}
