package web

import (
	"net/url"
	"strings"
	"testing"

	"foja/access"
	"foja/desk/core"
	"foja/desk/history"
	"foja/docket"
)

func strangersMail(f *fake) {
	for i := range f.page.Messages {
		m := &f.page.Messages[i]
		m.Movable = true
		m.From = history.Sender{Address: "x@y.example", Words: docket.Say("Viene de x@y.example, que no es la dirección registrada del solicitante (ana@correo.example).")}
	}
}

func TestMessageOfAnotherAddress_saysSoAndAsksWhoseActItIs(t *testing.T) {
	f := newFake()
	f.page.Buttons = append(f.page.Buttons, core.Button{Action: docket.ActCorrect, Label: docket.Say("Registrar la subsanación"), Needs: []string{"text", "message"}})
	b := as(t, f, "funcionario")
	if page := b.get("/requests/r-123").body; strings.Contains(page, `name="vouch"`) != !f.page.Messages[0].From.Requester {
		t.Error("the step does not follow whose mail it is")
	}
	strangersMail(f)
	page := b.get("/requests/r-123").body
	for _, want := range []string{
		"Viene de x@y.example, que no es la dirección registrada del solicitante", `href="/messages/m-9"`,
		"Usted va a registrar como acto de " + f.page.Request.Requester.Name + " lo que dice un correo de otra dirección (x@y.example).", `name="vouch"`,
	} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	b.post("/requests/r-123/act", url.Values{"action": {"correct"}, "message": {"m-9"}, "vouch": {"Lo confirmó."}, "key": {strings.Repeat("k", 20)}})
	if c := f.commands[len(f.commands)-1]; c.SenderReason != "Lo confirmó." {
		t.Errorf("%+v", c)
	}
	// Anyone who comes by another way is asked by the refusal, with the message kept.
	f.refusal = access.FieldErrors{docket.Invalid("vouch", "Usted va a registrar como acto de ANA lo que dice un correo de otra dirección (x@y.example).")}
	answer := b.post("/requests/r-123/act", url.Values{"action": {"withdraw"}, "message": {"m-9"}, "key": {strings.Repeat("w", 20)}})
	answer.wants(t, 422, "como acto de ANA", `name="vouch"`)
	if !strings.Contains(answer.body, `type="hidden" name="message" value="m-9"`) {
		t.Error("the message is lost")
	}
	for i := range f.page.Messages {
		f.page.Messages[i].From = history.Sender{Address: "ana@correo.example", Requester: true}
	}
	if page := b.get("/requests/r-123").body; strings.Contains(page, `name="vouch"`) {
		t.Error("the requester's own mail asks for the step")
	}
}

func TestMessageIsMoved(t *testing.T) {
	f := newFake()
	strangersMail(f)
	b := as(t, f, "recepcion")
	b.get("/messages/m-9").wants(t, 200, "Mover el mensaje", "A otro expediente", "Es una solicitud nueva", "que no es la dirección registrada")
	b.post("/messages/m-9/move", url.Values{"key": {"k1"}, "from": {"r-123"}, "to": {"case"}, "number": {"7-2026"}}).wants(t, 422, "Escriba por qué se mueve el mensaje.", `value="7-2026"`)
	for _, c := range []struct{ to, want string }{{"case", "/requests/r-other"}, {"held", "/requests/r-123"}, {"request", "/held/m-9"}} {
		a := b.post("/messages/m-9/move", url.Values{"key": {strings.Repeat("k", 20) + c.to}, "from": {"r-123"}, "to": {c.to}, "number": {"7-2026"}, "reason": {"No es suyo."}})
		if a.StatusCode != 303 || a.Header.Get("Location") != c.want {
			t.Errorf("%s: %d to %s", c.to, a.StatusCode, a.Header.Get("Location"))
		}
		if m := f.moves[len(f.moves)-1]; m.To != docket.MoveTo(c.to) || m.From != "r-123" || m.Reason != "No es suyo." || m.Key != strings.Repeat("k", 20)+c.to {
			t.Errorf("%+v", m)
		}
	}
	if page := as(t, f, "auditor").get("/messages/m-9").body; strings.Contains(page, "/move") {
		t.Error("an auditor is offered to move it")
	}
}

// Screens and API agree on who may read the holding pen; who only reads decides nothing.
func TestThePenIsReadByThoseWhoMay(t *testing.T) {
	f := newFake()
	for _, login := range []string{"auditor", "cabeza"} {
		b := as(t, f, login)
		b.get("/held").wants(t, 200)
		one := b.get("/held/" + f.held[0].ID)
		one.wants(t, 200, "Deciden mesa de partes")
		if strings.Contains(one.body, `name="do"`) {
			t.Errorf("%s is offered a decision", login)
		}
	}
}
