package desk

import (
	"bytes"
	"testing"

	"foja/docket"
)

// The ticket says what the receipt said on the day, whatever has moved the last day since.
func TestTheTicketIsTheSameOnALaterDay(t *testing.T) {
	h := newHouse(t)
	clerk, officer := h.person("Rosa", "lima", docket.RoleReception), h.person("Luis", "lima", docket.RoleOfficer)
	r := h.register(clerk, form("t1"))
	first, err := h.ReceiptTicket(h.ctx, clerk, r.ID)
	h.must(err)
	if first.Name != "cargo-"+r.Number+"-80mm.pdf" || !bytes.HasPrefix(first.Bytes, []byte("%PDF-")) {
		t.Errorf("%s: %.10q", first.Name, first.Bytes)
	}
	h.sent(r.ID)
	h.do(officer, r.ID, Command{Action: docket.ActClaim})
	h.do(officer, r.ID, Command{Action: docket.ActExtend, Ground: "volume", To: h.Today("lima").AddDays(30), Text: "Son 4000 folios."})
	again, err := h.ReceiptTicket(h.ctx, clerk, r.ID)
	h.must(err)
	if !bytes.Equal(first.Bytes, again.Bytes) {
		t.Error("the ticket has changed with an extension")
	}
	other := h.person("Iván", "trujillo", docket.RoleReception)
	_, err = h.ReceiptTicket(h.ctx, other, r.ID)
	h.code("of another office", err, docket.CodeNotFound)
}
