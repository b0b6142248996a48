package web

import (
	"context"
	"errors"
	"io"
	"slices"
	"sync"
	"time"

	"foja/calendar"
	"foja/desk"
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
	fakePulse
	fakeTemplates
	fakeUploads
	mu         sync.Mutex
	users      []desk.User
	page       desk.Page
	rows       []desk.Row
	tasks      []desk.TaskRow
	held       []desk.Message
	notices    []desk.Notice
	absences   []desk.Absence
	figures    desk.Figures
	hints      []desk.DuplicateHint
	status     desk.Status
	reports    []desk.ReconcileReport
	outages    []desk.Outage
	agency     docket.Agency
	procedures []docket.Procedure

	unit      desk.UnitAnswer
	forms     map[string]desk.Form // registered, by token
	files     map[string][]string  // names of the files read, by token or key
	commands  []desk.Command
	decisions []desk.Decision
	read      []string
	filters   []desk.Filter
	fail      error // every call answers this
	refusal   error // the next act answers this
	broken    error // what a bundle ends with, half-way
}

var (
	badLogin  = docket.Refuse(docket.CodeForbidden, "Usuario o contraseña incorrectos.")
	noCase    = docket.Refuse(docket.CodeNotFound, "No existe esa solicitud, o es de otra sede.")
	forbidden = docket.Refuse(docket.CodeForbidden, "Su rol no permite hacer eso.")
)

func (f *fake) SignIn(_ context.Context, login, password, _ string) (desk.User, error) {
	for _, u := range f.users {
		if u.Login == login && password == "clave-"+login {
			return u, f.fail
		}
	}
	return desk.User{}, badLogin
}

func (f *fake) UserByID(_ context.Context, id string) (desk.User, error) {
	for _, u := range f.users {
		if u.ID == id {
			return u, nil
		}
	}
	return desk.User{}, docket.Refuse(docket.CodeNotFound, "No existe.")
}

func (f *fake) UserByToken(context.Context, string) (desk.User, error) {
	return desk.User{}, forbidden
}
func (f *fake) Agency() docket.Agency                       { return f.agency }
func (f *fake) Procedures(calendar.Date) []docket.Procedure { return f.procedures }
func (f *fake) Today(string) calendar.Date                  { return today }
func (f *fake) one(id string) error {
	if f.fail != nil {
		return f.fail
	}
	if id != f.page.Request.ID {
		return noCase
	}
	return nil
}

func (f *fake) Register(_ context.Context, by desk.User, form desk.Form) (desk.Registered, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.fail != nil {
		return desk.Registered{}, f.fail
	}
	if !by.Has(registrars...) {
		return desk.Registered{}, forbidden
	}
	var wrong desk.FieldErrors
	if form.Requester.Name == "" {
		wrong = append(wrong, docket.Invalid("requester.name", "Escriba el nombre del solicitante."))
	}
	if form.Text == "" {
		wrong = append(wrong, docket.Invalid("text", "Escriba qué se solicita."))
	}
	if len(wrong) > 0 {
		return desk.Registered{}, wrong
	}
	_, existed := f.forms[form.Token]
	f.forms[form.Token] = form
	if err := f.keep(form.Token, form.Files); err != nil {
		return desk.Registered{}, err
	}
	return desk.Registered{ID: f.page.Request.ID, Number: f.page.Request.Number, Existed: existed}, nil
}

func (f *fake) keep(key string, files []desk.Upload) error {
	for _, u := range files {
		body, err := io.ReadAll(u.Body)
		if err != nil {
			return err
		}
		f.files[key] = append(f.files[key], u.Name+":"+string(body))
	}
	return nil
}

func (f *fake) Duplicates(_ context.Context, _ desk.User, p desk.DuplicateProbe) ([]desk.DuplicateHint, error) {
	if p.Name == "" {
		return nil, f.fail
	}
	return f.hints, f.fail
}

func (f *fake) Receipt(_ context.Context, _ desk.User, id string) (desk.File, error) {
	return desk.File{Name: "cargo.pdf", Type: "application/pdf", Bytes: []byte("%PDF-1.4 cargo")}, f.one(id)
}

func (f *fake) ClockReceipt(_ context.Context, _ desk.User, id string) (desk.File, error) {
	return desk.File{Name: "computo.json", Type: "application/json", Bytes: []byte("{}")}, f.one(id)
}

func (f *fake) StatusClockReceipt(ctx context.Context, number, code, ip string) (desk.File, error) {
	_, err := f.Status(ctx, number, code, ip)
	return desk.File{Name: "computo.json", Type: "application/json", Bytes: []byte("{}")}, err
}

func (f *fake) ReceiptKey(context.Context) (string, error) { return "00ff", f.fail }

func (f *fake) Requests(_ context.Context, _ desk.User, q desk.Filter) ([]desk.Row, int, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.filters = append(f.filters, q)
	if q.Open == "quizá" {
		return nil, 0, desk.FieldErrors{docket.Invalid("open", "Use yes o no.")}
	}
	if q.Text == "nada" {
		return nil, 0, f.fail
	}
	return f.rows, 60, f.fail
}

func (f *fake) Request(_ context.Context, _ desk.User, id string) (desk.Page, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.page, f.one(id)
}

func (f *fake) RequestByNumber(context.Context, desk.User, string) (desk.Page, error) {
	return f.page, f.fail
}

func (f *fake) Act(_ context.Context, _ desk.User, id string, c desk.Command) (desk.Acted, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if err := f.one(id); err != nil {
		return desk.Acted{}, err
	}
	if !slices.ContainsFunc(f.page.Buttons, func(b desk.Button) bool { return b.Action == c.Action }) {
		return desk.Acted{}, docket.Refuse(docket.CodeConflict, "La solicitud ya no admite esa acción. Vea su estado actual.")
	}
	if err := f.refusal; err != nil {
		f.refusal = nil
		return desk.Acted{}, err
	}
	if c.Action == docket.ActNote && c.Text == "" {
		return desk.Acted{}, docket.Invalid("text", "Escriba la nota.")
	}
	if err := f.keep(c.Key, c.Files); err != nil {
		return desk.Acted{}, err
	}
	f.commands = append(f.commands, c)
	return desk.Acted{Seq: 9}, nil
}

func (f *fake) Document(_ context.Context, _ desk.User, id, document string) (desk.File, error) {
	if err := f.one(id); err != nil {
		return desk.File{}, err
	}
	for _, d := range f.page.Documents {
		if d.ID == document {
			return desk.File{Name: d.Name, Type: d.Type, Bytes: []byte("<script>alert(1)</script>")}, nil
		}
	}
	return desk.File{}, docket.Refuse(docket.CodeNotFound, "No existe ese documento.")
}

func (f *fake) LetterPDF(_ context.Context, _ desk.User, id, _ string) (desk.File, error) {
	return desk.File{Name: "carta.pdf", Type: "application/pdf", Bytes: []byte("%PDF-1.4 carta")}, f.one(id)
}

func (f *fake) CaseFilePDF(_ context.Context, _ desk.User, id string) (desk.File, error) {
	return desk.File{Name: "expediente-000123-2026.pdf", Type: "application/pdf", Bytes: []byte("%PDF-1.4 expediente")}, f.one(id)
}

func (f *fake) CaseFileZIP(_ context.Context, _ desk.User, id string) (desk.Bundle, error) {
	return desk.Bundle{Name: "expediente-000123-2026.zip", Write: func(w io.Writer) error {
		_, err := io.WriteString(w, "PK expediente")
		return errors.Join(err, f.broken)
	}}, f.one(id)
}

func (f *fake) Tasks(context.Context, desk.User, desk.TaskFilter) ([]desk.TaskRow, int, error) {
	return f.tasks, len(f.tasks), f.fail
}

func (f *fake) Notices(context.Context, desk.User, int, int) ([]desk.Notice, int, error) {
	return f.notices, len(f.notices), f.fail
}

func (f *fake) ReadNotice(_ context.Context, _ desk.User, id string) error {
	f.read = append(f.read, id)
	return f.fail
}

func (f *fake) Held(context.Context, desk.User, bool, int, int) ([]desk.Message, int, error) {
	return f.held, len(f.held), f.fail
}

func (f *fake) HeldMessage(_ context.Context, _ desk.User, id string) (desk.Message, error) {
	for _, m := range f.held {
		if m.ID == id {
			return m, f.fail
		}
	}
	return desk.Message{}, docket.Refuse(docket.CodeNotFound, "Ese mensaje ya no espera una decisión.")
}

func (f *fake) Decide(_ context.Context, _ desk.User, _ string, d desk.Decision) (string, error) {
	if f.fail != nil {
		return "", f.fail
	}
	switch {
	case d.Do == "dismiss" && d.Reason == "":
		return "", docket.Invalid("reason", "Escriba el motivo.")
	case d.Do == "join" && d.Number != f.page.Request.Number:
		return "", docket.Refuse(docket.CodeNotFound, "No existe ese expediente.")
	}
	f.decisions = append(f.decisions, d)
	return f.page.Request.ID, nil
}

func (f *fake) MessageFile(_ context.Context, _ desk.User, _ string, n int) (desk.File, error) {
	if n != 1 {
		return desk.File{}, noCase
	}
	return desk.File{Name: "../../a\r\nb.html", Type: "text/html", Bytes: []byte("<script>alert(1)</script>")}, nil
}

func (f *fake) RawMessage(context.Context, desk.User, string) (desk.File, error) {
	return desk.File{Name: "original.eml", Type: "message/rfc822", Bytes: []byte("Subject: x\r\n\r\n")}, f.fail
}

func (f *fake) MessageHTML(context.Context, desk.User, string) (desk.SafeMessage, error) {
	return desk.SafeMessage{Subject: `<b>"x"</b>`, HTML: "<p>Solicito el acta.</p>", Remote: 2}, f.fail
}

func (f *fake) Dashboard(_ context.Context, _ desk.User, filter desk.DashboardFilter) (desk.Figures, error) {
	figures := f.figures
	if figures.Past = filter.When != ""; figures.Past {
		figures.AsOf = time.Date(2026, 3, 30, 15, 0, 0, 0, time.UTC)
	}
	return figures, f.fail
}

func (f *fake) Status(_ context.Context, number, code, _ string) (desk.Status, error) {
	if f.fail == nil && (number != f.page.Request.Number || code != f.page.Request.StatusCode) {
		return desk.Status{}, docket.Refuse(docket.CodeNotFound, "No hay una solicitud con ese número y ese código.")
	}
	return f.status, f.fail
}

func (f *fake) StatusReceipt(ctx context.Context, number, code, ip string) (desk.File, error) {
	_, err := f.Status(ctx, number, code, ip)
	return desk.File{Name: "cargo.pdf", Type: "application/pdf", Bytes: []byte("%PDF-1.4 cargo")}, err
}

func (f *fake) RegisterOnline(_ context.Context, form desk.Form, ip string) (desk.Registered, error) {
	if ip == "" {
		return desk.Registered{}, errors.New("nobody's address")
	}
	r, err := f.Register(context.Background(), desk.User{Roles: registrars}, form)
	r.Number, r.StatusCode = f.page.Request.Number, f.page.Request.StatusCode
	return r, err
}

func (f *fake) StatusDates(ctx context.Context, number, code, ip string) (desk.File, error) {
	_, err := f.Status(ctx, number, code, ip)
	return desk.File{Name: "solicitud.ics", Type: "text/calendar; charset=utf-8", Bytes: []byte("BEGIN:VCALENDAR\r\n")}, err
}

func (f *fake) VerifyReceipt(_ context.Context, file []byte) (desk.ReceiptVerdict, error) {
	return desk.ReceiptVerdict{Valid: string(file) == "{}", Number: "000123-2026", Faults: nil}, nil
}

func (f *fake) Users(_ context.Context, by desk.User) ([]desk.User, error) {
	if !by.Has(keepers...) {
		return nil, forbidden
	}
	return f.users, f.fail
}

func (f *fake) Reconciliations(context.Context, desk.User) ([]desk.ReconcileReport, error) {
	return f.reports, f.fail
}

func (f *fake) Reconcile(_ context.Context, u desk.User) (desk.ReconcileReport, error) {
	if !u.Has(docket.RoleAdministrator, docket.RoleManager) {
		return desk.ReconcileReport{}, forbidden
	}
	f.reports = append(f.reports, desk.ReconcileReport{At: at(4, 9, 6, 0)})
	return f.reports[0], f.fail
}

func (f *fake) Outages(context.Context, desk.User) ([]desk.Outage, error) { return f.outages, f.fail }

func (f *fake) OutageCertificate(_ context.Context, _ desk.User, id string) (desk.File, error) {
	if id != "o-1" {
		return desk.File{}, noCase
	}
	return desk.File{Name: "constancia.pdf", Type: "application/pdf", Bytes: []byte("%PDF-")}, f.fail
}

func (f *fake) Absences(context.Context, desk.User) ([]desk.Absence, error) {
	return f.absences, f.fail
}

func (f *fake) SetAbsence(_ context.Context, _ desk.User, a desk.Absence) error {
	if a.User == "" || a.User == a.Deputy {
		return docket.Invalid("deputy", "El suplente debe ser otra persona.")
	}
	f.absences = append(f.absences, a)
	return f.fail
}

// box is a citizen's mailbox in memory.
type box struct {
	sent  []Draft
	mails []Mail
}

func (b *box) Send(_ context.Context, d Draft) error {
	if d.Text == "" {
		return docket.Invalid("text", "Escriba el mensaje.")
	}
	b.sent = append(b.sent, d)
	return nil
}
func (b *box) Inbox(context.Context) ([]Mail, error) { return b.mails, nil }
func (b *box) Mail(_ context.Context, id string) (Mail, error) {
	for _, m := range b.mails {
		if m.ID == id {
			return m, nil
		}
	}
	return Mail{}, docket.Refuse(docket.CodeNotFound, "Ese correo no está en el buzón.")
}

func (b *box) Attachment(ctx context.Context, id string, n int) (Attachment, error) {
	m, err := b.Mail(ctx, id)
	if err != nil || n >= len(m.Attachments) {
		return Attachment{}, docket.Refuse(docket.CodeNotFound, "Ese archivo no está en el correo.")
	}
	return m.Attachments[n], nil
}

var _ desk.Service = (*fake)(nil)

// panicking is a desk with a defect.
type panicking struct{ *fake }

func (panicking) Status(context.Context, string, string, string) (desk.Status, error) {
	panic("Rosa Quispe Mamani")
}
