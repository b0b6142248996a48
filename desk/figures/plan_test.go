package figures_test

import (
	"fmt"
	"strings"
	"testing"

	"foja/desk/acts"
	"foja/desk/desktest"
	"foja/desk/figures"
	"foja/docket"
	"foja/languages"
	"foja/store"
)

func TestManyCasesAreClaimedAtOnceEachByItself(t *testing.T) {
	h := desktest.New(t)
	clerk, officer, other := h.Person("Rosa", "lima", docket.RoleReception), h.Person("Luis", "lima", docket.RoleOfficer), h.Person("Ana", "lima", docket.RoleOfficer)
	var ids []string
	for i := range 3 {
		ids = append(ids, h.Register(clerk, desktest.Form(fmt.Sprint("t", i))).ID)
	}
	h.Do(other, ids[1], acts.Command{Action: docket.ActClaim})
	for range 2 { // the second time is the same form again
		done, err := h.Acts.ClaimAll(h.Ctx, officer, "form-1", ids)
		h.Must(err)
		if len(done) != 3 || !done[0].Refusal.IsZero() || !strings.Contains(languages.For("es").Say(done[1].Refusal), "no corresponde ahora") || !done[2].Refusal.IsZero() {
			t.Errorf("%+v", done)
		}
	}
	_, err := h.Acts.ClaimAll(h.Ctx, officer, "form-2", nil)
	h.Code("nothing ticked", err, docket.CodeInvalid)
}

func TestThePlanHoldsWhatIsDueAgainstWhoIsThere(t *testing.T) {
	h := desktest.New(t)
	clerk, officer, manager := h.Person("Rosa", "lima", docket.RoleReception), h.Person("Luis", "lima", docket.RoleOfficer), h.Person("Marta", "", docket.RoleManager)
	for i := range 4 { // answered, two a day
		id := h.Register(clerk, desktest.Form(fmt.Sprint("old", i))).ID
		h.Sent(id)
		h.Do(officer, id, acts.Command{Action: docket.ActClaim})
		h.Do(officer, id, acts.Command{Action: docket.ActRespond, Text: "Va."})
		h.Sent(id)
	}
	h.Now = h.Now.AddDate(0, 0, 7) // Monday 9 March
	for i := range 6 {
		h.Register(clerk, desktest.Form(fmt.Sprint("new", i)))
	}
	// Answered, and open until it is collected: it is due no more, in no number and in no list.
	waits := h.Register(clerk, desktest.Form("waits")).ID
	h.Do(officer, waits, acts.Command{Action: docket.ActClaim})
	h.Do(officer, waits, acts.Command{Action: docket.ActMakeAvailable, Text: "En mesa de partes."})
	_, err := h.Core.Store.AddAbsence(h.Ctx, store.Absence{User: officer.ID, Deputy: clerk.ID, From: desktest.Day(t, "2026-03-10"), To: desktest.Day(t, "2026-03-11")})
	h.Must(err)
	p, err := h.Figures.Plan(h.Ctx, manager, figures.DashboardFilter{})
	h.Must(err)
	if len(p.Days) != figures.PlanDays || p.Days[0].On != desktest.Day(t, "2026-03-09") || p.Days[0].Present != 1 || p.Days[1].Present != 0 || p.Days[1].Capacity != 0 || p.Days[3].Present != 1 {
		t.Fatalf("%+v", p.Days[:4])
	}
	var due int
	for _, d := range p.Days {
		rows, total, err := h.Lists.Requests(h.Ctx, manager, d.Due.Filter)
		h.Must(err)
		if due += d.Due.N; total != d.Due.N {
			t.Errorf("%s: %d due, the list behind it has %d %v", d.On, d.Due.N, total, rows)
		}
	}
	if due != 6 || p.Late == 0 || p.Rate <= 0 || !strings.Contains(desktest.Words(p.Basis), "4 respuestas") {
		t.Errorf("%d due, %d late, %q", due, p.Late, p.Basis)
	}
	last := p.Months[len(p.Months)-1]
	if len(p.Months) != figures.PlanMonths || last.Month != desktest.Day(t, "2026-03-01") || last.Answered.N != 5 || last.InTime.N != 5 || last.Original.N != 5 {
		t.Errorf("%+v", p.Months)
	}
	for _, m := range p.Months {
		for _, f := range []figures.Figure{m.Answered, m.InTime, m.Original} {
			if _, total, err := h.Lists.Requests(h.Ctx, manager, f.Filter); err != nil || total != f.N {
				t.Errorf("%s: %d, the list behind it has %d; %v", m.Month, f.N, total, err)
			}
		}
	}
	numbers, err := h.Figures.Dashboard(h.Ctx, manager, figures.DashboardFilter{})
	h.Must(err)
	for _, f := range []figures.Figure{numbers.DueToday, numbers.DueThisWeek, numbers.Overdue, numbers.Open} {
		if _, total, err := h.Lists.Requests(h.Ctx, manager, f.Filter); err != nil || total != f.N {
			t.Errorf("%+v: the list has %d; %v", f, total, err)
		}
	}
	_, err = h.Figures.Plan(h.Ctx, officer, figures.DashboardFilter{})
	h.Code("an officer's plan", err, docket.CodeForbidden)
}

// Who moved to another office does not see the old one's cases, and what is not hers to see is refused on its own line.
func TestADayAndABulkClaimKeepToTheOffice(t *testing.T) {
	h := desktest.New(t)
	clerk, officer := h.Person("Rosa", "", docket.RoleReception), h.Person("Luis", "lima", docket.RoleOfficer)
	mine := h.Register(clerk, desktest.Form("t1")).ID
	h.Do(officer, mine, acts.Command{Action: docket.ActClaim})
	moved := officer
	moved.Office = "trujillo"
	d, err := h.Lists.Day(h.Ctx, moved)
	h.Must(err)
	if len(d.Bands) != 0 {
		t.Errorf("%+v", d.Bands)
	}
	f := desktest.Form("t2")
	f.Office = "trujillo"
	theirs, free := h.Register(clerk, f).ID, h.Register(clerk, desktest.Form("t3")).ID
	done, err := h.Acts.ClaimAll(h.Ctx, officer, "form-1", []string{theirs, free})
	h.Must(err)
	if len(done) != 2 || !done[0].Refusal.IsZero() || done[1].Refusal.IsZero() || done[1].Number != "—" {
		t.Errorf("%+v", done)
	}
}
