package desk

import (
	"testing"

	"foja/docket"
	"foja/proof"
)

func TestClockReceipt_citizenAndStaffCanRecompute(t *testing.T) {
	h := newHouse(t)
	clerk := h.person("Julio", "lima", docket.RoleOfficer)
	r := h.register(clerk, form("t1"))
	hexKey, err := h.ReceiptKey(h.ctx)
	h.must(err)
	page, err := h.Request(h.ctx, clerk, r.ID)
	h.must(err)
	for name, get := range map[string]func() (File, error){
		"staff":   func() (File, error) { return h.ClockReceipt(h.ctx, clerk, r.ID) },
		"citizen": func() (File, error) { return h.StatusClockReceipt(h.ctx, r.Number, r.StatusCode, "192.0.2.1") },
	} {
		f, err := get()
		h.must(err)
		v := proof.Verify(f.Bytes, nil)
		if !v.Valid || v.Number != r.Number || v.DueOn != page.Deadline.DueOn || v.PublicKey != hexKey {
			t.Errorf("%s: %+v; the page says %s, the key is %s", name, v, page.Deadline.DueOn, hexKey)
		}
	}
	other := h.person("Teresa", "trujillo", docket.RoleReception)
	_, err = h.ClockReceipt(h.ctx, other, r.ID)
	h.code("a case of another office", err, docket.CodeNotFound)
	_, err = h.ClockReceipt(h.ctx, User{}, r.ID)
	h.code("nobody", err, docket.CodeForbidden)
	_, err = h.StatusClockReceipt(h.ctx, r.Number, "AAAAAAAAAA", "192.0.2.2")
	h.code("a wrong code", err, docket.CodeNotFound)
}
