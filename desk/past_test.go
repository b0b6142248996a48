package desk

import (
	"testing"
	"time"

	"foja/docket"
)

// The board says where the days of what was answered went and why terms were extended, each number with the lines of the register behind
// it; it is counted once a day, and for one office apart.
func TestTheBoardSaysWhereTheTimeWent(t *testing.T) {
	h := newHouse(t) // Monday 2 March 2026
	clerk, officer, manager := h.person("Rosa", "lima", docket.RoleReception), h.person("Luis", "lima", docket.RoleOfficer), h.person("Marta", "", docket.RoleManager)
	id := h.register(clerk, form("t1")).ID
	h.sent(id)
	h.do(officer, id, Command{Action: docket.ActClaim})
	h.do(officer, id, Command{Action: docket.ActExtend, Ground: "volume", To: h.Today("lima").AddDays(30), Text: "Son 4000 folios."})
	h.now = h.now.AddDate(0, 0, 2)
	h.do(officer, id, Command{Action: docket.ActRespond, Text: "Va lo pedido."})
	h.sent(id)
	p, err := h.Plan(h.ctx, manager, DashboardFilter{})
	h.must(err)
	if p.Past != nil {
		t.Error("figures that nobody has counted")
	}
	h.must(h.CountPast(h.ctx))
	p, err = h.Plan(h.ctx, manager, DashboardFilter{})
	h.must(err)
	past := p.Past
	if past == nil || past.Answered != 1 || past.Days == 0 || past.Extended != 1 || len(past.Hands) == 0 || len(past.Grounds) != 1 {
		t.Fatalf("%+v", past)
	}
	days := 0
	for _, f := range append(past.Hands, past.Grounds...) {
		book, err := h.Book(h.ctx, manager, f.Filter)
		h.must(err)
		if len(book.Rows) != 1 || book.Rows[0].ID != id {
			t.Errorf("%s: %d lines behind it", f.Name, len(book.Rows))
		}
	}
	for _, f := range past.Hands {
		days += f.N
	}
	if days != past.Days {
		t.Errorf("%d days by hands of %d", days, past.Days)
	}
	if name := past.Grounds[0].Name; name == "volume" {
		t.Errorf("the ground has no name: %s", name)
	}
	second := h.register(clerk, form("t2")).ID
	h.sent(second)
	h.do(officer, second, Command{Action: docket.ActClaim})
	h.do(officer, second, Command{Action: docket.ActRespond, Text: "Va."})
	h.sent(second)
	answered := func(count func() error) int {
		h.must(count())
		p, err := h.Plan(h.ctx, manager, DashboardFilter{})
		h.must(err)
		return p.Past.Answered
	}
	if n := answered(func() error { return h.CountPast(h.ctx) }); n != past.Answered { // not twice a day
		t.Errorf("counted again: %d", n)
	}
	if n := answered(func() error { return h.RecountPast(h.ctx) }); n != past.Answered+1 { // unless it is asked for
		t.Errorf("not counted again: %d of %d", n, past.Answered+1)
	}
	h.now = h.now.Add(24 * time.Hour)
	h.must(h.CountPast(h.ctx))
	if p, err = h.Plan(h.ctx, manager, DashboardFilter{}); err != nil || p.Past.On != h.Today("lima") {
		t.Errorf("counted on %s, %v", p.Past.On, err)
	}
	if p, err = h.Plan(h.ctx, manager, DashboardFilter{Procedure: "public-information"}); err != nil || p.Past != nil {
		t.Errorf("of one procedure: %+v, %v", p.Past, err)
	}
}
