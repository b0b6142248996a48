package desk

import (
	"context"

	"foja/calendar"
	"foja/docket"
)

// Service is the desk as screens and API use it. *Desk implements it; the interface exists so
// that handlers can be read without the machinery below.
type Service interface {
	SignIn(ctx context.Context, login, password, ip string) (User, error) // rate-limited; CodeForbidden with one message for every cause
	UserByID(ctx context.Context, id string) (User, error)                // active users only
	UserByToken(ctx context.Context, token string) (User, error)

	Agency() docket.Agency // with its units as they are now
	Procedures(on calendar.Date) []docket.Procedure
	Today(office string) calendar.Date

	Register(ctx context.Context, by User, f Form) (Registered, error)         // field errors: FieldErrors
	RegisterOnline(ctx context.Context, f Form, ip string) (Registered, error) // the public form; rate-limited
	Duplicates(ctx context.Context, by User, p DuplicateProbe) ([]DuplicateHint, error)
	Receipt(ctx context.Context, by User, request string) (File, error) // PDF
	ReceiptTicket(ctx context.Context, by User, request string) (File, error)
	ClockReceipt(ctx context.Context, by User, request string) (File, error) // signed JSON

	Requests(ctx context.Context, by User, f Filter) ([]Row, int, error)
	Request(ctx context.Context, by User, id string) (Page, error)
	RequestAsOf(ctx context.Context, by User, id, when string) (Page, error) // as known then; field errors: FieldErrors
	RequestByNumber(ctx context.Context, by User, number string) (Page, error)
	Act(ctx context.Context, by User, request string, c Command) (Acted, error)
	PreviewLetter(ctx context.Context, by User, request string, c Command) (TemplatePreview, error)
	Document(ctx context.Context, by User, request, document string) (File, error)
	LetterPDF(ctx context.Context, by User, request, letter string) (File, error)
	CaseFilePDF(ctx context.Context, by User, request string) (File, error)   // numbered leaves
	CaseFileZIP(ctx context.Context, by User, request string) (Bundle, error) // the same with the originals

	Day(ctx context.Context, by User) (Today, error)                         // the officer's work by next legal trap
	Campaign(ctx context.Context, by User, request string) (Campaign, error) // those with the same text
	AnswerCampaign(ctx context.Context, by User, request, key string, requests []string, c Command) ([]Answered, error)
	Tasks(ctx context.Context, by User, f TaskFilter) ([]TaskRow, int, error)
	Notices(ctx context.Context, by User, limit, offset int) ([]Notice, int, error)
	ReadNotice(ctx context.Context, by User, id string) error

	Held(ctx context.Context, by User, dismissed bool, limit, offset int) ([]Message, int, error)
	HeldMessage(ctx context.Context, by User, id string) (Message, error)
	Decide(ctx context.Context, by User, message string, d Decision) (request string, err error)
	MessageFile(ctx context.Context, by User, message string, n int) (File, error) // attachment n
	RawMessage(ctx context.Context, by User, message string) (File, error)         // the .eml
	MessageHTML(ctx context.Context, by User, message string) (SafeMessage, error) // as its sender formatted it, made harmless

	Dashboard(ctx context.Context, by User, f DashboardFilter) (Figures, error)
	Board(ctx context.Context, by User, f DashboardFilter) (Figures, *Plan, error)          // both, asked for at the same time
	Plan(ctx context.Context, by User, f DashboardFilter) (Plan, error)                     // the next three weeks, and by month
	Book(ctx context.Context, by User, f BookFilter) (Book, error)                          // the statutory register
	BoardFile(ctx context.Context, by User, f DashboardFilter, format string) (File, error) // xlsx or pdf
	BookFile(ctx context.Context, by User, f BookFilter, format string) (File, error)       // csv or xlsx
	Return(ctx context.Context, by User, f ReturnFilter) (Return, error)                    // the yearly return
	ReturnFile(ctx context.Context, by User, f ReturnFilter) (File, error)                  // xlsx
	Status(ctx context.Context, number, code, ip string) (Status, error)                    // rate-limited; no personal data beyond the case itself
	StatusReceipt(ctx context.Context, number, code, ip string) (File, error)
	StatusLetter(ctx context.Context, number, code, key, ip string) (File, error)
	StatusClockReceipt(ctx context.Context, number, code, ip string) (File, error)
	StatusDates(ctx context.Context, number, code, ip string) (File, error) // iCalendar feed
	VerifyReceipt(ctx context.Context, file []byte) (ReceiptVerdict, error) // of anybody; trusts our own key
	ReceiptKey(ctx context.Context) (string, error)                         // public key of clock receipts, in hexadecimal digits

	Users(ctx context.Context, by User) ([]User, error)
	Absences(ctx context.Context, by User) ([]Absence, error)
	SetAbsence(ctx context.Context, by User, a Absence) error

	Reconciliations(ctx context.Context, by User) ([]ReconcileReport, error) // nothing-lost reports, newest first
	Reconcile(ctx context.Context, by User) (ReconcileReport, error)         // one more, now
	Outages(ctx context.Context, by User) ([]Outage, error)                  // when the mailbox was not read
	OutageCertificate(ctx context.Context, by User, id string) (File, error) // PDF

	CalendarDesk
	AppealDesk
	MoveDesk
	ProcedureDesk
	ListDesk
	LiveDesk
	AuditDesk
	SystemDesk
	TokenDesk
	AccountDesk
	TemplateDesk
	UnitDesk
	UnitKeeping
	StockTextDesk
	DownloadDesk
	UploadDesk
	StrangerDesk
	IdentityDesk
}
