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
