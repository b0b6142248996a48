package docket_test

import (
	"slices"
	"testing"

	"foja/docket"
)

// A request of Tuesday evening counts from Wednesday, or from Tuesday. The earlier last day wakes people; the term
// counts as breached once both have passed. Laws that earlier releases recorded take the earlier one for both.
func TestABreachNeedsBothReadings(t *testing.T) {
	law := lawOfLima(t, ladder()...)
	received := at(t, "2026-03-03", 20, 0) // Tuesday, out of hours
	c := docket.Case{Ledger: []docket.LedgerEntry{{
		Kind: docket.LedgerStart, On: day(t, "2026-03-04"), Received: received, Policy: docket.OfficeHours,
	}}}
	deadline, other, alarmOn, err := law.Readings(c.Ledger)
	if err != nil || other == nil || deadline.DueOn != day(t, "2026-03-18") || alarmOn != day(t, "2026-03-17") {
		t.Fatalf("%s, %+v, %s, %v", deadline.DueOn, other, alarmOn, err)
	}
	for _, x := range []struct {
		both              bool
		due, breach, late string
	}{
		{false, "due Tue 2026-03-17 16:30", "breach Wed 2026-03-18 08:30", "breach-3 Fri 2026-03-20 08:30"},
		{true, "due Tue 2026-03-17 16:30", "breach Thu 2026-03-19 08:30", "breach-2 Fri 2026-03-20 08:30"},
	} {
		law.BothReadings = x.both
		got := plan(t, law, c)
		if !slices.Contains(got, x.due) || !slices.Contains(got, x.breach) {
			t.Errorf("both readings %t: %q", x.both, got)
		}
		fired := c.Clone()
		for _, id := range []string{"unclaimed", "half", "three-left", "one-left", "due"} {
			fired.Alarms = append(fired.Alarms, docket.Alarm{ID: id, Rung: id, DueOn: alarmOn})
		}
		if next, _ := next(t, law, fired, at(t, "2026-03-18", 7, 0)); next != x.breach {
			t.Errorf("both readings %t: next is %s", x.both, next)
		}
		if next, _ := next(t, law, fired, at(t, "2026-03-20", 12, 0)); next != x.late {
			t.Errorf("both readings %t, late: next is %s", x.both, next)
		}
	}
}
