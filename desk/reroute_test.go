package desk

import (
	"testing"

	"foja/docket"
)

// A case that went to another office is the other office's, people and lists alike.
func TestReroutedCaseIsTheOtherOffices(t *testing.T) {
	h := newHouse(t)
	ana := h.person("Ana", "lima", docket.RoleOfficer)
	nora := h.person("Nora", "trujillo", docket.RoleOfficer)
	id := h.register(ana, form("t-reroute")).ID
	h.do(ana, id, Command{Action: docket.ActClaim})
	if _, err := h.Request(h.ctx, nora, id); docket.CodeOf(err) != docket.CodeNotFound {
		t.Fatalf("it is seen before it comes: %v", err)
	}
	h.do(ana, id, Command{Action: docket.ActReroute, Office: "trujillo", Text: "El penal es de esa sede."})
	if _, err := h.Request(h.ctx, ana, id); docket.CodeOf(err) != docket.CodeNotFound {
		t.Errorf("the old office still sees it: %v", err)
	}
	p, err := h.Request(h.ctx, nora, id)
	h.must(err)
	if p.Office.ID != "trujillo" || p.Case.Holder != "" {
		t.Errorf("%s %q", p.Office.ID, p.Case.Holder)
	}
	if last := p.Timeline[len(p.Timeline)-1]; last.Title != "Derivó la solicitud a "+p.Office.Name && p.Timeline[0].Title != "Derivó la solicitud a "+p.Office.Name {
		t.Errorf("the timeline does not tell it: %q", last.Title)
	}
	h.do(nora, id, Command{Action: docket.ActClaim})
	_, err = h.Act(h.ctx, nora, id, Command{Key: "x", Action: docket.ActReroute, Office: "atlantis", Text: "?"})
	h.code("an office that is none", err, docket.CodeInvalid)
}
