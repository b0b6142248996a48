package web

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"foja/access"
	"foja/desk/norms"
	"foja/desk/papers"
	"foja/docket"
)

// fakeTemplates refuses a text with an open brace.
type fakeTemplates struct{ kept []string }

func (f *fakeTemplates) Templates(context.Context, access.User) ([]norms.LetterTemplate, error) {
	return []norms.LetterTemplate{
		{Kind: docket.LetterResponse, Name: docket.Say("Carta de respuesta"), Body: "Respondemos a {{.Number}}.", Version: 3, Used: []docket.Text{{ES: "Acceso a la información pública"}}},
		{Kind: docket.LetterReceipt, Name: docket.Say("Cargo de recepción"), Body: "Recibimos {{.Number}}.", Used: []docket.Text{{ES: "Acceso a la información pública"}, {ES: "Autorización de asistencia religiosa"}}},
	}, nil
}

func (f *fakeTemplates) Template(ctx context.Context, u access.User, kind docket.LetterKind) (norms.LetterTemplate, error) {
	all, err := f.Templates(ctx, u)
	for _, t := range all {
		if t.Kind == kind {
			return t, err
		}
	}
	return norms.LetterTemplate{}, docket.Refuse(docket.CodeNotFound, "Ningún procedimiento vigente escribe esa carta.")
}

func (f *fakeTemplates) MailTemplate(ctx context.Context, u access.User, kind docket.LetterKind, body, number string) (string, error) {
	_, err := f.PreviewTemplate(ctx, u, kind, body, number)
	return "admin@spn.example", err
}

func (f *fakeTemplates) PreviewTemplate(_ context.Context, _ access.User, _ docket.LetterKind, body, _ string) (papers.TemplatePreview, error) {
	if strings.Contains(body, "{{if") {
		return papers.TemplatePreview{}, docket.Invalid("body", "La plantilla no se puede leer: falta end.")
	}
	return papers.TemplatePreview{Number: "000123-2026", Subject: "Respuesta", Text: "Respondemos a 000123-2026.", PDF: []byte("%PDF-1.4")}, nil
}

func (f *fakeTemplates) SaveTemplate(_ context.Context, u access.User, _ docket.LetterKind, body string) (int, error) {
	if !u.Has(access.TemplateWriters...) {
		return 0, forbidden
	}
	f.kept = append(f.kept, body)
	return len(f.kept), nil
}

func TestATemplateIsTriedThenSaved(t *testing.T) {
	f := newFake()
	b := as(t, f, "admin")
	b.get("/templates").wants(t, 200, "Carta de respuesta", "Versión 3", "La que trae foja")
	b.get("/templates/response").wants(t, 200, "Respondemos a {{.Number}}.", "Volver a la de foja")
	b.post("/templates/response", url.Values{"do": {"preview"}, "body": {"Hola {{.Number}}"}}).wants(t, 200, "Respondemos a 000123-2026.", "Hola {{.Number}}")
	b.post("/templates/response", url.Values{"do": {"preview"}, "body": {"{{if"}}).wants(t, 422, `href="#body"`)
	if a := b.post("/templates/response", url.Values{"do": {"pdf"}, "body": {"x"}}); a.Header.Get("Content-Type") != "application/pdf" {
		t.Errorf("%v", a.Header)
	}
	if a := b.post("/templates/response", url.Values{"do": {"save"}, "body": {"Hola"}}); a.StatusCode != http.StatusSeeOther || len(f.kept) != 1 {
		t.Errorf("%d, %q", a.StatusCode, f.kept)
	}
	b.get("/templates/nada").wants(t, 404)
	manager := as(t, f, "jefa")
	if manager.post("/templates/response", url.Values{"do": {"save"}, "body": {"Hola"}}).wants(t, 403); len(f.kept) != 1 {
		t.Error("a manager saved a template")
	}
}
