package desk

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"foja/docket"
	"foja/harness"
	"foja/store"
	"foja/virus"
)

// handedIn are the files of a case without the notes about it: that it was registered for another address than its mail's is one.
func handedIn(p Page) (files []Document) {
	for _, d := range p.Documents {
		if d.Kind != "note" {
			files = append(files, d)
		}
	}
	return files
}

func (h *house) invited(id string) store.UploadLink {
	h.Helper()
	h.must(h.InviteUploads(h.ctx))
	h.must(h.InviteUploads(h.ctx)) // once
	l, err := h.Store.UploadLink(h.ctx, id)
	h.must(err)
	return l
}

// Whoever has the link of a message hands in files, in parts or whole, and words, once; a clerk finds them with the message and makes the
// request of them, with the day on which the message came.
func TestWhatMailDidNotCarryIsHandedInByALink(t *testing.T) {
	h := newHouse(t)
	clerk := h.person("Rosa", "lima", docket.RoleReception)
	raw := strings.SplitN(letterMail, "\r\n\r\n", 2)[0] + "\r\n\r\n"
	id := h.held(raw, docket.HeldTooBig, "")
	l := h.invited(id)
	if l.Address != "juan@correo.example" {
		t.Errorf("%+v", l)
	}
	if waiting, err := h.Store.UnmailedUploadLinks(h.ctx); err != nil || len(waiting) != 1 {
		t.Errorf("%d links to mail, %v", len(waiting), err)
	}
	const ip = "10.0.0.1"
	_, err := h.BeginUpload(h.ctx, l.Token, ip, "disco.iso", h.Limits.UploadFile+1)
	h.code("a disk", err, docket.CodeTooLarge)
	h.code("nothing", h.HandIn(h.ctx, l.Token, ip, " ", nil), docket.CodeInvalid)
	file, err := h.BeginUpload(h.ctx, l.Token, ip, "../planos.txt", 10)
	h.must(err)
	h.Limits.UploadLink = 100
	_, err = h.BeginUpload(h.ctx, l.Token, ip, "b.txt", 91)
	h.code("more than a link takes, by what was announced", err, docket.CodeTooLarge)
	h.Limits.UploadAll = 15
	_, err = h.BeginUpload(h.ctx, l.Token, ip, "b.txt", 6)
	h.code("more than all links take", err, docket.CodeTooLarge)
	h.code("in one piece neither", h.HandIn(h.ctx, l.Token, ip, "Va.", []Upload{upload("b.txt", "123456")}), docket.CodeTooLarge)
	h.Limits.UploadAll = 100
	add := func(start int64, part string) (int64, error) {
		return h.AddToUpload(h.ctx, file, start, strings.NewReader(part))
	}
	_, err = add(0, "01234")
	h.must(err)
	_, err = add(0, "01234")
	h.code("the same part again", err, docket.CodeConflict)
	_, err = add(5, "567890")
	h.code("more than was said", err, docket.CodeConflict)
	h.code("half a file", h.HandIn(h.ctx, l.Token, ip, "Pido los planos.", nil), docket.CodeInvalid)
	_, err = add(5, "56789")
	h.must(err)
	h.must(h.HandIn(h.ctx, l.Token, ip, "Pido los planos.", []Upload{upload("dni.txt", "12345678")}))
	h.code("a second time", h.HandIn(h.ctx, l.Token, ip, "Otra vez.", nil), docket.CodeConflict)
	shown, err := h.UploadLink(h.ctx, l.Token, ip)
	h.must(err)
	if shown.DoneAt.IsZero() || len(shown.Files) != 2 || !shown.Files[0].Whole || shown.Files[0].SHA256 == "" || shown.Files[0].Name != "planos.txt" {
		t.Errorf("%+v", shown)
	}

	m, err := h.HeldMessage(h.ctx, clerk, id)
	h.must(err)
	if m.Text != "Pido los planos." || len(m.Attachments) != 2 || m.Link == nil || m.Link.DoneAt.IsZero() {
		t.Errorf("%+v", m)
	}
	got, err := h.MessageFile(h.ctx, clerk, id, 1)
	h.must(err)
	if contentOf(t, got) != "0123456789" || got.Name != "planos.txt" {
		t.Errorf("%+v", got)
	}
	f := form("")
	f.Text = m.Text
	request, err := h.Decide(h.ctx, clerk, id, Decision{Key: "d1", Do: "request", Form: f})
	h.must(err)
	p, err := h.Request(h.ctx, clerk, request)
	h.must(err)
	if len(handedIn(p)) != 2 || p.Request.ReceivedOn.String() != "2026-02-27" {
		t.Errorf("%+v, received on %s", p.Documents, p.Request.ReceivedOn)
	}
	for what, token := range map[string]string{"nothing": "", "a unit's": "eyJtIjoieCJ9.AAAA"} {
		_, err := h.UploadLink(h.ctx, token, "10.0.0.2")
		h.code(what, err, docket.CodeNotFound)
	}
	h.now = h.now.Add(uploadLife + time.Hour)
	_, err = h.UploadLink(h.ctx, l.Token, ip)
	h.code("an old one", err, docket.CodeNotFound)
}

// No virus gets into a case: not by a form, not by a link, not out of a mail that a clerk makes a request of. What cannot be searched is
// refused too, each with its reason.
func TestNoVirusGetsIn(t *testing.T) {
	h := newHouse(t)
	clamd := harness.UseClamd(t)
	h.Virus, h.Limits.FileBytes = virus.New(clamd.Addr), 25_000_000
	clerk := h.person("Rosa", "lima", docket.RoleReception)
	with := func(name string, content []byte) error {
		f := form("t-" + name)
		f.Files = []Upload{{Name: name, Body: bytes.NewReader(content)}}
		_, err := h.Desk.Register(h.ctx, clerk, f)
		return err
	}
	h.must(with("limpio.txt", []byte("limpio")))
	for want, content := range map[string][]byte{"tiene un virus": []byte("x " + harness.Virus), "no puede mirar entero": bytes.Repeat([]byte("x"), harness.ClamdLimit+1)} {
		if err := with("a.txt", content); docket.CodeOf(err) != docket.CodeInvalid || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", want, err)
		}
	}

	sick := strings.Replace(letterMail, "%PDF-1.4", harness.Virus, 1)
	sick = strings.Replace(sick, "\r\n--b--", "\r\n--b\r\nContent-Type: text/plain; name=b.txt\r\nContent-Disposition: attachment; filename=b.txt\r\n\r\nlimpio\r\n--b--", 1)
	id := h.held(sick, docket.HeldInfected, "")
	l := h.invited(id)
	_, err := h.MessageFile(h.ctx, clerk, id, 1)
	h.code("the file with the virus", err, docket.CodeConflict)
	_, err = h.MessageFile(h.ctx, clerk, id, 2)
	h.must(err)
	file, err := h.BeginUpload(h.ctx, l.Token, "10.0.0.1", "otra.doc", int64(len(harness.Virus)))
	h.must(err)
	_, err = h.AddToUpload(h.ctx, file, 0, strings.NewReader(harness.Virus))
	h.code("by the link", err, docket.CodeInvalid)
	f := form("")
	request, err := h.Decide(h.ctx, clerk, id, Decision{Key: "d1", Do: "request", Form: f})
	h.must(err)
	p, err := h.Request(h.ctx, clerk, request)
	h.must(err)
	if files := handedIn(p); len(files) != 1 || files[0].Name != "b.txt" {
		t.Errorf("%+v", p.Documents)
	}
	// Joined to a case, a message is not held for anything any more: its files are searched for themselves.
	_, err = h.MessageFile(h.ctx, clerk, id, 1)
	h.code("the file with the virus, once joined", err, docket.CodeConflict)
	_, err = h.MessageFile(h.ctx, clerk, id, 2)
	h.must(err)
	h.must(clamd.Stop())
	if err := with("c.txt", []byte("limpio")); err == nil || !strings.Contains(err.Error(), "No se pudo comprobar") {
		t.Errorf("with nobody to look: %v", err)
	}
}

// A robot, and an address that has got many, are written nothing: a person hands the link over.
func TestWhoIsNotInvitedByMail(t *testing.T) {
	h := newHouse(t)
	robot := h.held("From: x@correo.example\r\nSubject: fuera\r\nAuto-Submitted: auto-replied\r\n\r\n", docket.HeldTooBig, "")
	if l := h.invited(robot); l.Address != "" || l.Token == "" {
		t.Errorf("%+v", l)
	}
	var last string
	for i := range invitesPerHour + 1 {
		last = h.held(letterMail+strings.Repeat("x", i), docket.HeldTooBig, "")
		h.invited(last)
	}
	if l := h.invited(last); l.Address != "" {
		t.Errorf("one too many is written to %s", l.Address)
	}
}
