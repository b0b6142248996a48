package desk

import (
	"strings"
	"testing"

	"foja/docket"
)

func answerByItems() Command {
	return Command{Key: "items", Action: docket.ActRespondItems, Text: "Respondemos.", Items: []Item{
		{Asked: "Presupuesto", Outcome: docket.ItemGiven},
		{Asked: "Plan de seguridad", Outcome: docket.ItemDenied, Ground: "reserved-prisons", Reasons: "Pone en riesgo.", Until: "2030", Resolution: "R. 45-2024"},
		{Asked: "Padrón", Outcome: docket.ItemPart, Ground: "confidential-personal", Withheld: "los teléfonos", Reasons: "Son datos personales.\r\nDe terceros."},
	}}
}

func TestAnswerByItems(t *testing.T) {
	h := newHouse(t)
	officer := h.person("Ana", "lima", docket.RoleOfficer)
	manager := h.person("Bea", "lima", docket.RoleManager)
	id := h.register(officer, form("t-items")).ID
	h.do(officer, id, Command{Action: docket.ActClaim})
	h.do(officer, id, answerByItems())
	p, err := h.Request(h.ctx, manager, id)
	h.must(err)
	if p.Proposal == nil || p.Proposal.Text != "Respondemos." || len(p.Proposal.Items) != 3 {
		t.Fatalf("%+v", p.Proposal)
	}
	if it := p.Proposal.Items[2]; it.Withheld != "los teléfonos" || it.Reasons != "Son datos personales.\nDe terceros." || it.Ground != "confidential-personal" {
		t.Errorf("%+v", it)
	}
	if it := p.Proposal.Items[1]; it.Resolution != "R. 45-2024" || it.Until != "2030" || it.OutcomeName() != "Se deniega" {
		t.Errorf("%+v", it)
	}
	found := false
	for _, l := range p.Timeline {
		found = found || strings.Contains(l.Title, "1: se entrega; 1: se entrega en parte; 1: se deniega")
	}
	if !found {
		t.Errorf("the timeline does not tell it: %+v", p.Timeline)
	}
}

func TestAnswerByItemsSaysWhatEachLacks(t *testing.T) {
	h := newHouse(t)
	officer := h.person("Ana", "lima", docket.RoleOfficer)
	id := h.register(officer, form("t-items")).ID
	h.do(officer, id, Command{Action: docket.ActClaim})
	for _, c := range []struct {
		says  string
		spoil func(*Command)
	}{
		{"Ítem 1: escriba qué se pidió", func(c *Command) { c.Items[0].Asked = " " }},
		{"Ítem 2: escriba las razones", func(c *Command) { c.Items[1].Reasons = "" }},
		{"Ítem 2: esta causal exige el número", func(c *Command) { c.Items[1].Resolution = "" }},
		{"Ítem 2: escriba hasta cuándo", func(c *Command) { c.Items[1].Until = "" }},
		{"Ítem 3: escriba qué no se entrega", func(c *Command) { c.Items[2].Withheld = "" }},
		{"Ítem 3: elija la causal", func(c *Command) { c.Items[2].Ground = "" }},
		{"Ítem 1: escriba cómo se buscó", func(c *Command) { c.Items[0].Outcome = docket.ItemNotHeld }},
		{"Ítem 1: escriba qué entidad", func(c *Command) { c.Items[0].Outcome = docket.ItemElsewhere }},
		{"al menos un ítem", func(c *Command) { c.Items = nil }},
	} {
		cmd := answerByItems()
		c.spoil(&cmd)
		_, err := h.Act(h.ctx, officer, id, cmd)
		if docket.CodeOf(err) != docket.CodeInvalid || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%v, want %q", err, c.says)
		}
	}
}
