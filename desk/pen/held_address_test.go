package pen_test

import (
	"strings"
	"testing"

	"foja/desk/desktest"
	"foja/desk/pen"
	"foja/docket"
)

const forwardedMail = "From: Mesa de Partes <mesa@spn.example>\r\nReply-To: area@spn.example\r\nTo: transparencia@spn.example\r\nSubject: RV: solicitud\r\nMessage-ID: <rv@spn.example>\r\n" +
	"Content-Type: text/plain; charset=utf-8\r\n\r\nSe remite para su atención.\r\n\r\nDe: Nora Vera <nora@correo.example>\r\nEnviado: viernes, 27 de noviembre de 2026 16:10\r\nPara: Mesa de Partes <mesa@spn.example>\r\nAsunto: solicitud\r\n\r\nSolicito copia del inventario. Escriban también a otra@correo.example.\r\n"

// Of a colleague's forward the clerk sees every address, and chooses whose request it is; the choice stays on record.
func TestAForwardIsRegisteredForWhoWroteIt(t *testing.T) {
	h := desktest.New(t)
	h.Core.EmailConsent = true
	clerk := h.Person("Rosa", "lima", docket.RoleReception)
	id := h.Held(forwardedMail, docket.HeldForward, "")
	m, err := h.Pen.HeldMessage(h.Ctx, clerk, id)
	h.Must(err)
	var named []string
	for _, a := range m.Addresses {
		named = append(named, a.Role+" "+a.Name+" "+a.Email)
	}
	want := "from Mesa de Partes mesa@spn.example, reply_to  area@spn.example, forwarded Nora Vera nora@correo.example, text  otra@correo.example"
	if got := strings.Join(named, ", "); got != want {
		t.Errorf("it names %s", got)
	}
	_, err = h.Pen.Decide(h.Ctx, clerk, id, pen.Decision{Key: "d0", Do: "register", Address: "nadie@correo.example"})
	h.Code("for an address that it does not name", err, docket.CodeInvalid)
	decide := func() string {
		request, err := h.Pen.Decide(h.Ctx, clerk, id, pen.Decision{Key: "d1", Do: "register", Address: "NORA@correo.example"})
		h.Must(err)
		return request
	}
	request := decide()
	if again := decide(); again != request {
		t.Error("the same decision made two requests")
	}
	r, err := h.Core.Store.Request(h.Ctx, request)
	h.Must(err)
	if r.Requester.Name != "Nora Vera" || r.Requester.Email != "nora@correo.example" || !r.Requester.EmailConsent || r.ReceivedOn.String() != "2026-02-27" || r.Channel != docket.ChannelEmail {
		t.Errorf("%+v, received %s", r.Requester, r.ReceivedOn)
	}
	row, err := h.Core.Store.Message(h.Ctx, id)
	h.Must(err)
	told := "El correo llegó de mesa@spn.example. Se registró a nombre de nora@correo.example: quien escribió el mensaje reenviado."
	if row.Note != told || row.SettledBy != clerk.ID {
		t.Errorf("the message keeps %q by %q", row.Note, row.SettledBy)
	}
	p, err := h.Cases.Request(h.Ctx, clerk, request)
	h.Must(err)
	last := p.Timeline[0]
	for _, l := range p.Timeline {
		if l.Kind == docket.EventKind(docket.ActNote) {
			last = l
		}
	}
	if last.Text != told || desktest.Words(last.Who) != "Rosa" {
		t.Errorf("its history says %+v", last)
	}
}

// A form that nobody can answer is registered for whom it names; one that names nobody needs a person's words.
func TestWhatNobodyCanAnswerIsRegisteredForWhomItNames(t *testing.T) {
	h := desktest.New(t)
	clerk := h.Person("Rosa", "lima", docket.RoleReception)
	form := "From: Formulario <noreply@ventanilla.example>\r\nTo: transparencia@spn.example\r\nSubject: mensaje\r\n"
	id := h.Held(form+"Reply-To: Bruno Quispe <bruno@correo.example>\r\nAuto-Submitted: auto-generated\r\n\r\nSolicito el plan.", docket.HeldMarked, "")
	_, err := h.Pen.Decide(h.Ctx, clerk, id, pen.Decision{Key: "d0", Do: "register", Address: "noreply@ventanilla.example"})
	h.Code("for an address that nobody reads", err, docket.CodeInvalid)
	request, err := h.Pen.Decide(h.Ctx, clerk, id, pen.Decision{Key: "d1", Do: "register"})
	h.Must(err)
	r, err := h.Core.Store.Request(h.Ctx, request)
	h.Must(err)
	if r.Requester.Email != "bruno@correo.example" || r.Requester.Name != "Bruno Quispe" || r.Text != "Solicito el plan." {
		t.Errorf("%+v", r.Registration)
	}
	alone := h.Held(form+"\r\nSolicito el plan de 2025.", docket.HeldNoReply, "")
	_, err = h.Pen.Decide(h.Ctx, clerk, alone, pen.Decision{Key: "d2", Do: "register"})
	h.Code("with nobody to answer", err, docket.CodeInvalid)
	if m, err := h.Pen.HeldMessage(h.Ctx, clerk, alone); err != nil || len(m.Addresses) != 1 || m.Addresses[0].Answerable {
		t.Errorf("%+v, %v", m.Addresses, err)
	}
}

// A new request that came as the answer to a case that has ended is made one with one click, with the day it came.
func TestARequestInAnAnswerToAnEndedCase(t *testing.T) {
	h := desktest.New(t)
	clerk := h.Person("Rosa", "lima", docket.RoleReception)
	old := h.Register(clerk, desktest.Form("t1"))
	id := h.Held(desktest.LetterMail, docket.HeldCaseEnded, old.ID)
	request, err := h.Pen.Decide(h.Ctx, clerk, id, pen.Decision{Key: "d1", Do: "register"})
	h.Must(err)
	r, err := h.Core.Store.Request(h.Ctx, request)
	h.Must(err)
	if r.ID == old.ID || r.ReceivedOn.String() != "2026-02-27" || r.Requester.Email != "juan@correo.example" {
		t.Errorf("%+v", r.Registration)
	}
	if row, err := h.Core.Store.Message(h.Ctx, id); err != nil || row.Note != "" {
		t.Errorf("the sender's own request has the note %q, %v", row.Note, err)
	}
}
