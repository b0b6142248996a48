package norms

import (
	"context"
	"sync"

	"foja/access"
	"foja/access/accounts"
	"foja/desk/core"
	"foja/desk/lists"
	"foja/desk/papers"
)

// Service keeps what administrators set: calendar, procedures, templates, stock texts, units.
type Service struct {
	MailTrial func(ctx context.Context, l TrialLetter) error // nil = no mail server
	reading   sync.Mutex                                     // held while published procedures are read
	readTo    int                                            // ordinal of the last one that was

	core     *core.Service
	accounts *accounts.Service
	papers   *papers.Service
	lists    *lists.Service
	access   *access.Service
}

// New builds the service.
func New(core *core.Service, accounts *accounts.Service, papers *papers.Service, lists *lists.Service, access *access.Service, mailTrial func(ctx context.Context, l TrialLetter) error) *Service {
	return &Service{MailTrial: mailTrial, core: core, accounts: accounts, papers: papers, lists: lists, access: access}
}
