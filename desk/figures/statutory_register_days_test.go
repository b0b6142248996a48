package figures_test

import (
	"testing"
	"time"

	"foja/calendar"
	"foja/desk/acts"
	"foja/desk/desktest"
	"foja/desk/figures"
	"foja/docket"
)

// On the calendar of March 2026: Mon 2 is day zero, Mon 16 the tenth day.
func TestDaysTakenAreThoseOfTheCasesOwnClock(t *testing.T) {
	h := desktest.New(t)
	p := h.Core.LastVersion("public-information")
	view := h.Core.DaysLastSeen().View(h.Core.Office("lima"))
	on := func(s string) calendar.Date { return desktest.Day(t, s) }
	start := docket.LedgerEntry{Kind: docket.LedgerStart, On: on("2026-03-02")}
	asked := docket.LedgerEntry{Kind: docket.LedgerCorrectionAsked, On: on("2026-03-03")}
	corrected := docket.LedgerEntry{Kind: docket.LedgerCorrectionReceived, On: on("2026-03-05")}
	extended := docket.LedgerEntry{Kind: docket.LedgerExtension, On: on("2026-03-04"), To: on("2026-03-20")}
	for name, c := range map[string]struct {
		ledger []docket.LedgerEntry
		until  string
		want   int
	}{
		"the same day":              {[]docket.LedgerEntry{start}, "2026-03-02", 0},
		"in time":                   {[]docket.LedgerEntry{start}, "2026-03-16", 10},
		"late, over a weekend":      {[]docket.LedgerEntry{start}, "2026-03-23", 15},
		"on a Sunday":               {[]docket.LedgerEntry{start}, "2026-03-08", 4},
		"extended":                  {[]docket.LedgerEntry{start, extended}, "2026-03-19", 13},
		"corrected: it began again": {[]docket.LedgerEntry{start, asked, corrected}, "2026-03-09", 2},
		"no workflow yet":           {nil, "2026-03-04", 2},
	} {
		days, err := figures.TakenDays(c.ledger, p, view, on("2026-03-02"), on(c.until))
		if err != nil || len(days) != c.want {
			t.Errorf("%s: %d days (%v), want %d", name, len(days), err, c.want)
		}
	}
	row := figures.RegisterRow{}
	row.Observe(docket.Case{Ledger: []docket.LedgerEntry{start, extended}, Overdue: true})
	if !row.Extended || desktest.Words(row.Observations) != "Prórroga hasta el 20/03/2026. El plazo terminó sin respuesta." {
		t.Errorf("%+v", row)
	}
}

func TestAnAnswerBeforeTheLegalDayTookNoDay(t *testing.T) {
	h := desktest.New(t)
	manager, officer := h.Person("Carmen", "", docket.RoleManager), h.Person("Julio", "lima", docket.RoleOfficer)
	h.Now = time.Date(2026, 3, 7, 15, 0, 0, 0, time.UTC) // a Saturday: its legal day is Monday the 9th
	id := h.Register(h.Person("Rosa", "lima", docket.RoleReception), desktest.Form("saturday")).ID
	h.Do(officer, id, acts.Command{Action: docket.ActClaim})
	h.Do(officer, id, acts.Command{Action: docket.ActRespond, Text: "Va."})
	h.Sent(id)
	register, err := h.Figures.StatutoryRegister(h.Ctx, manager, figures.RegisterFilter{})
	h.Must(err)
	if r := register.Rows[0]; r.ReceivedOn != desktest.Day(t, "2026-03-09") || r.AnsweredOn != desktest.Day(t, "2026-03-07") || r.BusinessDays != 0 || r.CalendarDays != 0 {
		t.Errorf("%s to %s: %d business, %d calendar days", r.ReceivedOn, r.AnsweredOn, r.BusinessDays, r.CalendarDays)
	}
	out, err := h.Figures.Return(h.Ctx, manager, figures.ReturnFilter{})
	h.Must(err)
	if want := (docket.Spread{N: 1}); out.Business != want || out.Calendar != want {
		t.Errorf("%+v, %+v", out.Business, out.Calendar)
	}
}
