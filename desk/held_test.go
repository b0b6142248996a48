package desk

import (
	"strings"
	"testing"

	"foja/docket"
	"foja/store"
)

const letterMail = "From: Juan Soto <juan@correo.example>\r\nTo: transparencia@spn.example\r\nSubject: pedido\r\nMessage-ID: <m1@correo.example>\r\n" +
	"Date: Mon, 2 Mar 2026 09:00:00 -0500\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n" +
	"--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nPido la relación de visitas.\r\n" +
	"--b\r\nContent-Type: application/pdf; name=poder.pdf\r\nContent-Disposition: attachment; filename=poder.pdf\r\n\r\n%PDF-1.4\r\n--b--\r\n"

func (h *house) held(raw string, reason docket.HeldReason, suggested string) string {
	h.Helper()
	id, _, err := h.Store.KeepMessage(h.ctx, store.NewMessage{
		Raw: []byte(raw), Account: "agency", Mailbox: "INBOX", UIDValidity: 1, UID: uint32(len(raw)), ReceivedAt: h.now.AddDate(0, 0, -3), FromAddress: "juan@correo.example", Subject: "pedido",
	})
	h.must(err)
	h.must(h.Store.SettleMessage(h.ctx, id, store.Settlement{Fate: docket.FateHeld, Reason: string(reason), Suggested: suggested}))
	return id
}

func TestHeldMessageBecomesARequest(t *testing.T) {
	h := newHouse(t)
	clerk := h.person("Rosa", "lima", docket.RoleReception)
	id := h.held(letterMail, docket.HeldBulk, "")
	list, total, err := h.Held(h.ctx, clerk, false, 10, 0)
	h.must(err)
	if total != 1 || list[0].FromName != "Juan Soto" || list[0].Text != "Pido la relación de visitas." || list[0].Reason == "" || len(list[0].Attachments) != 1 {
		t.Fatalf("%+v", list)
	}
	file, err := h.MessageFile(h.ctx, clerk, id, 1)
	h.must(err)
	if file.Name != "poder.pdf" || !strings.HasPrefix(string(file.Bytes), "%PDF-1.4") {
		t.Errorf("%+v", file)
	}
	f := form("")
	f.Requester.Name = "Juan Soto"
	decide := func() (string, error) {
		return h.Decide(h.ctx, clerk, id, Decision{Key: "d1", Do: "request", Form: f})
	}
	request, err := decide()
	h.must(err)
	again, err := decide()
	h.must(err)
	if request != again {
		t.Error("the same decision made two requests")
	}
	r, err := h.Store.Request(h.ctx, request)
	h.must(err)
	// Received on Friday 27 February, when it came, not today; and its letters answer in its thread.
	if r.ReceivedOn.String() != "2026-02-27" || r.Channel != docket.ChannelEmail || r.ThreadMessageID != "m1@correo.example" || r.Key != "mail:"+id || r.Message != id {
		t.Errorf("%+v", r.Registration)
	}
	p, err := h.Request(h.ctx, clerk, request)
	h.must(err)
	if len(p.Messages) != 1 || len(p.Documents) != 2 || p.Documents[0].Name != "poder.pdf" { // and a note: it was registered for another address
		t.Errorf("messages %+v, documents %+v", p.Messages, p.Documents)
	}
	_, err = h.Decide(h.ctx, clerk, id, Decision{Key: "d2", Do: "dismiss", Reason: "publicidad"})
	h.code("a second, different decision", err, docket.CodeConflict)
	if _, total, err = h.Held(h.ctx, clerk, false, 10, 0); err != nil || total != 0 {
		t.Errorf("%d are still held (%v)", total, err)
	}
}

func TestHeldMessageJoinsACase(t *testing.T) {
	h := newHouse(t)
	clerk := h.person("Rosa", "lima", docket.RoleReception)
	r := h.register(clerk, form("t1"))
	id := h.held(letterMail, docket.HeldNumber, r.ID)
	m, err := h.HeldMessage(h.ctx, clerk, id)
	h.must(err)
	if m.Suggested == nil || m.Suggested.Number != r.Number {
		t.Errorf("suggested: %+v", m.Suggested)
	}
	for _, number := range []string{"", "999999-2026"} {
		_, err := h.Decide(h.ctx, clerk, id, Decision{Key: "x", Do: "join", Number: number})
		h.code("join "+number, err, docket.CodeInvalid)
	}
	for range 2 {
		request, err := h.Decide(h.ctx, clerk, id, Decision{Key: "j" + r.ID, Do: "join", Number: " " + r.Number + " "})
		h.must(err)
		if request != r.ID {
			t.Errorf("joined %s", request)
		}
	}
	p, err := h.Request(h.ctx, clerk, r.ID)
	h.must(err)
	if reading := p.Case.OpenTasks(docket.TaskReadMessage); len(reading) != 1 || reading[0].Ref != id {
		t.Errorf("tasks to read it: %+v", reading)
	}
	_, err = h.Decide(h.ctx, clerk, id, Decision{Key: "z", Do: "request", Form: form("")})
	h.code("a request of a joined message", err, docket.CodeConflict)
}

func TestHeldMessageDismissed(t *testing.T) {
	h := newHouse(t)
	clerk := h.person("Rosa", "lima", docket.RoleReception)
	id := h.held(letterMail, docket.HeldBulk, "")
	_, err := h.Decide(h.ctx, clerk, id, Decision{Key: "d", Do: "dismiss"})
	h.code("no reason", err, docket.CodeInvalid)
	_, err = h.Decide(h.ctx, clerk, id, Decision{Key: "d", Do: "burn"})
	h.code("no such decision", err, docket.CodeInvalid)
	for range 2 {
		_, err = h.Decide(h.ctx, clerk, id, Decision{Key: "d", Do: "dismiss", Reason: "Publicidad de un curso."})
		h.must(err)
	}
	m, err := h.HeldMessage(h.ctx, clerk, id)
	h.must(err)
	if m.Fate != string(docket.FateDismissed) || m.Reason != "Publicidad de un curso." {
		t.Errorf("%+v", m)
	}
	raw, err := h.RawMessage(h.ctx, clerk, id)
	h.must(err)
	if string(raw.Bytes) != letterMail {
		t.Error("the dismissed mail is not there any more")
	}
	_, err = h.RawMessage(h.ctx, h.person("admin", "", docket.RoleAdministrator), id)
	h.code("administrator reads unmatched mail", err, docket.CodeForbidden)
	_, err = h.Decide(h.ctx, h.person("head", "", docket.RoleHead), id, Decision{Do: "dismiss", Reason: "x"})
	h.code("head decides", err, docket.CodeForbidden)
}

func TestARequestMadeOfMailIsAnsweredByMailWhereThePolicySaysSo(t *testing.T) {
	for _, consent := range []bool{true, false} {
		h := newHouse(t)
		h.EmailConsent = consent
		clerk := h.person("Rosa", "lima", docket.RoleReception)
		id := h.held(letterMail, docket.HeldAutomatic, "")
		f := form("")
		f.Requester = docket.Requester{Name: "Juan Soto", Email: "Juan@correo.example"}
		request, err := h.Decide(h.ctx, clerk, id, Decision{Key: "d1", Do: "request", Form: f})
		h.must(err)
		r, err := h.Store.Request(h.ctx, request)
		h.must(err)
		if r.Requester.EmailConsent != consent {
			t.Errorf("policy %v: consent on record is %v", consent, r.Requester.EmailConsent)
		}
	}
}

// What was dismissed in error is put back as it was held, with who did what, and can be decided again.
func TestADismissalIsUndone(t *testing.T) {
	h := newHouse(t)
	rosa, elena := h.person("Rosa", "lima", docket.RoleReception), h.person("Elena", "lima", docket.RoleReception)
	r := h.register(rosa, form("t1"))
	id := h.held(letterMail, docket.HeldNumber, r.ID)
	_, err := h.Decide(h.ctx, rosa, id, Decision{Key: "d1", Do: "dismiss", Reason: "parece publicidad"})
	h.must(err)
	list, total, err := h.Held(h.ctx, elena, true, 10, 0)
	h.must(err)
	if total != 1 || list[0].ID != id || list[0].Reason != "parece publicidad" {
		t.Fatalf("%+v", list)
	}
	_, err = h.Decide(h.ctx, h.person("Auditora", "", docket.RoleAuditor), id, Decision{Key: "d2", Do: "restore"})
	h.code("by an auditor", err, docket.CodeForbidden)
	for range 2 {
		_, err = h.Decide(h.ctx, elena, id, Decision{Key: "d3", Do: "restore"})
		h.must(err)
	}
	list, total, err = h.Held(h.ctx, rosa, false, 10, 0)
	h.must(err)
	want := "Se había descartado: parece publicidad (Rosa, 2 de marzo de 2026). Lo devolvió Elena."
	if total != 1 || list[0].Note != want || list[0].Reason != heldWords[docket.HeldNumber] || list[0].Suggested == nil {
		t.Fatalf("%+v", list)
	}
	joined, err := h.Decide(h.ctx, rosa, id, Decision{Key: "d4", Do: "join", Number: r.Number})
	h.must(err)
	if joined != r.ID {
		t.Error(joined)
	}
	_, err = h.Decide(h.ctx, rosa, id, Decision{Key: "d5", Do: "restore"})
	h.code("of what joined a case", err, docket.CodeConflict)
}
