package acts_test

import (
	"strings"
	"testing"

	"foja/desk/acts"
	"foja/desk/desktest"
	"foja/docket"
)

func TestADraftIsNotSavedOverSomebodyElsesUnseen(t *testing.T) {
	h := desktest.New(t)
	clerk, officer, manager := h.Person("Rosa", "lima", docket.RoleReception), h.Person("Luis", "lima", docket.RoleOfficer), h.Person("Marta", "lima", docket.RoleManager)
	id := h.Register(clerk, desktest.Form("t1")).ID
	h.Sent(id)
	h.Do(officer, id, acts.Command{Action: docket.ActClaim})
	h.Do(officer, id, acts.Command{Action: docket.ActDraft, Text: "Uno.", Seen: acts.NoProposal})
	version := func() string {
		page, err := h.Cases.Request(h.Ctx, officer, id)
		h.Must(err)
		return page.Proposal.Version
	}
	first := version()
	h.Do(manager, id, acts.Command{Action: docket.ActDraft, Text: "Dos.", Seen: first})
	_, err := h.Acts.Act(h.Ctx, officer, id, acts.Command{Key: "k1", Action: docket.ActDraft, Text: "Uno y medio.", Seen: first})
	h.Code("over the manager's", err, docket.CodeConflict)
	if !strings.Contains(desktest.Refusal(err), "Marta guardó otro proyecto") {
		t.Error(err)
	}
	h.Do(officer, id, acts.Command{Action: docket.ActDraft, Text: "Uno y medio.", Seen: version()})
	h.Do(officer, id, acts.Command{Action: docket.ActDraft, Text: "Tres.", Seen: first}) // over her own, from another page
	h.Do(manager, id, acts.Command{Action: docket.ActDraft, Text: "Cuatro."})            // a program that does not ask
}
