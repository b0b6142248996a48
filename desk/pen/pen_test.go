package pen_test

import (
	"fmt"
	"testing"

	"foja/access"
	"foja/desk/desktest"
	"foja/desk/pen"
	"foja/docket"
	"foja/store"
)

// Mail of a further mailbox belongs to its office, that of the agency's own to the mail office. Who is bound to an office sees and settles
// only its own.
func TestTheHoldingPenHasOffices(t *testing.T) {
	h := desktest.New(t)
	h.Desk.Core.AgencyFile.Mailboxes = []docket.Mailbox{{Name: "norte", Address: "norte@spn.example", Office: "trujillo"}}
	h.Desk.Core.MailOffice = "lima"
	ids := map[string]string{}
	for _, account := range []string{"agency", "norte"} {
		id, _, err := h.Core.Store.KeepMessage(h.Ctx, store.NewMessage{
			Raw: fmt.Appendf(nil, "From: ana@correo.example\r\nSubject: %s\r\n\r\nHola\r\n", account), Account: account, Mailbox: "INBOX", UIDValidity: 1, UID: 1, ReceivedAt: h.Now,
		})
		h.Must(err)
		h.Must(h.Core.Store.SettleMessage(h.Ctx, id, store.Settlement{Fate: docket.FateHeld, Reason: string(docket.HeldBulk), At: h.Now}))
		ids[account] = id
	}
	lima, norte := h.Person("Rosa", "lima", docket.RoleReception), h.Person("Teresa", "trujillo", docket.RoleReception)
	all := h.Person("Marta", "", docket.RoleManager)
	for _, c := range []struct {
		by   access.User
		sees []string
	}{{lima, []string{"agency"}}, {norte, []string{"norte"}}, {all, []string{"agency", "norte"}}} {
		list, total, err := h.Pen.Held(h.Ctx, c.by, false, 10, 0)
		h.Must(err)
		if total != len(c.sees) || len(list) != total || list[0].ID != ids[c.sees[0]] {
			t.Errorf("%s sees %d of %v", c.by.Name, total, c.sees)
		}
	}
	foreign := ids["norte"]
	_, err := h.Pen.HeldMessage(h.Ctx, lima, foreign)
	h.Code("read by another office", err, docket.CodeNotFound)
	_, err = h.Pen.RawMessage(h.Ctx, lima, foreign)
	h.Code("its original", err, docket.CodeNotFound)
	_, err = h.Pen.MessageFile(h.Ctx, lima, foreign, 1)
	h.Code("a file of it", err, docket.CodeNotFound)
	_, err = h.Pen.Decide(h.Ctx, lima, foreign, pen.Decision{Do: "dismiss", Reason: "publicidad"})
	h.Code("dismissed by another office", err, docket.CodeNotFound)
	f := desktest.Form("t9")
	f.FromMessage = foreign
	_, err = h.Acts.Register(h.Ctx, lima, f)
	h.Code("registered by another office", err, docket.CodeNotFound)
	_, err = h.Pen.Decide(h.Ctx, norte, foreign, pen.Decision{Do: "dismiss", Reason: "publicidad"})
	h.Must(err)
	if _, total, err := h.Pen.Held(h.Ctx, lima, true, 10, 0); err != nil || total != 0 {
		t.Errorf("another office sees %d dismissed, %v", total, err)
	}
}
