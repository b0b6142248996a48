package acts_test

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"foja/desk/acts"
	"foja/desk/desktest"
	"foja/desk/documents"
	"foja/docket"
	"foja/languages"
)

func TestManyPeopleWithTheSameTextAreAnsweredTogetherWithALetterEach(t *testing.T) {
	h := desktest.New(t)
	clerk, officer, other := h.Person("Rosa", "lima", docket.RoleReception), h.Person("Luis", "lima", docket.RoleOfficer), h.Person("Ana", "lima", docket.RoleOfficer)
	var ids []string
	for i, name := range []string{"María Soto", "José Luna", "Eva Ríos", "Raúl Paz"} {
		f := desktest.Form(fmt.Sprint("t", i))
		f.Requester.Name, f.Requester.IDNumber = name, fmt.Sprintf("4000000%d", i)
		f.Text = "Señores:\n\nSolicito copia de todos los contratos de alimentación vigentes en los penales de Lima.\n\nAtentamente,\n" + name + "\nDNI " + f.Requester.IDNumber
		if i == 2 { // typed by hand
			f.Text = "SOLICITO copia de todos los contratos de alimentacion vigentes, en los penales de Lima"
		}
		ids = append(ids, h.Register(clerk, f).ID)
		h.Sent(ids[i])
	}
	alone := desktest.Form("alone")
	alone.Text = "Solicito copia de todos los contratos de limpieza vigentes en los penales de Lima."
	if p, err := h.Cases.Request(h.Ctx, officer, h.Register(clerk, alone).ID); err != nil || len(p.Campaign.Rows) != 0 {
		t.Errorf("another text is in a campaign: %+v, %v", p.Campaign, err)
	}
	p, err := h.Cases.Request(h.Ctx, officer, ids[1])
	h.Must(err)
	if len(p.Campaign.Rows) != 4 || p.Campaign.Open != 4 {
		t.Fatalf("%+v", p.Campaign)
	}
	h.Do(other, ids[3], acts.Command{Action: docket.ActClaim}) // somebody else's
	for range 2 {                                              // the second is the same form again
		done, err := h.Acts.AnswerCampaign(h.Ctx, officer, ids[0], "form-1", []string{ids[0], ids[1], ids[3]}, acts.Command{Text: "Adjuntamos los contratos.", Files: []documents.Upload{desktest.Upload("contratos.csv", "a;b\n")}})
		h.Must(err)
		if len(done) != 3 || !done[0].Refusal.IsZero() || !done[1].Refusal.IsZero() || !strings.Contains(languages.For("es").Say(done[2].Refusal), "Solo quien tiene asignado") {
			t.Fatalf("%+v", done)
		}
	}
	for i, want := range []int{1, 1, 0, 0} {
		c, err := h.Core.Store.Case(h.Ctx, ids[i])
		h.Must(err)
		letters := 0
		for _, l := range c.Letters {
			if l.Kind == docket.LetterResponse {
				letters++
				if len(l.Documents) != 1 {
					t.Errorf("case %d: documents %v", i, l.Documents)
				}
			}
		}
		if letters != want {
			t.Errorf("case %d has %d letters of answer, want %d", i, letters, want)
		}
	}
	_, err = h.Acts.AnswerCampaign(h.Ctx, officer, ids[0], "form-2", nil, acts.Command{Text: "x"})
	h.Code("nobody ticked", err, docket.CodeInvalid)
	_, err = h.Acts.AnswerCampaign(h.Ctx, officer, ids[0], "form-3", ids[:1], acts.Command{})
	h.Code("nothing said", err, docket.CodeInvalid)
}

// The files of an answer to many are looked into once, before anybody is answered; what was handed in need not be attached again, and a
// person's word covers these files in all of the cases.
func TestTheFilesOfAnAnswerToManyAreLookedAtBeforeTheyLeave(t *testing.T) {
	h := desktest.New(t)
	clerk, officer := h.Person("Rosa", "lima", docket.RoleReception), h.Person("Luis", "lima", docket.RoleOfficer)
	var ids []string
	for i := range 3 {
		f := desktest.Form(fmt.Sprint("t", i))
		f.Requester.IDNumber = fmt.Sprintf("4000000%d", i)
		f.Text = "Solicito copia de todos los contratos de alimentación vigentes en los penales de Lima."
		ids = append(ids, h.Register(clerk, f).ID)
		h.Sent(ids[i])
	}
	answered := func() (n int) {
		for _, id := range ids {
			c, err := h.Core.Store.Case(h.Ctx, id)
			h.Must(err)
			for _, l := range c.Letters {
				if l.Kind == docket.LetterResponse {
					n += len(l.Documents)
				}
			}
		}
		return n
	}
	answer := acts.Command{Text: "Va la lista.", Files: []documents.Upload{{Name: "lista.docx", Body: bytes.NewReader(wordFile(t, "<w:del/>"))}}}
	_, err := h.Acts.AnswerCampaign(h.Ctx, officer, ids[0], "form-1", ids, answer)
	var told acts.UncheckedFiles
	if !errors.As(err, &told) || len(told.Kept) != 1 || told.Token == "" || answered() != 0 {
		t.Fatalf("%v, %d answered", err, answered())
	}
	answer.Files, answer.Documents = nil, told.Kept
	_, err = h.Acts.AnswerCampaign(h.Ctx, officer, ids[0], "form-1", ids, answer)
	h.Code("sent again without looking", err, docket.CodeInvalid)
	answer.SeenFindings = told.Token
	_, err = h.Acts.AnswerCampaign(h.Ctx, officer, ids[1], "form-2", ids, answer)
	h.Code("a file of another case", err, docket.CodeNotFound)
	other := answer
	other.Files = []documents.Upload{{Name: "otra.docx", Body: bytes.NewReader(wordFile(t, "<w:del/><w:ins/>"))}}
	_, err = h.Acts.AnswerCampaign(h.Ctx, officer, ids[0], "form-3", ids, other)
	h.Code("another file with it", err, docket.CodeInvalid)
	for range 2 { // the second is the same form again
		done, err := h.Acts.AnswerCampaign(h.Ctx, officer, ids[0], "form-1", ids, answer)
		h.Must(err)
		for _, a := range done {
			if !a.Refusal.IsZero() {
				t.Errorf("%+v", a)
			}
		}
		if n := answered(); n != len(ids) {
			t.Errorf("%d answered with their file, want %d", n, len(ids))
		}
	}
}
