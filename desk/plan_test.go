package desk

import (
	"fmt"
	"strings"
	"testing"

	"foja/docket"
	"foja/store"
)

func TestTheOfficersDayIsGroupedByTheNextTrap(t *testing.T) {
	h := newHouse(t) // Monday 2 March 2026, 10:30
	clerk, officer := h.person("Rosa", "lima", docket.RoleReception), h.person("Luis", "lima", docket.RoleOfficer)
	var ids []string
	for i := range 3 {
		f := form(fmt.Sprint("t", i))
		ids = append(ids, h.register(clerk, f).ID)
		h.sent(ids[i])
	}
	h.do(officer, ids[0], Command{Action: docket.ActClaim})
	h.do(officer, ids[1], Command{Action: docket.ActClaim})
	d, err := h.Day(h.ctx, officer)
	h.must(err)
	// law: R18 R26: until the second business day one may ask for a correction or announce an extension.
	if len(d.Groups) != 1 || d.Groups[0].On != day(t, "2026-03-04") || len(d.Groups[0].Cases) != 2 || len(d.Pool) != 1 || !d.May {
		t.Fatalf("%+v", d)
	}
	h.now = h.now.AddDate(0, 0, 2)
	d, err = h.Day(h.ctx, officer)
	h.must(err)
	if !strings.HasPrefix(d.Groups[0].When, "Hoy") {
		t.Errorf("%+v", d.Groups)
	}
	h.now = h.now.AddDate(0, 0, 20)
	d, err = h.Day(h.ctx, officer)
	h.must(err)
	if len(d.Groups) != 1 || !d.Groups[0].Late || d.Groups[0].What != "Responder la solicitud" || d.Groups[0].On != day(t, "2026-03-16") {
		t.Errorf("%+v", d.Groups)
	}
	_, err = h.Day(h.ctx, h.person("Auditora", "", docket.RoleAuditor))
	h.code("an auditor's day", err, docket.CodeForbidden)
}

// More than a page of work: what is due first is shown, and how many are due later.
func TestTheOfficersDayShowsWhatIsDueFirst(t *testing.T) {
	h := newHouse(t)
	clerk, officer := h.person("Rosa", "lima", docket.RoleReception), h.person("Luis", "lima", docket.RoleOfficer)
	start := h.now
	for i := range todayMine + 2 {
		h.now = start
		if i < 2 { // the two of the next day are registered first, and due last
			h.now = start.AddDate(0, 0, 1)
		}
		h.do(officer, h.register(clerk, form(fmt.Sprint("t", i))).ID, Command{Action: docket.ActClaim})
	}
	d, err := h.Day(h.ctx, officer)
	h.must(err)
	n := 0
	for _, g := range d.Groups {
		for _, c := range g.Cases {
			n++
			if c.DueOn != day(t, "2026-03-16") {
				t.Errorf("%s, due on %s, is shown", c.Number, c.DueOn)
			}
		}
	}
	if n != todayMine || d.Later != 2 {
		t.Errorf("%d are shown, %d are said to be due later", n, d.Later)
	}
}

func TestManyCasesAreClaimedAtOnceEachByItself(t *testing.T) {
	h := newHouse(t)
	clerk, officer, other := h.person("Rosa", "lima", docket.RoleReception), h.person("Luis", "lima", docket.RoleOfficer), h.person("Ana", "lima", docket.RoleOfficer)
	var ids []string
	for i := range 3 {
		ids = append(ids, h.register(clerk, form(fmt.Sprint("t", i))).ID)
	}
	h.do(other, ids[1], Command{Action: docket.ActClaim})
	for range 2 { // the second time is the same form again
		done, err := h.ClaimAll(h.ctx, officer, "form-1", ids)
		h.must(err)
		if len(done) != 3 || done[0].Refusal != "" || !strings.Contains(done[1].Refusal, "no corresponde ahora") || done[2].Refusal != "" {
			t.Errorf("%+v", done)
		}
	}
	_, err := h.ClaimAll(h.ctx, officer, "form-2", nil)
	h.code("nothing ticked", err, docket.CodeInvalid)
}

func TestThePlanHoldsWhatIsDueAgainstWhoIsThere(t *testing.T) {
	h := newHouse(t)
	clerk, officer, manager := h.person("Rosa", "lima", docket.RoleReception), h.person("Luis", "lima", docket.RoleOfficer), h.person("Marta", "", docket.RoleManager)
	for i := range 4 { // answered, two a day
		id := h.register(clerk, form(fmt.Sprint("old", i))).ID
		h.sent(id)
		h.do(officer, id, Command{Action: docket.ActClaim})
		h.do(officer, id, Command{Action: docket.ActRespond, Text: "Va."})
		h.sent(id)
	}
	h.now = h.now.AddDate(0, 0, 7) // Monday 9 March
	for i := range 6 {
		h.register(clerk, form(fmt.Sprint("new", i)))
	}
	// Answered, and open until it is collected: it is due no more, in no number and in no list.
	waits := h.register(clerk, form("waits")).ID
	h.do(officer, waits, Command{Action: docket.ActClaim})
	h.do(officer, waits, Command{Action: docket.ActMakeAvailable, Text: "En mesa de partes."})
	_, err := h.Store.AddAbsence(h.ctx, store.Absence{User: officer.ID, Deputy: clerk.ID, From: day(t, "2026-03-10"), To: day(t, "2026-03-11")})
	h.must(err)
	p, err := h.Plan(h.ctx, manager, DashboardFilter{})
	h.must(err)
	if len(p.Days) != planDays || p.Days[0].On != day(t, "2026-03-09") || p.Days[0].Present != 1 || p.Days[1].Present != 0 || p.Days[1].Capacity != 0 || p.Days[3].Present != 1 {
		t.Fatalf("%+v", p.Days[:4])
	}
	var due int
	for _, d := range p.Days {
		rows, total, err := h.Requests(h.ctx, manager, d.Due.Filter)
		h.must(err)
		if due += d.Due.N; total != d.Due.N {
			t.Errorf("%s: %d due, the list behind it has %d %v", d.On, d.Due.N, total, rows)
		}
	}
	if due != 6 || p.Late == 0 || p.Rate <= 0 || !strings.Contains(p.Basis, "4 respuestas") {
		t.Errorf("%d due, %d late, %q", due, p.Late, p.Basis)
	}
	last := p.Months[len(p.Months)-1]
	if len(p.Months) != planMonths || last.Month != day(t, "2026-03-01") || last.Answered.N != 5 || last.InTime.N != 5 || last.Original.N != 5 {
		t.Errorf("%+v", p.Months)
	}
	for _, m := range p.Months {
		for _, f := range []Figure{m.Answered, m.InTime, m.Original} {
			if _, total, err := h.Requests(h.ctx, manager, f.Filter); err != nil || total != f.N {
				t.Errorf("%s: %d, the list behind it has %d; %v", m.Month, f.N, total, err)
			}
		}
	}
	figures, err := h.Dashboard(h.ctx, manager, DashboardFilter{})
	h.must(err)
	for _, f := range []Figure{figures.DueToday, figures.DueThisWeek, figures.Overdue, figures.Open} {
		if _, total, err := h.Requests(h.ctx, manager, f.Filter); err != nil || total != f.N {
			t.Errorf("%+v: the list has %d; %v", f, total, err)
		}
	}
	_, err = h.Plan(h.ctx, officer, DashboardFilter{})
	h.code("an officer's plan", err, docket.CodeForbidden)
}

// Who moved to another office does not see the old one's cases, and what is not hers to see is refused on its own line.
func TestADayAndABulkClaimKeepToTheOffice(t *testing.T) {
	h := newHouse(t)
	clerk, officer := h.person("Rosa", "", docket.RoleReception), h.person("Luis", "lima", docket.RoleOfficer)
	mine := h.register(clerk, form("t1")).ID
	h.do(officer, mine, Command{Action: docket.ActClaim})
	moved := officer
	moved.Office = "trujillo"
	d, err := h.Day(h.ctx, moved)
	h.must(err)
	if len(d.Groups) != 0 {
		t.Errorf("%+v", d.Groups)
	}
	f := form("t2")
	f.Office = "trujillo"
	theirs, free := h.register(clerk, f).ID, h.register(clerk, form("t3")).ID
	done, err := h.ClaimAll(h.ctx, officer, "form-1", []string{theirs, free})
	h.must(err)
	if len(done) != 2 || done[0].Refusal != "" || done[1].Refusal == "" || done[1].Number != "—" {
		t.Errorf("%+v", done)
	}
}
