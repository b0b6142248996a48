package api

import (
	"context"

	"foja/desk/links"
)

// Links is what this package asks of foja/desk/links.
type Links interface {
	// Status: rate-limited; no personal data beyond the case itself.
	Status(ctx context.Context, number string, code string, ip string) (links.Status, error)
}
