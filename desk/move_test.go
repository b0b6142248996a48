package desk

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"foja/docket"
	"foja/store"
)

// wrote plays a mail that joins a case by itself.
func (h *house) wrote(request, from, text string, fromRequester bool) (message string) {
	h.Helper()
	raw := fmt.Sprintf("From: Alguien <%s>\r\nSubject: RE: carta\r\nMessage-ID: <%d@correo.example>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"+
		"--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n%s\r\n--b\r\nContent-Type: application/pdf; name=adjunto.pdf\r\nContent-Disposition: attachment; filename=adjunto.pdf\r\n\r\n%%PDF-1.4 %s\r\n--b--\r\n",
		from, len(text), text, text)
	message, _, err := h.Store.KeepMessage(h.ctx, store.NewMessage{Raw: []byte(raw), Account: "a", Mailbox: "INBOX", UID: uint32(len(raw)), ReceivedAt: h.now.AddDate(0, 0, -3), FromAddress: from})
	h.must(err)
	h.must(h.Store.SettleMessage(h.ctx, message, store.Settlement{Fate: docket.FateReply, Request: request}))
	row, err := h.Store.Message(h.ctx, message)
	h.must(err)
	h.must(h.fetchAttachments(h.ctx, request, row))
	r, err := h.Store.Request(h.ctx, request)
	h.must(err)
	c, err := h.Store.Case(h.ctx, request)
	h.must(err)
	_, err = h.cases.project(h.ctx, c, c.Arrive(h.cases.law(r), message, fromRequester, h.now))
	h.must(err)
	return message
}

func (h *house) titles(by User, request string) string {
	h.Helper()
	p, err := h.Request(h.ctx, by, request)
	h.must(err)
	var all []string
	for _, l := range p.Timeline {
		all = append(all, l.Title+" "+l.Text)
	}
	return strings.Join(all, "\n")
}

func TestMessageIsMovedToAnotherCase(t *testing.T) {
	h := newHouse(t)
	officer, id := h.claimed()
	clerk := h.person("Lidia", "lima", docket.RoleReception)
	other := h.register(clerk, form("other"))
	message := h.wrote(id, "ajena@correo.example", "Sobre mi otra solicitud.", false)
	h.do(officer, id, Command{Action: docket.ActAskCorrection, Text: "Falta el periodo."})
	h.do(clerk, id, Command{Action: docket.ActCorrect, Message: message, Vouch: "Llamó por teléfono y lo confirmó."})
	before, err := h.Request(h.ctx, officer, id)
	h.must(err)

	move := MessageMove{Key: "m", From: id, To: docket.MoveToCase, Number: other.Number}
	_, err = h.MoveMessage(h.ctx, clerk, message, move)
	h.code("without a reason", err, docket.CodeInvalid)
	move.Reason = "Es de la otra solicitud de la misma persona."
	for range 2 { // the same click again
		to, err := h.MoveMessage(h.ctx, clerk, message, move)
		h.must(err)
		if to != other.ID {
			t.Errorf("moved to %q", to)
		}
	}
	left, err := h.Request(h.ctx, officer, id)
	h.must(err)
	got, err := h.Request(h.ctx, officer, other.ID)
	h.must(err)
	if len(left.Messages) != 0 || len(got.Messages) != 1 || got.Messages[0].ID != message {
		t.Errorf("messages: %d in the case it left, %d in the other", len(left.Messages), len(got.Messages))
	}
	if len(got.Documents) != 2 || !slices.ContainsFunc(got.Documents, func(d Document) bool { return d.Name == "adjunto.pdf" }) {
		t.Errorf("documents of the other case: %+v", got.Documents)
	}
	if slices.ContainsFunc(left.Documents, func(d Document) bool { return d.Name == "adjunto.pdf" }) {
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
			if !strings.Contains(h.titles(officer, where), words) {
				t.Errorf("%s does not say %q:\n%s", where, words, h.titles(officer, where))
			}
		}
	}
	manager := h.person("Marta", "lima", docket.RoleManager)
	audit, err := h.Audit(h.ctx, manager, AuditFilter{})
	h.must(err)
	if n := len(slices.DeleteFunc(audit.Rows, func(r AuditRow) bool {
		return !strings.Contains(r.What, "un mensaje al expediente "+other.Number) && !strings.Contains(r.What, "un mensaje que estaba en el expediente "+before.Request.Number)
	})); n != 2 {
		t.Errorf("%d lines of the audit tell it, want one of each case", n)
	}
	m, err := h.Message(h.ctx, clerk, message)
	h.must(err)
	if len(m.Trail) != 1 || m.Trail[0].Number != before.Request.Number || m.Trail[0].Who != "Lidia" || m.Trail[0].Reason != move.Reason || !m.Movable {
		t.Errorf("%+v", m.Trail)
	}
	file, err := h.CaseFilePDF(h.ctx, officer, id)
	h.must(err)
	if len(file.Bytes) == 0 {
		t.Error("no case file")
	}
	h.do(officer, id, Command{Action: docket.ActDone})
	// And back again.
	_, err = h.MoveMessage(h.ctx, clerk, message, MessageMove{Key: "back", To: docket.MoveToCase, Number: before.Request.Number, Reason: "Era de aquí."})
	h.must(err)
	if left, err = h.Request(h.ctx, officer, id); err != nil || len(left.Messages) != 1 || len(left.Case.OpenTasks(docket.TaskReadMessage)) != 1 {
		t.Errorf("%+v, %v", left.Messages, err)
	}
}

func TestMessageIsMovedToThePen_andJoinsAgain(t *testing.T) {
	h := newHouse(t)
	_, id := h.claimed()
	clerk := h.person("Lidia", "lima", docket.RoleReception)
	message := h.wrote(id, "ajena@correo.example", "¿De quién es esto?", false)
	for i := range 2 {
		_, err := h.MoveMessage(h.ctx, clerk, message, MessageMove{Key: fmt.Sprint(i), To: docket.MoveToHeld, Reason: "No es del solicitante."})
		h.must(err)
		list, total, err := h.Held(h.ctx, clerk, false, 10, 0)
		h.must(err)
		if total != 1 || list[0].ID != message || len(list[0].Trail) != i+1 || list[0].Reason == "" {
			t.Fatalf("held: %+v", list)
		}
		p, err := h.Request(h.ctx, clerk, id)
		h.must(err)
		if len(p.Messages)+len(p.Case.OpenTasks(docket.TaskReadMessage)) != 0 || len(papersOf(p)) != 0 {
			t.Errorf("it left %d messages, %+v", len(p.Messages), p.Documents)
		}
		// A second thought: it is of this case after all, and somebody has to read it.
		_, err = h.Decide(h.ctx, clerk, message, Decision{Key: fmt.Sprint("j", i), Do: "join", Number: p.Request.Number})
		h.must(err)
		if p, err = h.Request(h.ctx, clerk, id); err != nil || len(p.Messages) != 1 || len(p.Case.OpenTasks(docket.TaskReadMessage)) != 1 || len(papersOf(p)) != 1 {
			t.Errorf("joined again: %d messages, tasks %+v, files %+v (%v)", len(p.Messages), p.Case.OpenTasks(), papersOf(p), err)
		}
	}
}

func papersOf(p Page) (list []Document) {
	for _, d := range p.Documents {
		if d.Kind == store.DocumentAttachment {
			list = append(list, d)
		}
	}
	return list
}

func TestMessageIsMadeANewRequest_withTheDayItCame(t *testing.T) {
	h := newHouse(t)
	_, id := h.claimed()
	clerk := h.person("Lidia", "lima", docket.RoleReception)
	message := h.wrote(id, "juan@correo.example", "Pido otra cosa.", false)
	bad := form("")
	bad.Requester.Name = ""
	move := MessageMove{Key: "m", From: id, To: docket.MoveToNew, Reason: "Es un pedido nuevo escrito como respuesta.", Form: &bad}
	_, err := h.MoveMessage(h.ctx, clerk, message, move)
	h.code("a form without a name", err, docket.CodeInvalid)
	// Nothing is lost: it waits in the holding pen, and the same move with a whole form ends it.
	if _, total, err := h.Held(h.ctx, clerk, false, 10, 0); err != nil || total != 1 {
		t.Errorf("%d held, %v", total, err)
	}
	good := form("")
	move.Form = &good
	var made string
	for range 2 {
		made, err = h.MoveMessage(h.ctx, clerk, message, move)
		h.must(err)
	}
	r, err := h.Store.Request(h.ctx, made)
	h.must(err)
	if r.ReceivedOn.String() != "2026-02-27" || r.Message != message || made == id {
		t.Errorf("%+v", r.Registration)
	}
	p, err := h.Request(h.ctx, clerk, made)
	h.must(err)
	if len(papersOf(p)) != 1 || len(p.Case.OpenTasks(docket.TaskReadMessage)) != 0 {
		t.Errorf("files %+v, tasks %+v", papersOf(p), p.Case.OpenTasks())
	}
	first, err := h.Request(h.ctx, clerk, id)
	h.must(err)
	if !strings.Contains(h.titles(clerk, made), "se hizo de un mensaje que estaba en el expediente "+first.Request.Number) ||
		!strings.Contains(h.titles(clerk, id), "para registrarlo como solicitud nueva") {
		t.Errorf("the histories:\n%s\n%s", h.titles(clerk, made), h.titles(clerk, id))
	}
	// The message is the new case's birth now: there it stays.
	m, err := h.Message(h.ctx, clerk, message)
	h.must(err)
	if m.Movable || !strings.Contains(m.Fixed, "es la solicitud misma") {
		t.Errorf("%+v", m)
	}
	_, err = h.MoveMessage(h.ctx, clerk, message, MessageMove{Key: "again", To: docket.MoveToHeld, Reason: "x"})
	h.code("the birth of a case", err, docket.CodeConflict)
}

func TestMove_whoMayAndWhenCasesHaveEnded(t *testing.T) {
	h := newHouse(t)
	_, id := h.claimed()
	clerk := h.person("Lidia", "lima", docket.RoleReception)
	message := h.wrote(id, "ajena@correo.example", "x", false)
	to := MessageMove{Key: "m", To: docket.MoveToHeld, Reason: "x"}
	for who, u := range map[string]User{
		"an auditor": h.person("Aldo", "", docket.RoleAuditor), "the head": h.person("Hugo", "", docket.RoleHead), "an administrator": h.person("Pilar", "", docket.RoleAdministrator),
	} {
		_, err := h.MoveMessage(h.ctx, u, message, to)
		h.code(who, err, docket.CodeForbidden)
		if m, err := h.Message(h.ctx, u, message); err != nil || m.Movable {
			t.Errorf("%s: %t, %v", who, m.Movable, err)
		}
	}
	_, err := h.MoveMessage(h.ctx, h.person("Tito", "trujillo", docket.RoleReception), message, to)
	h.code("another office", err, docket.CodeNotFound)
	_, err = h.MoveMessage(h.ctx, clerk, message, MessageMove{Key: "n", To: docket.MoveToCase, Number: "999999-2026", Reason: "x"})
	h.code("no such case", err, docket.CodeInvalid)
	_, err = h.MoveMessage(h.ctx, clerk, message, MessageMove{Key: "n", From: "elsewhere", To: docket.MoveToHeld, Reason: "x"})
	h.code("a case where it never was", err, docket.CodeNotFound)

	// Two clerks: the second one learns that it is gone.
	_, err = h.MoveMessage(h.ctx, clerk, message, to)
	h.must(err)
	_, err = h.MoveMessage(h.ctx, h.person("Omar", "lima", docket.RoleReception), message, MessageMove{Key: "m", From: id, To: docket.MoveToHeld, Reason: "x"})
	h.code("moved already", err, docket.CodeConflict)

	// Both cases are over, and their workflows have ended: it can be moved all the same.
	h.do(clerk, id, Command{Action: docket.ActWithdraw, Text: "Se desiste."})
	other := h.register(clerk, form("o"))
	h.do(clerk, other.ID, Command{Action: docket.ActWithdraw, Text: "Se desiste."})
	second := h.wrote(id, "ajena@correo.example", "después del cierre", false)
	h.cases.ended = true
	got, err := h.MoveMessage(h.ctx, clerk, second, MessageMove{Key: "e", To: docket.MoveToCase, Number: other.Number, Reason: "x"})
	h.must(err)
	if got != other.ID {
		t.Errorf("moved to %s", got)
	}
	if p, err := h.Request(h.ctx, clerk, other.ID); err != nil || len(p.Case.OpenTasks(docket.TaskReadMessage)) != 1 {
		t.Errorf("nobody is told to read it: %v", err)
	}
}

// Two people who move one message at the same moment do not put it into two cases: the second is told.
func TestAMessageIsMovedByOneAtATime(t *testing.T) {
	h := newHouse(t)
	officer, id := h.claimed()
	clerk := h.person("Mesa", "lima", docket.RoleReception)
	first, second := h.register(clerk, form("m1")), h.register(clerk, form("m2"))
	h.sent(first.ID)
	h.sent(second.ID)
	message := h.joins(id, "No es de este expediente.")
	var wait sync.WaitGroup
	results := make([]error, 2)
	for i, to := range []Registered{first, second} {
		wait.Go(func() {
			_, results[i] = h.MoveMessage(h.ctx, officer, message, MessageMove{Key: fmt.Sprintf("k%d", i), From: id, To: docket.MoveToCase, Number: to.Number, Reason: "Es de otro."})
		})
	}
	wait.Wait()
	moved := 0
	for _, err := range results {
		if err == nil {
			moved++
		} else {
			h.code("the second", err, docket.CodeConflict)
		}
	}
	in := 0
	for _, request := range []string{id, first.ID, second.ID} {
		c, err := h.Store.Case(h.ctx, request)
		h.must(err)
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
