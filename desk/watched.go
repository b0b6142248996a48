package desk

import (
	"context"

	"foja/access"
	"foja/access/accounts"
	"foja/access/attempts"
	"foja/desk/acts"
	"foja/desk/cases"
	"foja/desk/core"
	"foja/desk/documents"
	"foja/desk/figures"
	"foja/desk/history"
	"foja/desk/links"
	"foja/desk/lists"
	"foja/desk/norms"
	"foja/desk/papers"
	"foja/desk/pen"
	"foja/desk/upkeep"
	"foja/docket"
)

// Watched is the desk as people and programs outside use it: it writes to the security log who came, who was refused, and who read or took
// out what. What happens to accounts and tokens is written where it is done.
type Watched struct {
	whole
	d *Desk
}

type (
	attemptsRoom  = attempts.Service
	accessRoom    = access.Service
	accountsRoom  = accounts.Service
	coreRoom      = core.Service
	documentsRoom = documents.Service
	historyRoom   = history.Service
	papersRoom    = papers.Service
	listsRoom     = lists.Service
	actsRoom      = acts.Service
	normsRoom     = norms.Service
	linksRoom     = links.Service
	penRoom       = pen.Service
	casesRoom     = cases.Service
	figuresRoom   = figures.Service
	upkeepRoom    = upkeep.Service
)

type whole struct {
	*attemptsRoom
	*accessRoom
	*accountsRoom
	*coreRoom
	*documentsRoom
	*historyRoom
	*papersRoom
	*listsRoom
	*actsRoom
	*normsRoom
	*linksRoom
	*penRoom
	*casesRoom
	*figuresRoom
	*upkeepRoom
}

func (w whole) Agency() docket.Agency { return w.coreRoom.Agency() }

// Whole is the desk as one service.
func (d *Desk) Whole() Service { return d.whole() }

func (d *Desk) whole() whole {
	return whole{d.Attempts, d.Access, d.Accounts, d.Core, d.Documents, d.History, d.Papers, d.Lists, d.Acts, d.Norms, d.Links, d.Pen, d.Cases, d.Figures, d.Upkeep}
}

// Watch is the desk that writes to the security log.
func (d *Desk) Watch() Watched { return Watched{d.whole(), d} }

var _ Service = Watched{}

// outcome is how something went, for the log.
func outcome(err error) string {
	if err == nil {
		return "ok"
	}
	return string(docket.CodeOf(err))
}

func (w Watched) came(ctx context.Context, event string, u access.User, ip, login string, err error) {
	if u.Place = ip; u.Login == "" && err == nil {
		u.Login = login
	}
	if docket.CodeOf(err) == access.CodeSecondFactor {
		w.d.Access.Secure(ctx, event, u, "outcome", "code_wanted")
		return
	}
	w.d.Access.Secure(ctx, event, u, "outcome", outcome(err))
}

// SignIn implements Service. Of a login that was refused the account is written, and of one that nobody has nothing: people type their
// password into the wrong box.
func (w Watched) SignIn(ctx context.Context, login, password, ip string) (access.User, error) {
	u, err := w.d.Access.SignIn(ctx, login, password, ip)
	if err != nil && u.ID == "" {
		if known, failed := w.d.Core.Store.UserByLogin(ctx, login); failed == nil {
			u.ID = known.ID
		}
	}
	w.came(ctx, "sign_in.password", u, ip, login, err)
	return u, err
}

// SignInCode implements Service.
func (w Watched) SignInCode(ctx context.Context, user, code, ip string) (access.User, error) {
	u, err := w.d.Access.SignInCode(ctx, user, code, ip)
	if u.ID == "" {
		u.ID = user
	}
	w.came(ctx, "sign_in.code", u, ip, "", err)
	return u, err
}

// SignInAs implements Service.
func (w Watched) SignInAs(ctx context.Context, i access.Identity, permit, signedIn string) (access.User, error) {
	u, err := w.d.Access.SignInAs(ctx, i, permit, signedIn)
	w.came(ctx, "sign_in.identity", u, "", "", err)
	return u, err
}

// UserByToken implements Service. Only refusals are written: a program calls often, and what it reads is written by itself.
func (w Watched) UserByToken(ctx context.Context, token string) (access.User, error) {
	u, err := w.d.Access.UserByToken(ctx, token)
	if err != nil {
		w.d.Access.Secure(ctx, "refused.token", u, "outcome", outcome(err))
	}
	return u, err
}

func (w Watched) read(ctx context.Context, event string, by access.User, err error, args ...any) {
	if docket.CodeOf(err) == docket.CodeForbidden && err != nil {
		event = "refused." + event
	}
	w.d.Access.Secure(ctx, event, by, append(args, "outcome", outcome(err))...)
}

// Request implements Service.
func (w Watched) Request(ctx context.Context, by access.User, id string) (cases.Page, error) {
	p, err := w.d.Cases.Request(ctx, by, id)
	w.read(ctx, "read.case", by, err, "case", id)
	return p, err
}

// Document implements Service.
func (w Watched) Document(ctx context.Context, by access.User, request, document string) (documents.File, error) {
	f, err := w.d.Documents.Document(ctx, by, request, document)
	w.read(ctx, "read.document", by, err, "case", request, "document", document)
	return f, err
}

// LetterPDF implements Service.
func (w Watched) LetterPDF(ctx context.Context, by access.User, request, letter string) (documents.File, error) {
	f, err := w.d.Documents.LetterPDF(ctx, by, request, letter)
	w.read(ctx, "read.letter", by, err, "case", request, "document", letter)
	return f, err
}

// CaseFilePDF implements Service.
func (w Watched) CaseFilePDF(ctx context.Context, by access.User, request string) (documents.File, error) {
	f, err := w.d.Papers.CaseFilePDF(ctx, by, request)
	w.read(ctx, "export.case_file", by, err, "case", request)
	return f, err
}

// CaseFileZIP implements Service.
func (w Watched) CaseFileZIP(ctx context.Context, by access.User, request string) (papers.Bundle, error) {
	f, err := w.d.Papers.CaseFileZIP(ctx, by, request)
	w.read(ctx, "export.case_file", by, err, "case", request)
	return f, err
}

// MessageFile implements Service.
func (w Watched) MessageFile(ctx context.Context, by access.User, message string, n int) (documents.File, error) {
	f, err := w.d.Pen.MessageFile(ctx, by, message, n)
	w.read(ctx, "read.message_file", by, err, "message", message, "n", n)
	return f, err
}

// RawMessage implements Service.
func (w Watched) RawMessage(ctx context.Context, by access.User, message string) (documents.File, error) {
	f, err := w.d.Pen.RawMessage(ctx, by, message)
	w.read(ctx, "read.message", by, err, "message", message)
	return f, err
}

// Message implements Service.
func (w Watched) Message(ctx context.Context, by access.User, id string) (pen.Message, error) {
	m, err := w.d.Pen.Message(ctx, by, id)
	w.read(ctx, "read.message", by, err, "message", id)
	return m, err
}

// Receipt implements Service.
func (w Watched) Receipt(ctx context.Context, by access.User, request string) (documents.File, error) {
	f, err := w.d.Papers.Receipt(ctx, by, request)
	w.read(ctx, "read.letter", by, err, "case", request, "document", "receipt")
	return f, err
}

// ReceiptTicket implements Service.
func (w Watched) ReceiptTicket(ctx context.Context, by access.User, request string) (documents.File, error) {
	f, err := w.d.Papers.ReceiptTicket(ctx, by, request)
	w.read(ctx, "read.letter", by, err, "case", request, "document", "receipt")
	return f, err
}

// HeldMessage implements Service.
func (w Watched) HeldMessage(ctx context.Context, by access.User, id string) (pen.Message, error) {
	m, err := w.d.Pen.HeldMessage(ctx, by, id)
	w.read(ctx, "read.message", by, err, "message", id)
	return m, err
}

// BookFile implements Service.
func (w Watched) BookFile(ctx context.Context, by access.User, f figures.BookFilter, format string) (documents.File, error) {
	file, err := w.d.Figures.BookFile(ctx, by, f, format)
	w.read(ctx, "export.register", by, err)
	return file, err
}

// BoardFile implements Service.
func (w Watched) BoardFile(ctx context.Context, by access.User, f figures.DashboardFilter, format string) (documents.File, error) {
	file, err := w.d.Figures.BoardFile(ctx, by, f, format)
	w.read(ctx, "export.dashboard", by, err)
	return file, err
}

// ReturnFile implements Service.
func (w Watched) ReturnFile(ctx context.Context, by access.User, f figures.ReturnFilter) (documents.File, error) {
	file, err := w.d.Figures.ReturnFile(ctx, by, f)
	w.read(ctx, "export.return", by, err)
	return file, err
}
