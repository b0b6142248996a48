package acts_test

import (
	"bytes"
	"errors"
	"slices"
	"testing"

	"foja/desk/acts"
	"foja/desk/desktest"
	"foja/desk/documents"
	"foja/docket"
)

// A form keeps its key when it comes back with an error. What is sent the second time is what the person sees, never what was kept of
// the first.
func TestAFormThatComesBackIsSentAsItIsNow(t *testing.T) {
	h := desktest.New(t)
	officer := h.Person("Luis", "lima", docket.RoleOfficer)
	id := h.Register(officer, desktest.Form("t1")).ID
	h.Sent(id)
	h.Do(officer, id, acts.Command{Action: docket.ActClaim})
	files := func(body string) []documents.Upload {
		return []documents.Upload{{Name: "lista.docx", Body: bytes.NewReader(wordFile(t, body))}}
	}
	answer := acts.Command{Key: "form-1", Action: docket.ActRespond, Text: "Va la lista.", Files: files("<w:del/>con nombres")}
	for _, body := range []string{"<w:del/>con nombres", "<w:del/>sin nombres"} {
		answer.Files = files(body)
		_, err := h.Acts.Act(h.Ctx, officer, id, answer)
		var unlooked acts.UncheckedFiles
		if !errors.As(err, &unlooked) || len(unlooked.Kept) != 1 {
			t.Fatal(err)
		}
		got, err := h.Core.Store.DocumentBytes(h.Ctx, unlooked.Kept[0])
		h.Must(err)
		if !bytes.Equal(got, wordFile(t, body)) {
			t.Errorf("%s: another file would be sent", body)
		}
	}

	h.Workflows.Away = docket.Refuse(docket.CodeUnavailable, "no responde")
	note := acts.Command{Key: "form-2", Action: docket.ActNote, Text: "llamó a las 10", Files: []documents.Upload{desktest.Upload("acta.txt", "primera")}}
	_, err := h.Acts.Act(h.Ctx, officer, id, note)
	h.Code("while the workflows are away", err, docket.CodeUnavailable)
	h.Workflows.Away = nil
	note.Text, note.Files = "llamó a las 11", []documents.Upload{desktest.Upload("acta.txt", "segunda")}
	_, err = h.Acts.Act(h.Ctx, officer, id, note)
	h.Must(err)
	p, err := h.Cases.Request(h.Ctx, officer, id)
	h.Must(err)
	last := p.Timeline[len(p.Timeline)-1]
	if last.Text != "llamó a las 11" || len(last.Documents) != 1 {
		t.Fatalf("%+v", last)
	}
	got, err := h.Core.Store.DocumentBytes(h.Ctx, last.Documents[0].ID)
	h.Must(err)
	if string(got) != "segunda" {
		t.Errorf("the note has the file %q", got)
	}

	// So is the same note with another file of the same name; the same bytes again are the same note.
	for _, body := range []string{"tercera", "tercera", "cuarta"} {
		note.Files = []documents.Upload{desktest.Upload("acta.txt", body)}
		_, err = h.Acts.Act(h.Ctx, officer, id, note)
		h.Must(err)
	}
	p, err = h.Cases.Request(h.Ctx, officer, id)
	h.Must(err)
	var had []string
	for _, l := range p.Timeline {
		if l.Text != "llamó a las 11" {
			continue
		}
		for _, doc := range l.Documents {
			got, err := h.Core.Store.DocumentBytes(h.Ctx, doc.ID)
			h.Must(err)
			had = append(had, string(got))
		}
	}
	if !slices.Equal(had, []string{"segunda", "tercera", "cuarta"}) {
		t.Errorf("the notes have the files %q", had)
	}

	// Other words under a key that was done are another act, and the law says whether it may be.
	h.Do(officer, id, acts.Command{Key: "form-3", Action: docket.ActWithdraw, Text: "desiste"})
	_, err = h.Acts.Act(h.Ctx, officer, id, acts.Command{Key: "form-3", Action: docket.ActWithdraw, Text: "desiste por escrito"})
	h.Code("the same form with other words", err, docket.CodeConflict)
}

// What was kept for an act that the workflow refuses is removed: nobody finds it in the case afterwards.
func TestARefusalLeavesNothingBehind(t *testing.T) {
	h := desktest.New(t)
	officer := h.Person("Luis", "lima", docket.RoleOfficer)
	id := h.Register(officer, desktest.Form("t1")).ID
	before, err := h.Core.Store.Documents(h.Ctx, id)
	h.Must(err)
	note := acts.Command{Key: "form-1", Action: docket.ActNote, Text: "una nota", Files: []documents.Upload{desktest.Upload("acta.txt", "dice ornitorrinco")}}
	h.Workflows.Away = docket.Refuse(docket.CodeConflict, "alguien actuó antes")
	_, err = h.Acts.Act(h.Ctx, officer, id, note)
	h.Code("refused", err, docket.CodeConflict)
	after, err := h.Core.Store.Documents(h.Ctx, id)
	h.Must(err)
	if len(after) != len(before) {
		t.Errorf("%d documents before, %d after a refusal", len(before), len(after))
	}

	// Where it is unknown whether it was done, what it needs stays.
	h.Workflows.Away = errors.New("connection reset")
	note.Files = []documents.Upload{desktest.Upload("acta.txt", "dice ornitorrinco")}
	if _, err = h.Acts.Act(h.Ctx, officer, id, note); err == nil {
		t.Fatal("no error")
	}
	if after, err = h.Core.Store.Documents(h.Ctx, id); err != nil || len(after) != len(before)+2 {
		t.Errorf("%d documents after nobody knows what, %v", len(after), err)
	}
}
