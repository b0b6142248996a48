package desk

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"foja/docket"
)

func TestATemplateIsTriedOnARealCaseAndSavedInVersions(t *testing.T) {
	h := newHouse(t)
	admin, manager, clerk := h.person("Pilar", "", docket.RoleAdministrator), h.person("Ana", "", docket.RoleManager), h.person("Rosa", "lima", docket.RoleReception)
	_, err := h.PreviewTemplate(h.ctx, admin, docket.LetterResponse, "Hola", "")
	h.code("without any case", err, docket.CodeInvalid)
	r := h.register(clerk, form("t1"))
	all, err := h.Templates(h.ctx, manager)
	h.must(err)
	for _, one := range all { // each can be shown as it is
		p, err := h.PreviewTemplate(h.ctx, manager, one.Kind, one.Body, "")
		if err != nil || p.Number != r.Number || p.Subject == "" || !strings.Contains(p.HTML, "<html") || !bytes.HasPrefix(p.PDF, []byte("%PDF")) {
			t.Errorf("%s: %v, %q", one.Kind, err, p.Subject)
		}
	}
	if len(all) < 10 || all[0].Version != 0 {
		t.Errorf("%d templates", len(all))
	}
	body := `{{define "subject"}}Su respuesta {{.Number}}{{end}}Estimada persona: {{.Body}}`
	p, err := h.PreviewTemplate(h.ctx, admin, docket.LetterResponse, body, r.Number)
	h.must(err)
	if p.Subject != "Su respuesta "+r.Number || !strings.HasPrefix(p.Text, "Estimada persona: (Aquí") {
		t.Errorf("%+v", p)
	}
	var sent []TrialLetter
	_, err = h.MailTemplate(h.ctx, admin, docket.LetterResponse, body, r.Number)
	h.code("a trial without a mail server", err, docket.CodeInvalid)
	h.MailTrial = func(_ context.Context, l TrialLetter) error { sent = append(sent, l); return nil }
	_, err = h.MailTemplate(h.ctx, manager, docket.LetterResponse, body, r.Number)
	h.code("a trial by a manager", err, docket.CodeForbidden)
	to, err := h.MailTemplate(h.ctx, admin, docket.LetterResponse, body, r.Number)
	h.must(err)
	if len(sent) != 1 || sent[0].To != to || sent[0].Subject != "PRUEBA: Su respuesta "+r.Number || !bytes.HasPrefix(sent[0].PDF, []byte("%PDF")) {
		t.Errorf("%s, %+v", to, sent)
	}
	for what, wrong := range map[string]string{"an open brace": "{{if .Number}}", "an unknown name": "{{.Numero}}"} {
		_, err := h.SaveTemplate(h.ctx, admin, docket.LetterResponse, wrong)
		h.code(what, err, docket.CodeInvalid)
	}
	_, err = h.SaveTemplate(h.ctx, manager, docket.LetterResponse, body)
	h.code("by a manager", err, docket.CodeForbidden)
	_, err = h.SaveTemplate(h.ctx, admin, "love", body)
	h.code("a letter that nobody writes", err, docket.CodeNotFound)
	version, err := h.SaveTemplate(h.ctx, admin, docket.LetterResponse, body)
	h.must(err)
	saved, err := h.Template(h.ctx, admin, docket.LetterResponse)
	h.must(err)
	if saved.Body != body || saved.Version != version {
		t.Errorf("%+v", saved)
	}
	_, err = h.SaveTemplate(h.ctx, admin, docket.LetterResponse, "") // back
	h.must(err)
	if back, err := h.Template(h.ctx, admin, docket.LetterResponse); err != nil || back.Version != 0 {
		t.Errorf("%+v, %v", back, err)
	}
}

// What is wrong with a template only for one case of one procedure is found before it is saved.
func TestATemplateIsTriedOnACaseOfEveryProcedureThatUsesIt(t *testing.T) {
	h := newHouse(t)
	admin, clerk := h.person("Pilar", "", docket.RoleAdministrator), h.person("Rosa", "lima", docket.RoleReception)
	h.register(clerk, form("t1"))
	visit := form("t2")
	visit.Procedure = "religious-assistance"
	other := h.register(clerk, visit)
	// No example has this name, so only real data runs into the missing third date.
	body := `{{define "subject"}}x{{end}}{{with eq .Procedure "Autorización de asistencia religiosa"}}{{index $.Schedule 2}}{{end}}{{.Body}}`
	_, err := h.SaveTemplate(h.ctx, admin, docket.LetterWithdrawal, body)
	h.code("a template that fails on one procedure", err, docket.CodeInvalid)
	if err != nil && !strings.Contains(err.Error(), other.Number) {
		t.Errorf("%v does not name %s", err, other.Number)
	}
}

// A letter on paper that its template cannot write is a task, and is written by itself once the template is mended.
func TestALetterThatCouldNotBeWrittenIsWrittenWithTheMendedTemplate(t *testing.T) {
	for name, byEmail := range map[string]bool{"on paper": false, "by mail": true} {
		t.Run(name, func(t *testing.T) {
			h := newHouse(t)
			admin, clerk, officer := h.person("Pilar", "", docket.RoleAdministrator), h.person("Rosa", "lima", docket.RoleReception), h.person("Ana", "lima", docket.RoleOfficer)
			asked := form("t1")
			if byEmail {
				asked.Requester.Email, asked.Requester.EmailConsent = "c@correo.example", true
			} else {
				asked.Requester.Email, asked.Requester.EmailConsent, asked.DeliveryMode = "", false, "copy"
			}
			r := h.register(clerk, asked)
			request, err := h.Store.Request(h.ctx, r.ID)
			h.must(err)
			h.do(officer, r.ID, Command{Action: docket.ActClaim})
			h.do(officer, r.ID, Command{Action: docket.ActRespond, Text: "Va la copia."})
			before, err := h.Store.Case(h.ctx, r.ID)
			h.must(err)
			l := before.Letters[len(before.Letters)-1]
			_, err = h.cases.project(h.ctx, before, before.LetterUnwritten(h.cases.law(request), l.ID, h.now))
			h.must(err)
			kase, err := h.Store.Case(h.ctx, r.ID)
			h.must(err)
			open := kase.OpenTasks()
			if len(open) != 1 || open[0].Kind != docket.TaskLetterFailed {
				t.Fatalf("open tasks: %+v", open)
			}
			_, err = h.SaveTemplate(h.ctx, admin, docket.LetterDenial, `{{define "subject"}}x{{end}}Otra carta.`)
			h.must(err)
			if kase, _ = h.Store.Case(h.ctx, r.ID); len(kase.LettersIn(docket.LetterFailed)) != 1 {
				t.Error("another template was mended and the letter is asked for")
			}
			_, err = h.SaveTemplate(h.ctx, admin, docket.LetterResponse, `{{define "subject"}}x{{end}}{{.Body}}`)
			h.must(err)
			kase, err = h.Store.Case(h.ctx, r.ID)
			h.must(err)
			want := docket.LetterToPrint
			if byEmail {
				want = docket.LetterWaiting
			}
			if got, _ := kase.Letter(l.ID); got.State != want || got.Unwritten || len(kase.OpenTasks(docket.TaskLetterFailed)) != 0 {
				t.Errorf("%+v, %+v", got, kase.OpenTasks())
			}
		})
	}
}

// A procedure that was published under an older program, or comes from a folder, may name a template that is not there: the others can
// still be read and changed.
func TestAnUnknownTemplateDoesNotTakeThePageDown(t *testing.T) {
	h := newHouse(t)
	admin := h.person("Pilar", "", docket.RoleAdministrator)
	before, err := h.Templates(h.ctx, admin)
	h.must(err)
	p := h.Procedures(h.Today(""))[0]
	p.Key, p.Letters = "mistyped", append([]docket.LetterRule{}, p.Letters...)
	for i, l := range p.Letters {
		if l.Kind == docket.LetterResponse {
			p.Letters[i].Template = "respnse"
		}
	}
	h.must(h.Deps.Procedures.Take(p))
	after, err := h.Templates(h.ctx, admin)
	if err != nil || len(after) != len(before) {
		t.Errorf("%d templates, %v; want %d", len(after), err, len(before))
	}
	if !strings.Contains(h.log.String(), "respnse") {
		t.Error("the log does not name the template")
	}
}
