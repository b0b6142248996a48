package activities_test

import (
	"strings"
	"testing"

	"foja/calendar"
	"foja/docket"
	"foja/store"
	"foja/workflows"
)

// What is too large for mail becomes links that live thirty days at least, each named with its size and its
// fingerprint; the letter itself goes out (law: R36).
func TestR36_filesTooLargeForMailBecomeLinks(t *testing.T) {
	b, _ := newBench(t)
	b.AttachMax, b.LinkDays, b.WebURL = 1000, 0, "https://foja.example"
	ctx := t.Context()
	r := b.register(b.keep(friday, letterOfAna, "Solicito las actas."))
	prepare := func(n, bytes int) (string, []string) {
		t.Helper()
		words, err := b.Store.KeepDocument(ctx, store.NewDocument{
			Request: r.ID, Kind: store.DocumentText, Name: "r.txt",
			Type: "text/plain", Bytes: []byte("Van las actas."), Key: strings.Repeat("w", n),
		})
		must(t, err)
		var ids []string
		for i, name := range []string{"actas 2020.pdf", "actas 2021.pdf"} {
			d, err := b.Store.KeepDocument(ctx, store.NewDocument{
				Request: r.ID, Kind: store.DocumentDraft, Name: name, Type: "application/pdf",
				Bytes: []byte(strings.Repeat("x", bytes+i)), Key: name + strings.Repeat("f", n),
			})
			must(t, err)
			ids = append(ids, d.ID)
		}
		l := docket.Letter{ID: docket.LetterID(r.ID, docket.LetterResponse,
			n), Kind: docket.LetterResponse, N: n, State: docket.LetterWaiting, Text: words.ID, Documents: ids}
		for range 2 { // an attempt that was repeated says the same
			must(t, b.PrepareLetter(ctx, workflows.LetterInput{Request: r.ID, Letter: l}))
		}
		must(t, b.send(l.ID))
		return l.ID, ids
	}
	letter, ids := prepare(1, 600)
	m := b.inbox(citizen)[0]
	if len(m.Attachments) != 0 {
		t.Errorf("it carries %d files", len(m.Attachments))
	}
	until := calendar.DateOf(b.Now().Add(-5 * 3600e9)).AddDays(docket.LinkDays)
	for _, id := range ids {
		link, err := b.Store.LinkDownload(ctx,
			store.DownloadLink{Request: r.ID, Letter: letter, Document: id, ExpiresOn: until})
		must(t, err)
		if link.ExpiresOn != until {
			t.Errorf("it ends on %s, want %s", link.ExpiresOn, until)
		}
		if !strings.Contains(m.Text, "https://foja.example/d/"+link.Token) ||
			!strings.Contains(m.HTML, `href="https://foja.example/d/`+link.Token+`"`) {
			t.Errorf("no link to %s in\n%s\n%s", id, m.Text, m.HTML)
		}
	}
	for _, part := range []string{"actas 2020.pdf", "600 bytes", "huella SHA-256"} {
		if !strings.Contains(m.Text, part) {
			t.Errorf("it does not say %q:\n%s", part, m.Text)
		}
	}
	prepare(2, 100)
	all := b.inbox(citizen)
	if m := all[len(all)-1]; len(m.Attachments) != 2 || strings.Contains(m.Text, "/d/") {
		t.Errorf("small files: %d attached\n%s", len(m.Attachments), m.Text)
	}
}
