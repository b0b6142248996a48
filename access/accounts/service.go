package accounts

import (
	"log/slog"
	"time"

	"foja/access"
	"foja/docket"
	"foja/store"
)

// Service keeps the accounts of the agency's people and the tokens of its programs.
type Service struct {
	Store  *store.Store
	Now    func() time.Time
	Logger *slog.Logger
	Agency docket.Agency // of the agency file
	// SendsMail is false where no mail leaves: the link of an account is then shown to who asked for it.
	SendsMail bool
	access    *access.Service
}

// New builds the service.
func New(a *access.Service, sendsMail bool) *Service {
	return &Service{Store: a.Store, Now: a.Now, Logger: a.Logger, Agency: a.Agency, SendsMail: sendsMail, access: a}
}
