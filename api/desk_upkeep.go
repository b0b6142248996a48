package api

import (
	"context"

	"foja/access"
	"foja/desk/upkeep"
)

// Upkeep is what this package asks of foja/desk/upkeep.
type Upkeep interface {
	// Reconcile: one more, now.
	Reconcile(ctx context.Context, by access.User) (upkeep.ReconcileReport, error)
	// Reconciliations: nothing-lost reports, newest first.
	Reconciliations(ctx context.Context, by access.User) ([]upkeep.ReconcileReport, error)
}
