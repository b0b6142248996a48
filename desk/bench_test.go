package desk

import (
	"fmt"
	"os"
	"strconv"
	"testing"

	"foja/docket"
)

// Busy is a desk with FOJA_BENCH_ROWS cases in the register (2000), a twentieth of them open, for the benchmarks of what stands on it.
// It returns the logins of an officer and of a manager; both have the password.
func Busy(b *testing.B, password string) (d *Desk, officer, manager string) {
	h := newHouse(b)
	hash, err := HashPassword(password)
	h.must(err)
	busy := h.busy(rows())
	boss := h.person("Marta", "", docket.RoleManager)
	for _, u := range []User{busy, boss} {
		h.must(h.Store.SetPassword(h.ctx, u.ID, hash))
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
func (h *house) busy(n int) User {
	h.Helper()
	clerk := h.person("Rosa", "lima", docket.RoleReception)
	var officers []User
	for i := range 20 {
		officers = append(officers, h.person(fmt.Sprint("oficial ", i), "lima", docket.RoleOfficer))
	}
	start := h.now
	for i := range n {
		h.now = start.AddDate(0, 0, -600+600*i/n)
		f := form(fmt.Sprint("bench-", i))
		f.Requester.Name = fmt.Sprintf("Persona %d", i)
		if i%997 == 0 {
			f.Requester.Name = fmt.Sprintf("Nazario Quispe %d", i)
		}
		id := h.register(clerk, f).ID
		officer := officers[i%20]
		h.sent(id)
		h.do(officer, id, Command{Action: docket.ActClaim})
		if i < n*19/20 {
			h.do(officer, id, Command{Action: docket.ActRespond, Text: "Va lo pedido."})
			h.sent(id)
		}
	}
	h.now = start
	h.must(h.CountPast(h.ctx))
	h.must(h.Store.Upkeep(h.ctx))
	return officers[0]
}
