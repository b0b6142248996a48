package api

import (
	"context"

	"foja/access"
	"foja/desk/acts"
)

// Acts is what this package asks of foja/desk/acts.
type Acts interface {
	Act(ctx context.Context, by access.User, request string, c acts.Command) (acts.Acted, error)
	// ActOnAppeal does one act on the n-th appeal of a request, as Act does on the case.
	ActOnAppeal(ctx context.Context, by access.User, request string, n int, c acts.AppealCommand) (acts.AppealActed, error)
	Duplicates(ctx context.Context, by access.User, p acts.DuplicateProbe) ([]acts.DuplicateHint, error)
	// Register: field errors: FieldErrors.
	Register(ctx context.Context, by access.User, f acts.Form) (acts.Registered, error)
}
