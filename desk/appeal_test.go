package desk

import (
	"slices"
	"strings"
	"testing"
	"time"

	"foja/docket"
)

func appealForm(key string) Command {
	return Command{
		Key: key, Action: docket.ActAppeal, Against: string(docket.AgainstDenial), Route: string(docket.ThroughUs),
		Text: "No me dieron lo que pedí.", Files: []Upload{upload("apelacion.txt", "Apelo.")},
	}
}

// An appeal comes when the case is long answered and its workflow has ended. law: R44 R46 R51
func TestAppealOnACaseWhoseWorkflowHasEnded(t *testing.T) {
	h := newHouse(t)
	id, officer := h.whole()
	clerk := h.person("Mesa Dos", "lima", docket.RoleReception)
	h.cases.ended = true
	h.now = h.now.AddDate(0, 0, 21)
	before, err := h.Request(h.ctx, officer, id)
	h.must(err)
	if !slices.ContainsFunc(before.Buttons, func(b Button) bool { return b.Action == docket.ActAppeal }) {
		t.Fatalf("a closed case takes no appeal: %v", before.Buttons)
	}
	for range 2 { // the second is a repetition
		h.do(clerk, id, appealForm("a1"))
	}
	after, err := h.Request(h.ctx, officer, id)
	h.must(err)
	if len(after.Appeals) != 1 || after.Case.Outcome != before.Case.Outcome || after.Case.Seq != before.Case.Seq {
		t.Fatalf("%d appeals, outcome %q, event %d", len(after.Appeals), after.Case.Outcome, after.Case.Seq)
	}
	a := after.Appeals[0]
	if a.Timeline[0].Text != "No me dieron lo que pedí." || len(a.Timeline[0].Documents) != 1 || len(a.Traps) != 1 || a.Traps[0].Rule != "R46" {
		t.Errorf("%+v", a)
	}
	h.do(clerk, id, appealForm("a2"))
	if again, err := h.Request(h.ctx, officer, id); err != nil || len(again.Appeals) != 2 || again.Appeals[1].N != 2 {
		t.Errorf("a second appeal: %v, %v", again.Appeals, err)
	}
}

// Every act that is offered works, and none that is not.
func TestAppealFromFilingToComplianceByItsButtons(t *testing.T) {
	h := newHouse(t)
	id, officer := h.whole()
	h.cases.ended = true
	h.do(officer, id, appealForm("a1"))
	order := []docket.Action{docket.ActSendUp, docket.ActAppealReceived, docket.ActAppealAdmitted, docket.ActBriefAsked, docket.ActBriefSent, docket.ActAppealHeard, docket.ActAppealDecided, docket.ActComplied}
	for step, want := range order {
		h.now = h.now.Add(time.Hour)
		p, err := h.Request(h.ctx, officer, id)
		h.must(err)
		i := slices.IndexFunc(p.Appeals[0].Buttons, func(b Button) bool { return b.Action == want })
		if i < 0 {
			t.Fatalf("step %d: %s is not offered among %v", step, want, p.Appeals[0].Buttons)
		}
		c := AppealCommand{Key: string(want), Action: want, Text: "Constancia"}
		if want == docket.ActAppealDecided {
			c.Ruling = p.Appeals[0].Buttons[i].Choices["ruling"][0].Key
		}
		if _, err := h.ActOnAppeal(h.ctx, officer, id, 1, c); err != nil {
			t.Fatalf("%s: %v", want, err)
		}
		if _, err := h.ActOnAppeal(h.ctx, officer, id, 1, c); err != nil {
			t.Errorf("%s again: %v", want, err)
		}
	}
	r, err := h.Store.Request(h.ctx, id)
	h.must(err)
	st, err := h.Status(h.ctx, r.Number, r.StatusCode, "10.0.0.1")
	h.must(err)
	if len(st.Appeals) != 1 || !strings.Contains(st.Appeals[0], "Concluida: Fundada") {
		t.Errorf("the citizen is told %q", st.Appeals)
	}
	book, err := h.CaseFilePDF(h.ctx, officer, id)
	h.must(err)
	if text := read(t, book.Bytes); !strings.Contains(text, "El Tribunal resolvió: Fundada") || !strings.Contains(text, "No me dieron lo que pedí.") {
		t.Error("the case file does not have the appeal")
	}
	p, err := h.Request(h.ctx, officer, id)
	h.must(err)
	if a := p.Appeals[0]; !a.Ended() || len(a.Buttons) != 0 || len(a.Timeline) != len(order)+1 || a.Next != "Concluida: Fundada." {
		t.Errorf("%s, %d buttons, %d lines, %q", a.State(), len(a.Buttons), len(a.Timeline), a.Next)
	}
}

func TestAppealRefusesWithWhatToDo(t *testing.T) {
	h := newHouse(t)
	id, officer := h.whole()
	clerk := h.person("Mesa Dos", "lima", docket.RoleReception)
	stranger := h.person("Otra Sede", "norte", docket.RoleOfficer)
	auditor := h.person("Auditora", "", docket.RoleAuditor)
	h.cases.ended = true
	none := appealForm("a0")
	none.Against = ""
	_, err := h.Act(h.ctx, officer, id, none)
	h.code("against nothing", err, docket.CodeInvalid)
	_, err = h.Act(h.ctx, auditor, id, appealForm("a0"))
	h.code("by an auditor", err, docket.CodeForbidden)
	h.do(officer, id, appealForm("a1"))
	for name, u := range map[string]User{"reception": clerk, "an auditor": auditor} {
		_, err = h.ActOnAppeal(h.ctx, u, id, 1, AppealCommand{Key: name, Action: docket.ActSendUp, Text: "x"})
		h.code("sent up by "+name, err, docket.CodeForbidden)
	}
	_, err = h.ActOnAppeal(h.ctx, stranger, id, 1, AppealCommand{Key: "s", Action: docket.ActSendUp, Text: "x"})
	h.code("by another office", err, docket.CodeNotFound)
	_, err = h.ActOnAppeal(h.ctx, officer, id, 2, AppealCommand{Key: "n", Action: docket.ActSendUp, Text: "x"})
	h.code("of an appeal that is not there", err, docket.CodeNotFound)
	_, err = h.ActOnAppeal(h.ctx, officer, id, 1, AppealCommand{Key: "p", Action: docket.ActSendUp})
	h.code("without proof", err, docket.CodeInvalid)
	_, err = h.ActOnAppeal(h.ctx, officer, id, 1, AppealCommand{Key: "c", Action: docket.ActComplied, Text: "x"})
	h.code("out of turn", err, docket.CodeConflict)
}

func TestAppealsListSaysWhatComesNext(t *testing.T) {
	h := newHouse(t)
	id, officer := h.whole()
	stranger := h.person("Otra Sede", "norte", docket.RoleOfficer)
	h.cases.ended = true
	h.do(officer, id, appealForm("a1"))
	rows, err := h.Appeals(h.ctx, officer)
	h.must(err)
	if len(rows) != 1 || rows[0].Until.IsZero() || rows[0].Late || !strings.HasPrefix(rows[0].Next, "Elevar la apelación") {
		t.Errorf("%+v", rows)
	}
	if rows, err := h.Appeals(h.ctx, stranger); err != nil || len(rows) != 0 {
		t.Errorf("another office sees %v, %v", rows, err)
	}
}
