package acts_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"foja/access"
	"foja/desk/acts"
	"foja/desk/core"
	"foja/desk/desktest"
	"foja/desk/documents"
	"foja/docket"
)

func appealForm(key string) acts.Command {
	return acts.Command{
		Key: key, Action: docket.ActAppeal, Against: string(docket.AgainstDenial), Route: string(docket.ThroughUs),
		Text: "No me dieron lo que pedí.", Files: []documents.Upload{desktest.Upload("apelacion.txt", "Apelo.")},
	}
}

// An appeal comes when the case is long answered and its workflow has ended. law: R44 R46 R51
func TestAppealOnACaseWhoseWorkflowHasEnded(t *testing.T) {
	h := desktest.New(t)
	id, officer := h.Whole()
	clerk := h.Person("Mesa Dos", "lima", docket.RoleReception)
	h.Workflows.Ended = true
	h.Now = h.Now.AddDate(0, 0, 21)
	before, err := h.Cases.Request(h.Ctx, officer, id)
	h.Must(err)
	if !slices.ContainsFunc(before.Buttons, func(b core.Button) bool { return b.Action == docket.ActAppeal }) {
		t.Fatalf("a closed case takes no appeal: %v", before.Buttons)
	}
	for range 2 { // the second is a repetition
		h.Do(clerk, id, appealForm("a1"))
	}
	after, err := h.Cases.Request(h.Ctx, officer, id)
	h.Must(err)
	if len(after.Appeals) != 1 || after.Case.Outcome != before.Case.Outcome || after.Case.Seq != before.Case.Seq {
		t.Fatalf("%d appeals, outcome %q, event %d", len(after.Appeals), after.Case.Outcome, after.Case.Seq)
	}
	a := after.Appeals[0]
	if a.Timeline[0].Text != "No me dieron lo que pedí." || len(a.Timeline[0].Documents) != 1 || len(a.SubDeadlines) != 1 || a.SubDeadlines[0].Rule != "R46" {
		t.Errorf("%+v", a)
	}
	h.Do(clerk, id, appealForm("a2"))
	if again, err := h.Cases.Request(h.Ctx, officer, id); err != nil || len(again.Appeals) != 2 || again.Appeals[1].N != 2 {
		t.Errorf("a second appeal: %v, %v", again.Appeals, err)
	}
}

// Every act that is offered works, and none that is not.
func TestAppealFromFilingToComplianceByItsButtons(t *testing.T) {
	h := desktest.New(t)
	id, officer := h.Whole()
	h.Workflows.Ended = true
	h.Do(officer, id, appealForm("a1"))
	order := []docket.Action{docket.ActSendUp, docket.ActAppealReceived, docket.ActAppealAdmitted, docket.ActBriefAsked, docket.ActBriefSent, docket.ActAppealHeard, docket.ActAppealDecided, docket.ActComplied}
	for step, want := range order {
		h.Now = h.Now.Add(time.Hour)
		p, err := h.Cases.Request(h.Ctx, officer, id)
		h.Must(err)
		i := slices.IndexFunc(p.Appeals[0].Buttons, func(b core.Button) bool { return b.Action == want })
		if i < 0 {
			t.Fatalf("step %d: %s is not offered among %v", step, want, p.Appeals[0].Buttons)
		}
		c := acts.AppealCommand{Key: string(want), Action: want, Text: "Constancia"}
		if want == docket.ActAppealDecided {
			c.Ruling = p.Appeals[0].Buttons[i].Choices["ruling"][0].Key
		}
		if _, err := h.Acts.ActOnAppeal(h.Ctx, officer, id, 1, c); err != nil {
			t.Fatalf("%s: %v", want, err)
		}
		if _, err := h.Acts.ActOnAppeal(h.Ctx, officer, id, 1, c); err != nil {
			t.Errorf("%s again: %v", want, err)
		}
		c.Files = []documents.Upload{desktest.Upload("otra.txt", "otra")} // another act under the same key: nobody is told that it was done
		if _, err := h.Acts.ActOnAppeal(h.Ctx, officer, id, 1, c); docket.CodeOf(err) != docket.CodeConflict {
			t.Errorf("%s again with a file: %v", want, err)
		}
	}
	r, err := h.Core.Store.Request(h.Ctx, id)
	h.Must(err)
	st, err := h.Links.Status(h.Ctx, r.Number, r.StatusCode, "10.0.0.1")
	h.Must(err)
	if len(st.Appeals) != 1 || !strings.Contains(desktest.Words(st.Appeals[0]), "Concluida: Fundada") {
		t.Errorf("the citizen is told %q", st.Appeals)
	}
	file, err := h.Papers.CaseFilePDF(h.Ctx, officer, id)
	h.Must(err)
	if text := desktest.Read(t, file.Bytes); !strings.Contains(text, "El Tribunal resolvió: Fundada") || !strings.Contains(text, "No me dieron lo que pedí.") {
		t.Error("the case file does not have the appeal")
	}
	p, err := h.Cases.Request(h.Ctx, officer, id)
	h.Must(err)
	if a := p.Appeals[0]; !a.Ended() || len(a.Buttons) != 0 || len(a.Timeline) != len(order)+1 || desktest.Words(a.Next) != "Concluida: Fundada." {
		t.Errorf("%s, %d buttons, %d lines, %q", a.State(), len(a.Buttons), len(a.Timeline), a.Next)
	}
}

func TestAppealRefusesWithWhatToDo(t *testing.T) {
	h := desktest.New(t)
	id, officer := h.Whole()
	clerk := h.Person("Mesa Dos", "lima", docket.RoleReception)
	stranger := h.Person("Otra Sede", "norte", docket.RoleOfficer)
	auditor := h.Person("Auditora", "", docket.RoleAuditor)
	h.Workflows.Ended = true
	none := appealForm("a0")
	none.Against = ""
	_, err := h.Acts.Act(h.Ctx, officer, id, none)
	h.Code("against nothing", err, docket.CodeInvalid)
	_, err = h.Acts.Act(h.Ctx, auditor, id, appealForm("a0"))
	h.Code("by an auditor", err, docket.CodeForbidden)
	h.Do(officer, id, appealForm("a1"))
	for name, u := range map[string]access.User{"reception": clerk, "an auditor": auditor} {
		_, err = h.Acts.ActOnAppeal(h.Ctx, u, id, 1, acts.AppealCommand{Key: name, Action: docket.ActSendUp, Text: "x"})
		h.Code("sent up by "+name, err, docket.CodeForbidden)
	}
	_, err = h.Acts.ActOnAppeal(h.Ctx, stranger, id, 1, acts.AppealCommand{Key: "s", Action: docket.ActSendUp, Text: "x"})
	h.Code("by another office", err, docket.CodeNotFound)
	_, err = h.Acts.ActOnAppeal(h.Ctx, officer, id, 2, acts.AppealCommand{Key: "n", Action: docket.ActSendUp, Text: "x"})
	h.Code("of an appeal that is not there", err, docket.CodeNotFound)
	_, err = h.Acts.ActOnAppeal(h.Ctx, officer, id, 1, acts.AppealCommand{Key: "p", Action: docket.ActSendUp})
	h.Code("without proof", err, docket.CodeInvalid)
	_, err = h.Acts.ActOnAppeal(h.Ctx, officer, id, 1, acts.AppealCommand{Key: "c", Action: docket.ActComplied, Text: "x"})
	h.Code("out of turn", err, docket.CodeConflict)
}

func TestAppealsListSaysWhatComesNext(t *testing.T) {
	h := desktest.New(t)
	id, officer := h.Whole()
	stranger := h.Person("Otra Sede", "norte", docket.RoleOfficer)
	h.Workflows.Ended = true
	h.Do(officer, id, appealForm("a1"))
	rows, err := h.Lists.Appeals(h.Ctx, officer)
	h.Must(err)
	if len(rows) != 1 || rows[0].Until.IsZero() || rows[0].Late || !strings.HasPrefix(desktest.Words(rows[0].Next), "Elevar la apelación") {
		t.Errorf("%+v", rows)
	}
	if rows, err := h.Lists.Appeals(h.Ctx, stranger); err != nil || len(rows) != 0 {
		t.Errorf("another office sees %v, %v", rows, err)
	}
}
