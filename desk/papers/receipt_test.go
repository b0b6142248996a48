package papers_test

import (
	"bytes"
	"testing"

	"foja/desk/acts"
	"foja/desk/desktest"
	"foja/docket"
)

// The ticket says what the receipt said on the day, whatever has moved the last day since.
func TestTheTicketIsTheSameOnALaterDay(t *testing.T) {
	h := desktest.New(t)
	clerk, officer := h.Person("Rosa", "lima", docket.RoleReception), h.Person("Luis", "lima", docket.RoleOfficer)
	r := h.Register(clerk, desktest.Form("t1"))
	first, err := h.Papers.ReceiptTicket(h.Ctx, clerk, r.ID)
	h.Must(err)
	if first.Name != "cargo-"+r.Number+"-80mm.pdf" || !bytes.HasPrefix(first.Bytes, []byte("%PDF-")) {
		t.Errorf("%s: %.10q", first.Name, first.Bytes)
	}
	h.Sent(r.ID)
	h.Do(officer, r.ID, acts.Command{Action: docket.ActClaim})
	h.Do(officer, r.ID, acts.Command{Action: docket.ActExtend, Ground: "volume", To: h.Core.Today("lima").AddDays(30), Text: "Son 4000 folios."})
	again, err := h.Papers.ReceiptTicket(h.Ctx, clerk, r.ID)
	h.Must(err)
	if !bytes.Equal(first.Bytes, again.Bytes) {
		t.Error("the ticket has changed with an extension")
	}
	other := h.Person("Iván", "trujillo", docket.RoleReception)
	_, err = h.Papers.ReceiptTicket(h.Ctx, other, r.ID)
	h.Code("of another office", err, docket.CodeNotFound)
}
