package api

import (
	"context"

	"foja/access"
	"foja/desk/lists"
)

// Lists is what this package asks of foja/desk/lists.
type Lists interface {
	// Appeals lists the appeals of the user's offices: those that are open, the next term first, and the ended ones.
	Appeals(ctx context.Context, by access.User) ([]lists.AppealRow, error)
	// Day: the officer's work by next sub-deadline.
	Day(ctx context.Context, by access.User) (lists.Today, error)
	Notices(ctx context.Context, by access.User, limit int, offset int) ([]lists.Notice, int, error)
	Requests(ctx context.Context, by access.User, f lists.Filter) ([]lists.Row, int, error)
	Tasks(ctx context.Context, by access.User, f lists.TaskFilter) ([]lists.TaskRow, int, error)
}
