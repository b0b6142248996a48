package acts_test

import (
	"slices"
	"strings"
	"testing"

	"foja/desk/acts"
	"foja/desk/desktest"
	"foja/docket"
	"foja/languages"
	"foja/store"
)

// A held mail has the requester's address because it says so. Naming it as the evidence of her act needs the reason that a mail from another
// address needs, unless the agency's server confirmed it; that a person puts it into the case proves nothing either.
func TestAHeldMailProvesNobodysAct(t *testing.T) {
	h := desktest.New(t)
	clerk := h.Person("Rosa", "lima", docket.RoleReception)
	officer := h.Person("Luis", "lima", docket.RoleOfficer)
	f := desktest.Form("t1")
	f.Requester.Email = "juan@correo.example" // the sender of held mails
	id := h.Register(clerk, f).ID
	h.Sent(id)
	h.Do(officer, id, acts.Command{Action: docket.ActClaim})
	mail := func(text string) string {
		return "From: Juan <juan@correo.example>\r\nMessage-ID: <" + text + "@x.example>\r\n\r\n" + text
	}
	asked := func(what, message string) {
		t.Helper()
		c := acts.Command{Key: what, Action: docket.ActWithdraw, Message: message}
		_, err := h.Acts.Act(h.Ctx, officer, id, c)
		h.Code(what, err, docket.CodeInvalid)
		if err == nil || !strings.Contains(err.Error(), "sender.not_proved name=") ||
			!strings.Contains(err.Error(), "address=juan@correo.example") {
			t.Errorf("%s: %v", what, err)
		}
	}
	for reason, dmarc := range map[docket.HeldReason]string{docket.HeldForged: "fail", docket.HeldAct: "none", docket.HeldNumber: ""} {
		held := h.Held(mail("desisto"+dmarc), reason, id)
		h.Must(h.Core.Store.KeepSenderCheck(h.Ctx, store.SenderCheck{Message: held, DMARC: dmarc}))
		asked("held, DMARC "+dmarc, held)
	}
	asked("held, read by an earlier program", h.Held(mail("antes"), docket.HeldAct, id))

	joined := h.Held(mail("unido"), docket.HeldAct, id)
	if _, err := h.Acts.ActWithKey(h.Ctx, clerk, id, acts.Command{Action: docket.ActAddMessage, Message: joined}, "held:"+joined); err != nil {
		t.Fatal(err)
	}
	h.Must(h.Core.Store.SettleMessage(h.Ctx, joined, store.Settlement{Fate: docket.FateReply, Request: id, By: clerk.ID}))
	asked("put into the case by a person", joined)

	c := acts.Command{Key: "because", Action: docket.ActWithdraw, Message: joined, SenderReason: "Lo confirmó por teléfono."}
	_, err := h.Acts.Act(h.Ctx, officer, id, c)
	h.Must(err)

	f.Token = "t2"
	id = h.Register(clerk, f).ID
	h.Sent(id)
	vouched := h.Held(mail("probado"), docket.HeldAct, id)
	h.Must(h.Core.Store.KeepSenderCheck(h.Ctx, store.SenderCheck{Message: vouched, DMARC: "pass"}))
	h.Do(clerk, id, acts.Command{Action: docket.ActWithdraw, Message: vouched})
}

// The same holds for what counts as the answer of a unit.
func TestAHeldMailIsNoUnitsAnswer(t *testing.T) {
	h := desktest.New(t)
	h.Must(h.Norms.SaveUnit(h.Ctx, h.Person("Pilar", "", docket.RoleAdministrator),
		docket.Unit{ID: "archivo", Name: "Archivo Central", Office: "lima", Email: "archivo@correo.example"}))
	officer, id := h.Claimed()
	h.Do(officer, id, acts.Command{Action: docket.ActConsult, Unit: "archivo", Text: "¿Lo tienen?"})
	held := h.Held("From: juan@correo.example\r\n\r\nNo existe.", docket.HeldThread, id)
	c := acts.Command{Key: "s", Action: docket.ActConsultAnswer, Message: held}
	_, err := h.Acts.Act(h.Ctx, officer, id, c)
	h.Code("a held mail", err, docket.CodeInvalid)
	denied := h.Wrote(id, "otro@correo.example", "Tampoco existe.", false)
	h.Must(h.Core.Store.KeepSenderCheck(h.Ctx, store.SenderCheck{Message: denied, DMARC: "fail"}))
	_, err = h.Acts.Act(h.Ctx, officer, id, acts.Command{Key: "d", Action: docket.ActConsultAnswer, Message: denied})
	h.Code("a mail that its domain denies", err, docket.CodeInvalid)
	c.SenderReason = "Contestaron por teléfono lo mismo."
	_, err = h.Acts.Act(h.Ctx, officer, id, c)
	h.Must(err)
	h.Do(officer, id, acts.Command{Action: docket.ActConsult, Unit: "archivo", Text: "¿Y el otro?"})
	stranger := h.Wrote(id, "archivo@malo.example", "Tampoco.", false)
	h.Do(officer, id, acts.Command{Key: "o", Action: docket.ActConsultAnswer, Message: stranger, SenderReason: "Es su otro correo."})
	page, err := h.Cases.Request(h.Ctx, officer, id)
	h.Must(err)
	var notes []string // the unit's own address is not called another one
	for _, l := range page.Timeline {
		if !l.SenderNote.IsZero() {
			notes = append(notes, languages.For("es").Say(l.SenderNote))
		}
	}
	slices.Sort(notes)
	if len(notes) != 2 || !strings.HasPrefix(notes[0], "El correo vino de otra dirección (archivo@malo.example)") ||
		!strings.HasPrefix(notes[1], "Nuestro servidor no comprobó que el correo viniera de su dirección (juan@correo.example)") {
		t.Errorf("%q", notes)
	}
}

// A mail with the tokens of two cases is evidence in both; a held mail of another office is evidence in none of this one's.
func TestAMailIsEvidenceWhereItMayBeRead(t *testing.T) {
	h := desktest.New(t)
	clerk := h.Person("Rosa", "lima", docket.RoleReception)
	first, second := h.Register(clerk, desktest.Form("t1")).ID, h.Register(clerk, desktest.Form("t2")).ID
	both := h.Wrote(first, desktest.Form("t1").Requester.Email, "desisto de los dos", true)
	reason := "Lo dijo de los dos."
	_, err := h.Acts.Act(h.Ctx, clerk, second, acts.Command{Key: "w", Action: docket.ActWithdraw, Message: both, SenderReason: reason})
	h.Code("of another case", err, docket.CodeInvalid)
	two, _, err := h.Core.Store.KeepMessage(h.Ctx, store.NewMessage{Raw: []byte("From: a@b.example\r\n\r\nlos dos"), ReceivedAt: h.Now})
	h.Must(err)
	h.Must(h.Core.Store.SettleMessage(h.Ctx, two, store.Settlement{Fate: docket.FateReply, Request: first, More: []string{second}}))
	h.Do(clerk, second, acts.Command{Action: docket.ActWithdraw, Message: two, SenderReason: reason})

	h.Core.AgencyFile.Mailboxes = []docket.Mailbox{{Name: "norte", Address: "norte@spn.example", Office: "trujillo"}}
	h.Core.MailOffice = "lima"
	north, _, err := h.Core.Store.KeepMessage(h.Ctx, store.NewMessage{
		Raw: []byte("From: a@b.example\r\n\r\nes del norte"), Account: "norte", ReceivedAt: h.Now,
	})
	h.Must(err)
	h.Must(h.Core.Store.SettleMessage(h.Ctx, north, store.Settlement{Fate: docket.FateHeld, Reason: string(docket.HeldAct)}))
	_, err = h.Acts.Act(h.Ctx, clerk, first, acts.Command{Key: "n", Action: docket.ActWithdraw, Message: north, SenderReason: reason})
	h.Code("held for another office", err, docket.CodeInvalid)
	h.Do(clerk, first, acts.Command{
		Action: docket.ActWithdraw, Message: h.Held("From: juan@correo.example\r\n\r\ndesisto", docket.HeldAct, ""), SenderReason: reason,
	})
}
