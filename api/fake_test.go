package api

import (
	"context"
	"errors"
	"io"
	"strings"
	"sync"
	"time"

	"foja/calendar"
	"foja/desk"
	"foja/docket"
	"foja/reconcile"
)

var (
	noon  = time.Date(2026, 3, 27, 17, 0, 0, 0, time.UTC) // noon in Lima
	clerk = desk.User{ID: "u1", Login: "mesa", Name: "Rosa Quispe", Email: "mesa@spn.example", Roles: []docket.Role{docket.RoleReception}, Office: "lima"}
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
	fakeAccounts     // the API offers neither their pages
	desk.UnitKeeping // nor units
	desk.StockTextDesk
	desk.ListDesk
	desk.LiveDesk
	desk.AuditDesk
	desk.SystemDesk
	desk.TokenDesk
	desk.TemplateDesk // nor templates, nor the pages of units: nobody asks for them
	desk.UnitDesk
	desk.DownloadDesk
	desk.UploadDesk
	desk.IdentityDesk
	desk.StrangerDesk
	fakeCalendar
	fakeAppeals
	fakeShelf
	mu     sync.Mutex
	fail   error // what every method answers, if set
	broken error // what a bundle ends with, half-way
	panics bool
	page   desk.Page

	filter     desk.Filter
	tasks      desk.TaskFilter
	form       desk.Form
	command    desk.Command
	move       desk.MessageMove
	decision   desk.Decision
	dashboard  desk.DashboardFilter
	probe      desk.DuplicateProbe
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

func (f *fakeDesk) SignIn(_ context.Context, login, password, ip string) (desk.User, error) {
	f.ip = ip
	if login != clerk.Login || password != "right" {
		return desk.User{}, docket.Refuse(docket.CodeForbidden, "no")
	}
	return clerk, f.fail
}

func (f *fakeDesk) IssueToken(_ context.Context, user, name string, until time.Time) (string, error) {
	f.issuedFor, f.issuedName, f.until = user, name, until
	return "foja_secret", f.fail
}

func (f *fakeDesk) UserByID(context.Context, string) (desk.User, error) { return clerk, f.fail }

func (f *fakeDesk) UserByToken(_ context.Context, token string) (desk.User, error) {
	switch token {
	case "good":
		return clerk, nil
	case "other":
		return desk.User{ID: "u2", Login: "jefe", Name: "Marta Salazar", Roles: []docket.Role{docket.RoleManager}}, nil
	case "broken":
		return desk.User{}, errors.New("database: secret detail")
	}
	return desk.User{}, docket.Refuse(docket.CodeForbidden, "no")
}

func (f *fakeDesk) Agency() docket.Agency {
	return docket.Agency{Name: "Servicio Penitenciario", Offices: []docket.Office{theOffice(), {ID: "madrid", Name: "Madrid", Zone: "Europe/Madrid"}}}
}

func (f *fakeDesk) Procedures(on calendar.Date) []docket.Procedure {
	f.on = on
	return []docket.Procedure{theProcedure()}
}

func (f *fakeDesk) Today(string) calendar.Date { return date("2026-03-27") }

// once does a command the first time that its key is seen.
func (f *fakeDesk) once(key string, files []desk.Upload, do func() any) (result any, again bool) {
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

func (f *fakeDesk) Register(_ context.Context, by desk.User, form desk.Form) (desk.Registered, error) {
	if err := f.trouble(); err != nil {
		return desk.Registered{}, err
	}
	r, again := f.once(by.ID+form.Token, form.Files, func() any {
		f.form = form
		return desk.Registered{ID: "r1", Number: "000001-2026", StatusCode: "ABCD2345", ReceivedAt: noon, DueOn: date("2026-04-14")}
	})
	registered := r.(desk.Registered)
	registered.Existed = again
	return registered, nil
}

func (f *fakeDesk) Act(_ context.Context, by desk.User, request string, c desk.Command) (desk.Acted, error) {
	if err := f.trouble(); err != nil {
		return desk.Acted{}, err
	}
	r, _ := f.once(by.ID+request+c.Key, c.Files, func() any {
		f.command = c
		return desk.Acted{Seq: 3 + f.acts, State: "in_progress"}
	})
	return r.(desk.Acted), nil
}

func (f *fakeDesk) Decide(_ context.Context, by desk.User, _ string, d desk.Decision) (string, error) {
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

func (f *fakeDesk) Duplicates(_ context.Context, _ desk.User, p desk.DuplicateProbe) ([]desk.DuplicateHint, error) {
	f.probe = p
	return []desk.DuplicateHint{{Row: theRow(), Why: []string{"mismo correo"}}}, f.trouble()
}

func (f *fakeDesk) Requests(_ context.Context, _ desk.User, filter desk.Filter) ([]desk.Row, int, error) {
	f.filter = filter
	return []desk.Row{theRow(), {Number: "000002-2026", Channel: docket.ChannelEmail, ReceivedAt: noon, ReceivedOn: date("2026-03-27")}}, 120, f.trouble()
}

func (f *fakeDesk) Request(_ context.Context, _ desk.User, id string) (desk.Page, error) {
	if id != "r1" {
		return desk.Page{}, docket.Refuse(docket.CodeNotFound, "No existe esa solicitud.")
	}
	return f.page, f.trouble()
}

func (f *fakeDesk) RequestByNumber(ctx context.Context, by desk.User, number string) (desk.Page, error) {
	if number != "000001-2026" {
		return desk.Page{}, docket.Refuse(docket.CodeNotFound, "No existe esa solicitud.")
	}
	return f.Request(ctx, by, "r1")
}

func (f *fakeDesk) file(name, kind string) (desk.File, error) {
	return desk.File{Name: name, Type: kind, Bytes: []byte("bytes of " + name), SHA256: "abc"}, f.trouble()
}

func (f *fakeDesk) Receipt(context.Context, desk.User, string) (desk.File, error) {
	return f.file("cargo.pdf", "application/pdf")
}

func (f *fakeDesk) ClockReceipt(context.Context, desk.User, string) (desk.File, error) {
	return desk.File{Name: "computo.json", Type: "application/json", Bytes: []byte(`{"format":"foja clock receipt 1"}`)}, f.trouble()
}

func (f *fakeDesk) StatusClockReceipt(ctx context.Context, _, _, _ string) (desk.File, error) {
	return f.ClockReceipt(ctx, clerk, "r1")
}

func (f *fakeDesk) ReceiptKey(context.Context) (string, error) {
	return strings.Repeat("0f", 32), f.trouble()
}

func (f *fakeDesk) Document(context.Context, desk.User, string, string) (desk.File, error) {
	return f.file("anexo ñ.html", "text/html; charset=utf-8")
}

func (f *fakeDesk) LetterPDF(context.Context, desk.User, string, string) (desk.File, error) {
	return f.file("carta.pdf", "application/pdf")
}

func (f *fakeDesk) CaseFilePDF(context.Context, desk.User, string) (desk.File, error) {
	return f.file("expediente.pdf", "application/pdf")
}

func (f *fakeDesk) CaseFileZIP(context.Context, desk.User, string) (desk.Bundle, error) {
	return desk.Bundle{Name: "expediente.zip", Write: func(w io.Writer) error {
		_, err := io.WriteString(w, "bytes of expediente.zip")
		return errors.Join(err, f.broken)
	}}, f.trouble()
}

func (f *fakeDesk) MessageFile(context.Context, desk.User, string, int) (desk.File, error) {
	return f.file("foto.png", "image/png")
}

func (f *fakeDesk) RawMessage(context.Context, desk.User, string) (desk.File, error) {
	return f.file("mensaje.eml", "message/rfc822")
}

func (f *fakeDesk) MessageHTML(context.Context, desk.User, string) (desk.SafeMessage, error) {
	return desk.SafeMessage{}, nil
}

func (f *fakeDesk) Tasks(_ context.Context, _ desk.User, t desk.TaskFilter) ([]desk.TaskRow, int, error) {
	f.tasks = t
	return []desk.TaskRow{{
		Request: "r1", Number: "000001-2026", Requester: "Ana Flores", Subject: "Presupuesto", Procedure: "Acceso", Task: theTask(),
		Title: "Responder", Holder: "Carlos", DueOn: date("2026-04-14"), Left: 10, Overdue: true, StateName: "En trámite",
	}}, 1, f.trouble()
}

func (f *fakeDesk) Notices(_ context.Context, _ desk.User, limit, offset int) ([]desk.Notice, int, error) {
	f.limit, f.offset = limit, offset
	return []desk.Notice{{ID: "n1", Request: "r1", Number: "000001-2026", Alarm: "due", Kind: "warn", Text: "Vence hoy", At: noon, ReadAt: noon, Acked: true}}, 1, f.trouble()
}

func (f *fakeDesk) ReadNotice(context.Context, desk.User, string) error { return f.fail }

func (f *fakeDesk) Held(_ context.Context, _ desk.User, _ bool, limit, offset int) ([]desk.Message, int, error) {
	f.limit, f.offset = limit, offset
	return []desk.Message{theMessage()}, 1, f.trouble()
}

func (f *fakeDesk) HeldMessage(context.Context, desk.User, string) (desk.Message, error) {
	return theMessage(), f.trouble()
}

func (f *fakeDesk) Dashboard(_ context.Context, _ desk.User, d desk.DashboardFilter) (desk.Figures, error) {
	f.dashboard = d
	open := desk.Figure{N: 7, Filter: desk.Filter{Open: "yes", Office: "lima"}}
	row := desk.FigureRow{Key: "lima", Name: "Lima", Open: open, OnTimeShare: 0.5}
	return desk.Figures{
		AsOf: noon, Today: date("2026-03-27"), From: date("2026-01-01"), To: date("2026-03-27"), Open: open,
		Late: desk.Figure{N: 1, Filter: desk.Filter{Late: "yes", Overdue: true, ReceivedFrom: date("2026-01-01")}}, OnTimeShare: -1,
		ByOffice: []desk.FigureRow{row}, ByOfficer: []desk.FigureRow{row},
	}, f.trouble()
}

func (f *fakeDesk) Status(_ context.Context, number, code, ip string) (desk.Status, error) {
	f.ip = ip
	if code != "ABCD2345" {
		return desk.Status{}, docket.Refuse(docket.CodeNotFound, "Revise el número y el código.")
	}
	return desk.Status{
		Number: number, Procedure: "Acceso", ReceivedAt: noon, ReceivedOn: date("2026-03-27"), Office: theOffice(), StateName: "Atendida",
		Where: "con usted", Closed: true, Outcome: "Entrega total", AnsweredAt: noon, Overdue: true, Remedy: "Puede apelar", Appeals: []string{"Su apelación está en el Tribunal."}, Deadline: theDeadline(), Left: -2,
	}, f.trouble()
}

func (f *fakeDesk) StatusReceipt(context.Context, string, string, string) (desk.File, error) {
	return f.file("cargo.pdf", "application/pdf")
}

func (f *fakeDesk) RegisterOnline(context.Context, desk.Form, string) (desk.Registered, error) {
	return desk.Registered{}, f.fail
}

func (f *fakeDesk) StatusDates(context.Context, string, string, string) (desk.File, error) {
	return f.file("fechas.ics", "text/calendar")
}

func (f *fakeDesk) VerifyReceipt(context.Context, []byte) (desk.ReceiptVerdict, error) {
	return desk.ReceiptVerdict{}, f.fail
}

func (f *fakeDesk) Users(context.Context, desk.User) ([]desk.User, error) { return nil, f.fail }

func (f *fakeDesk) Reconciliations(context.Context, desk.User) ([]desk.ReconcileReport, error) {
	return []desk.ReconcileReport{{
		At: noon, Since: noon.AddDate(0, 0, -30), Messages: map[string]int{"held": 1}, Letters: map[string]int{"sent": 2}, Mailbox: map[string]int{"INBOX": 0},
		Differences: []reconcile.Difference{{Kind: "letter_stuck", What: "espera", Rows: []string{"r1.receipt.1"}}},
	}}, f.fail
}

func (f *fakeDesk) Reconcile(context.Context, desk.User) (desk.ReconcileReport, error) {
	return desk.ReconcileReport{At: noon, Since: noon, NotChecked: []string{"huellas"}}, f.fail
}

func (f *fakeDesk) Outages(context.Context, desk.User) ([]desk.Outage, error) { return nil, f.fail }

func (f *fakeDesk) OutageCertificate(context.Context, desk.User, string) (desk.File, error) {
	return desk.File{}, f.fail
}

func (f *fakeDesk) Absences(context.Context, desk.User) ([]desk.Absence, error) { return nil, f.fail }
func (f *fakeDesk) SetAbsence(context.Context, desk.User, desk.Absence) error   { return f.fail }

// fakeMemory keeps what the store keeps. The first answer stays.
type fakeMemory struct {
	mu     sync.Mutex
	kept   map[string]keptAnswer
	fail   error // of Remember
	recall error
	// between runs before Remember keeps: another process may be faster.
	between func()
}

type keptAnswer struct {
	hash   string
	body   []byte
	status int
}

func newMemory() *fakeMemory { return &fakeMemory{kept: map[string]keptAnswer{}} }

func (m *fakeMemory) Remember(_ context.Context, scope, key, hash string, response []byte, status int, _ time.Time) error {
	if m.fail != nil {
		return m.fail
	}
	if m.between != nil {
		m.between()
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if _, found := m.kept[scope+" "+key]; !found {
		m.kept[scope+" "+key] = keptAnswer{hash, response, status}
	}
	return nil
}

func (m *fakeMemory) Recall(_ context.Context, scope, key string) (string, []byte, int, bool, error) {
	if m.recall != nil {
		return "", nil, 0, false, m.recall
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	k, found := m.kept[scope+" "+key]
	return k.hash, k.body, k.status, found, nil
}

func (f *fakeDesk) SignInCode(_ context.Context, _, code, _ string) (desk.User, error) {
	if code != "246810" {
		return desk.User{}, docket.Invalid("code", "no")
	}
	return clerk, nil
}
