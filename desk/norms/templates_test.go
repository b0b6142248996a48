package norms_test

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"foja/desk/acts"
	"foja/desk/desktest"
	"foja/desk/norms"
	"foja/docket"
)

func TestATemplateIsTriedOnARealCaseAndSavedInVersions(t *testing.T) {
	h := desktest.New(t)
	admin, manager, clerk := h.Person("Pilar", "", docket.RoleAdministrator), h.Person("Ana", "", docket.RoleManager), h.Person("Rosa", "lima", docket.RoleReception)
	_, err := h.Norms.PreviewTemplate(h.Ctx, admin, docket.LetterResponse, "Hola", "")
	h.Code("without any case", err, docket.CodeInvalid)
	r := h.Register(clerk, desktest.Form("t1"))
	all, err := h.Norms.Templates(h.Ctx, manager)
	h.Must(err)
	for _, one := range all { // each can be shown as it is
		p, err := h.Norms.PreviewTemplate(h.Ctx, manager, one.Kind, one.Body, "")
		if err != nil || p.Number != r.Number || p.Subject == "" || !strings.Contains(p.HTML, "<html") || !bytes.HasPrefix(p.PDF, []byte("%PDF")) {
			t.Errorf("%s: %v, %q", one.Kind, err, p.Subject)
		}
	}
	if len(all) < 10 || all[0].Version != 0 {
		t.Errorf("%d templates", len(all))
	}
	body := `{{define "subject"}}Su respuesta {{.Number}}{{end}}Estimada persona: {{.Body}}`
	p, err := h.Norms.PreviewTemplate(h.Ctx, admin, docket.LetterResponse, body, r.Number)
	h.Must(err)
	if p.Subject != "Su respuesta "+r.Number || !strings.HasPrefix(p.Text, "Estimada persona: (Aquí") {
		t.Errorf("%+v", p)
	}
	var sent []norms.TrialLetter
	_, err = h.Norms.MailTemplate(h.Ctx, admin, docket.LetterResponse, body, r.Number)
	h.Code("a trial without a mail server", err, docket.CodeInvalid)
	h.Norms.MailTrial = func(_ context.Context, l norms.TrialLetter) error { sent = append(sent, l); return nil }
	_, err = h.Norms.MailTemplate(h.Ctx, manager, docket.LetterResponse, body, r.Number)
	h.Code("a trial by a manager", err, docket.CodeForbidden)
	to, err := h.Norms.MailTemplate(h.Ctx, admin, docket.LetterResponse, body, r.Number)
	h.Must(err)
	if len(sent) != 1 || sent[0].To != to || sent[0].Subject != "PRUEBA: Su respuesta "+r.Number || !bytes.HasPrefix(sent[0].PDF, []byte("%PDF")) {
		t.Errorf("%s, %+v", to, sent)
	}
	for what, wrong := range map[string]string{"an open brace": "{{if .Number}}", "an unknown name": "{{.Numero}}"} {
		_, err := h.Norms.SaveTemplate(h.Ctx, admin, docket.LetterResponse, wrong)
		h.Code(what, err, docket.CodeInvalid)
	}
	_, err = h.Norms.SaveTemplate(h.Ctx, manager, docket.LetterResponse, body)
	h.Code("by a manager", err, docket.CodeForbidden)
	_, err = h.Norms.SaveTemplate(h.Ctx, admin, "love", body)
	h.Code("a letter that nobody writes", err, docket.CodeNotFound)
	version, err := h.Norms.SaveTemplate(h.Ctx, admin, docket.LetterResponse, body)
	h.Must(err)
	saved, err := h.Norms.Template(h.Ctx, admin, docket.LetterResponse)
	h.Must(err)
	if saved.Body != body || saved.Version != version {
		t.Errorf("%+v", saved)
	}
	_, err = h.Norms.SaveTemplate(h.Ctx, admin, docket.LetterResponse, "") // back
	h.Must(err)
	if back, err := h.Norms.Template(h.Ctx, admin, docket.LetterResponse); err != nil || back.Version != 0 {
		t.Errorf("%+v, %v", back, err)
	}
}

// What is wrong with a template only for one case of one procedure is found before it is saved.
func TestATemplateIsTriedOnACaseOfEveryProcedureThatUsesIt(t *testing.T) {
	h := desktest.New(t)
	admin, clerk := h.Person("Pilar", "", docket.RoleAdministrator), h.Person("Rosa", "lima", docket.RoleReception)
	h.Register(clerk, desktest.Form("t1"))
	visit := desktest.Form("t2")
	visit.Procedure = "religious-assistance"
	other := h.Register(clerk, visit)
	// No example has this name, so only real data runs into the missing third date.
	body := `{{define "subject"}}x{{end}}{{with eq .Procedure "Autorización de asistencia religiosa"}}{{index $.Schedule 2}}{{end}}{{.Body}}`
	_, err := h.Norms.SaveTemplate(h.Ctx, admin, docket.LetterWithdrawal, body)
	h.Code("a template that fails on one procedure", err, docket.CodeInvalid)
	if err != nil && !strings.Contains(err.Error(), other.Number) {
		t.Errorf("%v does not name %s", err, other.Number)
	}
}

// A letter on paper that its template cannot write is a task, and is written by itself once the template is mended.
func TestALetterThatCouldNotBeWrittenIsWrittenWithTheMendedTemplate(t *testing.T) {
	for name, byEmail := range map[string]bool{"on paper": false, "by mail": true} {
		t.Run(name, func(t *testing.T) {
			h := desktest.New(t)
			admin, clerk, officer := h.Person("Pilar", "", docket.RoleAdministrator), h.Person("Rosa", "lima", docket.RoleReception), h.Person("Ana", "lima", docket.RoleOfficer)
			asked := desktest.Form("t1")
			if byEmail {
				asked.Requester.Email, asked.Requester.EmailConsent = "c@correo.example", true
			} else {
				asked.Requester.Email, asked.Requester.EmailConsent, asked.DeliveryMode = "", false, "copy"
			}
			r := h.Register(clerk, asked)
			request, err := h.Core.Store.Request(h.Ctx, r.ID)
			h.Must(err)
			h.Do(officer, r.ID, acts.Command{Action: docket.ActClaim})
			h.Do(officer, r.ID, acts.Command{Action: docket.ActRespond, Text: "Va la copia."})
			before, err := h.Core.Store.Case(h.Ctx, r.ID)
			h.Must(err)
			l := before.Letters[len(before.Letters)-1]
			_, err = h.Workflows.Project(h.Ctx, before, before.LetterUnwritten(h.Workflows.Law(request), l.ID, h.Now))
			h.Must(err)
			c, err := h.Core.Store.Case(h.Ctx, r.ID)
			h.Must(err)
			open := c.OpenTasks()
			if len(open) != 1 || open[0].Kind != docket.TaskLetterFailed {
				t.Fatalf("open tasks: %+v", open)
			}
			_, err = h.Norms.SaveTemplate(h.Ctx, admin, docket.LetterDenial, `{{define "subject"}}x{{end}}Otra carta.`)
			h.Must(err)
			if c, _ = h.Core.Store.Case(h.Ctx, r.ID); len(c.LettersIn(docket.LetterFailed)) != 1 {
				t.Error("another template was mended and the letter is asked for")
			}
			_, err = h.Norms.SaveTemplate(h.Ctx, admin, docket.LetterResponse, `{{define "subject"}}x{{end}}{{.Body}}`)
			h.Must(err)
			c, err = h.Core.Store.Case(h.Ctx, r.ID)
			h.Must(err)
			want := docket.LetterToPrint
			if byEmail {
				want = docket.LetterWaiting
			}
			if got, _ := c.Letter(l.ID); got.State != want || got.Unwritten || len(c.OpenTasks(docket.TaskLetterFailed)) != 0 {
				t.Errorf("%+v, %+v", got, c.OpenTasks())
			}
		})
	}
}

// A procedure that was published under an older program, or comes from a folder, may name a template that is not there: the others can
// still be read and changed.
func TestAnUnknownTemplateDoesNotTakeThePageDown(t *testing.T) {
	h := desktest.New(t)
	admin := h.Person("Pilar", "", docket.RoleAdministrator)
	before, err := h.Norms.Templates(h.Ctx, admin)
	h.Must(err)
	p := h.Core.Procedures(h.Core.Today(""))[0]
	p.Key, p.Letters = "mistyped", append([]docket.LetterRule{}, p.Letters...)
	for i, l := range p.Letters {
		if l.Kind == docket.LetterResponse {
			p.Letters[i].Template = "respnse"
		}
	}
	h.Must(h.Core.ProcedureSet.Take(p))
	after, err := h.Norms.Templates(h.Ctx, admin)
	if err != nil || len(after) != len(before) {
		t.Errorf("%d templates, %v; want %d", len(after), err, len(before))
	}
	if !strings.Contains(h.Log.String(), "respnse") {
		t.Error("the log does not name the template")
	}
}
