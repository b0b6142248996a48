package api

import (
	"context"
	"errors"
	"io"
	"strings"
	"sync"
	"time"

	"foja/access"
	"foja/access/accounts"
	"foja/calendar"
	"foja/desk/acts"
	"foja/desk/cases"
	"foja/desk/documents"
	"foja/desk/figures"
	"foja/desk/links"
	"foja/desk/lists"
	"foja/desk/papers"
	"foja/desk/pen"
	"foja/desk/upkeep"
	"foja/docket"
	"foja/reconcile"
)

var (
	noon  = time.Date(2026, 3, 27, 17, 0, 0, 0, time.UTC) // noon in Lima
	clerk = access.User{ID: "u1", Login: "mesa", Name: "Rosa Quispe", Email: "mesa@spn.example", Roles: []docket.Role{docket.RoleReception}, Office: "lima"}
)

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func date(s string) calendar.Date { return must(calendar.ParseDate(s)) }

// fakeDesk answers with one case of everything. It keeps what it was asked, and does a command
// once per key, as the desk promises.
type fakeDesk struct {
	fakeAccounts
	fakeCalendar
	fakeAppeals
	fakeShelf
	mu     sync.Mutex
	fail   error // what every method answers, if set
	broken error // what a bundle ends with, half-way
	panics bool
	page   cases.Page

	filter     lists.Filter
	tasks      lists.TaskFilter
	form       acts.Form
	command    acts.Command
	move       pen.MessageMove
	decision   pen.Decision
	dashboard  figures.DashboardFilter
	probe      acts.DuplicateProbe
	on         calendar.Date
	ip         string
	limit      int
	offset     int
	files      [][]byte // contents of the last command's files
	acts       int      // how many commands were really done
	done       map[string]any
	slow       chan struct{} // when set, an act waits for it
	begun      chan struct{} // when set, told that an act has begun
	issuedFor  string
	issuedName string
	until      time.Time
}

func newDesk() *fakeDesk { return &fakeDesk{page: fullPage(), done: map[string]any{}} }

func (f *fakeDesk) trouble() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.panics {
		panic("Ana Flores")
	}
	return f.fail
}

func (f fakeAccessRoom) SignIn(_ context.Context, login, password, ip string) (access.User, error) {
	f.ip = ip
	if login != clerk.Login || password != "right" {
		return access.User{}, docket.Refuse(docket.CodeForbidden, "no")
	}
	return clerk, f.fail
}

func (f *fakeDesk) IssueToken(_ context.Context, user, name string, until time.Time) (string, error) {
	f.issuedFor, f.issuedName, f.until = user, name, until
	return "foja_secret", f.fail
}

func (f *fakeDesk) UserByID(context.Context, string) (access.User, error) { return clerk, f.fail }

func (f fakeAccessRoom) UserByToken(_ context.Context, token string) (access.User, error) {
	switch token {
	case "good":
		return clerk, nil
	case "other":
		return access.User{ID: "u2", Login: "jefe", Name: "Marta Salazar", Roles: []docket.Role{docket.RoleManager}}, nil
	case "broken":
		return access.User{}, errors.New("database: secret detail")
	}
	return access.User{}, docket.Refuse(docket.CodeForbidden, "no")
}

func (f fakeCoreRoom) Agency() docket.Agency {
	return docket.Agency{Name: "Servicio Penitenciario", Offices: []docket.Office{theOffice(), {ID: "madrid", Name: "Madrid", Zone: "Europe/Madrid"}}}
}

func (f fakeCoreRoom) Procedures(on calendar.Date) []docket.Procedure {
	f.on = on
	return []docket.Procedure{theProcedure()}
}

func (f fakeCoreRoom) Today(string) calendar.Date { return date("2026-03-27") }

// once does a command the first time that its key is seen.
func (f *fakeDesk) once(key string, files []documents.Upload, do func() any) (result any, again bool) {
	if f.begun != nil {
		f.begun <- struct{}{}
	}
	if f.slow != nil {
		<-f.slow
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if before, found := f.done[key]; found {
		return before, true
	}
	f.files = nil
	for _, u := range files {
		f.files = append(f.files, must(io.ReadAll(u.Body)))
	}
	f.acts++
	f.done[key] = do()
	return f.done[key], false
}

func (f fakeActsRoom) Register(_ context.Context, by access.User, form acts.Form) (acts.Registered, error) {
	if err := f.trouble(); err != nil {
		return acts.Registered{}, err
	}
	r, again := f.once(by.ID+form.Token, form.Files, func() any {
		f.form = form
		return acts.Registered{ID: "r1", Number: "000001-2026", StatusCode: "ABCD2345", ReceivedAt: noon, DueOn: date("2026-04-14")}
	})
	registered := r.(acts.Registered)
	registered.Existed = again
	return registered, nil
}

func (f fakeActsRoom) Act(_ context.Context, by access.User, request string, c acts.Command) (acts.Acted, error) {
	if err := f.trouble(); err != nil {
		return acts.Acted{}, err
	}
	r, _ := f.once(by.ID+request+c.Key, c.Files, func() any {
		f.command = c
		return acts.Acted{Seq: 3 + f.acts, State: "in_progress"}
	})
	return r.(acts.Acted), nil
}

func (f fakePenRoom) Decide(_ context.Context, by access.User, _ string, d pen.Decision) (string, error) {
	if err := f.trouble(); err != nil {
		return "", err
	}
	r, _ := f.once(by.ID+d.Key, nil, func() any {
		f.decision = d
		if d.Do == "dismiss" {
			return ""
		}
		return "r1"
	})
	return r.(string), nil
}

func (f fakeActsRoom) Duplicates(_ context.Context, _ access.User, p acts.DuplicateProbe) ([]acts.DuplicateHint, error) {
	f.probe = p
	return []acts.DuplicateHint{{Row: theRow(), Why: []string{"mismo correo"}}}, f.trouble()
}

func (f fakeListsRoom) Requests(_ context.Context, _ access.User, filter lists.Filter) ([]lists.Row, int, error) {
	f.filter = filter
	return []lists.Row{theRow(), {Number: "000002-2026", Channel: docket.ChannelEmail, ReceivedAt: noon, ReceivedOn: date("2026-03-27")}}, 120, f.trouble()
}

func (f fakeCasesRoom) Request(_ context.Context, _ access.User, id string) (cases.Page, error) {
	if id != "r1" {
		return cases.Page{}, docket.Refuse(docket.CodeNotFound, "No existe esa solicitud.")
	}
	return f.page, f.trouble()
}

func (f fakeCasesRoom) RequestByNumber(ctx context.Context, by access.User, number string) (cases.Page, error) {
	if number != "000001-2026" {
		return cases.Page{}, docket.Refuse(docket.CodeNotFound, "No existe esa solicitud.")
	}
	return f.Request(ctx, by, "r1")
}

func (f *fakeDesk) file(name, kind string) (documents.File, error) {
	return documents.File{Name: name, Type: kind, Bytes: []byte("bytes of " + name), SHA256: "abc"}, f.trouble()
}

func (f fakePapersRoom) Receipt(context.Context, access.User, string) (documents.File, error) {
	return f.file("cargo.pdf", "application/pdf")
}

func (f fakePapersRoom) ClockReceipt(context.Context, access.User, string) (documents.File, error) {
	return documents.File{Name: "computo.json", Type: "application/json", Bytes: []byte(`{"format":"foja clock receipt 1"}`)}, f.trouble()
}

func (f fakePapersRoom) ReceiptKey(context.Context) (string, error) {
	return strings.Repeat("0f", 32), f.trouble()
}

func (f fakeDocumentsRoom) Document(context.Context, access.User, string, string) (documents.File, error) {
	return f.file("anexo ñ.html", "text/html; charset=utf-8")
}

func (f fakeDocumentsRoom) LetterPDF(context.Context, access.User, string, string) (documents.File, error) {
	return f.file("carta.pdf", "application/pdf")
}

func (f fakePapersRoom) CaseFilePDF(context.Context, access.User, string) (documents.File, error) {
	return f.file("expediente.pdf", "application/pdf")
}

func (f fakePapersRoom) CaseFileZIP(context.Context, access.User, string) (papers.Bundle, error) {
	return papers.Bundle{Name: "expediente.zip", Write: func(w io.Writer) error {
		_, err := io.WriteString(w, "bytes of expediente.zip")
		return errors.Join(err, f.broken)
	}}, f.trouble()
}

func (f fakePenRoom) MessageFile(context.Context, access.User, string, int) (documents.File, error) {
	return f.file("foto.png", "image/png")
}

func (f fakePenRoom) RawMessage(context.Context, access.User, string) (documents.File, error) {
	return f.file("mensaje.eml", "message/rfc822")
}

func (f *fakeDesk) MessageHTML(context.Context, access.User, string) (pen.SafeMessage, error) {
	return pen.SafeMessage{}, nil
}

func (f fakeListsRoom) Tasks(_ context.Context, _ access.User, t lists.TaskFilter) ([]lists.TaskRow, int, error) {
	f.tasks = t
	return []lists.TaskRow{{
		Request: "r1", Number: "000001-2026", Requester: "Ana Flores", Subject: "Presupuesto", Procedure: docket.Text{ES: "Acceso"}, Task: theTask(),
		Title: docket.Say("Responder"), Holder: "Carlos", DueOn: date("2026-04-14"), Left: 10, Overdue: true, StateName: docket.Say("En trámite"),
	}}, 1, f.trouble()
}

func (f fakeListsRoom) Notices(_ context.Context, _ access.User, limit, offset int) ([]lists.Notice, int, error) {
	f.limit, f.offset = limit, offset
	return []lists.Notice{{ID: "n1", Request: "r1", Number: "000001-2026", Alarm: "due", Kind: "warn", Text: "Vence hoy", At: noon, ReadAt: noon, Acked: true}}, 1, f.trouble()
}

func (f *fakeDesk) ReadNotice(context.Context, access.User, string) error { return f.fail }

func (f fakePenRoom) Held(_ context.Context, _ access.User, _ bool, limit, offset int) ([]pen.Message, int, error) {
	f.limit, f.offset = limit, offset
	return []pen.Message{theMessage()}, 1, f.trouble()
}

func (f fakePenRoom) HeldMessage(context.Context, access.User, string) (pen.Message, error) {
	return theMessage(), f.trouble()
}

func (f fakeFiguresRoom) Dashboard(_ context.Context, _ access.User, d figures.DashboardFilter) (figures.Figures, error) {
	f.dashboard = d
	open := figures.Figure{N: 7, Filter: lists.Filter{Open: "yes", Office: "lima"}}
	row := figures.FigureRow{Key: "lima", Name: docket.Say("Lima"), Open: open, OnTimeShare: 0.5}
	return figures.Figures{
		AsOf: noon, Today: date("2026-03-27"), From: date("2026-01-01"), To: date("2026-03-27"), Open: open,
		Late: figures.Figure{N: 1, Filter: lists.Filter{Late: "yes", Overdue: true, ReceivedFrom: date("2026-01-01")}}, OnTimeShare: -1,
		ByOffice: []figures.FigureRow{row}, ByOfficer: []figures.FigureRow{row},
	}, f.trouble()
}

func (f fakeLinksRoom) Status(_ context.Context, number, code, ip string) (links.Status, error) {
	f.ip = ip
	if code != "ABCD2345" {
		return links.Status{}, docket.Refuse(docket.CodeNotFound, "Revise el número y el código.")
	}
	return links.Status{
		Number: number, Procedure: "Acceso", ReceivedAt: noon, ReceivedOn: date("2026-03-27"), Office: theOffice(), StateName: docket.Say("Atendida"),
		Where: "con usted", Closed: true, Outcome: docket.Say("Entrega total"), AnsweredAt: noon, Overdue: true, Remedy: "Puede apelar", Appeals: []docket.Sentence{docket.Say("Su apelación está en el Tribunal.")}, Deadline: theDeadline(), Left: -2,
	}, f.trouble()
}

func (f *fakeDesk) StatusReceipt(context.Context, string, string, string) (documents.File, error) {
	return f.file("cargo.pdf", "application/pdf")
}

func (f *fakeDesk) RegisterOnline(context.Context, acts.Form, string) (acts.Registered, error) {
	return acts.Registered{}, f.fail
}

func (f *fakeDesk) StatusDates(context.Context, string, string, string) (documents.File, error) {
	return f.file("fechas.ics", "text/calendar")
}

func (f *fakeDesk) VerifyReceipt(context.Context, []byte) (papers.ReceiptVerdict, error) {
	return papers.ReceiptVerdict{}, f.fail
}

func (f *fakeDesk) Users(context.Context, access.User) ([]access.User, error) { return nil, f.fail }

func (f fakeUpkeepRoom) Reconciliations(context.Context, access.User) ([]upkeep.ReconcileReport, error) {
	return []upkeep.ReconcileReport{{
		At: noon, Since: noon.AddDate(0, 0, -30), Messages: map[string]int{"held": 1}, Letters: map[string]int{"sent": 2}, Mailbox: map[string]int{"INBOX": 0},
		Differences: []reconcile.Difference{{Kind: "letter_stuck", What: "espera", Rows: []string{"r1.receipt.1"}}},
	}}, f.fail
}

func (f fakeUpkeepRoom) Reconcile(context.Context, access.User) (upkeep.ReconcileReport, error) {
	return upkeep.ReconcileReport{At: noon, Since: noon, NotChecked: []string{"huellas"}}, f.fail
}

func (f *fakeDesk) Outages(context.Context, access.User) ([]upkeep.Outage, error) { return nil, f.fail }

func (f *fakeDesk) OutageCertificate(context.Context, access.User, string) (documents.File, error) {
	return documents.File{}, f.fail
}

func (f *fakeDesk) Absences(context.Context, access.User) ([]accounts.Absence, error) {
	return nil, f.fail
}

func (f *fakeDesk) SetAbsence(context.Context, access.User, accounts.Absence) error { return f.fail }

func (f fakeAccessRoom) SignInCode(_ context.Context, _, code, _ string) (access.User, error) {
	if code != "246810" {
		return access.User{}, docket.Invalid("code", "no")
	}
	return clerk, nil
}
