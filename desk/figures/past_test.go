package figures_test

import (
	"testing"
	"time"

	"foja/desk/acts"
	"foja/desk/desktest"
	"foja/desk/figures"
	"foja/docket"
)

// The board says where the days of what was answered went and why terms were extended, each number with the lines of the register behind
// it; it is counted once a day, and for one office apart.
func TestTheBoardSaysWhereTheTimeWent(t *testing.T) {
	h := desktest.New(t) // Monday 2 March 2026
	clerk, officer, manager := h.Person("Rosa", "lima", docket.RoleReception), h.Person("Luis", "lima", docket.RoleOfficer), h.Person("Marta", "", docket.RoleManager)
	id := h.Register(clerk, desktest.Form("t1")).ID
	h.Sent(id)
	h.Do(officer, id, acts.Command{Action: docket.ActClaim})
	h.Do(officer, id, acts.Command{Action: docket.ActExtend, Ground: "volume", To: h.Core.Today("lima").AddDays(30), Text: "Son 4000 folios."})
	h.Now = h.Now.AddDate(0, 0, 2)
	h.Do(officer, id, acts.Command{Action: docket.ActRespond, Text: "Va lo pedido."})
	h.Sent(id)
	p, err := h.Figures.Plan(h.Ctx, manager, figures.DashboardFilter{})
	h.Must(err)
	if p.Past != nil {
		t.Error("figures that nobody has counted")
	}
	h.Must(h.Figures.CountPast(h.Ctx))
	p, err = h.Figures.Plan(h.Ctx, manager, figures.DashboardFilter{})
	h.Must(err)
	past := p.Past
	if past == nil || past.Answered != 1 || past.Days == 0 || past.Extended != 1 || len(past.Hands) == 0 || len(past.Grounds) != 1 {
		t.Fatalf("%+v", past)
	}
	days := 0
	for _, f := range append(past.Hands, past.Grounds...) {
		register, err := h.Figures.StatutoryRegister(h.Ctx, manager, f.Filter)
		h.Must(err)
		if len(register.Rows) != 1 || register.Rows[0].ID != id {
			t.Errorf("%s: %d lines behind it", f.Name, len(register.Rows))
		}
	}
	for _, f := range past.Hands {
		days += f.N
	}
	if days != past.Days {
		t.Errorf("%d days by hands of %d", days, past.Days)
	}
	if name := past.Grounds[0].Name; desktest.Words(name) == "volume" {
		t.Errorf("the ground has no name: %s", name)
	}
	second := h.Register(clerk, desktest.Form("t2")).ID
	h.Sent(second)
	h.Do(officer, second, acts.Command{Action: docket.ActClaim})
	h.Do(officer, second, acts.Command{Action: docket.ActRespond, Text: "Va."})
	h.Sent(second)
	answered := func(count func() error) int {
		h.Must(count())
		p, err := h.Figures.Plan(h.Ctx, manager, figures.DashboardFilter{})
		h.Must(err)
		return p.Past.Answered
	}
	if n := answered(func() error { return h.Figures.CountPast(h.Ctx) }); n != past.Answered { // not twice a day
		t.Errorf("counted again: %d", n)
	}
	if n := answered(func() error { return h.Figures.RecountPast(h.Ctx) }); n != past.Answered+1 { // unless it is asked for
		t.Errorf("not counted again: %d of %d", n, past.Answered+1)
	}
	h.Now = h.Now.Add(24 * time.Hour)
	h.Must(h.Figures.CountPast(h.Ctx))
	if p, err = h.Figures.Plan(h.Ctx, manager, figures.DashboardFilter{}); err != nil || p.Past.On != h.Core.Today("lima") {
		t.Errorf("counted on %s, %v", p.Past.On, err)
	}
	if p, err = h.Figures.Plan(h.Ctx, manager, figures.DashboardFilter{Procedure: "public-information"}); err != nil || p.Past != nil {
		t.Errorf("of one procedure: %+v, %v", p.Past, err)
	}
}
