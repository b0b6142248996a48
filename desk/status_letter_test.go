package desk

import (
	"testing"

	"foja/docket"
	"foja/store"
)

// The citizen reads again what was sent to her, and nothing that was not handed over yet, nor another case's.
func TestTheCitizenReadsHerLettersAgain(t *testing.T) {
	h := newHouse(t)
	clerk := h.person("Rosa", "lima", docket.RoleReception)
	r, other := h.register(clerk, form("t1")), h.register(clerk, form("t2"))
	const guest = "192.0.2.1"
	for _, of := range []string{r.ID, other.ID} {
		pdf, err := h.Store.KeepDocument(h.ctx, store.NewDocument{Request: of, Kind: store.DocumentLetter, Name: "respuesta.pdf", Type: "application/pdf", Bytes: []byte("%PDF " + of), Key: "pdf"})
		h.must(err)
		for _, kind := range []docket.LetterKind{docket.LetterReceipt, docket.LetterResponse} {
			_, _, err = h.Store.PutLetter(h.ctx, store.NewLetter{ID: docket.LetterID(of, kind, 1), Request: of, Kind: kind, N: 1, To: "María", PDF: pdf.ID, At: h.now})
			h.must(err)
		}
	}
	seen := func(want int) Status {
		t.Helper()
		st, err := h.Status(h.ctx, r.Number, r.StatusCode, guest)
		h.must(err)
		if len(st.Letters) != want {
			t.Fatalf("%+v", st.Letters)
		}
		return st
	}
	seen(0)
	_, err := h.StatusLetter(h.ctx, r.Number, r.StatusCode, "response-1", guest)
	h.code("a letter that still lies on the table", err, docket.CodeNotFound)

	h.must(h.Store.MarkLetterDelivered(h.ctx, docket.LetterID(r.ID, docket.LetterResponse, 1), h.now))
	h.must(h.Store.MarkLetterDelivered(h.ctx, docket.LetterID(r.ID, docket.LetterReceipt, 1), h.now)) // it has its own place
	letter := seen(1).Letters[0]
	if letter.Name != "Carta de respuesta" || !letter.At.Equal(h.now) {
		t.Errorf("%+v", letter)
	}
	file, err := h.StatusLetter(h.ctx, r.Number, r.StatusCode, letter.Key, guest)
	h.must(err)
	if got := contentOf(t, file); got != "%PDF "+r.ID {
		t.Errorf("%q", got)
	}
	_, err = h.StatusLetter(h.ctx, other.Number, other.StatusCode, letter.Key, guest)
	h.code("the letter of another case", err, docket.CodeNotFound)
	_, err = h.StatusLetter(h.ctx, r.Number, "AAAAAAAAAA", letter.Key, guest)
	h.code("without the code", err, docket.CodeNotFound)
}
