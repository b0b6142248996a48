package history

import (
	"foja/desk/core"
)

// Service puts what happened to a case into words.
type Service struct {
	core *core.Service
}

// New builds the service.
func New(core *core.Service) *Service {
	return &Service{core: core}
}
