package desk

import (
	"bytes"
	"errors"
	"testing"

	"foja/docket"
)

// A form keeps its key when it comes back with an error. What is sent the second time is what the person sees, never what was kept of
// the first.
func TestAFormThatComesBackIsSentAsItIsNow(t *testing.T) {
	h := newHouse(t)
	officer := h.person("Luis", "lima", docket.RoleOfficer)
	id := h.register(officer, form("t1")).ID
	h.sent(id)
	h.do(officer, id, Command{Action: docket.ActClaim})
	files := func(body string) []Upload {
		return []Upload{{Name: "lista.docx", Body: bytes.NewReader(wordFile(t, body))}}
	}
	answer := Command{Key: "form-1", Action: docket.ActRespond, Text: "Va la lista.", Files: files("<w:del/>con nombres")}
	for _, body := range []string{"<w:del/>con nombres", "<w:del/>sin nombres"} {
		answer.Files = files(body)
		_, err := h.Act(h.ctx, officer, id, answer)
		var unlooked Unlooked
		if !errors.As(err, &unlooked) || len(unlooked.Kept) != 1 {
			t.Fatal(err)
		}
		got, err := h.Store.DocumentBytes(h.ctx, unlooked.Kept[0])
		h.must(err)
		if !bytes.Equal(got, wordFile(t, body)) {
			t.Errorf("%s: another file would be sent", body)
		}
	}

	h.cases.away = docket.Refuse(docket.CodeUnavailable, "no responde")
	note := Command{Key: "form-2", Action: docket.ActNote, Text: "llamó a las 10", Files: []Upload{upload("acta.txt", "primera")}}
	_, err := h.Act(h.ctx, officer, id, note)
	h.code("while the workflows are away", err, docket.CodeUnavailable)
	h.cases.away = nil
	note.Text, note.Files = "llamó a las 11", []Upload{upload("acta.txt", "segunda")}
	_, err = h.Act(h.ctx, officer, id, note)
	h.must(err)
	p, err := h.Request(h.ctx, officer, id)
	h.must(err)
	last := p.Timeline[len(p.Timeline)-1]
	if last.Text != "llamó a las 11" || len(last.Documents) != 1 {
		t.Fatalf("%+v", last)
	}
	got, err := h.Store.DocumentBytes(h.ctx, last.Documents[0].ID)
	h.must(err)
	if string(got) != "segunda" {
		t.Errorf("the note has the file %q", got)
	}

	// Other words under a key that was done are another act, and the law says whether it may be.
	h.do(officer, id, Command{Key: "form-3", Action: docket.ActWithdraw, Text: "desiste"})
	_, err = h.Act(h.ctx, officer, id, Command{Key: "form-3", Action: docket.ActWithdraw, Text: "desiste por escrito"})
	h.code("the same form with other words", err, docket.CodeConflict)
}

// What was kept for an act that the workflow refuses is removed: nobody finds it in the case afterwards.
func TestARefusalLeavesNothingBehind(t *testing.T) {
	h := newHouse(t)
	officer := h.person("Luis", "lima", docket.RoleOfficer)
	id := h.register(officer, form("t1")).ID
	before, err := h.Store.Documents(h.ctx, id)
	h.must(err)
	note := Command{Key: "form-1", Action: docket.ActNote, Text: "una nota", Files: []Upload{upload("acta.txt", "dice ornitorrinco")}}
	h.cases.away = docket.Refuse(docket.CodeConflict, "alguien actuó antes")
	_, err = h.Act(h.ctx, officer, id, note)
	h.code("refused", err, docket.CodeConflict)
	after, err := h.Store.Documents(h.ctx, id)
	h.must(err)
	if len(after) != len(before) {
		t.Errorf("%d documents before, %d after a refusal", len(before), len(after))
	}

	// Where nobody knows whether it was done, what it needs stays.
	h.cases.away = errors.New("connection reset")
	note.Files = []Upload{upload("acta.txt", "dice ornitorrinco")}
	if _, err = h.Act(h.ctx, officer, id, note); err == nil {
		t.Fatal("no error")
	}
	if after, err = h.Store.Documents(h.ctx, id); err != nil || len(after) != len(before)+2 {
		t.Errorf("%d documents after nobody knows what, %v", len(after), err)
	}
}
