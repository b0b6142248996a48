package acts_test

import (
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
