package desk

import (
	"context"

	"foja/docket"
)

// Watched is the desk as people and programs outside use it: it writes to the security log who came, who was refused, and who read or took
// out what. What happens to accounts and tokens is written where it is done.
type Watched struct{ *Desk }

var _ Service = Watched{}

// outcome is how something went, for the log.
func outcome(err error) string {
	if err == nil {
		return "ok"
	}
	return string(docket.CodeOf(err))
}

func (w Watched) came(ctx context.Context, event string, u User, ip, login string, err error) {
	if u.Place = ip; u.Login == "" && err == nil {
		u.Login = login
	}
	if docket.CodeOf(err) == CodeSecondFactor {
		w.secure(ctx, event, u, "outcome", "code_wanted")
		return
	}
	w.secure(ctx, event, u, "outcome", outcome(err))
}

// SignIn implements Service. Of a login that was refused the account is written, and of one that nobody has nothing: people type their
// password into the wrong box.
func (w Watched) SignIn(ctx context.Context, login, password, ip string) (User, error) {
	u, err := w.Desk.SignIn(ctx, login, password, ip)
	if err != nil && u.ID == "" {
		if known, failed := w.Store.UserByLogin(ctx, login); failed == nil {
			u.ID = known.ID
		}
	}
	w.came(ctx, "sign_in.password", u, ip, login, err)
	return u, err
}

// SignInCode implements Service.
func (w Watched) SignInCode(ctx context.Context, user, code, ip string) (User, error) {
	u, err := w.Desk.SignInCode(ctx, user, code, ip)
	if u.ID == "" {
		u.ID = user
	}
	w.came(ctx, "sign_in.code", u, ip, "", err)
	return u, err
}

// SignInAs implements Service.
func (w Watched) SignInAs(ctx context.Context, i Identity, permit, signedIn string) (User, error) {
	u, err := w.Desk.SignInAs(ctx, i, permit, signedIn)
	w.came(ctx, "sign_in.identity", u, "", "", err)
	return u, err
}

// UserByToken implements Service. Only refusals are written: a program calls often, and what it reads is written by itself.
func (w Watched) UserByToken(ctx context.Context, token string) (User, error) {
	u, err := w.Desk.UserByToken(ctx, token)
	if err != nil {
		w.secure(ctx, "refused.token", u, "outcome", outcome(err))
	}
	return u, err
}

func (w Watched) read(ctx context.Context, event string, by User, err error, args ...any) {
	if docket.CodeOf(err) == docket.CodeForbidden && err != nil {
		event = "refused." + event
	}
	w.secure(ctx, event, by, append(args, "outcome", outcome(err))...)
}

// Request implements Service.
func (w Watched) Request(ctx context.Context, by User, id string) (Page, error) {
	p, err := w.Desk.Request(ctx, by, id)
	w.read(ctx, "read.case", by, err, "case", id)
	return p, err
}

// Document implements Service.
func (w Watched) Document(ctx context.Context, by User, request, document string) (File, error) {
	f, err := w.Desk.Document(ctx, by, request, document)
	w.read(ctx, "read.document", by, err, "case", request, "document", document)
	return f, err
}

// LetterPDF implements Service.
func (w Watched) LetterPDF(ctx context.Context, by User, request, letter string) (File, error) {
	f, err := w.Desk.LetterPDF(ctx, by, request, letter)
	w.read(ctx, "read.letter", by, err, "case", request, "document", letter)
	return f, err
}

// CaseFilePDF implements Service.
func (w Watched) CaseFilePDF(ctx context.Context, by User, request string) (File, error) {
	f, err := w.Desk.CaseFilePDF(ctx, by, request)
	w.read(ctx, "export.case_file", by, err, "case", request)
	return f, err
}

// CaseFileZIP implements Service.
func (w Watched) CaseFileZIP(ctx context.Context, by User, request string) (Bundle, error) {
	f, err := w.Desk.CaseFileZIP(ctx, by, request)
	w.read(ctx, "export.case_file", by, err, "case", request)
	return f, err
}

// MessageFile implements Service.
func (w Watched) MessageFile(ctx context.Context, by User, message string, n int) (File, error) {
	f, err := w.Desk.MessageFile(ctx, by, message, n)
	w.read(ctx, "read.message_file", by, err, "message", message, "n", n)
	return f, err
}

// RawMessage implements Service.
func (w Watched) RawMessage(ctx context.Context, by User, message string) (File, error) {
	f, err := w.Desk.RawMessage(ctx, by, message)
	w.read(ctx, "read.message", by, err, "message", message)
	return f, err
}

// Message implements Service.
func (w Watched) Message(ctx context.Context, by User, id string) (Message, error) {
	m, err := w.Desk.Message(ctx, by, id)
	w.read(ctx, "read.message", by, err, "message", id)
	return m, err
}

// Receipt implements Service.
func (w Watched) Receipt(ctx context.Context, by User, request string) (File, error) {
	f, err := w.Desk.Receipt(ctx, by, request)
	w.read(ctx, "read.letter", by, err, "case", request, "document", "receipt")
	return f, err
}

// ReceiptTicket implements Service.
func (w Watched) ReceiptTicket(ctx context.Context, by User, request string) (File, error) {
	f, err := w.Desk.ReceiptTicket(ctx, by, request)
	w.read(ctx, "read.letter", by, err, "case", request, "document", "receipt")
	return f, err
}

// HeldMessage implements Service.
func (w Watched) HeldMessage(ctx context.Context, by User, id string) (Message, error) {
	m, err := w.Desk.HeldMessage(ctx, by, id)
	w.read(ctx, "read.message", by, err, "message", id)
	return m, err
}

// BookFile implements Service.
func (w Watched) BookFile(ctx context.Context, by User, f BookFilter, format string) (File, error) {
	file, err := w.Desk.BookFile(ctx, by, f, format)
	w.read(ctx, "export.register", by, err)
	return file, err
}

// BoardFile implements Service.
func (w Watched) BoardFile(ctx context.Context, by User, f DashboardFilter, format string) (File, error) {
	file, err := w.Desk.BoardFile(ctx, by, f, format)
	w.read(ctx, "export.dashboard", by, err)
	return file, err
}

// ReturnFile implements Service.
func (w Watched) ReturnFile(ctx context.Context, by User, f ReturnFilter) (File, error) {
	file, err := w.Desk.ReturnFile(ctx, by, f)
	w.read(ctx, "export.return", by, err)
	return file, err
}
