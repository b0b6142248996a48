package desktest

import (
	"fmt"
	"os"
	"strconv"
	"testing"

	"foja/access"
	"foja/desk"
	"foja/desk/acts"
	"foja/docket"
)

// Busy is a desk with FOJA_BENCH_ROWS cases in the register (2000), a twentieth of them open, for the benchmarks of what stands on it.
// It returns the logins of an officer and of a manager; both have the password.
func Busy(b *testing.B, password string) (d *desk.Desk, officer, manager string) {
	h := New(b)
	hash, err := access.HashPassword(password)
	h.Must(err)
	busy := h.busy(rows())
	boss := h.Person("Marta", "", docket.RoleManager)
	for _, u := range []access.User{busy, boss} {
		h.Must(h.Core.Store.SetPassword(h.Ctx, u.ID, hash))
	}
	return h.Desk, busy.Login, boss.Login
}

func rows() int {
	if n, err := strconv.Atoi(os.Getenv("FOJA_BENCH_ROWS")); err == nil {
		return n
	}
	return 2000
}

// busy fills the register: days of requests, nineteen of twenty answered, the rest with twenty officers. It returns one of them.
func (h *Env) busy(n int) access.User {
	h.Helper()
	clerk := h.Person("Rosa", "lima", docket.RoleReception)
	var officers []access.User
	for i := range 20 {
		officers = append(officers, h.Person(fmt.Sprint("oficial ", i), "lima", docket.RoleOfficer))
	}
	start := h.Now
	for i := range n {
		h.Now = start.AddDate(0, 0, -600+600*i/n)
		f := Form(fmt.Sprint("bench-", i))
		f.Requester.Name = fmt.Sprintf("Persona %d", i)
		if i%997 == 0 {
			f.Requester.Name = fmt.Sprintf("Nazario Quispe %d", i)
		}
		id := h.Register(clerk, f).ID
		officer := officers[i%20]
		h.Sent(id)
		h.Do(officer, id, acts.Command{Action: docket.ActClaim})
		if i < n*19/20 {
			h.Do(officer, id, acts.Command{Action: docket.ActRespond, Text: "Va lo pedido."})
			h.Sent(id)
		}
	}
	h.Now = start
	h.Must(h.Figures.CountPast(h.Ctx))
	h.Must(h.Core.Store.Upkeep(h.Ctx))
	return officers[0]
}
