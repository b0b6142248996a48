package history_test

import (
	"context"
	"strings"
	"testing"

	"foja/desk/acts"
	"foja/desk/desktest"
	"foja/desk/pen"
	"foja/docket"
	"foja/store"
)

func TestAMessageSaysWhoseItIs(t *testing.T) {
	h := desktest.New(t)
	clerk := h.Person("Rosa", "lima", docket.RoleReception)
	f := desktest.Form("t1")
	f.Requester.Email, f.Requester.EmailConsent = "ana@correo.example", true
	id := h.Register(clerk, f).ID
	bare := desktest.Form("t2")
	bare.Requester.Email, bare.Requester.EmailConsent, bare.DeliveryMode = "", false, ""
	nobody := h.Register(clerk, bare).ID
	forged := h.Wrote(id, "ana@correo.example", "falsificado", true)
	h.Must(h.Core.Store.KeepSenderCheck(h.Ctx, store.SenderCheck{Message: forged, Class: "reply", DMARC: "fail"}))
	for name, c := range map[string]struct{ request, message, want string }{
		"hers":                {id, h.Wrote(id, "Ana@correo.example", "hola", true), ""},
		"another address":     {id, h.Wrote(id, "x@y.example", "desisto de todo", false), "Viene de x@y.example, que no es la dirección registrada del solicitante (ana@correo.example)."},
		"forged":              {id, forged, "nuestro servidor de correo no lo comprobó"},
		"not vouched for":     {id, h.Wrote(id, "ana@correo.example", "sin comprobar ya", false), "nuestro servidor de correo no lo comprobó"},
		"a case without mail": {nobody, h.Wrote(nobody, "x@y.example", "hola a todos ustedes", false), "no tiene un correo registrado"},
		"nobody's":            {nobody, h.Wrote(nobody, "", "anónimo a secas del todo", false), "No dice quién lo envía."},
	} {
		p, err := h.Cases.Request(h.Ctx, clerk, c.request)
		h.Must(err)
		checked := 0
		for _, m := range p.Messages {
			if m.ID == c.message {
				checked++
				if m.From.Requester != (c.want == "") || !strings.Contains(desktest.Words(m.From.Words), c.want) || (c.want == "") != (desktest.Words(m.From.Words) == "") {
					t.Errorf("%s, in the case: %+v", name, m.From)
				}
			}
		}
		for _, l := range p.Timeline {
			if l.Message == c.message && l.Kind == docket.EventMessage {
				checked++
				if l.Sender.Requester != (c.want == "") || !strings.Contains(desktest.Words(l.Sender.Words), c.want) {
					t.Errorf("%s, in the history: %+v", name, l.Sender)
				}
			}
		}
		one, err := h.Pen.Message(h.Ctx, clerk, c.message)
		h.Must(err)
		if checked != 2 || !strings.Contains(desktest.Words(one.From.Words), c.want) {
			t.Errorf("%s: seen %d times; by itself %+v", name, checked, one.From)
		}
	}
	g, err := h.Papers.CaseFile(h.Ctx, clerk, id)
	h.Must(err)
	told := 0
	for _, p := range g.Pieces {
		for _, f := range p.Facts {
			if f.Label == "De quién es" {
				told++
			}
		}
	}
	if told != 4 {
		t.Errorf("the case file says of %d messages whose they are, want 4", told)
	}
}

func TestTheRequestersActsAreNotAnothersMail(t *testing.T) {
	h := desktest.New(t)
	clerk := h.Person("Rosa", "lima", docket.RoleReception)
	f := desktest.Form("t1")
	f.Requester.Name, f.Requester.Email = "ANA FLORES", "ana@correo.example"
	id := h.Register(clerk, f).ID
	message := h.Wrote(id, "x@y.example", "desisto", false)
	c := acts.Command{Key: "w", Action: docket.ActWithdraw, Message: message}
	_, err := h.Acts.Act(h.Ctx, clerk, id, c)
	h.Code("a withdrawal by a stranger's mail", err, docket.CodeInvalid)
	if err == nil || !strings.Contains(err.Error(), "sender.other name=ANA FLORES address=x@y.example") {
		t.Errorf("%v", err)
	}
	if p, err := h.Cases.Request(h.Ctx, clerk, id); err != nil || p.Case.Closed() {
		t.Errorf("closed by a stranger: %v", err)
	}
	c.SenderReason = "  "
	_, err = h.Acts.Act(h.Ctx, clerk, id, c)
	h.Code("blanks are no reason", err, docket.CodeInvalid)
	c.SenderReason = "Lo confirmó en persona, con su DNI."
	for range 2 {
		_, err = h.Acts.Act(h.Ctx, clerk, id, c)
		h.Must(err)
	}
	want := "El correo vino de otra dirección (x@y.example). Por qué se registró como acto del solicitante: Lo confirmó en persona, con su DNI."
	if !strings.Contains(h.Titles(clerk, id), want) {
		t.Errorf("the history does not say why:\n%s", h.Titles(clerk, id))
	}
	g, err := h.Papers.CaseFile(h.Ctx, clerk, id)
	h.Must(err)
	found := false
	for _, p := range g.Pieces {
		found = found || strings.Contains(p.Text, want)
	}
	if !found {
		t.Error("the case file does not say why")
	}

	// Her own mail needs no such step.
	second := f
	second.Token = "t2"
	id = h.Register(clerk, second).ID
	h.Do(clerk, id, acts.Command{Action: docket.ActWithdraw, Message: h.Wrote(id, "ana@correo.example", "me desisto", true)})
}

func TestAUnitsAnswerFromAStrangersAddressNeedsAReason(t *testing.T) {
	h := desktest.New(t)
	h.Must(h.Norms.SaveUnit(h.Ctx, h.Person("Pilar", "", docket.RoleAdministrator), docket.Unit{ID: "archivo", Name: "Archivo Central", Office: "lima", Email: "archivo@spn.example"}))
	officer, id := h.Claimed()
	h.Do(officer, id, acts.Command{Action: docket.ActConsult, Unit: "archivo", Text: "¿Lo tienen?"})
	colleague := h.Wrote(id, "j.perez@spn.example", "Sí, de parte del archivo.", false)
	stranger := h.Wrote(id, "archivo@malo.example", "No existe.", false)
	_, err := h.Acts.Act(h.Ctx, officer, id, acts.Command{Key: "s", Action: docket.ActConsultAnswer, Message: stranger})
	h.Code("a stranger's", err, docket.CodeInvalid)
	if err != nil && !strings.Contains(err.Error(), "name=Archivo Central") {
		t.Error(err)
	}
	h.Do(officer, id, acts.Command{Key: "c", Action: docket.ActConsultAnswer, Message: colleague})
}

// A case page must not read every mail of its case each time: its lists live of what was remembered.
func TestACasePageReadsNoMailTwice(t *testing.T) {
	h := desktest.New(t)
	clerk := h.Person("Rosa", "lima", docket.RoleReception)
	id := h.Register(clerk, desktest.Form("t1")).ID
	message := h.Wrote(id, "x@y.example", "Hola.", false)
	first, err := h.Cases.Request(h.Ctx, clerk, id)
	h.Must(err)
	body, found, err := h.Core.Store.Summary(h.Ctx, message, pen.SummaryVersion)
	h.Must(err)
	if !found || !strings.Contains(string(body), "adjunto.pdf") {
		t.Fatalf("not remembered: %s", body)
	}
	// Whatever is remembered is what is shown: so the bytes were not looked at.
	h.Must(h.Core.Store.KeepSummary(h.Ctx, message, pen.SummaryVersion, []byte(strings.Replace(string(body), "Alguien", "Recordado", 1))))
	second, err := h.Cases.Request(context.WithoutCancel(h.Ctx), clerk, id)
	h.Must(err)
	if first.Messages[0].FromName != "Alguien" || second.Messages[0].FromName != "Recordado" || second.Messages[0].Text != "Hola." {
		t.Errorf("%+v, then %+v", first.Messages[0], second.Messages[0])
	}
	// A summary of an older reading is made again.
	h.Must(h.Core.Store.KeepSummary(h.Ctx, message, pen.SummaryVersion-1, body))
	if third, err := h.Cases.Request(h.Ctx, clerk, id); err != nil || third.Messages[0].FromName != "Alguien" {
		t.Errorf("%v", err)
	}
}
