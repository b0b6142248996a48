package links_test

import (
	"testing"

	"foja/desk/desktest"
	"foja/desk/links"
	"foja/docket"
	"foja/store"
)

// The citizen reads again what was sent to her, and nothing that was not handed over yet, nor another case's.
func TestTheCitizenReadsHerLettersAgain(t *testing.T) {
	h := desktest.New(t)
	clerk := h.Person("Rosa", "lima", docket.RoleReception)
	r, other := h.Register(clerk, desktest.Form("t1")), h.Register(clerk, desktest.Form("t2"))
	const guest = "192.0.2.1"
	for _, of := range []string{r.ID, other.ID} {
		pdf, err := h.Core.Store.KeepDocument(h.Ctx, store.NewDocument{Request: of, Kind: store.DocumentLetter, Name: "respuesta.pdf", Type: "application/pdf", Bytes: []byte("%PDF " + of), Key: "pdf"})
		h.Must(err)
		for _, kind := range []docket.LetterKind{docket.LetterReceipt, docket.LetterResponse} {
			_, _, err = h.Core.Store.PutLetter(h.Ctx, store.NewLetter{ID: docket.LetterID(of, kind, 1), Request: of, Kind: kind, N: 1, To: "María", PDF: pdf.ID, At: h.Now})
			h.Must(err)
		}
	}
	seen := func(want int) links.Status {
		t.Helper()
		st, err := h.Links.Status(h.Ctx, r.Number, r.StatusCode, guest)
		h.Must(err)
		if len(st.Letters) != want {
			t.Fatalf("%+v", st.Letters)
		}
		return st
	}
	seen(0)
	_, err := h.Links.StatusLetter(h.Ctx, r.Number, r.StatusCode, "response-1", guest)
	h.Code("a letter that still lies on the table", err, docket.CodeNotFound)

	h.Must(h.Core.Store.MarkLetterDelivered(h.Ctx, docket.LetterID(r.ID, docket.LetterResponse, 1), h.Now))
	h.Must(h.Core.Store.MarkLetterDelivered(h.Ctx, docket.LetterID(r.ID, docket.LetterReceipt, 1), h.Now)) // it has its own place
	letter := seen(1).Letters[0]
	if desktest.Words(letter.Name) != "Carta de respuesta" || !letter.At.Equal(h.Now) {
		t.Errorf("%+v", letter)
	}
	file, err := h.Links.StatusLetter(h.Ctx, r.Number, r.StatusCode, letter.Key, guest)
	h.Must(err)
	if got := desktest.ContentOf(t, file); got != "%PDF "+r.ID {
		t.Errorf("%q", got)
	}
	_, err = h.Links.StatusLetter(h.Ctx, other.Number, other.StatusCode, letter.Key, guest)
	h.Code("the letter of another case", err, docket.CodeNotFound)
	_, err = h.Links.StatusLetter(h.Ctx, r.Number, "AAAAAAAAAA", letter.Key, guest)
	h.Code("without the code", err, docket.CodeNotFound)
}
