package desk

import (
	"fmt"
	"testing"

	"foja/docket"
	"foja/store"
)

// Mail of a further mailbox belongs to its office, that of the agency's own to the mail office. Who is bound to an office sees and settles
// only its own.
func TestTheHoldingPenHasOffices(t *testing.T) {
	h := newHouse(t)
	h.Desk.Deps.Agency.Mailboxes = []docket.Mailbox{{Name: "norte", Address: "norte@spn.example", Office: "trujillo"}}
	h.Desk.MailOffice = "lima"
	ids := map[string]string{}
	for _, account := range []string{"agency", "norte"} {
		id, _, err := h.Store.KeepMessage(h.ctx, store.NewMessage{
			Raw: fmt.Appendf(nil, "From: ana@correo.example\r\nSubject: %s\r\n\r\nHola\r\n", account), Account: account, Mailbox: "INBOX", UIDValidity: 1, UID: 1, ReceivedAt: h.now,
		})
		h.must(err)
		h.must(h.Store.SettleMessage(h.ctx, id, store.Settlement{Fate: docket.FateHeld, Reason: string(docket.HeldBulk), At: h.now}))
		ids[account] = id
	}
	lima, norte := h.person("Rosa", "lima", docket.RoleReception), h.person("Teresa", "trujillo", docket.RoleReception)
	all := h.person("Marta", "", docket.RoleManager)
	for _, c := range []struct {
		by   User
		sees []string
	}{{lima, []string{"agency"}}, {norte, []string{"norte"}}, {all, []string{"agency", "norte"}}} {
		list, total, err := h.Held(h.ctx, c.by, false, 10, 0)
		h.must(err)
		if total != len(c.sees) || len(list) != total || list[0].ID != ids[c.sees[0]] {
			t.Errorf("%s sees %d of %v", c.by.Name, total, c.sees)
		}
	}
	foreign := ids["norte"]
	_, err := h.HeldMessage(h.ctx, lima, foreign)
	h.code("read by another office", err, docket.CodeNotFound)
	_, err = h.RawMessage(h.ctx, lima, foreign)
	h.code("its original", err, docket.CodeNotFound)
	_, err = h.MessageFile(h.ctx, lima, foreign, 1)
	h.code("a file of it", err, docket.CodeNotFound)
	_, err = h.Decide(h.ctx, lima, foreign, Decision{Do: "dismiss", Reason: "publicidad"})
	h.code("dismissed by another office", err, docket.CodeNotFound)
	f := form("t9")
	f.FromMessage = foreign
	_, err = h.Register(h.ctx, lima, f)
	h.code("registered by another office", err, docket.CodeNotFound)
	_, err = h.Decide(h.ctx, norte, foreign, Decision{Do: "dismiss", Reason: "publicidad"})
	h.must(err)
	if _, total, err := h.Held(h.ctx, lima, true, 10, 0); err != nil || total != 0 {
		t.Errorf("another office sees %d dismissed, %v", total, err)
	}
}
