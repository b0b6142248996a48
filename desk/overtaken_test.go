package desk

import (
	"strings"
	"testing"

	"foja/docket"
)

func TestADraftIsNotSavedOverSomebodyElsesUnseen(t *testing.T) {
	h := newHouse(t)
	clerk, officer, manager := h.person("Rosa", "lima", docket.RoleReception), h.person("Luis", "lima", docket.RoleOfficer), h.person("Marta", "lima", docket.RoleManager)
	id := h.register(clerk, form("t1")).ID
	h.sent(id)
	h.do(officer, id, Command{Action: docket.ActClaim})
	h.do(officer, id, Command{Action: docket.ActDraft, Text: "Uno.", Seen: NoProposal})
	version := func() string {
		page, err := h.Request(h.ctx, officer, id)
		h.must(err)
		return page.Proposal.Version
	}
	first := version()
	h.do(manager, id, Command{Action: docket.ActDraft, Text: "Dos.", Seen: first})
	_, err := h.Act(h.ctx, officer, id, Command{Key: "k1", Action: docket.ActDraft, Text: "Uno y medio.", Seen: first})
	h.code("over the manager's", err, docket.CodeConflict)
	if !strings.Contains(err.Error(), "Marta guardó otro proyecto") {
		t.Error(err)
	}
	h.do(officer, id, Command{Action: docket.ActDraft, Text: "Uno y medio.", Seen: version()})
	h.do(officer, id, Command{Action: docket.ActDraft, Text: "Tres.", Seen: first}) // over her own, from another page
	h.do(manager, id, Command{Action: docket.ActDraft, Text: "Cuatro."})            // a program that does not ask
}
