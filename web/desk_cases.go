package web

import (
	"context"

	"foja/access"
	"foja/desk/cases"
)

// Cases is what this package asks of foja/desk/cases.
type Cases interface {
	Request(ctx context.Context, by access.User, id string) (cases.Page, error)
	// RequestAsOf: as known then; field errors: FieldErrors.
	RequestAsOf(ctx context.Context, by access.User, id string, when string) (cases.Page, error)
}
