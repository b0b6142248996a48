package pen

import (
	"foja/access"
	"foja/access/attempts"
	"foja/desk/acts"
	"foja/desk/core"
	"foja/desk/documents"
	"foja/desk/history"
	"foja/desk/lists"
)

// Service keeps mail that waits for a person.
type Service struct {
	core      *core.Service
	acts      *acts.Service
	lists     *lists.Service
	history   *history.Service
	documents *documents.Service
	access    *access.Service
	attempts  *attempts.Service
}

// New builds the service.
func New(core *core.Service, acts *acts.Service, lists *lists.Service, history *history.Service, documents *documents.Service, access *access.Service, attempts *attempts.Service) *Service {
	return &Service{core: core, acts: acts, lists: lists, history: history, documents: documents, access: access, attempts: attempts}
}
