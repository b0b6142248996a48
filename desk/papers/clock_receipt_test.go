package papers_test

import (
	"testing"

	"foja/access"
	"foja/desk/desktest"
	"foja/desk/documents"
	"foja/docket"
	"foja/papers/proof"
)

func TestClockReceipt_citizenAndStaffCanRecompute(t *testing.T) {
	h := desktest.New(t)
	clerk := h.Person("Julio", "lima", docket.RoleOfficer)
	r := h.Register(clerk, desktest.Form("t1"))
	hexKey, err := h.Papers.ReceiptKey(h.Ctx)
	h.Must(err)
	page, err := h.Cases.Request(h.Ctx, clerk, r.ID)
	h.Must(err)
	for name, get := range map[string]func() (documents.File, error){
		"staff": func() (documents.File, error) { return h.Papers.ClockReceipt(h.Ctx, clerk, r.ID) },
		"citizen": func() (documents.File, error) {
			return h.Links.StatusClockReceipt(h.Ctx, r.Number, r.StatusCode, "192.0.2.1")
		},
	} {
		f, err := get()
		h.Must(err)
		v := proof.Verify(f.Bytes, nil)
		if !v.Valid || v.Number != r.Number || v.DueOn != page.Deadline.DueOn || v.PublicKey != hexKey {
			t.Errorf("%s: %+v; the page says %s, the key is %s", name, v, page.Deadline.DueOn, hexKey)
		}
	}
	other := h.Person("Teresa", "trujillo", docket.RoleReception)
	_, err = h.Papers.ClockReceipt(h.Ctx, other, r.ID)
	h.Code("a case of another office", err, docket.CodeNotFound)
	_, err = h.Papers.ClockReceipt(h.Ctx, access.User{}, r.ID)
	h.Code("nobody", err, docket.CodeForbidden)
	_, err = h.Links.StatusClockReceipt(h.Ctx, r.Number, "AAAAAAAAAA", "192.0.2.2")
	h.Code("a wrong code", err, docket.CodeNotFound)
}
