package lists

import (
	"foja/desk/core"
)

// Service lists cases, tasks and notices.
type Service struct {
	core *core.Service
}

// New builds the service.
func New(core *core.Service) *Service {
	return &Service{core: core}
}
