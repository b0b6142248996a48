package activities_test

import (
	"strings"
	"testing"

	"foja/docket"
	"foja/store"
	"foja/workflows"
)

func TestAnAnswerCarriesWordsFilesAndSigner(t *testing.T) {
	b, _ := newBench(t)
	ctx := t.Context()
	r := b.register(b.keep(friday, letterOfAna, "Solicito el acta."))
	u, err := b.Store.AddUser(ctx, store.User{
		Login: "oficial", Name: "Carlos Huamán", Roles: []docket.Role{docket.RoleOfficer}, PasswordHash: "x",
	})
	must(t, err)
	c, err := b.Store.Case(ctx, r.ID)
	must(t, err)
	law, err := b.LoadLaw(ctx, workflows.RequestInput{Request: r.ID})
	must(t, err)
	claim := docket.Command{
		Key: "k1", Action: docket.ActClaim, By: docket.Actor{User: u.ID, Role: docket.RoleOfficer, Office: "lima"},
	}
	events, err := c.Decide(law.Law, claim, b.Now())
	must(t, err)
	for _, e := range events {
		c.Apply(e)
	}
	must(t, b.Project(ctx, workflows.Projection{Events: events, Case: c}))
	words, err := b.Store.KeepDocument(ctx, store.NewDocument{
		Request: r.ID, Kind: store.DocumentText, Name: "r.txt",
		Type: "text/plain", Bytes: []byte("Adjuntamos el acta pedida."), Key: "w",
	})
	must(t, err)
	file, err := b.Store.KeepDocument(ctx, store.NewDocument{
		Request: r.ID, Kind: store.DocumentDraft, Name: "acta.csv", Type: "text/csv", Bytes: []byte("1;2"), Key: "f",
	})
	must(t, err)
	l := docket.Letter{ID: docket.LetterID(r.ID, docket.LetterResponse,
		1), Kind: docket.LetterResponse, N: 1, State: docket.LetterWaiting, Text: words.ID, Documents: []string{file.ID}}
	must(t, b.PrepareLetter(ctx, workflows.LetterInput{Request: r.ID, Letter: l}))
	must(t, b.send(l.ID))
	m := b.inbox(citizen)[0]
	for _, part := range []string{"Adjuntamos el acta pedida.", "acta.csv", "Carlos Huamán", r.Number} {
		if !strings.Contains(m.Text, part) {
			t.Errorf("the answer does not say %q:\n%s", part, m.Text)
		}
	}
	if len(m.Attachments) != 1 || m.Attachments[0].Name != "acta.csv" || string(m.Attachments[0].Data) != "1;2" {
		t.Errorf("it carries %v", m.Attachments)
	}
	if m.Signals.AutoSubmitted != "" && m.Signals.AutoSubmitted != "no" {
		t.Error("a person's answer must not say that it is automatic")
	}
}

func TestAnAdministratorsTemplateIsUsed(t *testing.T) {
	b, _ := newBench(t)
	_, err := b.Store.SetTemplate(t.Context(), string(docket.LetterReceipt),
		`{{define "subject"}}Cargo {{.Number}}{{end}}Recibido con el número {{.Number}}, según nuestra nueva plantilla.`,
		"admin")
	must(t, err)
	r := b.register(b.keep(friday, letterOfAna, "Solicito el acta."))
	must(t, b.send(b.receipt(r)))
	if m := b.inbox(citizen)[0]; !strings.Contains(m.Text, "según nuestra nueva plantilla") {
		t.Errorf("the mail says:\n%s", m.Text)
	}
}
