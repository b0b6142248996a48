package links_test

import (
	"strings"
	"testing"
	"time"

	"foja/desk/acts"
	"foja/desk/desktest"
	"foja/desk/documents"
	"foja/desk/links"
	"foja/docket"
)

func TestAUnitAnswersByASignedLinkOnce(t *testing.T) {
	h := desktest.New(t)
	clerk, officer := h.Person("Rosa", "lima", docket.RoleReception), h.Person("Luis", "lima", docket.RoleOfficer)
	id := h.Register(clerk, desktest.Form("t1")).ID
	h.Sent(id)
	h.Do(officer, id, acts.Command{Action: docket.ActClaim})
	h.Do(officer, id, acts.Command{Action: docket.ActConsult, Unit: "archivo", Text: "¿Tienen los cuadros de 2020?"})
	p, err := h.Cases.Request(h.Ctx, officer, id)
	h.Must(err)
	if len(p.UnitLinks) != 1 {
		t.Fatalf("%+v", p.UnitLinks)
	}
	if seen, err := h.Cases.Request(h.Ctx, clerk, id); err != nil || len(seen.UnitLinks) != 0 {
		t.Error("reception has the link")
	}
	token := strings.TrimPrefix(p.UnitLinks[0].Path, "/u/")
	q, err := h.Links.UnitQuestion(h.Ctx, token, "10.0.0.1")
	h.Must(err)
	if q.Question != "¿Tienen los cuadros de 2020?" || q.Unit != "Archivo Central" || q.DueOn.IsZero() || q.Answered {
		t.Errorf("%+v", q)
	}
	if len(q.MoreDays) != links.MoreDaysMost || !q.MoreDays[0].On.After(q.DueOn) || q.MoreDays[0].Left != q.MoreDays[1].Left+1 {
		t.Errorf("%+v", q.MoreDays)
	}
	more := links.UnitMore{Key: "m1", On: q.MoreDays[1].On}
	h.Code("more days without a reason", h.Links.AskMoreDays(h.Ctx, token, "10.0.0.1", more), docket.CodeInvalid)
	more.Text = "El archivo está en otra sede."
	h.Code("some other day", h.Links.AskMoreDays(h.Ctx, token, "10.0.0.1", links.UnitMore{Key: "m0", On: q.CaseDue.AddDays(300), Text: "x"}), docket.CodeInvalid)
	for range 2 { // once
		h.Must(h.Links.AskMoreDays(h.Ctx, token, "10.0.0.1", more))
	}
	p, err = h.Cases.Request(h.Ctx, officer, id)
	h.Must(err)
	if note := p.Timeline[len(p.Timeline)-1]; desktest.Words(note.Who) != "el área, por su enlace" || !strings.Contains(note.Text, "El archivo está en otra sede.") || p.Case.DueOn != q.CaseDue {
		t.Errorf("%+v, due %s", note, p.Case.DueOn)
	}
	if notices, _, err := h.Lists.Notices(h.Ctx, officer, 10, 0); err != nil || len(notices) != 1 || !strings.Contains(notices[0].Text, "pide más días") {
		t.Errorf("%+v, %v", notices, err)
	}
	h.Code("nothing said", h.Links.AnswerAsUnit(h.Ctx, token, "10.0.0.1", links.UnitAnswer{Key: "k1"}), docket.CodeInvalid)
	h.Must(h.Links.AnswerAsUnit(h.Ctx, token, "10.0.0.1", links.UnitAnswer{Key: "k1", Text: "Sí, van adjuntos.", Files: []documents.Upload{desktest.Upload("cuadros.csv", "a;b\n")}}))
	h.Code("a second time", h.Links.AnswerAsUnit(h.Ctx, token, "10.0.0.1", links.UnitAnswer{Key: "k2", Text: "Otra vez."}), docket.CodeConflict)
	h.Code("the same form with other words", h.Links.AnswerAsUnit(h.Ctx, token, "10.0.0.1", links.UnitAnswer{Key: "k1", Text: "No, me equivoqué."}), docket.CodeConflict)
	p, err = h.Cases.Request(h.Ctx, officer, id)
	h.Must(err)
	last := p.Timeline[len(p.Timeline)-2] // its task is done after it
	if desktest.Words(last.Who) != "el área, por su enlace" || last.Text != "Sí, van adjuntos." || len(last.Documents) != 1 || p.Case.Hands != docket.HandsOfficer || len(p.UnitLinks) != 0 {
		t.Errorf("%+v, in the hands of %s", last, p.Case.Hands)
	}
	if q, err = h.Links.UnitQuestion(h.Ctx, token, "10.0.0.1"); err != nil || !q.Answered {
		t.Errorf("%+v, %v", q, err)
	}
	for what, forged := range map[string]string{"": "an empty one", token[:len(token)-4] + "AAAA": "another signature", "e30." + strings.SplitN(token, ".", 2)[1]: "another claim"} {
		_, err := h.Links.UnitQuestion(h.Ctx, what, "10.0.0.2")
		h.Code(forged, err, docket.CodeNotFound)
	}
	h.Now = h.Now.Add(links.LinkLife + time.Hour)
	_, err = h.Links.UnitQuestion(h.Ctx, token, "10.0.0.3")
	h.Code("an old one", err, docket.CodeNotFound)
}
