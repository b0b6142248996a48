package cases

import (
	"foja/access"
	"foja/desk/acts"
	"foja/desk/core"
	"foja/desk/history"
	"foja/desk/links"
	"foja/desk/pen"
)

// Service shows one case.
type Service struct {
	core    *core.Service
	pen     *pen.Service
	links   *links.Service
	acts    *acts.Service
	history *history.Service
	access  *access.Service
}

// New builds the service.
func New(core *core.Service, pen *pen.Service, links *links.Service, acts *acts.Service, history *history.Service, access *access.Service) *Service {
	return &Service{core: core, pen: pen, links: links, acts: acts, history: history, access: access}
}
