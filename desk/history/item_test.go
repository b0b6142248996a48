package history_test

import (
	"strings"
	"testing"

	"foja/desk/acts"
	"foja/desk/desktest"
	"foja/desk/history"
	"foja/docket"
)

func answerByItems() acts.Command {
	return acts.Command{Key: "items", Action: docket.ActRespondItems, Text: "Respondemos.", Items: []history.Item{
		{Asked: "Presupuesto", Outcome: docket.ItemGiven},
		{Asked: "Plan de seguridad", Outcome: docket.ItemDenied, Ground: "reserved-prisons", Reasons: "Pone en riesgo.", Until: "2030", Resolution: "R. 45-2024"},
		{Asked: "Padrón", Outcome: docket.ItemPart, Ground: "confidential-personal", Withheld: "los teléfonos", Reasons: "Son datos personales.\r\nDe terceros."},
	}}
}

func TestAnswerByItems(t *testing.T) {
	h := desktest.New(t)
	officer := h.Person("Ana", "lima", docket.RoleOfficer)
	manager := h.Person("Bea", "lima", docket.RoleManager)
	id := h.Register(officer, desktest.Form("t-items")).ID
	h.Do(officer, id, acts.Command{Action: docket.ActClaim})
	h.Do(officer, id, answerByItems())
	p, err := h.Cases.Request(h.Ctx, manager, id)
	h.Must(err)
	if p.Proposal == nil || p.Proposal.Text != "Respondemos." || len(p.Proposal.Items) != 3 {
		t.Fatalf("%+v", p.Proposal)
	}
	if it := p.Proposal.Items[2]; it.Withheld != "los teléfonos" || it.Reasons != "Son datos personales.\nDe terceros." || it.Ground != "confidential-personal" {
		t.Errorf("%+v", it)
	}
	if it := p.Proposal.Items[1]; it.Resolution != "R. 45-2024" || it.Until != "2030" || desktest.Words(it.OutcomeName()) != "Se deniega" {
		t.Errorf("%+v", it)
	}
	found := false
	for _, l := range p.Timeline {
		found = found || strings.Contains(desktest.Words(l.Title), "1: se entrega; 1: se entrega en parte; 1: se deniega")
	}
	if !found {
		t.Errorf("the timeline does not tell it: %+v", p.Timeline)
	}
}

func TestAnswerByItemsSaysWhatEachLacks(t *testing.T) {
	h := desktest.New(t)
	officer := h.Person("Ana", "lima", docket.RoleOfficer)
	id := h.Register(officer, desktest.Form("t-items")).ID
	h.Do(officer, id, acts.Command{Action: docket.ActClaim})
	for _, c := range []struct {
		says  string
		spoil func(*acts.Command)
	}{
		{"Ítem 1: escriba qué se pidió", func(c *acts.Command) { c.Items[0].Asked = " " }},
		{"Ítem 2: escriba las razones", func(c *acts.Command) { c.Items[1].Reasons = "" }},
		{"Ítem 2: esta causal exige el número", func(c *acts.Command) { c.Items[1].Resolution = "" }},
		{"Ítem 2: escriba hasta cuándo", func(c *acts.Command) { c.Items[1].Until = "" }},
		{"Ítem 3: escriba qué no se entrega", func(c *acts.Command) { c.Items[2].Withheld = "" }},
		{"Ítem 3: elija la causal", func(c *acts.Command) { c.Items[2].Ground = "" }},
		{"Ítem 1: escriba cómo se buscó", func(c *acts.Command) { c.Items[0].Outcome = docket.ItemNotHeld }},
		{"Ítem 1: escriba qué entidad", func(c *acts.Command) { c.Items[0].Outcome = docket.ItemElsewhere }},
		{"al menos un ítem", func(c *acts.Command) { c.Items = nil }},
	} {
		cmd := answerByItems()
		c.spoil(&cmd)
		_, err := h.Acts.Act(h.Ctx, officer, id, cmd)
		if docket.CodeOf(err) != docket.CodeInvalid || !strings.Contains(desktest.Refusal(err), c.says) {
			t.Errorf("%v, want %q", err, c.says)
		}
	}
}
