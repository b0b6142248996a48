package pen_test

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"foja/access"
	"foja/desk/acts"
	"foja/desk/cases"
	"foja/desk/desktest"
	"foja/desk/documents"
	"foja/desk/figures"
	"foja/desk/pen"
	"foja/docket"
	"foja/store"
)

func TestMessageIsMovedToAnotherCase(t *testing.T) {
	h := desktest.New(t)
	officer, id := h.Claimed()
	clerk := h.Person("Lidia", "lima", docket.RoleReception)
	other := h.Register(clerk, desktest.Form("other"))
	message := h.Wrote(id, "ajena@correo.example", "Sobre mi otra solicitud.", false)
	h.Do(officer, id, acts.Command{Action: docket.ActAskCorrection, Text: "Falta el periodo."})
	h.Do(clerk, id, acts.Command{Action: docket.ActCorrect, Message: message, SenderReason: "Llamó por teléfono y lo confirmó."})
	before, err := h.Cases.Request(h.Ctx, officer, id)
	h.Must(err)

	move := pen.MessageMove{Key: "m", From: id, To: docket.MoveToCase, Number: other.Number}
	_, err = h.Pen.MoveMessage(h.Ctx, clerk, message, move)
	h.Code("without a reason", err, docket.CodeInvalid)
	move.Reason = "Es de la otra solicitud de la misma persona."
	for range 2 { // the same click again
		to, err := h.Pen.MoveMessage(h.Ctx, clerk, message, move)
		h.Must(err)
		if to != other.ID {
			t.Errorf("moved to %q", to)
		}
	}
	left, err := h.Cases.Request(h.Ctx, officer, id)
	h.Must(err)
	got, err := h.Cases.Request(h.Ctx, officer, other.ID)
	h.Must(err)
	if len(left.Messages) != 0 || len(got.Messages) != 1 || got.Messages[0].ID != message {
		t.Errorf("messages: %d in the case it left, %d in the other", len(left.Messages), len(got.Messages))
	}
	if len(got.Documents) != 2 || !slices.ContainsFunc(got.Documents, func(d documents.Document) bool { return d.Name == "adjunto.pdf" }) {
		t.Errorf("documents of the other case: %+v", got.Documents)
	}
	if slices.ContainsFunc(left.Documents, func(d documents.Document) bool { return d.Name == "adjunto.pdf" }) {
		t.Error("its file is in the case that it left")
	}
	if reading := got.Case.OpenTasks(docket.TaskReadMessage); len(reading) != 1 || reading[0].Ref != message {
		t.Errorf("tasks of the other case: %+v", reading)
	}
	// What was recorded with it stands, and the officer is asked about it.
	if left.Deadline.DueOn != before.Deadline.DueOn || left.Case.State != before.Case.State {
		t.Error("the correction was undone")
	}
	if review := left.Case.OpenTasks(docket.TaskReviewMoved); len(review) != 1 || review[0].Holder != officer.ID {
		t.Errorf("tasks of the case that it left: %+v", left.Case.OpenTasks())
	}
	for where, want := range map[string][]string{
		id:       {"Movió un mensaje al expediente " + other.Number, "Es de la otra solicitud", "Queda lo que se registró con él: N.° "},
		other.ID: {"Recibió un mensaje que estaba en el expediente " + before.Request.Number, "Es de la otra solicitud"},
	} {
		for _, words := range want {
			if !strings.Contains(h.Titles(officer, where), words) {
				t.Errorf("%s does not say %q:\n%s", where, words, h.Titles(officer, where))
			}
		}
	}
	manager := h.Person("Marta", "lima", docket.RoleManager)
	audit, err := h.Figures.Audit(h.Ctx, manager, figures.AuditFilter{})
	h.Must(err)
	if n := len(slices.DeleteFunc(audit.Rows, func(r figures.AuditRow) bool {
		return !strings.Contains(desktest.Words(r.What), "un mensaje al expediente "+other.Number) && !strings.Contains(desktest.Words(r.What), "un mensaje que estaba en el expediente "+before.Request.Number)
	})); n != 2 {
		t.Errorf("%d lines of the audit tell it, want one of each case", n)
	}
	m, err := h.Pen.Message(h.Ctx, clerk, message)
	h.Must(err)
	if len(m.Trail) != 1 || m.Trail[0].Number != before.Request.Number || m.Trail[0].Who != "Lidia" || m.Trail[0].Reason != move.Reason || !m.Movable {
		t.Errorf("%+v", m.Trail)
	}
	file, err := h.Papers.CaseFilePDF(h.Ctx, officer, id)
	h.Must(err)
	if len(file.Bytes) == 0 {
		t.Error("no case file")
	}
	h.Do(officer, id, acts.Command{Action: docket.ActDone})
	// And back again.
	_, err = h.Pen.MoveMessage(h.Ctx, clerk, message, pen.MessageMove{Key: "back", To: docket.MoveToCase, Number: before.Request.Number, Reason: "Era de aquí."})
	h.Must(err)
	if left, err = h.Cases.Request(h.Ctx, officer, id); err != nil || len(left.Messages) != 1 || len(left.Case.OpenTasks(docket.TaskReadMessage)) != 1 {
		t.Errorf("%+v, %v", left.Messages, err)
	}
}

func TestMessageIsMovedToThePen_andJoinsAgain(t *testing.T) {
	h := desktest.New(t)
	_, id := h.Claimed()
	clerk := h.Person("Lidia", "lima", docket.RoleReception)
	message := h.Wrote(id, "ajena@correo.example", "¿De quién es esto?", false)
	for i := range 2 {
		_, err := h.Pen.MoveMessage(h.Ctx, clerk, message, pen.MessageMove{Key: fmt.Sprint(i), To: docket.MoveToHeld, Reason: "No es del solicitante."})
		h.Must(err)
		list, total, err := h.Pen.Held(h.Ctx, clerk, false, 10, 0)
		h.Must(err)
		if total != 1 || list[0].ID != message || len(list[0].Trail) != i+1 || desktest.Words(list[0].Reason) == "" {
			t.Fatalf("held: %+v", list)
		}
		p, err := h.Cases.Request(h.Ctx, clerk, id)
		h.Must(err)
		if len(p.Messages)+len(p.Case.OpenTasks(docket.TaskReadMessage)) != 0 || len(papersOf(p)) != 0 {
			t.Errorf("it left %d messages, %+v", len(p.Messages), p.Documents)
		}
		// A second thought: it is of this case after all, and somebody has to read it.
		_, err = h.Pen.Decide(h.Ctx, clerk, message, pen.Decision{Key: fmt.Sprint("j", i), Do: "join", Number: p.Request.Number})
		h.Must(err)
		if p, err = h.Cases.Request(h.Ctx, clerk, id); err != nil || len(p.Messages) != 1 || len(p.Case.OpenTasks(docket.TaskReadMessage)) != 1 || len(papersOf(p)) != 1 {
			t.Errorf("joined again: %d messages, tasks %+v, files %+v (%v)", len(p.Messages), p.Case.OpenTasks(), papersOf(p), err)
		}
	}
}

func papersOf(p cases.Page) (list []documents.Document) {
	for _, d := range p.Documents {
		if d.Kind == store.DocumentAttachment {
			list = append(list, d)
		}
	}
	return list
}

func TestMessageIsMadeANewRequest_withTheDayItCame(t *testing.T) {
	h := desktest.New(t)
	_, id := h.Claimed()
	clerk := h.Person("Lidia", "lima", docket.RoleReception)
	message := h.Wrote(id, "juan@correo.example", "Pido otra cosa.", false)
	bad := desktest.Form("")
	bad.Requester.Name = ""
	move := pen.MessageMove{Key: "m", From: id, To: docket.MoveToNew, Reason: "Es un pedido nuevo escrito como respuesta.", Form: &bad}
	_, err := h.Pen.MoveMessage(h.Ctx, clerk, message, move)
	h.Code("a form without a name", err, docket.CodeInvalid)
	// Nothing is lost: it waits in the holding pen, and the same move with a whole form ends it.
	if _, total, err := h.Pen.Held(h.Ctx, clerk, false, 10, 0); err != nil || total != 1 {
		t.Errorf("%d held, %v", total, err)
	}
	good := desktest.Form("")
	move.Form = &good
	var made string
	for range 2 {
		made, err = h.Pen.MoveMessage(h.Ctx, clerk, message, move)
		h.Must(err)
	}
	r, err := h.Core.Store.Request(h.Ctx, made)
	h.Must(err)
	if r.ReceivedOn.String() != "2026-02-27" || r.Message != message || made == id {
		t.Errorf("%+v", r.Registration)
	}
	p, err := h.Cases.Request(h.Ctx, clerk, made)
	h.Must(err)
	if len(papersOf(p)) != 1 || len(p.Case.OpenTasks(docket.TaskReadMessage)) != 0 {
		t.Errorf("files %+v, tasks %+v", papersOf(p), p.Case.OpenTasks())
	}
	first, err := h.Cases.Request(h.Ctx, clerk, id)
	h.Must(err)
	if !strings.Contains(h.Titles(clerk, made), "se hizo de un mensaje que estaba en el expediente "+first.Request.Number) ||
		!strings.Contains(h.Titles(clerk, id), "para registrarlo como solicitud nueva") {
		t.Errorf("the histories:\n%s\n%s", h.Titles(clerk, made), h.Titles(clerk, id))
	}
	// The message is the new case's birth now: there it stays.
	m, err := h.Pen.Message(h.Ctx, clerk, message)
	h.Must(err)
	if m.Movable || !strings.Contains(desktest.Words(m.Fixed), "es la solicitud misma") {
		t.Errorf("%+v", m)
	}
	_, err = h.Pen.MoveMessage(h.Ctx, clerk, message, pen.MessageMove{Key: "again", To: docket.MoveToHeld, Reason: "x"})
	h.Code("the birth of a case", err, docket.CodeConflict)
}

func TestMove_whoMayAndWhenCasesHaveEnded(t *testing.T) {
	h := desktest.New(t)
	_, id := h.Claimed()
	clerk := h.Person("Lidia", "lima", docket.RoleReception)
	message := h.Wrote(id, "ajena@correo.example", "x", false)
	to := pen.MessageMove{Key: "m", To: docket.MoveToHeld, Reason: "x"}
	for who, u := range map[string]access.User{
		"an auditor": h.Person("Aldo", "", docket.RoleAuditor), "the head": h.Person("Hugo", "", docket.RoleHead), "an administrator": h.Person("Pilar", "", docket.RoleAdministrator),
	} {
		_, err := h.Pen.MoveMessage(h.Ctx, u, message, to)
		h.Code(who, err, docket.CodeForbidden)
		if m, err := h.Pen.Message(h.Ctx, u, message); err != nil || m.Movable {
			t.Errorf("%s: %t, %v", who, m.Movable, err)
		}
	}
	_, err := h.Pen.MoveMessage(h.Ctx, h.Person("Tito", "trujillo", docket.RoleReception), message, to)
	h.Code("another office", err, docket.CodeNotFound)
	_, err = h.Pen.MoveMessage(h.Ctx, clerk, message, pen.MessageMove{Key: "n", To: docket.MoveToCase, Number: "999999-2026", Reason: "x"})
	h.Code("no such case", err, docket.CodeInvalid)
	_, err = h.Pen.MoveMessage(h.Ctx, clerk, message, pen.MessageMove{Key: "n", From: "elsewhere", To: docket.MoveToHeld, Reason: "x"})
	h.Code("a case where it never was", err, docket.CodeNotFound)

	// Two clerks: the second one learns that it is gone.
	_, err = h.Pen.MoveMessage(h.Ctx, clerk, message, to)
	h.Must(err)
	_, err = h.Pen.MoveMessage(h.Ctx, h.Person("Omar", "lima", docket.RoleReception), message, pen.MessageMove{Key: "m", From: id, To: docket.MoveToHeld, Reason: "x"})
	h.Code("moved already", err, docket.CodeConflict)

	// Both cases are over, and their workflows have ended: it can be moved all the same.
	h.Do(clerk, id, acts.Command{Action: docket.ActWithdraw, Text: "Se desiste."})
	other := h.Register(clerk, desktest.Form("o"))
	h.Do(clerk, other.ID, acts.Command{Action: docket.ActWithdraw, Text: "Se desiste."})
	second := h.Wrote(id, "ajena@correo.example", "después del cierre", false)
	h.Workflows.Ended = true
	got, err := h.Pen.MoveMessage(h.Ctx, clerk, second, pen.MessageMove{Key: "e", To: docket.MoveToCase, Number: other.Number, Reason: "x"})
	h.Must(err)
	if got != other.ID {
		t.Errorf("moved to %s", got)
	}
	if p, err := h.Cases.Request(h.Ctx, clerk, other.ID); err != nil || len(p.Case.OpenTasks(docket.TaskReadMessage)) != 1 {
		t.Errorf("nobody is told to read it: %v", err)
	}
}

// Two people who move one message at the same moment do not put it into two cases: the second is refused.
func TestAMessageIsMovedByOneAtATime(t *testing.T) {
	h := desktest.New(t)
	officer, id := h.Claimed()
	clerk := h.Person("Mesa", "lima", docket.RoleReception)
	first, second := h.Register(clerk, desktest.Form("m1")), h.Register(clerk, desktest.Form("m2"))
	h.Sent(first.ID)
	h.Sent(second.ID)
	message := h.Joins(id, "No es de este expediente.")
	var wait sync.WaitGroup
	results := make([]error, 2)
	for i, to := range []acts.Registered{first, second} {
		wait.Go(func() {
			_, results[i] = h.Pen.MoveMessage(h.Ctx, officer, message, pen.MessageMove{Key: fmt.Sprintf("k%d", i), From: id, To: docket.MoveToCase, Number: to.Number, Reason: "Es de otro."})
		})
	}
	wait.Wait()
	moved := 0
	for _, err := range results {
		if err == nil {
			moved++
		} else {
			h.Code("the second", err, docket.CodeConflict)
		}
	}
	in := 0
	for _, request := range []string{id, first.ID, second.ID} {
		c, err := h.Core.Store.Case(h.Ctx, request)
		h.Must(err)
		for _, task := range c.OpenTasks(docket.TaskReadMessage) {
			if task.Ref == message {
				in++
			}
		}
	}
	if moved != 1 || in != 1 {
		t.Errorf("moved %d times, read in %d cases", moved, in)
	}
}
