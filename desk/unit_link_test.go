package desk

import (
	"strings"
	"testing"
	"time"

	"foja/docket"
)

func TestAUnitAnswersByASignedLinkOnce(t *testing.T) {
	h := newHouse(t)
	clerk, officer := h.person("Rosa", "lima", docket.RoleReception), h.person("Luis", "lima", docket.RoleOfficer)
	id := h.register(clerk, form("t1")).ID
	h.sent(id)
	h.do(officer, id, Command{Action: docket.ActClaim})
	h.do(officer, id, Command{Action: docket.ActConsult, Unit: "archivo", Text: "¿Tienen los cuadros de 2020?"})
	p, err := h.Request(h.ctx, officer, id)
	h.must(err)
	if len(p.UnitLinks) != 1 {
		t.Fatalf("%+v", p.UnitLinks)
	}
	if seen, err := h.Request(h.ctx, clerk, id); err != nil || len(seen.UnitLinks) != 0 {
		t.Error("reception has the link")
	}
	token := strings.TrimPrefix(p.UnitLinks[0].Path, "/u/")
	q, err := h.UnitQuestion(h.ctx, token, "10.0.0.1")
	h.must(err)
	if q.Question != "¿Tienen los cuadros de 2020?" || q.Unit != "Archivo Central" || q.DueOn.IsZero() || q.Answered {
		t.Errorf("%+v", q)
	}
	if len(q.MoreDays) != moreDaysMost || !q.MoreDays[0].On.After(q.DueOn) || q.MoreDays[0].Left != q.MoreDays[1].Left+1 {
		t.Errorf("%+v", q.MoreDays)
	}
	more := UnitMore{Key: "m1", On: q.MoreDays[1].On}
	h.code("more days without a reason", h.AskMoreDays(h.ctx, token, "10.0.0.1", more), docket.CodeInvalid)
	more.Text = "El archivo está en otra sede."
	h.code("some other day", h.AskMoreDays(h.ctx, token, "10.0.0.1", UnitMore{Key: "m0", On: q.CaseDue.AddDays(300), Text: "x"}), docket.CodeInvalid)
	for range 2 { // once
		h.must(h.AskMoreDays(h.ctx, token, "10.0.0.1", more))
	}
	p, err = h.Request(h.ctx, officer, id)
	h.must(err)
	if note := p.Timeline[len(p.Timeline)-1]; note.Who != "el área, por su enlace" || !strings.Contains(note.Text, "El archivo está en otra sede.") || p.Case.DueOn != q.CaseDue {
		t.Errorf("%+v, due %s", note, p.Case.DueOn)
	}
	if notices, _, err := h.Notices(h.ctx, officer, 10, 0); err != nil || len(notices) != 1 || !strings.Contains(notices[0].Text, "pide más días") {
		t.Errorf("%+v, %v", notices, err)
	}
	h.code("nothing said", h.AnswerAsUnit(h.ctx, token, "10.0.0.1", UnitAnswer{Key: "k1"}), docket.CodeInvalid)
	h.must(h.AnswerAsUnit(h.ctx, token, "10.0.0.1", UnitAnswer{Key: "k1", Text: "Sí, van adjuntos.", Files: []Upload{upload("cuadros.csv", "a;b\n")}}))
	h.code("a second time", h.AnswerAsUnit(h.ctx, token, "10.0.0.1", UnitAnswer{Key: "k2", Text: "Otra vez."}), docket.CodeConflict)
	h.code("the same form with other words", h.AnswerAsUnit(h.ctx, token, "10.0.0.1", UnitAnswer{Key: "k1", Text: "No, me equivoqué."}), docket.CodeConflict)
	p, err = h.Request(h.ctx, officer, id)
	h.must(err)
	last := p.Timeline[len(p.Timeline)-2] // its task is done after it
	if last.Who != "el área, por su enlace" || last.Text != "Sí, van adjuntos." || len(last.Documents) != 1 || p.Case.Hands != docket.HandsOfficer || len(p.UnitLinks) != 0 {
		t.Errorf("%+v, in the hands of %s", last, p.Case.Hands)
	}
	if q, err = h.UnitQuestion(h.ctx, token, "10.0.0.1"); err != nil || !q.Answered {
		t.Errorf("%+v, %v", q, err)
	}
	for what, forged := range map[string]string{"": "an empty one", token[:len(token)-4] + "AAAA": "another signature", "e30." + strings.SplitN(token, ".", 2)[1]: "another claim"} {
		_, err := h.UnitQuestion(h.ctx, what, "10.0.0.2")
		h.code(forged, err, docket.CodeNotFound)
	}
	h.now = h.now.Add(linkLife + time.Hour)
	_, err = h.UnitQuestion(h.ctx, token, "10.0.0.3")
	h.code("an old one", err, docket.CodeNotFound)
}
