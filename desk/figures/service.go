package figures

import (
	"sync"

	"foja/access"
	"foja/desk/core"
	"foja/desk/history"
)

// Service counts cases.
type Service struct {
	paced sync.Map // of paceKey: []store.AnswerDuration

	core    *core.Service
	history *history.Service
	access  *access.Service
}

// New builds the service.
func New(core *core.Service, history *history.Service, access *access.Service) *Service {
	return &Service{core: core, history: history, access: access}
}
