package desk

import (
	"context"

	"foja/access"
	"foja/access/accounts"
	"foja/calendar"
	"foja/desk/acts"
	"foja/desk/cases"
	"foja/desk/documents"
	"foja/desk/figures"
	"foja/desk/links"
	"foja/desk/lists"
	"foja/desk/norms"
	"foja/desk/papers"
	"foja/desk/pen"
	"foja/desk/upkeep"
	"foja/docket"
)

// Service is the desk as screens and API use it. *Desk implements it; the interface exists so
// that handlers can be read without the machinery below.
type Service interface {
	SignIn(ctx context.Context, login, password, ip string) (access.User, error) // rate-limited; CodeForbidden with one message for every cause
	UserByID(ctx context.Context, id string) (access.User, error)                // active users only
	UserByToken(ctx context.Context, token string) (access.User, error)

	Agency() docket.Agency // with its units as they are now
	Procedures(on calendar.Date) []docket.Procedure
	Today(office string) calendar.Date

	Register(ctx context.Context, by access.User, f acts.Form) (acts.Registered, error)  // field errors: FieldErrors
	RegisterOnline(ctx context.Context, f acts.Form, ip string) (acts.Registered, error) // the public form; rate-limited
	Duplicates(ctx context.Context, by access.User, p acts.DuplicateProbe) ([]acts.DuplicateHint, error)
	Receipt(ctx context.Context, by access.User, request string) (documents.File, error) // PDF
	ReceiptTicket(ctx context.Context, by access.User, request string) (documents.File, error)
	ClockReceipt(ctx context.Context, by access.User, request string) (documents.File, error) // signed JSON

	Requests(ctx context.Context, by access.User, f lists.Filter) ([]lists.Row, int, error)
	Request(ctx context.Context, by access.User, id string) (cases.Page, error)
	RequestAsOf(ctx context.Context, by access.User, id, when string) (cases.Page, error) // as known then; field errors: FieldErrors
	RequestByNumber(ctx context.Context, by access.User, number string) (cases.Page, error)
	Act(ctx context.Context, by access.User, request string, c acts.Command) (acts.Acted, error)
	PreviewLetter(ctx context.Context, by access.User, request string, c acts.Command) (papers.TemplatePreview, error)
	Document(ctx context.Context, by access.User, request, document string) (documents.File, error)
	LetterPDF(ctx context.Context, by access.User, request, letter string) (documents.File, error)
	CaseFilePDF(ctx context.Context, by access.User, request string) (documents.File, error) // numbered leaves
	CaseFileZIP(ctx context.Context, by access.User, request string) (papers.Bundle, error)  // the same with the originals

	Day(ctx context.Context, by access.User) (lists.Today, error)                        // the officer's work by next legal trap
	Campaign(ctx context.Context, by access.User, request string) (acts.Campaign, error) // those with the same text
	AnswerCampaign(ctx context.Context, by access.User, request, key string, requests []string, c acts.Command) ([]acts.Answered, error)
	Tasks(ctx context.Context, by access.User, f lists.TaskFilter) ([]lists.TaskRow, int, error)
	Notices(ctx context.Context, by access.User, limit, offset int) ([]lists.Notice, int, error)
	ReadNotice(ctx context.Context, by access.User, id string) error

	Held(ctx context.Context, by access.User, dismissed bool, limit, offset int) ([]pen.Message, int, error)
	HeldMessage(ctx context.Context, by access.User, id string) (pen.Message, error)
	Decide(ctx context.Context, by access.User, message string, d pen.Decision) (request string, err error)
	MessageFile(ctx context.Context, by access.User, message string, n int) (documents.File, error) // attachment n
	RawMessage(ctx context.Context, by access.User, message string) (documents.File, error)         // the .eml
	MessageHTML(ctx context.Context, by access.User, message string) (pen.SafeMessage, error)       // as its sender formatted it, made harmless

	Dashboard(ctx context.Context, by access.User, f figures.DashboardFilter) (figures.Figures, error)
	Board(ctx context.Context, by access.User, f figures.DashboardFilter) (figures.Figures, *figures.Plan, error)    // both, asked for at the same time
	Plan(ctx context.Context, by access.User, f figures.DashboardFilter) (figures.Plan, error)                       // the next three weeks, and by month
	Book(ctx context.Context, by access.User, f figures.BookFilter) (figures.Book, error)                            // the statutory register
	BoardFile(ctx context.Context, by access.User, f figures.DashboardFilter, format string) (documents.File, error) // xlsx or pdf
	BookFile(ctx context.Context, by access.User, f figures.BookFilter, format string) (documents.File, error)       // csv or xlsx
	Return(ctx context.Context, by access.User, f figures.ReturnFilter) (figures.Return, error)                      // the yearly return
	ReturnFile(ctx context.Context, by access.User, f figures.ReturnFilter) (documents.File, error)                  // xlsx
	Status(ctx context.Context, number, code, ip string) (links.Status, error)                                       // rate-limited; no personal data beyond the case itself
	StatusReceipt(ctx context.Context, number, code, ip string) (documents.File, error)
	StatusLetter(ctx context.Context, number, code, key, ip string) (documents.File, error)
	StatusClockReceipt(ctx context.Context, number, code, ip string) (documents.File, error)
	StatusDates(ctx context.Context, number, code, ip string) (documents.File, error) // iCalendar feed
	VerifyReceipt(ctx context.Context, file []byte) (papers.ReceiptVerdict, error)    // of anybody; trusts our own key
	ReceiptKey(ctx context.Context) (string, error)                                   // public key of clock receipts, in hexadecimal digits

	Users(ctx context.Context, by access.User) ([]access.User, error)
	Absences(ctx context.Context, by access.User) ([]accounts.Absence, error)
	SetAbsence(ctx context.Context, by access.User, a accounts.Absence) error

	Reconciliations(ctx context.Context, by access.User) ([]upkeep.ReconcileReport, error)    // nothing-lost reports, newest first
	Reconcile(ctx context.Context, by access.User) (upkeep.ReconcileReport, error)            // one more, now
	Outages(ctx context.Context, by access.User) ([]upkeep.Outage, error)                     // when the mailbox was not read
	OutageCertificate(ctx context.Context, by access.User, id string) (documents.File, error) // PDF

	norms.CalendarDesk
	acts.AppealDesk
	pen.MoveDesk
	norms.ProcedureDesk
	lists.ListDesk
	lists.LiveDesk
	figures.AuditDesk
	upkeep.SystemDesk
	accounts.TokenDesk
	accounts.AccountDesk
	norms.TemplateDesk
	links.UnitDesk
	norms.UnitKeeping
	norms.StockTextDesk
	links.DownloadDesk
	links.UploadDesk
	links.StrangerDesk
	access.IdentityDesk
}
