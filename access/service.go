package access

import (
	"log/slog"
	"time"

	"foja/access/attempts"
	"foja/docket"
	"foja/store"
)

// Deps is what Service works with.
type Deps struct {
	Store       *store.Store
	Now         func() time.Time
	Logger      *slog.Logger
	Security    *slog.Logger  // the security log; nil = none
	FactorRoles []docket.Role // these must have a second factor
	Agency      docket.Agency // of the agency file
	Attempts    *attempts.Service
}

// Service signs people and programs in.
type Service struct {
	Deps
	attempts *attempts.Service
	hashes   *fairQueue // bounds the memory that password checks take
}

// New builds the service.
func New(d Deps) *Service {
	return &Service{Deps: d, attempts: d.Attempts, hashes: newFairQueue(hashesAtOnce, hashesByAddress, hashesWaiting)}
}
