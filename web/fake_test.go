package web

import (
	"context"
	"errors"
	"io"
	"slices"
	"sync"
	"time"

	"foja/access"
	"foja/access/accounts"
	"foja/calendar"
	"foja/desk/acts"
	"foja/desk/cases"
	"foja/desk/core"
	"foja/desk/documents"
	"foja/desk/figures"
	"foja/desk/links"
	"foja/desk/lists"
	"foja/desk/papers"
	"foja/desk/pen"
	"foja/desk/upkeep"
	"foja/docket"
)

// fake is a desk in memory. It keeps what it is given, refuses what it does not know and asks
// the same questions about roles as the real one, so that the screens are tried on answers
// that they will meet.
type fake struct {
	fakeCalendar
	fakeAppeals
	fakeProcedures
	fakeAccounts
	fakeLists
	fakeChanges
	fakeTemplates
	fakeUploads
	fakeMoves
	mu         sync.Mutex
	users      []access.User
	page       cases.Page
	rows       []lists.Row
	tasks      []lists.TaskRow
	held       []pen.Message
	notices    []lists.Notice
	absences   []accounts.Absence
	figures    figures.Figures
	hints      []acts.DuplicateHint
	status     links.Status
	reports    []upkeep.ReconcileReport
	outages    []upkeep.Outage
	agency     docket.Agency
	procedures []docket.Procedure

	unit      links.UnitAnswer
	forms     map[string]acts.Form // registered, by token
	files     map[string][]string  // names of the files read, by token or key
	commands  []acts.Command
	decisions []pen.Decision
	read      []string
	filters   []lists.Filter
	fail      error // every call answers this
	refusal   error // the next act answers this
	broken    error // what a bundle ends with, half-way
}

var (
	badLogin  = docket.Refuse(docket.CodeForbidden, "Usuario o contraseña incorrectos.")
	noCase    = docket.Refuse(docket.CodeNotFound, "No existe esa solicitud, o es de otra sede.")
	forbidden = docket.Refuse(docket.CodeForbidden, "Su rol no permite hacer eso.")
)

func (f fakeAccessRoom) SignIn(_ context.Context, login, password, _ string) (access.User, error) {
	for _, u := range f.users {
		if u.Login == login && password == "clave-"+login {
			return u, f.fail
		}
	}
	return access.User{}, badLogin
}

func (f fakeAccessRoom) UserByID(_ context.Context, id string) (access.User, error) {
	for _, u := range f.users {
		if u.ID == id {
			return u, nil
		}
	}
	return access.User{}, docket.Refuse(docket.CodeNotFound, "No existe.")
}

func (f *fake) UserByToken(context.Context, string) (access.User, error) {
	return access.User{}, forbidden
}
func (f fakeCoreRoom) Agency() docket.Agency                       { return f.agency }
func (f fakeCoreRoom) Procedures(calendar.Date) []docket.Procedure { return f.procedures }
func (f fakeCoreRoom) Today(string) calendar.Date                  { return today }
func (f *fake) one(id string) error {
	if f.fail != nil {
		return f.fail
	}
	if id != f.page.Request.ID {
		return noCase
	}
	return nil
}

func (f fakeActsRoom) Register(_ context.Context, by access.User, form acts.Form) (acts.Registered, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.fail != nil {
		return acts.Registered{}, f.fail
	}
	if !by.Has(access.Registrars...) {
		return acts.Registered{}, forbidden
	}
	var wrong access.FieldErrors
	if form.Requester.Name == "" {
		wrong = append(wrong, docket.Invalid("requester.name", "Escriba el nombre del solicitante."))
	}
	if form.Text == "" {
		wrong = append(wrong, docket.Invalid("text", "Escriba qué se solicita."))
	}
	if len(wrong) > 0 {
		return acts.Registered{}, wrong
	}
	_, existed := f.forms[form.Token]
	f.forms[form.Token] = form
	if err := f.keep(form.Token, form.Files); err != nil {
		return acts.Registered{}, err
	}
	return acts.Registered{ID: f.page.Request.ID, Number: f.page.Request.Number, Existed: existed}, nil
}

func (f *fake) keep(key string, files []documents.Upload) error {
	for _, u := range files {
		body, err := io.ReadAll(u.Body)
		if err != nil {
			return err
		}
		f.files[key] = append(f.files[key], u.Name+":"+string(body))
	}
	return nil
}

func (f fakeActsRoom) Duplicates(_ context.Context, _ access.User, p acts.DuplicateProbe) ([]acts.DuplicateHint, error) {
	if p.Name == "" {
		return nil, f.fail
	}
	return f.hints, f.fail
}

func (f fakePapersRoom) Receipt(_ context.Context, _ access.User, id string) (documents.File, error) {
	return documents.File{Name: "cargo.pdf", Type: "application/pdf", Bytes: []byte("%PDF-1.4 cargo")}, f.one(id)
}

func (f fakePapersRoom) ClockReceipt(_ context.Context, _ access.User, id string) (documents.File, error) {
	return documents.File{Name: "computo.json", Type: "application/json", Bytes: []byte("{}")}, f.one(id)
}

func (f fakeLinksRoom) StatusClockReceipt(ctx context.Context, number, code, ip string) (documents.File, error) {
	_, err := f.Status(ctx, number, code, ip)
	return documents.File{Name: "computo.json", Type: "application/json", Bytes: []byte("{}")}, err
}

func (f fakePapersRoom) ReceiptKey(context.Context) (string, error) { return "00ff", f.fail }

func (f fakeListsRoom) Requests(_ context.Context, _ access.User, q lists.Filter) ([]lists.Row, int, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.filters = append(f.filters, q)
	if q.Open == "quizá" {
		return nil, 0, access.FieldErrors{docket.Invalid("open", "Use yes o no.")}
	}
	if q.Text == "nada" {
		return nil, 0, f.fail
	}
	return f.rows, 60, f.fail
}

func (f fakeCasesRoom) Request(_ context.Context, _ access.User, id string) (cases.Page, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.page, f.one(id)
}

func (f *fake) RequestByNumber(context.Context, access.User, string) (cases.Page, error) {
	return f.page, f.fail
}

func (f fakeActsRoom) Act(_ context.Context, _ access.User, id string, c acts.Command) (acts.Acted, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if err := f.one(id); err != nil {
		return acts.Acted{}, err
	}
	if !slices.ContainsFunc(f.page.Buttons, func(b core.Button) bool { return b.Action == c.Action }) {
		return acts.Acted{}, docket.Refuse(docket.CodeConflict, "La solicitud ya no admite esa acción. Vea su estado actual.")
	}
	if err := f.refusal; err != nil {
		f.refusal = nil
		return acts.Acted{}, err
	}
	if c.Action == docket.ActNote && c.Text == "" {
		return acts.Acted{}, docket.Invalid("text", "Escriba la nota.")
	}
	if err := f.keep(c.Key, c.Files); err != nil {
		return acts.Acted{}, err
	}
	f.commands = append(f.commands, c)
	return acts.Acted{Seq: 9}, nil
}

func (f fakeDocumentsRoom) Document(_ context.Context, _ access.User, id, document string) (documents.File, error) {
	if err := f.one(id); err != nil {
		return documents.File{}, err
	}
	for _, d := range f.page.Documents {
		if d.ID == document {
			return documents.File{Name: d.Name, Type: d.Type, Bytes: []byte("<script>alert(1)</script>")}, nil
		}
	}
	return documents.File{}, docket.Refuse(docket.CodeNotFound, "No existe ese documento.")
}

func (f fakeDocumentsRoom) LetterPDF(_ context.Context, _ access.User, id, _ string) (documents.File, error) {
	return documents.File{Name: "carta.pdf", Type: "application/pdf", Bytes: []byte("%PDF-1.4 carta")}, f.one(id)
}

func (f fakePapersRoom) CaseFilePDF(_ context.Context, _ access.User, id string) (documents.File, error) {
	return documents.File{Name: "expediente-000123-2026.pdf", Type: "application/pdf", Bytes: []byte("%PDF-1.4 expediente")}, f.one(id)
}

func (f fakePapersRoom) CaseFileZIP(_ context.Context, _ access.User, id string) (papers.Bundle, error) {
	return papers.Bundle{Name: "expediente-000123-2026.zip", Write: func(w io.Writer) error {
		_, err := io.WriteString(w, "PK expediente")
		return errors.Join(err, f.broken)
	}}, f.one(id)
}

func (f fakeListsRoom) Tasks(context.Context, access.User, lists.TaskFilter) ([]lists.TaskRow, int, error) {
	return f.tasks, len(f.tasks), f.fail
}

func (f fakeListsRoom) Notices(context.Context, access.User, int, int) ([]lists.Notice, int, error) {
	return f.notices, len(f.notices), f.fail
}

func (f fakeListsRoom) ReadNotice(_ context.Context, _ access.User, id string) error {
	f.read = append(f.read, id)
	return f.fail
}

func (f fakePenRoom) Held(context.Context, access.User, bool, int, int) ([]pen.Message, int, error) {
	return f.held, len(f.held), f.fail
}

func (f fakePenRoom) HeldMessage(_ context.Context, _ access.User, id string) (pen.Message, error) {
	for _, m := range f.held {
		if m.ID == id {
			return m, f.fail
		}
	}
	return pen.Message{}, docket.Refuse(docket.CodeNotFound, "Ese mensaje ya no espera una decisión.")
}

func (f fakePenRoom) Decide(_ context.Context, _ access.User, _ string, d pen.Decision) (string, error) {
	if f.fail != nil {
		return "", f.fail
	}
	switch {
	case d.Do == "dismiss" && d.Reason == "":
		return "", docket.Invalid("reason", "Escriba el motivo.")
	case d.Do == "join" && d.Number != f.page.Request.Number:
		return "", docket.Refuse(docket.CodeNotFound, "No existe ese expediente.")
	case d.Do == "register" && d.Address == "nadie@x.example":
		return "", docket.Invalid("address", "Elija otra dirección.")
	}
	f.decisions = append(f.decisions, d)
	return f.page.Request.ID, nil
}

func (f fakePenRoom) MessageFile(_ context.Context, _ access.User, _ string, n int) (documents.File, error) {
	if n != 1 {
		return documents.File{}, noCase
	}
	return documents.File{Name: "../../a\r\nb.html", Type: "text/html", Bytes: []byte("<script>alert(1)</script>")}, nil
}

func (f fakePenRoom) MessageHTML(context.Context, access.User, string) (pen.SafeMessage, error) {
	return pen.SafeMessage{Subject: `<b>"x"</b>`, HTML: "<p>Solicito el acta.</p>", Remote: 2}, f.fail
}

func (f *fake) Dashboard(_ context.Context, _ access.User, filter figures.DashboardFilter) (figures.Figures, error) {
	figures := f.figures
	if figures.Past = filter.When != ""; figures.Past {
		figures.AsOf = time.Date(2026, 3, 30, 15, 0, 0, 0, time.UTC)
	}
	return figures, f.fail
}

func (f fakeLinksRoom) Status(_ context.Context, number, code, _ string) (links.Status, error) {
	if f.fail == nil && (number != f.page.Request.Number || code != f.page.Request.StatusCode) {
		return links.Status{}, docket.Refuse(docket.CodeNotFound, "No hay una solicitud con ese número y ese código.")
	}
	return f.status, f.fail
}

func (f fakeLinksRoom) StatusReceipt(ctx context.Context, number, code, ip string) (documents.File, error) {
	_, err := f.Status(ctx, number, code, ip)
	return documents.File{Name: "cargo.pdf", Type: "application/pdf", Bytes: []byte("%PDF-1.4 cargo")}, err
}

func (f fakeActsRoom) RegisterOnline(_ context.Context, form acts.Form, ip string) (acts.Registered, error) {
	if ip == "" {
		return acts.Registered{}, errors.New("nobody's address")
	}
	r, err := f.Register(context.Background(), access.User{Roles: access.Registrars}, form)
	r.Number, r.StatusCode = f.page.Request.Number, f.page.Request.StatusCode
	return r, err
}

func (f fakeLinksRoom) StatusDates(ctx context.Context, number, code, ip string) (documents.File, error) {
	_, err := f.Status(ctx, number, code, ip)
	return documents.File{Name: "solicitud.ics", Type: "text/calendar; charset=utf-8", Bytes: []byte("BEGIN:VCALENDAR\r\n")}, err
}

func (f fakePapersRoom) VerifyReceipt(_ context.Context, file []byte) (papers.ReceiptVerdict, error) {
	return papers.ReceiptVerdict{Valid: string(file) == "{}", Number: "000123-2026", Faults: nil}, nil
}

func (f fakeAccountsRoom) Users(_ context.Context, by access.User) ([]access.User, error) {
	if !by.Has(access.DayKeepers...) {
		return nil, forbidden
	}
	return f.users, f.fail
}

func (f fakeUpkeepRoom) Reconciliations(context.Context, access.User) ([]upkeep.ReconcileReport, error) {
	return f.reports, f.fail
}

func (f fakeUpkeepRoom) Reconcile(_ context.Context, u access.User) (upkeep.ReconcileReport, error) {
	if !u.Has(docket.RoleAdministrator, docket.RoleManager) {
		return upkeep.ReconcileReport{}, forbidden
	}
	f.reports = append(f.reports, upkeep.ReconcileReport{At: at(4, 9, 6, 0)})
	return f.reports[0], f.fail
}

func (f fakeUpkeepRoom) Outages(context.Context, access.User) ([]upkeep.Outage, error) {
	return f.outages, f.fail
}

func (f fakeUpkeepRoom) OutageCertificate(_ context.Context, _ access.User, id string) (documents.File, error) {
	if id != "o-1" {
		return documents.File{}, noCase
	}
	return documents.File{Name: "constancia.pdf", Type: "application/pdf", Bytes: []byte("%PDF-")}, f.fail
}

func (f fakeAccountsRoom) Absences(context.Context, access.User) ([]accounts.Absence, error) {
	return f.absences, f.fail
}

func (f fakeAccountsRoom) SetDigest(context.Context, access.User, bool) error { return f.fail }

func (f fakeAccountsRoom) SetAbsence(_ context.Context, _ access.User, a accounts.Absence) error {
	if a.User == "" || a.User == a.Deputy {
		return docket.Invalid("deputy", "El suplente debe ser otra persona.")
	}
	f.absences = append(f.absences, a)
	return f.fail
}

// panicking is a desk with a defect.
type panicking struct{ Links }

func (panicking) Status(context.Context, string, string, string) (links.Status, error) {
	panic("Rosa Quispe Mamani")
}
