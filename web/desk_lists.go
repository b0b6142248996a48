package web

import (
	"context"

	"foja/access"
	"foja/desk/lists"
)

// Lists is what this package asks of foja/desk/lists.
type Lists interface {
	// Appeals lists the appeals of the user's offices: those that are open, the next term first, and the ended ones.
	Appeals(ctx context.Context, by access.User) ([]lists.AppealRow, error)
	// Counts is what the entries of the menu count.
	Counts(ctx context.Context, by access.User) (lists.Waiting, error)
	// Day: what waits for the user, in bands.
	Day(ctx context.Context, by access.User) (lists.Today, error)
	DropFilter(ctx context.Context, by access.User, name string) error
	// Load: the open cases that somebody holds, before they are given to another.
	Load(ctx context.Context, by access.User, user string) (lists.Load, error)
	Notices(ctx context.Context, by access.User, limit int, offset int) ([]lists.Notice, int, error)
	ReadNotice(ctx context.Context, by access.User, id string) error
	Requests(ctx context.Context, by access.User, f lists.Filter) ([]lists.Row, int, error)
	// SaveFilter: field errors: name.
	SaveFilter(ctx context.Context, by access.User, f lists.SavedFilter) error
	// SavedFilters: one's own.
	SavedFilters(ctx context.Context, by access.User) ([]lists.SavedFilter, error)
	Tasks(ctx context.Context, by access.User, f lists.TaskFilter) ([]lists.TaskRow, int, error)
	// Watch lets a user feel the pulse of a case, or, with no request, of the lists: a text that changes when
	// something does.
	Watch(ctx context.Context, by access.User, request string) (pulse func(context.Context) (string, error), err error)
}
