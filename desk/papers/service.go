package papers

import (
	"foja/access"
	"foja/access/attempts"
	"foja/desk/core"
	"foja/desk/documents"
	"foja/desk/history"
)

// Service makes receipts, letters and case files.
type Service struct {
	core      *core.Service
	history   *history.Service
	documents *documents.Service
	access    *access.Service
	attempts  *attempts.Service
}

// New builds the service.
func New(core *core.Service, history *history.Service, documents *documents.Service, access *access.Service, attempts *attempts.Service) *Service {
	return &Service{core: core, history: history, documents: documents, access: access, attempts: attempts}
}
