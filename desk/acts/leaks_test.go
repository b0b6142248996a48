package acts_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"strings"
	"testing"

	"foja/desk/acts"
	"foja/desk/desktest"
	"foja/desk/documents"
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
	h := desktest.New(t)
	clerk, officer := h.Person("Rosa", "lima", docket.RoleReception), h.Person("Luis", "lima", docket.RoleOfficer)
	id := h.Register(clerk, desktest.Form("t1")).ID
	h.Sent(id)
	h.Do(officer, id, acts.Command{Action: docket.ActClaim})
	upload := func(body string) []documents.Upload {
		return []documents.Upload{{Name: "lista.docx", Body: bytes.NewReader(wordFile(t, body))}}
	}
	answer := acts.Command{Key: "form-1", Action: docket.ActRespond, Text: "Va la lista.", Files: upload("<w:del/>")}
	_, err := h.Acts.Act(h.Ctx, officer, id, answer)
	var unlooked acts.UncheckedFiles
	if !errors.As(err, &unlooked) || len(unlooked.Kept) != 1 || docket.CodeOf(err) != docket.CodeInvalid || !strings.Contains(err.Error(), "file=lista.docx found=guarda cambios") {
		t.Fatalf("%v\n%s", err, h.Log)
	}
	page, err := h.Cases.Request(h.Ctx, officer, id)
	h.Must(err)
	if !page.Case.AnsweredAt.IsZero() || len(page.Letters) != 1 {
		t.Errorf("the answer left: %+v", page.Letters)
	}
	answer.Files, answer.Documents = nil, unlooked.Kept
	_, err = h.Acts.Act(h.Ctx, officer, id, answer)
	h.Code("sent again without looking", err, docket.CodeInvalid)

	h.Do(officer, id, acts.Command{Action: docket.ActDraft, Text: "Va la lista.", Documents: unlooked.Kept})
	page, err = h.Cases.Request(h.Ctx, officer, id)
	h.Must(err)
	if page.Proposal == nil || len(page.Proposal.Warnings) != 1 {
		t.Errorf("the draft does not warn: %+v", page.Proposal)
	}
	answer.SeenFindings = unlooked.Token
	_, err = h.Acts.Act(h.Ctx, officer, id, answer)
	h.Must(err)

	clean := h.Register(clerk, desktest.Form("t2")).ID
	h.Sent(clean)
	h.Do(officer, clean, acts.Command{Action: docket.ActClaim})
	h.Do(officer, clean, acts.Command{Action: docket.ActRespond, Text: "Va la lista.", Files: upload("<w:p/>")})
}

// Anyone who has seen what one file says has not seen what another says, whether it comes beside the first, instead of it, or is the same
// file with more in it.
func TestWhatWasSeenIsSaidOfNoOtherFile(t *testing.T) {
	h := desktest.New(t)
	clerk, officer := h.Person("Rosa", "lima", docket.RoleReception), h.Person("Luis", "lima", docket.RoleOfficer)
	id := h.Register(clerk, desktest.Form("t1")).ID
	h.Sent(id)
	h.Do(officer, id, acts.Command{Action: docket.ActClaim})
	file := func(name, body string) documents.Upload {
		return documents.Upload{Name: name, Body: bytes.NewReader(wordFile(t, body))}
	}
	send := func(token string, files ...documents.Upload) error {
		_, err := h.Acts.Act(h.Ctx, officer, id, acts.Command{
			Key: "form-1", Action: docket.ActRespond, Text: "Va la lista.", Files: files, SeenFindings: token,
		})
		return err
	}
	refused := func(what string, err error, told, untold string) acts.UncheckedFiles {
		t.Helper()
		var no acts.UncheckedFiles
		if !errors.As(err, &no) || !strings.Contains(err.Error(), told) || untold != "" && strings.Contains(err.Error(), untold) {
			t.Fatalf("%s: %v", what, err)
		}
		return no
	}
	first := refused("the first time", send("", file("a.docx", "<w:del/>uno")), "file=a.docx found=guarda cambios", "")
	_ = refused("another file", send(first.Token, file("a.docx", "<w:del/>dos")), "file=a.docx found=guarda cambios", "")
	_ = refused("more in it", send(first.Token, file("a.docx", "<w:del/><w:commentReference/>uno")), "file=a.docx", "")
	_ = refused("a made up token", send("yes", file("a.docx", "<w:del/>uno")), "file=a.docx found=guarda cambios", "")
	both := refused("one beside it", send(first.Token, file("a.docx", "<w:del/>uno"), file("b.docx", "<w:del/>dos")),
		"file=b.docx found=guarda cambios", "a.docx")
	h.Must(send(both.Token, file("b.docx", "<w:del/>dos"), file("a.docx", "<w:del/>uno"), file("c.docx", "<w:p/>")))
}
