package desk

import (
	"testing"

	"foja/calendar"
	"foja/docket"
)

// On the calendar of March 2026: Mon 2 is day zero, Mon 16 the tenth day.
func TestDaysTakenAreThoseOfTheCasesOwnClock(t *testing.T) {
	h := newHouse(t)
	p := h.lastVersion("public-information")
	view := h.seen.Load().view(h.office("lima"))
	on := func(s string) calendar.Date { return day(t, s) }
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
		days, err := takenDays(c.ledger, p, view, on("2026-03-02"), on(c.until))
		if err != nil || len(days) != c.want {
			t.Errorf("%s: %d days (%v), want %d", name, len(days), err, c.want)
		}
	}
	row := BookRow{}
	row.observe(docket.Case{Ledger: []docket.LedgerEntry{start, extended}, Overdue: true})
	if !row.Extended || row.Observations != "Prórroga hasta el 20/03/2026. El plazo terminó sin respuesta." {
		t.Errorf("%+v", row)
	}
}
