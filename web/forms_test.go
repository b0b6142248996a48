package web

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/url"
	"reflect"
	"strings"
	"testing"
	"time"

	"foja/desk/lists"
	"foja/docket"
)

// multipartForm makes the body of a form with one file.
func multipartForm(t *testing.T, fields map[string]string, file, name, content string) (string, *bytes.Buffer) {
	t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for k, v := range fields {
		if err := w.WriteField(k, v); err != nil {
			t.Fatal(err)
		}
	}
	part, err := w.CreateFormFile(file, name)
	if err == nil {
		_, err = part.Write([]byte(content))
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return w.FormDataContentType(), &body
}

func TestCounterRegistersAndShowsTheReceipt(t *testing.T) {
	f := newFake()
	b := as(t, f, "recepcion")
	page := b.get("/counter/new?procedure=public-information")
	page.wants(t, 200, `name="name" value="" autofocus`, `accesskey="g"`)
	key := page.key(t)
	kind, body := multipartForm(t, map[string]string{
		"key": key, "procedure": "public-information", "name": "Rosa Quispe", "id_kind": "DNI", "id_number": "40000001", "address": "Jr. Uno 1",
		"email": "rosa@ciudadana.example", "email_consent": "1", "text": "Copia de contratos", "delivery_mode": "cd", "sheets": "3", "field_unit_hint": "Logística", "received_at": "2026-04-09T08:30",
	}, "files", "solicitud.pdf", "contenido")
	a := b.do("POST", "/counter/new", kind, body)
	a.wants(t, http.StatusSeeOther)
	if a.Header.Get("Location") != "/requests/r-123/receipt" {
		t.Errorf("ends at %s", a.Header.Get("Location"))
	}
	got := f.forms[key]
	if !got.ReceivedAt.Equal(at(4, 9, 8, 30)) {
		t.Errorf("received at %v: not the office's time", got.ReceivedAt)
	}
	if got.Requester.Name != "Rosa Quispe" || !got.Requester.EmailConsent || got.Sheets != 3 || got.DeliveryMode != "cd" || got.Fields["unit_hint"] != "Logística" || got.Office != "lima" || got.Channel != docket.ChannelCounter {
		t.Errorf("registered %+v", got)
	}
	if want := []string{"solicitud.pdf:contenido"}; !reflect.DeepEqual(f.files[key], want) {
		t.Errorf("files %v", f.files[key])
	}
	b.get("/requests/r-123/receipt").wants(t, 200, "000123-2026", "/requests/r-123/receipt.pdf", "/s/000123-2026/K7M2-Q9RT")
}

func TestCounterErrorsStandAtTheFields(t *testing.T) {
	f := newFake()
	b := as(t, f, "recepcion")
	key := newKey()
	a := b.post("/counter/new", url.Values{"key": {key}, "procedure": {"public-information"}, "address": {"Jr. Los Cedros 123"}, "delivery_mode": {"cd"}})
	a.wants(t, http.StatusUnprocessableEntity, "<title>Error: Registrar", `<a href="#name">Escriba el nombre`, `<a href="#text">Escriba qué`, `id="name-error"`, `aria-invalid="true"`,
		`value="Jr. Los Cedros 123"`, `value="cd" checked`, `value="`+key+`"`)
	for name, value := range map[string]string{"received_at": "2026-02-30T10:00", "sheets": "tres"} {
		b.post("/counter/new", url.Values{"procedure": {"public-information"}, "name": {"Rosa"}, "text": {"x"}, name: {value}}).
			wants(t, http.StatusUnprocessableEntity, `<a href="#`+name+`">`)
	}
	if len(f.forms) != 0 {
		t.Error("a form with errors was registered")
	}
}

func TestDuplicateHintsWithAndWithoutScripts(t *testing.T) {
	f := newFake()
	b := as(t, f, "recepcion")
	a := b.post("/counter/duplicates", url.Values{"name": {"Rosa Quispe"}})
	a.wants(t, 200, "000123-2026", "mismo nombre")
	if strings.Contains(a.body, "<html") {
		t.Error("the script gets a whole page")
	}
	a = b.post("/counter/new", url.Values{"do": {"look"}, "name": {"Rosa Quispe"}, "text": {"lo ya escrito"}, "procedure": {"public-information"}})
	a.wants(t, 200, "000123-2026", "lo ya escrito")
	if len(f.forms) != 0 {
		t.Error("looking for duplicates registered the form")
	}
}

func TestActionsCarryWhatTheyAsk(t *testing.T) {
	f := newFake()
	b := as(t, f, "funcionario")
	kind, body := multipartForm(t, map[string]string{"key": newKey(), "action": "respond", "text": "Va la respuesta.", "documents": "d-2"}, "files", "anexo.pdf", "datos")
	b.do("POST", "/requests/r-123/act", kind, body).wants(t, http.StatusSeeOther)
	c := f.commands[0]
	if c.Action != docket.ActRespond || c.Text != "Va la respuesta." || !reflect.DeepEqual(c.Documents, []string{"d-2"}) || len(f.files[c.Key]) != 1 {
		t.Errorf("command %+v, files %v", c, f.files)
	}
	b.get("/requests/r-123").wants(t, 200, "La respuesta está en camino.")
	if strings.Contains(b.get("/requests/r-123").body, "La respuesta está en camino.") {
		t.Error("the message is shown twice")
	}
	b.post("/requests/r-123/act", url.Values{"action": {"withdraw"}, "text": {"carta"}, "at": {"2026-04-08T11:00"}}).wants(t, http.StatusSeeOther)
	if !f.commands[1].At.Equal(at(4, 8, 11, 0)) {
		t.Errorf("withdrawn at %v", f.commands[1].At)
	}
	b.post("/requests/r-123/act", url.Values{"action": {"acknowledge"}, "alarm": {"three.1"}}).wants(t, http.StatusSeeOther)
	if f.commands[2].Alarm != "three.1" {
		t.Errorf("acknowledged %q", f.commands[2].Alarm)
	}
}

func TestRefusedActionsComeBackOnTheCase(t *testing.T) {
	f := newFake()
	b := as(t, f, "funcionario")
	b.post("/requests/r-123/act", url.Values{"action": {"note"}, "text": {""}}).
		wants(t, http.StatusUnprocessableEntity, "Escriba la nota.", `href="#note-text"`, `id="do-note" name="action" open`, "Actuaciones")
	b.post("/requests/r-123/act", url.Values{"action": {"approve"}}).
		wants(t, http.StatusConflict, "ya no admite esa acción", "Actuaciones")
	b.post("/requests/r-123/act", url.Values{"action": {"withdraw"}, "at": {"2026-13-01T00:00"}, "text": {"lo escrito"}}).
		wants(t, http.StatusUnprocessableEntity, `href="#withdraw-at"`, "lo escrito")
	b.post("/requests/r-ajena/act", url.Values{"action": {"note"}, "text": {"x"}}).wants(t, http.StatusNotFound, "No existe esa solicitud")
}

func TestKeyIsNewPerFormAndKeptOnErrors(t *testing.T) {
	b := as(t, newFake(), "funcionario")
	first, second := b.get("/requests/r-123"), b.get("/requests/r-123")
	seen := map[string]bool{}
	for _, a := range []answer{first, second} {
		for _, m := range keyField.FindAllStringSubmatch(a.body, -1) {
			if seen[m[1]] {
				t.Fatalf("key %s stands in two forms", m[1])
			}
			seen[m[1]] = true
		}
	}
	if len(seen) < 10 {
		t.Errorf("only %d keys", len(seen))
	}
	key := newKey()
	b.post("/requests/r-123/act", url.Values{"action": {"note"}, "key": {key}}).wants(t, 422, key)
}

func TestHeldDecisions(t *testing.T) {
	f := newFake()
	b := as(t, f, "recepcion")
	b.get("/held/h-1").wants(t, 200, `value="000123-2026"`, `value="rosa.otra@ciudadana.example"`, "llega de otra dirección", "/messages/h-1/files/1")
	b.post("/held/h-1", url.Values{"do": {"dismiss"}}).wants(t, 422, `href="#dismiss-reason"`)
	b.post("/held/h-1", url.Values{"do": {"join"}, "number": {"999999-2026"}}).wants(t, 404, "No existe ese expediente", `value="999999-2026"`)
	b.post("/held/h-1", url.Values{"do": {"burn"}}).wants(t, http.StatusSeeOther)
	f.decisions = nil
	b.post("/held/h-1", url.Values{"do": {"join"}, "number": {"000123-2026"}}).wants(t, http.StatusSeeOther)
	b.post("/held/h-1", url.Values{"do": {"request"}, "procedure": {"public-information"}, "name": {"Rosa"}, "text": {"pido"}}).wants(t, http.StatusSeeOther)
	a := b.post("/held/h-1", url.Values{"do": {"dismiss"}, "reason": {"publicidad"}})
	if a.Header.Get("Location") != "/held?undo=h-1" || len(f.decisions) != 3 {
		t.Fatalf("to %s after %d decisions", a.Header.Get("Location"), len(f.decisions))
	}
	f.held[0].Fate = string(docket.FateDismissed)
	b.get("/held?undo=h-1").wants(t, 200, "se descartó con su motivo.", `name="do" value="restore"`, "Deshacer")
	b.get("/held/h-1").wants(t, 200, "Devolverlo a la bandeja")
	b.get("/held?show=dismissed").wants(t, 200, "Descartado", `aria-current="page">Descartados`)
	f.held[0].Fate = string(docket.FateHeld)
	if a := b.get("/held?undo=h-1"); strings.Contains(a.body, "Deshacer") { // of what waits again there is nothing to undo
		t.Error("undo is offered twice")
	}
	if d := f.decisions[1]; d.Form.FromMessage != "h-1" || d.Form.Channel != docket.ChannelEmail || d.Form.Requester.Name != "Rosa" {
		t.Errorf("made of the message: %+v", d.Form)
	}
	b.get("/held/h-9").wants(t, 404, "ya no espera")
}

// What a held mail names is shown whole, and what can be answered is chosen with one click.
func TestHeldIsRegisteredForAChosenAddress(t *testing.T) {
	f := newFake()
	b := as(t, f, "recepcion")
	b.get("/held/h-1").wants(t, 200, "no-responder@ciudadana.example", "no se le puede responder", "quien lo envía", "¿Quién lo solicita?",
		`value="rosa.quispe.mamani@universidad-nacional.example"`, `name="do" value="register"`)
	if a := b.get("/held/h-1"); strings.Contains(a.body, `name="address" value="no-responder@`) {
		t.Error("an address that nobody reads can be chosen")
	}
	if a := b.get("/held/h-2"); strings.Contains(a.body, `value="register"`) { // it names nobody
		t.Error("a mail that names nobody can be registered as it says")
	}
	a := b.post("/held/h-1", url.Values{"do": {"register"}, "procedure": {"public-information"}, "address": {"rosa.quispe.mamani@universidad-nacional.example"}})
	if d := f.decisions[0]; a.Header.Get("Location") != "/requests/"+f.page.Request.ID+"/receipt" || d.Do != "register" || d.Address != "rosa.quispe.mamani@universidad-nacional.example" || d.Form.Procedure != "public-information" {
		t.Errorf("to %s: %+v", a.Header.Get("Location"), d)
	}
	b.post("/held/h-1", url.Values{"do": {"register"}, "address": {"nadie@x.example"}}).wants(t, 422, "Elija otra dirección.", `href="#register-address"`)
}

func TestFilterSurvivesItsAddress(t *testing.T) {
	f := lists.Filter{
		Text: "a & b", Procedure: "p", Office: "lima", State: "s", Holder: "none", Hands: "unit", Unit: "archivo", Channel: "email", Outcome: "o", Open: "yes", Overdue: true, Due: "week", Late: "no",
		ReceivedFrom: date(1, 1), ReceivedTo: date(2, 1), DueFrom: date(3, 1), DueTo: date(4, 1), Sort: "due", Answered: "yes", AnsweredFrom: date(5, 1), AnsweredTo: date(6, 1), InTerm: "first",
	}
	v := reflect.ValueOf(f)
	for i := range v.NumField() {
		if name := v.Type().Field(i).Name; v.Field(i).IsZero() && name != "Limit" && name != "Offset" {
			t.Fatalf("the test forgets %s", name)
		}
	}
	back, err := filterOf(queryOf(f))
	if err != nil || back != f {
		t.Errorf("%v\n%+v\n%+v", err, f, back)
	}
}

func TestImpossibleDatesAreRefusedInWords(t *testing.T) {
	b := as(t, newFake(), "jefa")
	b.get("/requests?received_from=2026-02-30").wants(t, 422, `href="#received_from"`, "Escriba una fecha que exista")
	b.get("/requests?open=quiz%C3%A1").wants(t, 422, "Use yes o no.")
	b.get("/dashboard?from=ayer").wants(t, 422, `href="#from"`)
}

func TestAbsences(t *testing.T) {
	f := newFake()
	b := as(t, f, "admin")
	b.post("/admin/absences", url.Values{"user": {"u-off"}, "deputy": {"u-off"}, "from": {"2026-05-04"}, "to": {"2026-05-08"}}).wants(t, 422, "otra persona", `href="#deputy"`)
	b.post("/admin/absences", url.Values{"user": {"u-off"}, "deputy": {"u-man"}, "from": {"2026-05-04"}, "to": {"2026-05-08"}}).wants(t, http.StatusSeeOther)
	got := f.absences[len(f.absences)-1]
	if got.From != date(5, 4) || got.To != date(5, 8) || got.Deputy != "u-man" {
		t.Errorf("%+v", got)
	}
	b.get("/admin").wants(t, 200, "Luis Paredes", "Hoy", "La ausencia se registró")
}

func TestStatusForCitizens(t *testing.T) {
	b := as(t, newFake(), "")
	a := b.post("/status", url.Values{"number": {" 000123-2026 "}, "code": {"K7M2-Q9RT"}})
	if a.StatusCode != http.StatusSeeOther || a.Header.Get("Location") != "/s/000123-2026/K7M2-Q9RT" {
		t.Errorf("%d to %s", a.StatusCode, a.Header.Get("Location"))
	}
	a = b.get("/s/000123-2026/K7M2-Q9RT")
	a.wants(t, 200, "En atención", "puede presentar una apelación", "martes 14 de abril de 2026")
	for _, private := range []string{"Rosa", "40000001", "Cedros", "Luis Paredes"} {
		if strings.Contains(a.body, private) {
			t.Errorf("the citizen's page shows %q to whoever has the link", private)
		}
	}
	b.get("/s/000123-2026/otro").wants(t, 404, "No hay una solicitud")
	b.post("/status", url.Values{"number": {"000123-2026"}, "code": {"otro"}}).wants(t, 404, "<title>Error:", `value="000123-2026"`)
}

func TestStatusGuessesMustWait(t *testing.T) {
	f := newFake()
	f.fail = docket.TooMany(time.Minute, "Espere un minuto.")
	b := as(t, f, "")
	form := b.post("/status", url.Values{"number": {"000123-2026"}, "code": {"otro"}})
	form.wants(t, http.StatusTooManyRequests, "Espere un minuto.", "<title>Error:", `value="000123-2026"`)
	page := b.get("/s/000123-2026/otro")
	page.wants(t, http.StatusTooManyRequests, "Espere un minuto.", "Demasiados intentos")
	for _, a := range []answer{form, page} {
		if got := a.Header.Get("Retry-After"); got != "60" {
			t.Errorf("Retry-After %q", got)
		}
	}
}

func TestProposalIsNotLostWhenItIsSavedAgain(t *testing.T) {
	f := newFake()
	a := as(t, f, "funcionario").get("/requests/r-123")
	draft := part(t, a.body, `id="do-draft"`, "</details>")
	if !strings.Contains(draft, "Se entrega copia de los catorce contratos") || !strings.Contains(draft, `value="d-2" checked`) || strings.Contains(draft, `value="d-1" checked`) {
		t.Errorf("the draft's form does not hold the draft: %s", draft)
	}
	if deny := part(t, a.body, `id="do-deny"`, "</details>"); strings.Contains(deny, "catorce contratos") {
		t.Error("the words of the answer stand as reasons of a denial")
	}

	f.page.Proposal.Closes, f.page.Proposal.Ground, f.page.Proposal.Until = docket.ActDeny, "confidential-personal", "31 de diciembre"
	a = as(t, f, "funcionario").get("/requests/r-123")
	for _, action := range []string{"do-draft", "do-deny"} {
		form := part(t, a.body, `id="`+action+`"`, "</details>")
		if !strings.Contains(form, `value="confidential-personal" selected`) || !strings.Contains(form, `value="31 de diciembre"`) {
			t.Errorf("%s loses what makes it a denial: %s", action, form)
		}
	}
	if respond := part(t, a.body, `id="do-respond"`, "</details>"); strings.Contains(respond, "catorce contratos") {
		t.Error("the reasons of a denial stand as an answer")
	}
}

// part cuts out what lies between two marks.
func part(t *testing.T, page, from, to string) string {
	t.Helper()
	_, rest, found := strings.Cut(page, from)
	inside, _, ends := strings.Cut(rest, to)
	if !found || !ends {
		t.Fatalf("no %s in the page", from)
	}
	return inside
}
