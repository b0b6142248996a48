package desk

import (
	"fmt"
	"testing"

	"foja/docket"
)

// Every number of the board is the total of the list that it leads to, and what waits for a unit is told as such.
func TestTheBoardSaysWhyWhatIsOpenIsNotAnswered(t *testing.T) {
	h := newHouse(t) // Monday 2 March 2026
	clerk, officer, manager := h.person("Rosa", "lima", docket.RoleReception), h.person("Luis", "lima", docket.RoleOfficer), h.person("Marta", "", docket.RoleManager)
	unit := h.Agency().Units[0]
	for i := range 3 {
		id := h.register(clerk, form(fmt.Sprint("t", i))).ID
		h.sent(id)
		if i < 2 {
			h.do(officer, id, Command{Action: docket.ActClaim})
		}
		if i < 1 {
			h.do(officer, id, Command{Action: docket.ActConsult, Unit: unit.ID, Text: "¿Lo tienen?"})
		}
	}
	for _, late := range []int{0, 1} {
		h.now = h.now.AddDate(0, 0, late*30)
		p, err := h.Plan(h.ctx, manager, DashboardFilter{})
		h.must(err)
		open := 0
		for _, row := range append(p.Hands, p.Units...) {
			for _, f := range []Figure{row.Open, row.Overdue} {
				_, total, err := h.Requests(h.ctx, manager, f.Filter)
				h.must(err)
				if total != f.N {
					t.Errorf("%s: the number is %d, its list has %d", row.Name, f.N, total)
				}
			}
			if row.Overdue.N != late*row.Open.N || row.Oldest.IsZero() {
				t.Errorf("%s: %d open, %d overdue, since %s", row.Name, row.Open.N, row.Overdue.N, row.Oldest)
			}
		}
		for _, row := range p.Hands {
			open += row.Open.N
		}
		if open != 3 || len(p.Hands) != 2 || len(p.Units) != 1 || p.Units[0].Name != unit.Name || p.Units[0].Open.N != 1 {
			t.Errorf("hands %+v, units %+v", p.Hands, p.Units)
		}
	}
}
