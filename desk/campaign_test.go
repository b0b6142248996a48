package desk

import (
	"fmt"
	"strings"
	"testing"

	"foja/docket"
)

func TestManyPeopleWithTheSameTextAreAnsweredTogetherWithALetterEach(t *testing.T) {
	h := newHouse(t)
	clerk, officer, other := h.person("Rosa", "lima", docket.RoleReception), h.person("Luis", "lima", docket.RoleOfficer), h.person("Ana", "lima", docket.RoleOfficer)
	var ids []string
	for i, name := range []string{"María Soto", "José Luna", "Eva Ríos", "Raúl Paz"} {
		f := form(fmt.Sprint("t", i))
		f.Requester.Name, f.Requester.IDNumber = name, fmt.Sprintf("4000000%d", i)
		f.Text = "Señores:\n\nSolicito copia de todos los contratos de alimentación vigentes en los penales de Lima.\n\nAtentamente,\n" + name + "\nDNI " + f.Requester.IDNumber
		if i == 2 { // typed by hand
			f.Text = "SOLICITO copia de todos los contratos de alimentacion vigentes, en los penales de Lima"
		}
		ids = append(ids, h.register(clerk, f).ID)
		h.sent(ids[i])
	}
	alone := form("alone")
	alone.Text = "Solicito copia de todos los contratos de limpieza vigentes en los penales de Lima."
	if p, err := h.Request(h.ctx, officer, h.register(clerk, alone).ID); err != nil || len(p.Campaign.Rows) != 0 {
		t.Errorf("another text is in a campaign: %+v, %v", p.Campaign, err)
	}
	p, err := h.Request(h.ctx, officer, ids[1])
	h.must(err)
	if len(p.Campaign.Rows) != 4 || p.Campaign.Open != 4 {
		t.Fatalf("%+v", p.Campaign)
	}
	h.do(other, ids[3], Command{Action: docket.ActClaim}) // somebody else's
	for range 2 {                                         // the second is the same form again
		done, err := h.AnswerCampaign(h.ctx, officer, ids[0], "form-1", []string{ids[0], ids[1], ids[3]}, Command{Text: "Adjuntamos los contratos.", Files: []Upload{upload("contratos.csv", "a;b\n")}})
		h.must(err)
		if len(done) != 3 || done[0].Refusal != "" || done[1].Refusal != "" || !strings.Contains(done[2].Refusal, "Solo quien tiene asignado") {
			t.Fatalf("%+v", done)
		}
	}
	for i, want := range []int{1, 1, 0, 0} {
		c, err := h.Store.Case(h.ctx, ids[i])
		h.must(err)
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
	_, err = h.AnswerCampaign(h.ctx, officer, ids[0], "form-2", nil, Command{Text: "x"})
	h.code("nobody ticked", err, docket.CodeInvalid)
	_, err = h.AnswerCampaign(h.ctx, officer, ids[0], "form-3", ids[:1], Command{})
	h.code("nothing said", err, docket.CodeInvalid)
}
