package documents

import (
	"foja/access/attempts"
	"foja/desk/core"
	"foja/files/virus"
)

// Service keeps the files of cases and looks into them.
type Service struct {
	Virus  *virus.Scanner // nil = files are not searched for viruses
	Opener Opener         // nil = no file is opened: none can be looked into
	looks  looks          // into files, under way and made

	core     *core.Service
	attempts *attempts.Service
}

// New builds the service.
func New(core *core.Service, attempts *attempts.Service, virus *virus.Scanner, opener Opener) *Service {
	return &Service{Virus: virus, Opener: opener, core: core, attempts: attempts}
}
