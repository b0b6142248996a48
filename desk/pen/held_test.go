package pen_test

import (
	"strings"
	"testing"

	"foja/desk/core"
	"foja/desk/desktest"
	"foja/desk/pen"
	"foja/docket"
)

func TestHeldMessageBecomesARequest(t *testing.T) {
	h := desktest.New(t)
	clerk := h.Person("Rosa", "lima", docket.RoleReception)
	id := h.Held(desktest.LetterMail, docket.HeldBulk, "")
	list, total, err := h.Pen.Held(h.Ctx, clerk, false, 10, 0)
	h.Must(err)
	if total != 1 || list[0].FromName != "Juan Soto" || list[0].Text != "Pido la relación de visitas." || desktest.Words(list[0].Reason) == "" || len(list[0].Attachments) != 1 {
		t.Fatalf("%+v", list)
	}
	file, err := h.Pen.MessageFile(h.Ctx, clerk, id, 1)
	h.Must(err)
	if file.Name != "poder.pdf" || !strings.HasPrefix(string(file.Bytes), "%PDF-1.4") {
		t.Errorf("%+v", file)
	}
	f := desktest.Form("")
	f.Requester.Name = "Juan Soto"
	decide := func() (string, error) {
		return h.Pen.Decide(h.Ctx, clerk, id, pen.Decision{Key: "d1", Do: "request", Form: f})
	}
	request, err := decide()
	h.Must(err)
	again, err := decide()
	h.Must(err)
	if request != again {
		t.Error("the same decision made two requests")
	}
	r, err := h.Core.Store.Request(h.Ctx, request)
	h.Must(err)
	// Received on Friday 27 February, when it came, not today; and its letters answer in its thread.
	if r.ReceivedOn.String() != "2026-02-27" || r.Channel != docket.ChannelEmail || r.ThreadMessageID != "m1@correo.example" || r.Key != "mail:"+id || r.Message != id {
		t.Errorf("%+v", r.Registration)
	}
	p, err := h.Cases.Request(h.Ctx, clerk, request)
	h.Must(err)
	if len(p.Messages) != 1 || len(p.Documents) != 2 || p.Documents[0].Name != "poder.pdf" { // and a note: it was registered for another address
		t.Errorf("messages %+v, documents %+v", p.Messages, p.Documents)
	}
	_, err = h.Pen.Decide(h.Ctx, clerk, id, pen.Decision{Key: "d2", Do: "dismiss", Reason: "publicidad"})
	h.Code("a second, different decision", err, docket.CodeConflict)
	if _, total, err = h.Pen.Held(h.Ctx, clerk, false, 10, 0); err != nil || total != 0 {
		t.Errorf("%d are still held (%v)", total, err)
	}
}

func TestHeldMessageJoinsACase(t *testing.T) {
	h := desktest.New(t)
	clerk := h.Person("Rosa", "lima", docket.RoleReception)
	r := h.Register(clerk, desktest.Form("t1"))
	id := h.Held(desktest.LetterMail, docket.HeldNumber, r.ID)
	m, err := h.Pen.HeldMessage(h.Ctx, clerk, id)
	h.Must(err)
	if m.Suggested == nil || m.Suggested.Number != r.Number {
		t.Errorf("suggested: %+v", m.Suggested)
	}
	for _, number := range []string{"", "999999-2026"} {
		_, err := h.Pen.Decide(h.Ctx, clerk, id, pen.Decision{Key: "x", Do: "join", Number: number})
		h.Code("join "+number, err, docket.CodeInvalid)
	}
	for range 2 {
		request, err := h.Pen.Decide(h.Ctx, clerk, id, pen.Decision{Key: "j" + r.ID, Do: "join", Number: " " + r.Number + " "})
		h.Must(err)
		if request != r.ID {
			t.Errorf("joined %s", request)
		}
	}
	p, err := h.Cases.Request(h.Ctx, clerk, r.ID)
	h.Must(err)
	if reading := p.Case.OpenTasks(docket.TaskReadMessage); len(reading) != 1 || reading[0].Ref != id {
		t.Errorf("tasks to read it: %+v", reading)
	}
	_, err = h.Pen.Decide(h.Ctx, clerk, id, pen.Decision{Key: "z", Do: "request", Form: desktest.Form("")})
	h.Code("a request of a joined message", err, docket.CodeConflict)
}

func TestHeldMessageDismissed(t *testing.T) {
	h := desktest.New(t)
	clerk := h.Person("Rosa", "lima", docket.RoleReception)
	id := h.Held(desktest.LetterMail, docket.HeldBulk, "")
	_, err := h.Pen.Decide(h.Ctx, clerk, id, pen.Decision{Key: "d", Do: "dismiss"})
	h.Code("no reason", err, docket.CodeInvalid)
	_, err = h.Pen.Decide(h.Ctx, clerk, id, pen.Decision{Key: "d", Do: "burn"})
	h.Code("no such decision", err, docket.CodeInvalid)
	for range 2 {
		_, err = h.Pen.Decide(h.Ctx, clerk, id, pen.Decision{Key: "d", Do: "dismiss", Reason: "Publicidad de un curso."})
		h.Must(err)
	}
	m, err := h.Pen.HeldMessage(h.Ctx, clerk, id)
	h.Must(err)
	if m.Fate != string(docket.FateDismissed) || desktest.Words(m.Reason) != "Publicidad de un curso." {
		t.Errorf("%+v", m)
	}
	raw, err := h.Pen.RawMessage(h.Ctx, clerk, id)
	h.Must(err)
	if string(raw.Bytes) != desktest.LetterMail {
		t.Error("the dismissed mail is not there any more")
	}
	_, err = h.Pen.RawMessage(h.Ctx, h.Person("admin", "", docket.RoleAdministrator), id)
	h.Code("administrator reads unmatched mail", err, docket.CodeForbidden)
	_, err = h.Pen.Decide(h.Ctx, h.Person("head", "", docket.RoleHead), id, pen.Decision{Do: "dismiss", Reason: "x"})
	h.Code("head decides", err, docket.CodeForbidden)
}

func TestARequestMadeOfMailIsAnsweredByMailWhereThePolicySaysSo(t *testing.T) {
	for _, consent := range []bool{true, false} {
		h := desktest.New(t)
		h.Core.EmailConsent = consent
		clerk := h.Person("Rosa", "lima", docket.RoleReception)
		id := h.Held(desktest.LetterMail, docket.HeldAutomatic, "")
		f := desktest.Form("")
		f.Requester = docket.Requester{Name: "Juan Soto", Email: "Juan@correo.example"}
		request, err := h.Pen.Decide(h.Ctx, clerk, id, pen.Decision{Key: "d1", Do: "request", Form: f})
		h.Must(err)
		r, err := h.Core.Store.Request(h.Ctx, request)
		h.Must(err)
		if r.Requester.EmailConsent != consent {
			t.Errorf("policy %v: consent on record is %v", consent, r.Requester.EmailConsent)
		}
	}
}

// What was dismissed in error is put back as it was held, with who did what, and can be decided again.
func TestADismissalIsUndone(t *testing.T) {
	h := desktest.New(t)
	rosa, elena := h.Person("Rosa", "lima", docket.RoleReception), h.Person("Elena", "lima", docket.RoleReception)
	r := h.Register(rosa, desktest.Form("t1"))
	id := h.Held(desktest.LetterMail, docket.HeldNumber, r.ID)
	_, err := h.Pen.Decide(h.Ctx, rosa, id, pen.Decision{Key: "d1", Do: "dismiss", Reason: "parece publicidad"})
	h.Must(err)
	list, total, err := h.Pen.Held(h.Ctx, elena, true, 10, 0)
	h.Must(err)
	if total != 1 || list[0].ID != id || desktest.Words(list[0].Reason) != "parece publicidad" {
		t.Fatalf("%+v", list)
	}
	_, err = h.Pen.Decide(h.Ctx, h.Person("Auditora", "", docket.RoleAuditor), id, pen.Decision{Key: "d2", Do: "restore"})
	h.Code("by an auditor", err, docket.CodeForbidden)
	for range 2 {
		_, err = h.Pen.Decide(h.Ctx, elena, id, pen.Decision{Key: "d3", Do: "restore"})
		h.Must(err)
	}
	list, total, err = h.Pen.Held(h.Ctx, rosa, false, 10, 0)
	h.Must(err)
	want := "Se había descartado: parece publicidad (Rosa, 2 de marzo de 2026). Lo devolvió Elena."
	if total != 1 || list[0].Note != want || list[0].Reason.Key != core.HeldWords(docket.HeldNumber).Key || list[0].Suggested == nil {
		t.Fatalf("%+v", list)
	}
	joined, err := h.Pen.Decide(h.Ctx, rosa, id, pen.Decision{Key: "d4", Do: "join", Number: r.Number})
	h.Must(err)
	if joined != r.ID {
		t.Error(joined)
	}
	_, err = h.Pen.Decide(h.Ctx, rosa, id, pen.Decision{Key: "d5", Do: "restore"})
	h.Code("of what joined a case", err, docket.CodeConflict)
}
