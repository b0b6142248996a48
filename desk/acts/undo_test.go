package acts_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"foja/access"
	"foja/desk/acts"
	"foja/desk/cases"
	"foja/desk/core"
	"foja/desk/desktest"
	"foja/desk/documents"
	"foja/docket"
)

func TestAnAnswerCanBeTakenBackUntilItLeaves(t *testing.T) {
	h := desktest.New(t)
	h.Workflows.Undo = 5 * time.Minute
	clerk, officer := h.Person("Rosa", "lima", docket.RoleReception), h.Person("Luis", "lima", docket.RoleOfficer)
	id := h.Register(clerk, desktest.Form("t1")).ID
	h.Sent(id)
	h.Do(officer, id, acts.Command{Action: docket.ActClaim})
	h.Do(officer, id, acts.Command{Action: docket.ActRespond, Text: "Adjunto lo pedido.", Files: []documents.Upload{desktest.Upload("datos.csv", "x;y\n")}})
	offered := func(u access.User) (cases.Page, bool) {
		p, err := h.Cases.Request(h.Ctx, u, id)
		h.Must(err)
		return p, slices.ContainsFunc(p.Buttons, func(b core.Button) bool { return b.Action == docket.ActUndo && len(b.Needs) == 0 })
	}
	p, may := offered(officer)
	if !may || !strings.Contains(desktest.Words(p.Next), "La respuesta sale a las 10:35") || p.Proposal != nil {
		t.Errorf("offered %t, %q", may, p.Next)
	}
	if _, may := offered(clerk); may {
		t.Error("reception is offered to take an answer back")
	}
	h.Now = h.Now.Add(4 * time.Minute)
	h.Do(officer, id, acts.Command{Action: docket.ActUndo})
	if p, may = offered(officer); may || p.Case.State != "in_progress" || p.Proposal == nil || p.Proposal.Text != "Adjunto lo pedido." || len(p.Proposal.Documents) != 1 {
		t.Errorf("offered %t, %s, %+v", may, p.Case.State, p.Proposal)
	}
	h.Do(officer, id, acts.Command{Action: docket.ActRespond, Text: "Adjunto lo que pidió."})
	h.Now = h.Now.Add(5 * time.Minute)
	if _, may = offered(officer); may {
		t.Error("offered when it has left")
	}
	_, err := h.Acts.Act(h.Ctx, officer, id, acts.Command{Key: "late", Action: docket.ActUndo})
	h.Code("too late", err, docket.CodeConflict)
}
