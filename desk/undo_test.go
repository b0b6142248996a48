package desk

import (
	"slices"
	"strings"
	"testing"
	"time"

	"foja/docket"
)

func TestAnAnswerCanBeTakenBackUntilItLeaves(t *testing.T) {
	h := newHouse(t)
	h.cases.undo = 5 * time.Minute
	clerk, officer := h.person("Rosa", "lima", docket.RoleReception), h.person("Luis", "lima", docket.RoleOfficer)
	id := h.register(clerk, form("t1")).ID
	h.sent(id)
	h.do(officer, id, Command{Action: docket.ActClaim})
	h.do(officer, id, Command{Action: docket.ActRespond, Text: "Adjunto lo pedido.", Files: []Upload{upload("datos.csv", "x;y\n")}})
	offered := func(u User) (Page, bool) {
		p, err := h.Request(h.ctx, u, id)
		h.must(err)
		return p, slices.ContainsFunc(p.Buttons, func(b Button) bool { return b.Action == docket.ActUndo && len(b.Needs) == 0 })
	}
	p, may := offered(officer)
	if !may || !strings.Contains(p.Next, "La respuesta sale a las 10:35") || p.Proposal != nil {
		t.Errorf("offered %t, %q", may, p.Next)
	}
	if _, may := offered(clerk); may {
		t.Error("reception is offered to take an answer back")
	}
	h.now = h.now.Add(4 * time.Minute)
	h.do(officer, id, Command{Action: docket.ActUndo})
	if p, may = offered(officer); may || p.Case.State != "in_progress" || p.Proposal == nil || p.Proposal.Text != "Adjunto lo pedido." || len(p.Proposal.Documents) != 1 {
		t.Errorf("offered %t, %s, %+v", may, p.Case.State, p.Proposal)
	}
	h.do(officer, id, Command{Action: docket.ActRespond, Text: "Adjunto lo que pidió."})
	h.now = h.now.Add(5 * time.Minute)
	if _, may = offered(officer); may {
		t.Error("offered when it has left")
	}
	_, err := h.Act(h.ctx, officer, id, Command{Key: "late", Action: docket.ActUndo})
	h.code("too late", err, docket.CodeConflict)
}
