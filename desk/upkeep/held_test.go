package upkeep_test

import (
	"testing"

	"foja/access"
	"foja/desk/desktest"
	"foja/docket"
)

// A held mail calls the reception after an hour of the office, then the manager, each once.
func TestAHeldMailCallsFirstTheReceptionAndThenTheManager(t *testing.T) {
	h := desktest.New(t)
	clerk, manager := h.Person("Rosa", "lima", docket.RoleReception), h.Person("Marta", "", docket.RoleManager)
	m, err := h.Core.Store.Message(h.Ctx, h.Held(desktest.LetterMail, docket.HeldTooMany, ""))
	h.Must(err)
	days, err := h.Core.Days(h.Ctx)
	h.Must(err)
	law := h.Core.Law(docket.Procedure{}, h.Core.Office("lima"), days)
	first, err := law.HeldUntil(m.KeptAt)
	h.Must(err)
	second, err := law.HeldTooLong(m.KeptAt)
	h.Must(err)
	told := func(who access.User) int {
		_, n, err := h.Lists.Notices(h.Ctx, who, 10, 0)
		h.Must(err)
		return n
	}
	for _, c := range []struct{ clerk, manager int }{{0, 0}, {1, 0}, {1, 1}} {
		switch {
		case c.clerk == 0:
			h.Now = first.Add(-1)
		case c.manager == 0:
			h.Now = first
		default:
			h.Now = second
		}
		for range 2 {
			h.Must(h.Upkeep.HeldAlarms(h.Ctx))
		}
		if n, o := told(clerk), told(manager); n != c.clerk || o != c.manager {
			t.Errorf("at %s: %d and %d, want %+v", h.Now, n, o, c)
		}
	}
}
