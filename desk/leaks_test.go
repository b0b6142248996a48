package desk

import (
	"archive/zip"
	"bytes"
	"errors"
	"strings"
	"testing"

	"foja/docket"
)

// wordFile is a small Word file with what was deleted still in it.
func wordFile(t *testing.T, body string) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	part, err := w.Create("word/document.xml")
	if err == nil {
		_, err = part.Write([]byte(`<w:document xmlns:w="w">` + body + `</w:document>`))
	}
	if err = errors.Join(err, w.Close()); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// A file that says more than it shows stops the answer until a person has looked; it need not be attached again, and a clean one stops
// nothing.
func TestAnAnswersFilesAreLookedAtBeforeTheyLeave(t *testing.T) {
	h := newHouse(t)
	clerk, officer := h.person("Rosa", "lima", docket.RoleReception), h.person("Luis", "lima", docket.RoleOfficer)
	id := h.register(clerk, form("t1")).ID
	h.sent(id)
	h.do(officer, id, Command{Action: docket.ActClaim})
	upload := func(body string) []Upload {
		return []Upload{{Name: "lista.docx", Body: bytes.NewReader(wordFile(t, body))}}
	}
	answer := Command{Key: "form-1", Action: docket.ActRespond, Text: "Va la lista.", Files: upload("<w:del/>")}
	_, err := h.Act(h.ctx, officer, id, answer)
	var unlooked Unlooked
	if !errors.As(err, &unlooked) || len(unlooked.Kept) != 1 || docket.CodeOf(err) != docket.CodeInvalid || !strings.Contains(err.Error(), "«lista.docx» guarda cambios") {
		t.Fatalf("%v\n%s", err, h.log)
	}
	page, err := h.Request(h.ctx, officer, id)
	h.must(err)
	if !page.Case.AnsweredAt.IsZero() || len(page.Letters) != 1 {
		t.Errorf("the answer left: %+v", page.Letters)
	}
	answer.Files, answer.Documents = nil, unlooked.Kept
	_, err = h.Act(h.ctx, officer, id, answer)
	h.code("sent again without looking", err, docket.CodeInvalid)

	h.do(officer, id, Command{Action: docket.ActDraft, Text: "Va la lista.", Documents: unlooked.Kept})
	page, err = h.Request(h.ctx, officer, id)
	h.must(err)
	if page.Proposal == nil || len(page.Proposal.Warnings) != 1 {
		t.Errorf("the draft does not warn: %+v", page.Proposal)
	}
	answer.Looked = true
	_, err = h.Act(h.ctx, officer, id, answer)
	h.must(err)

	clean := h.register(clerk, form("t2")).ID
	h.sent(clean)
	h.do(officer, clean, Command{Action: docket.ActClaim})
	h.do(officer, clean, Command{Action: docket.ActRespond, Text: "Va la lista.", Files: upload("<w:p/>")})
}
