package api

import (
	"context"

	"foja/access"
	"foja/desk/documents"
	"foja/desk/norms"
)

// Norms is what this package asks of foja/desk/norms.
type Norms interface {
	CalendarDays(ctx context.Context, by access.User, version string) (norms.CalendarSheet, error)
	Calendars(ctx context.Context, by access.User) (norms.CalendarShelf, error)
	// CheckProcedure says everything that is wrong with a file; nothing is kept.
	CheckProcedure(ctx context.Context, by access.User, body string) (norms.ProcedureCheck, error)
	// PreviewCalendar computes from the register what a change would move; nothing is kept.
	PreviewCalendar(ctx context.Context, by access.User, c norms.CalendarChange) (norms.CalendarPreview, error)
	// ProcedureFile: YAML.
	ProcedureFile(ctx context.Context, by access.User, key string, version string) (documents.File, error)
	ProcedureShelf(ctx context.Context, by access.User) ([]norms.ProcedureLine, error)
	// PublishCalendar publishes, or keeps a change that shortens some term until another person publishes it.
	PublishCalendar(ctx context.Context, by access.User, c norms.CalendarChange) (norms.CalendarOutcome, error)
	// PublishProcedure publishes what CheckProcedure finds nothing wrong with. Open cases keep the version under
	// which they came, unless it says that it takes them over (moves).
	PublishProcedure(ctx context.Context, by access.User, body string) (norms.ProcedureCheck, error)
	SettleProposal(ctx context.Context, by access.User, id string, publish bool) (norms.CalendarOutcome, error)
}
