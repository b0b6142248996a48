package attempts

import (
	"log/slog"
	"time"

	"foja/access/limits"
	"foja/store"
)

// Service counts attempts and signs links.
type Service struct {
	Store  *store.Store
	Now    func() time.Time
	Logger *slog.Logger
	Limits limits.Limits
	// SigningSeed is of the Ed25519 key of clock receipts; nil = the one in the register.
	SigningSeed []byte
}

// New takes the defaults for limits that are not set.
func New(s Service) *Service {
	s.Limits = s.Limits.OrDefaults()
	return &s
}
