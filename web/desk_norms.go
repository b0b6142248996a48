package web

import (
	"context"

	"foja/access"
	"foja/desk/documents"
	"foja/desk/norms"
	"foja/desk/papers"
	"foja/docket"
)

// Norms is what this package asks of foja/desk/norms.
type Norms interface {
	CalendarDays(ctx context.Context, by access.User, version string) (norms.CalendarSheet, error)
	// CalendarFile: .ics.
	CalendarFile(ctx context.Context, by access.User, version string) (documents.File, error)
	Calendars(ctx context.Context, by access.User) (norms.CalendarShelf, error)
	// CheckProcedure says everything that is wrong with a file; nothing is kept.
	CheckProcedure(ctx context.Context, by access.User, body string) (norms.ProcedureCheck, error)
	DropStockText(ctx context.Context, by access.User, id string) error
	// MailTemplate sends the same letter, marked as a trial, to the administrator's own address: how it looks in her
	// mail program.
	MailTemplate(ctx context.Context, by access.User, kind docket.LetterKind, body string, number string) (to string, err error)
	// PreviewCalendar computes from the register what a change would move; nothing is kept.
	PreviewCalendar(ctx context.Context, by access.User, c norms.CalendarChange) (norms.CalendarPreview, error)
	PreviewProposal(ctx context.Context, by access.User, id string) (norms.CalendarPreview, error)
	// PreviewTemplate writes a letter about a real case with a template; nothing is kept and nothing leaves.
	PreviewTemplate(ctx context.Context, by access.User, kind docket.LetterKind, body string, number string) (papers.TemplatePreview, error)
	// ProcedureFile: YAML.
	ProcedureFile(ctx context.Context, by access.User, key string, version string) (documents.File, error)
	ProcedureShelf(ctx context.Context, by access.User) ([]norms.ProcedureLine, error)
	// PublishCalendar publishes, or keeps a change that shortens some term until another person publishes it.
	PublishCalendar(ctx context.Context, by access.User, c norms.CalendarChange) (norms.CalendarOutcome, error)
	// PublishProcedure publishes what CheckProcedure finds nothing wrong with. Open cases keep the version under
	// which they came, unless it says that it takes them over (moves).
	PublishProcedure(ctx context.Context, by access.User, body string) (norms.ProcedureCheck, error)
	// SaveStockText: a new one without an ID; field errors: name, text.
	SaveStockText(ctx context.Context, by access.User, t norms.StockText) error
	// SaveTemplate keeps a version; letters that are decided from now on use it. An empty body goes back to the one
	// that came with foja.
	SaveTemplate(ctx context.Context, by access.User, kind docket.LetterKind, body string) (version int, err error)
	SaveUnit(ctx context.Context, by access.User, u docket.Unit) error
	SettleProposal(ctx context.Context, by access.User, id string, publish bool) (norms.CalendarOutcome, error)
	// StockTextFor is a text with what it says of one case filled in.
	StockTextFor(ctx context.Context, by access.User, request string, id string) (string, error)
	StockTexts(ctx context.Context, by access.User) ([]norms.StockText, error)
	Template(ctx context.Context, by access.User, kind docket.LetterKind) (norms.LetterTemplate, error)
	Templates(ctx context.Context, by access.User) ([]norms.LetterTemplate, error)
	// Units: retired ones too, by office and name.
	Units(ctx context.Context, by access.User) ([]docket.Unit, error)
}
