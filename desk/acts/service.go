package acts

import (
	"foja/access"
	"foja/access/accounts"
	"foja/access/attempts"
	"foja/desk/core"
	"foja/desk/documents"
	"foja/desk/history"
	"foja/desk/lists"
	"foja/desk/papers"
)

// Service registers requests and does what people do to cases.
type Service struct {
	core      *core.Service
	accounts  *accounts.Service
	papers    *papers.Service
	lists     *lists.Service
	history   *history.Service
	documents *documents.Service
	access    *access.Service
	attempts  *attempts.Service
}

// New builds the service.
func New(core *core.Service, accounts *accounts.Service, papers *papers.Service, lists *lists.Service, history *history.Service, documents *documents.Service, access *access.Service, attempts *attempts.Service) *Service {
	return &Service{core: core, accounts: accounts, papers: papers, lists: lists, history: history, documents: documents, access: access, attempts: attempts}
}
