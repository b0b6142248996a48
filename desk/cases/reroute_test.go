package cases_test

import (
	"testing"

	"foja/desk/acts"
	"foja/desk/desktest"
	"foja/docket"
)

// A case that went to another office is the other office's, people and lists alike.
func TestReroutedCaseIsTheOtherOffices(t *testing.T) {
	h := desktest.New(t)
	ana := h.Person("Ana", "lima", docket.RoleOfficer)
	nora := h.Person("Nora", "trujillo", docket.RoleOfficer)
	id := h.Register(ana, desktest.Form("t-reroute")).ID
	h.Do(ana, id, acts.Command{Action: docket.ActClaim})
	if _, err := h.Cases.Request(h.Ctx, nora, id); docket.CodeOf(err) != docket.CodeNotFound {
		t.Fatalf("it is seen before it comes: %v", err)
	}
	h.Do(ana, id, acts.Command{Action: docket.ActReroute, Office: "trujillo", Text: "El penal es de esa sede."})
	if _, err := h.Cases.Request(h.Ctx, ana, id); docket.CodeOf(err) != docket.CodeNotFound {
		t.Errorf("the old office still sees it: %v", err)
	}
	p, err := h.Cases.Request(h.Ctx, nora, id)
	h.Must(err)
	if p.Office.ID != "trujillo" || p.Case.Holder != "" {
		t.Errorf("%s %q", p.Office.ID, p.Case.Holder)
	}
	if last := p.Timeline[len(p.Timeline)-1]; desktest.Words(last.Title) != "Derivó la solicitud a "+p.Office.Name && desktest.Words(p.Timeline[0].Title) != "Derivó la solicitud a "+p.Office.Name {
		t.Errorf("the timeline does not tell it: %q", desktest.Words(last.Title))
	}
	h.Do(nora, id, acts.Command{Action: docket.ActClaim})
	_, err = h.Acts.Act(h.Ctx, nora, id, acts.Command{Key: "x", Action: docket.ActReroute, Office: "atlantis", Text: "?"})
	h.Code("an office that is none", err, docket.CodeInvalid)
}
