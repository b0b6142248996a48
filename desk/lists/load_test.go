package lists_test

import (
	"strings"
	"testing"

	"foja/docket"
)

func TestAWholeLoadMovesInOneStep(t *testing.T) {
	h := newOffice(t)
	h.claimed("t1")
	h.claimed("t2")
	_, err := h.Lists.Load(h.Ctx, h.officer, h.officer.ID)
	h.Code("an officer's look at a load", err, docket.CodeForbidden)
	load, err := h.Lists.Load(h.Ctx, h.manager, h.officer.ID)
	h.Must(err)
	if load.Total != 2 || len(load.Rows) != 2 || load.Name != "Luis" {
		t.Fatalf("%+v", load)
	}
	done, err := h.Acts.AssignAll(h.Ctx, h.manager, "form", h.other.ID, []string{load.Rows[0].ID, load.Rows[1].ID})
	if err != nil || len(done) != 2 || !done[0].Refusal.IsZero() {
		t.Fatalf("%+v, %v", done, err)
	}
	if load, err = h.Lists.Load(h.Ctx, h.manager, h.officer.ID); err != nil || load.Total != 0 {
		t.Errorf("%+v, %v", load, err)
	}
	h.Must(h.Accounts.DisableAccount(h.Ctx, h.Person("Admin", "", docket.RoleAdministrator), h.other.ID, true))
	for range 2 {
		h.Must(h.Upkeep.OpenWorkWarnings(h.Ctx))
	}
	told, _, err := h.Lists.Notices(h.Ctx, h.manager, 10, 0)
	if err != nil || len(told) != 1 || !strings.Contains(told[0].Text, "tiene 2 expedientes abiertos") {
		t.Errorf("%+v, %v", told, err)
	}
}
