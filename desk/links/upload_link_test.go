package links_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"foja/desk/cases"
	"foja/desk/desktest"
	"foja/desk/documents"
	"foja/desk/links"
	"foja/desk/pen"
	"foja/docket"
	"foja/files/virus"
	"foja/harness"
)

// handedIn are the files of a case without the notes about it: that it was registered for another address than its mail's is one.
func handedIn(p cases.Page) (files []documents.Document) {
	for _, d := range p.Documents {
		if d.Kind != "note" {
			files = append(files, d)
		}
	}
	return files
}

// Anyone who has the link of a message hands in files, in parts or whole, and words, once; a clerk finds them with the message and makes
// the request of them, with the day on which the message came.
func TestWhatMailDidNotCarryIsHandedInByALink(t *testing.T) {
	h := desktest.New(t)
	clerk := h.Person("Rosa", "lima", docket.RoleReception)
	raw := strings.SplitN(desktest.LetterMail, "\r\n\r\n", 2)[0] + "\r\n\r\n"
	id := h.Held(raw, docket.HeldTooBig, "")
	l := h.Invited(id)
	if l.Address != "juan@correo.example" {
		t.Errorf("%+v", l)
	}
	if waiting, err := h.Core.Store.UnmailedUploadLinks(h.Ctx); err != nil || len(waiting) != 1 {
		t.Errorf("%d links to mail, %v", len(waiting), err)
	}
	const ip = "10.0.0.1"
	_, err := h.Links.BeginUpload(h.Ctx, l.Token, ip, "disco.iso", h.Attempts.Limits.UploadFile+1)
	h.Code("a disk", err, docket.CodeTooLarge)
	h.Code("nothing", h.Links.HandIn(h.Ctx, l.Token, ip, " ", nil), docket.CodeInvalid)
	file, err := h.Links.BeginUpload(h.Ctx, l.Token, ip, "../planos.txt", 10)
	h.Must(err)
	h.Attempts.Limits.UploadLink = 100
	_, err = h.Links.BeginUpload(h.Ctx, l.Token, ip, "b.txt", 91)
	h.Code("more than a link takes, by what was announced", err, docket.CodeTooLarge)
	h.Attempts.Limits.UploadAll = 15
	_, err = h.Links.BeginUpload(h.Ctx, l.Token, ip, "b.txt", 6)
	h.Code("more than all links take", err, docket.CodeTooLarge)
	h.Code("in one piece neither", h.Links.HandIn(h.Ctx, l.Token, ip, "Va.", []documents.Upload{desktest.Upload("b.txt", "123456")}), docket.CodeTooLarge)
	h.Attempts.Limits.UploadAll = 100
	add := func(start int64, part string) (int64, error) {
		return h.Links.AddToUpload(h.Ctx, file, start, strings.NewReader(part))
	}
	_, err = add(0, "01234")
	h.Must(err)
	_, err = add(0, "01234")
	h.Code("the same part again", err, docket.CodeConflict)
	_, err = add(5, "567890")
	h.Code("more than was said", err, docket.CodeConflict)
	h.Code("half a file", h.Links.HandIn(h.Ctx, l.Token, ip, "Pido los planos.", nil), docket.CodeInvalid)
	_, err = add(5, "56789")
	h.Must(err)
	h.Must(h.Links.HandIn(h.Ctx, l.Token, ip, "Pido los planos.", []documents.Upload{desktest.Upload("dni.txt", "12345678")}))
	h.Code("a second time", h.Links.HandIn(h.Ctx, l.Token, ip, "Otra vez.", nil), docket.CodeConflict)
	shown, err := h.Links.UploadLink(h.Ctx, l.Token, ip)
	h.Must(err)
	if shown.DoneAt.IsZero() || len(shown.Files) != 2 || !shown.Files[0].Whole || shown.Files[0].SHA256 == "" || shown.Files[0].Name != "planos.txt" {
		t.Errorf("%+v", shown)
	}

	m, err := h.Pen.HeldMessage(h.Ctx, clerk, id)
	h.Must(err)
	if m.Text != "Pido los planos." || len(m.Attachments) != 2 || m.Link == nil || m.Link.DoneAt.IsZero() {
		t.Errorf("%+v", m)
	}
	got, err := h.Pen.MessageFile(h.Ctx, clerk, id, 1)
	h.Must(err)
	if desktest.ContentOf(t, got) != "0123456789" || got.Name != "planos.txt" {
		t.Errorf("%+v", got)
	}
	f := desktest.Form("")
	f.Text = m.Text
	request, err := h.Pen.Decide(h.Ctx, clerk, id, pen.Decision{Key: "d1", Do: "request", Form: f})
	h.Must(err)
	p, err := h.Cases.Request(h.Ctx, clerk, request)
	h.Must(err)
	if len(handedIn(p)) != 2 || p.Request.ReceivedOn.String() != "2026-02-27" {
		t.Errorf("%+v, received on %s", p.Documents, p.Request.ReceivedOn)
	}
	for what, token := range map[string]string{"nothing": "", "a unit's": "eyJtIjoieCJ9.AAAA"} {
		_, err := h.Links.UploadLink(h.Ctx, token, "10.0.0.2")
		h.Code(what, err, docket.CodeNotFound)
	}
	h.Now = h.Now.Add(links.UploadLife + time.Hour)
	_, err = h.Links.UploadLink(h.Ctx, l.Token, ip)
	h.Code("an old one", err, docket.CodeNotFound)
}

// No virus gets into a case: not by a form, not by a link, not out of a mail that a clerk makes a request of. What cannot be searched is
// refused too, each with its reason.
func TestNoVirusGetsIn(t *testing.T) {
	h := desktest.New(t)
	clamd := harness.UseClamd(t)
	h.Documents.Virus, h.Attempts.Limits.FileBytes = virus.New(clamd.Addr), 25_000_000
	clerk := h.Person("Rosa", "lima", docket.RoleReception)
	with := func(name string, content []byte) error {
		f := desktest.Form("t-" + name)
		f.Files = []documents.Upload{{Name: name, Body: bytes.NewReader(content)}}
		_, err := h.Desk.Acts.Register(h.Ctx, clerk, f)
		return err
	}
	h.Must(with("limpio.txt", []byte("limpio")))
	for want, content := range map[string][]byte{"tiene un virus": []byte("x " + harness.Virus), "no puede mirar entero": bytes.Repeat([]byte("x"), harness.ClamdLimit+1)} {
		if err := with("a.txt", content); docket.CodeOf(err) != docket.CodeInvalid || !strings.Contains(desktest.Refusal(err), want) {
			t.Errorf("%s: %v", want, err)
		}
	}

	sick := strings.Replace(desktest.LetterMail, "%PDF-1.4", harness.Virus, 1)
	sick = strings.Replace(sick, "\r\n--b--", "\r\n--b\r\nContent-Type: text/plain; name=b.txt\r\nContent-Disposition: attachment; filename=b.txt\r\n\r\nlimpio\r\n--b--", 1)
	id := h.Held(sick, docket.HeldInfected, "")
	l := h.Invited(id)
	_, err := h.Pen.MessageFile(h.Ctx, clerk, id, 1)
	h.Code("the file with the virus", err, docket.CodeConflict)
	_, err = h.Pen.MessageFile(h.Ctx, clerk, id, 2)
	h.Must(err)
	file, err := h.Links.BeginUpload(h.Ctx, l.Token, "10.0.0.1", "otra.doc", int64(len(harness.Virus)))
	h.Must(err)
	_, err = h.Links.AddToUpload(h.Ctx, file, 0, strings.NewReader(harness.Virus))
	h.Code("by the link", err, docket.CodeInvalid)
	f := desktest.Form("")
	request, err := h.Pen.Decide(h.Ctx, clerk, id, pen.Decision{Key: "d1", Do: "request", Form: f})
	h.Must(err)
	p, err := h.Cases.Request(h.Ctx, clerk, request)
	h.Must(err)
	if files := handedIn(p); len(files) != 1 || files[0].Name != "b.txt" {
		t.Errorf("%+v", p.Documents)
	}
	// Joined to a case, a message is not held for anything any more: its files are searched for themselves.
	_, err = h.Pen.MessageFile(h.Ctx, clerk, id, 1)
	h.Code("the file with the virus, once joined", err, docket.CodeConflict)
	_, err = h.Pen.MessageFile(h.Ctx, clerk, id, 2)
	h.Must(err)
	h.Must(clamd.Stop())
	if err := with("c.txt", []byte("limpio")); err == nil || !strings.Contains(desktest.Refusal(err), "No se pudo comprobar") {
		t.Errorf("with nobody to look: %v", err)
	}
}

// A robot, and an address that has got many, are written nothing: a person hands the link over.
func TestWhoIsNotInvitedByMail(t *testing.T) {
	h := desktest.New(t)
	robot := h.Held("From: x@correo.example\r\nSubject: fuera\r\nAuto-Submitted: auto-replied\r\n\r\n", docket.HeldTooBig, "")
	if l := h.Invited(robot); l.Address != "" || l.Token == "" {
		t.Errorf("%+v", l)
	}
	var last string
	for i := range links.InvitesPerHour + 1 {
		last = h.Held(desktest.LetterMail+strings.Repeat("x", i), docket.HeldTooBig, "")
		h.Invited(last)
	}
	if l := h.Invited(last); l.Address != "" {
		t.Errorf("one too many is written to %s", l.Address)
	}
}
