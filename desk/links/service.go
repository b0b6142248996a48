package links

import (
	"foja/access/attempts"
	"foja/desk/acts"
	"foja/desk/core"
	"foja/desk/documents"
	"foja/desk/history"
	"foja/desk/papers"
)

// Service serves people without an account.
type Service struct {
	finishing chan struct{} // bounds the memory that files of upload links take when they are whole

	core      *core.Service
	acts      *acts.Service
	papers    *papers.Service
	history   *history.Service
	documents *documents.Service
	attempts  *attempts.Service
}

// New builds the service.
func New(core *core.Service, acts *acts.Service, papers *papers.Service, history *history.Service, documents *documents.Service, attempts *attempts.Service) *Service {
	return &Service{finishing: make(chan struct{}, uploadsDone), core: core, acts: acts, papers: papers, history: history, documents: documents, attempts: attempts}
}
