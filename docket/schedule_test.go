package docket_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"foja/calendar"
	"foja/docket"
)

func ladder() []docket.Rung {
	return []docket.Rung{
		{Key: "unclaimed", Kind: docket.RungRemind, When: docket.WhenUnclaimed, After: 1, Clock: "09:00", To: []docket.Role{
			docket.RoleOfficer,
		}},
		{Key: "half", Kind: docket.RungRemind, When: docket.WhenHalf, Clock: "09:00", To: []docket.Role{
			docket.RoleHolder,
		}, AckWithin: 1, EscalateTo: []docket.Role{docket.RoleManager, docket.RoleHead}},
		{Key: "three-left", Kind: docket.RungWarn, When: docket.WhenBefore, Before: 3, Clock: "09:00"},
		{Key: "one-left", Kind: docket.RungWarn, When: docket.WhenBefore, Before: 1, Clock: "07:00"},
		{Key: "due", Kind: docket.RungWarn, When: docket.WhenDue, Clock: "18:00"},
		{Key: "breach", Kind: docket.RungBreach, When: docket.WhenBreach, Every: 1, Clock: "08:30"},
	}
}

func lawOfLima(t testing.TB, rungs ...docket.Rung) docket.Law {
	t.Helper()
	p := information()
	p.Ladder = rungs
	return docket.Law{Procedure: p, Calendar: peru(t), Office: lima, Zone: limaTime}
}

func caseOf(t testing.TB, received string) docket.Case {
	t.Helper()
	return docket.Case{Ledger: started(t, received)}
}

func at(t testing.TB, date string, hour, minute int) time.Time {
	t.Helper()
	return limaTime.Instant(day(t, date), hour, minute)
}

func stamp(a docket.Alarm) string {
	return a.ID + " " + limaTime.In(a.At).Format("Mon 2006-01-02 15:04")
}

func plan(t testing.TB, law docket.Law, c docket.Case) []string {
	t.Helper()
	alarms, err := law.Alarms(c)
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, a := range alarms {
		lines = append(lines, stamp(a))
	}
	return lines
}

func next(t testing.TB, law docket.Law, c docket.Case, now time.Time) (string, []string) {
	t.Helper()
	up, err := law.NextAlarm(c, now)
	if err != nil {
		t.Fatal(err)
	}
	if up == nil {
		return "", nil
	}
	var obsolete []string
	for _, a := range up.Obsolete {
		obsolete = append(obsolete, a.ID)
	}
	return stamp(up.Alarm), obsolete
}

func TestAlarms_theWholeLadder(t *testing.T) {
	law := lawOfLima(t, ladder()...)
	want := []string{
		"unclaimed Tue 2026-03-03 09:00",
		"half Mon 2026-03-09 09:00",
		"three-left Wed 2026-03-11 09:00",
		"one-left Fri 2026-03-13 08:00", // the office opens at 8
		"due Mon 2026-03-16 16:30",      // and closes at half past four
		"breach Tue 2026-03-17 08:30",
		"breach-2 Wed 2026-03-18 08:30",
		"breach-3 Thu 2026-03-19 08:30",
	}
	if diff := cmp.Diff(want, plan(t, law, caseOf(t, "2026-03-02"))); diff != "" {
		t.Error(diff)
	}
}

func TestAlarms_stepOverHolyWeek(t *testing.T) {
	law := lawOfLima(t, ladder()...)
	want := []string{
		"unclaimed Mon 2026-03-30 09:00",
		"half Tue 2026-04-07 09:00",
		"three-left Thu 2026-04-09 09:00",
		"one-left Mon 2026-04-13 08:00",
		"due Tue 2026-04-14 16:30",
		"breach Wed 2026-04-15 08:30",
		"breach-2 Thu 2026-04-16 08:30",
		"breach-3 Fri 2026-04-17 08:30",
	}
	if diff := cmp.Diff(want, plan(t, law, caseOf(t, "2026-03-27"))); diff != "" {
		t.Error(diff)
	}
}

func TestAlarms_followTheEarlierReading(t *testing.T) {
	law := lawOfLima(t, ladder()...)
	c := docket.Case{Ledger: filed(t, "2026-03-02T19:30:00", docket.OfficeHours, lima, law.View())}
	alarms, err := law.Alarms(c)
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(alarms, func(a docket.Alarm) bool { return a.ID == "due" })
	if alarms[i].DueOn != day(t, "2026-03-16") || !alarms[i].At.Equal(at(t, "2026-03-16", 16, 30)) {
		t.Errorf("received on the 3rd by our policy, on the 2nd by the other: %+v", alarms[i])
	}
}

func TestAlarms_dependOnTheCase(t *testing.T) {
	law := lawOfLima(t, ladder()...)
	c := caseOf(t, "2026-03-02")
	c.Holder = "u1"
	if got := plan(t, law, c); got[0] != "half Mon 2026-03-09 09:00" {
		t.Errorf("claimed, and still called unclaimed: %v", got)
	}
	c.AnsweredAt = at(t, "2026-03-05", 10, 0)
	if got := plan(t, law, c); got != nil {
		t.Errorf("answered: %v", got)
	}
	held := docket.Case{
		Ledger: append(started(t, "2026-03-02"), docket.LedgerEntry{Kind: docket.LedgerHold, On: day(t, "2026-03-04")}),
	}
	if got := plan(t, law, held); len(got) != 1 || got[0] != "unclaimed Tue 2026-03-03 09:00" {
		t.Errorf("suspended: %v", got)
	}
}

func TestAlarms_anyTimeIsTakenAtItsWord(t *testing.T) {
	law := lawOfLima(t,
		docket.Rung{Key: "midnight", Kind: docket.RungBreach, When: docket.WhenBreach, AnyTime: true, Every: 1},
		docket.Rung{Key: "late", Kind: docket.RungWarn, When: docket.WhenDue, AnyTime: true, Clock: "22:15"})
	want := []string{
		"late Fri 2026-03-20 22:15",
		"midnight Sat 2026-03-21 00:00", "midnight-2 Sun 2026-03-22 00:00", "midnight-3 Mon 2026-03-23 00:00",
	}
	if diff := cmp.Diff(want, plan(t, law, caseOf(t, "2026-03-06"))); diff != "" {
		t.Error(diff)
	}
	if got, _ := next(t, law, caseOf(t, "2026-03-06"),
		at(t, "2026-03-22", 3, 0)); got != "midnight-2 Sun 2026-03-22 00:00" {
		t.Errorf("on Sunday at three in the morning: %s", got)
	}
}

func TestNextAlarm_onlyTheLoudestOfThoseDueTogether(t *testing.T) {
	law := lawOfLima(t, ladder()...)
	for _, e := range []struct {
		now      time.Time
		want     string
		obsolete []string
	}{
		{at(t, "2026-03-02", 10, 0), "unclaimed Tue 2026-03-03 09:00", nil},
		{at(t, "2026-03-11", 9, 0), "three-left Wed 2026-03-11 09:00", []string{"unclaimed", "half"}},
		{at(t, "2026-03-14", 23, 0), "one-left Mon 2026-03-16 08:00", []string{"unclaimed", "half", "three-left"}},
		{at(t, "2026-03-17", 8, 29), "due Tue 2026-03-17 08:29", []string{"unclaimed", "half", "three-left", "one-left"}},
		{at(t, "2026-03-20", 12, 0), "breach-4 Fri 2026-03-20 08:30", []string{
			"unclaimed", "half", "three-left", "one-left", "due",
		}},
		{at(t, "2026-03-21", 12, 0), "breach-4 Mon 2026-03-23 08:00", []string{
			"unclaimed", "half", "three-left", "one-left", "due",
		}},
	} {
		got, obsolete := next(t, law, caseOf(t, "2026-03-02"), e.now)
		// An alarm whose hour has passed keeps it while the office is open.
		if e.now.Equal(at(t, "2026-03-17", 8, 29)) {
			e.want = "due Mon 2026-03-16 16:30"
		}
		if got != e.want || !slices.Equal(obsolete, e.obsolete) {
			t.Errorf("%s:\n got %s, over %v\nwant %s, over %v", limaTime.In(e.now).Format(time.DateTime), got, obsolete,
				e.want, e.obsolete)
		}
	}
}

func TestNextAlarm_afterSomeFired(t *testing.T) {
	law := lawOfLima(t, ladder()...)
	c := caseOf(t, "2026-03-02")
	due := day(t, "2026-03-16")
	for _, id := range []string{"unclaimed", "half", "three-left", "one-left", "due"} {
		c.Alarms = append(c.Alarms, docket.Alarm{ID: id, Rung: id, DueOn: due})
	}
	if got, _ := next(t, law, c, at(t, "2026-03-16", 17, 0)); got != "breach Tue 2026-03-17 08:30" {
		t.Error(got)
	}
	c.Alarms = append(c.Alarms, docket.Alarm{ID: "breach-4", Rung: "breach", DueOn: due})
	if got, obsolete := next(t, law, c, at(t, "2026-03-20", 9, 0)); got != "breach-5 Mon 2026-03-23 08:30" ||
		obsolete != nil {
		t.Error(got, obsolete)
	}
	c.ClosedAt = at(t, "2026-03-20", 10, 0)
	if got, _ := next(t, law, c, at(t, "2026-03-24", 9, 0)); got != "" {
		t.Errorf("closed: %s", got)
	}
}

func TestNextAlarm_climbsAnewWhenTheDateMoves(t *testing.T) {
	law := lawOfLima(t, ladder()...)
	c := caseOf(t, "2026-07-17")
	c.Holder = "u1"
	c.Alarms = []docket.Alarm{
		{ID: "half", Rung: "half", DueOn: day(t, "2026-08-05"), At: at(t, "2026-07-27", 9, 0)},
		{ID: "three-left", Rung: "three-left", DueOn: day(t, "2026-08-05"), At: at(t, "2026-07-30", 9, 0)},
	}
	amended, err := law.Calendar.Amend("pe-2026.12.1",
		calendar.Entry{Date: day(t, "2026-08-04"), Kind: calendar.NonWorkingDay, Name: "n", Norm: "l"})
	if err != nil {
		t.Fatal(err)
	}
	law.Calendar = amended
	got := plan(t, law, c)
	if got[0] != "three-left@2026-08-07 Fri 2026-07-31 09:00" {
		t.Errorf("half the time passed on the same day as before; three days are left anew: %v", got)
	}
	c.Alarms = append(c.Alarms, docket.Alarm{ID: "three-left@2026-08-07", Rung: "three-left", DueOn: day(t, "2026-08-07")})
	if got := plan(t, law, c); slices.ContainsFunc(got, func(s string) bool { return s[:5] == "three" }) {
		t.Errorf("fired for the new date too: %v", got)
	}
}

func TestClimbAt(t *testing.T) {
	law := lawOfLima(t)
	rung := ladder()[1] // one business day to acknowledge, two steps
	a := docket.Alarm{FiredAt: at(t, "2026-04-01", 9, 0)}
	step, err := law.EscalateAt(a, rung)
	if err != nil || !step.Equal(at(t, "2026-04-06", 9, 0)) { // over Holy Week
		t.Errorf("%s %v", step, err)
	}
	a.Escalations, a.EscalateAt = 1, step
	if step, err = law.EscalateAt(a, rung); err != nil || !step.Equal(at(t, "2026-04-07", 9, 0)) {
		t.Errorf("%s %v", step, err)
	}
	a.Escalations, a.EscalateAt = 2, step
	if step, err = law.EscalateAt(a, rung); err != nil || !step.IsZero() {
		t.Errorf("no step is left: %s %v", step, err)
	}
	night := docket.Alarm{FiredAt: at(t, "2026-03-02", 22, 0)}
	if step, _ = law.EscalateAt(night, rung); !step.Equal(at(t, "2026-03-03", 16, 30)) {
		t.Errorf("not at night: %s", step)
	}
	rung.AnyTime = true
	if step, _ = law.EscalateAt(night, rung); !step.Equal(at(t, "2026-03-03", 22, 0)) {
		t.Errorf("any time: %s", step)
	}
}

// Nobody is called at night or on a day off, whatever the case and the moment, unless the rung
// says so; and what is due is never left out.
func TestNextAlarm_neverAtNightOrOnADayOff(t *testing.T) {
	law := lawOfLima(t, ladder()...)
	view := law.View()
	rapid.Check(t, func(t *rapid.T) {
		c := docket.Case{Ledger: drawLedger(t)}
		now := limaTime.Instant(c.Ledger[0].On, 0,
			0).Add(time.Duration(rapid.IntRange(0, 90*24*60).Draw(t, "minutes")) * time.Minute)
		lastDue := false
		for range 30 {
			up, err := law.NextAlarm(c, now)
			if err != nil {
				t.Fatal(err)
			}
			if up == nil {
				return
			}
			fires := up.Alarm.At
			if fires.Before(now) {
				if lastDue {
					t.Fatalf("two alarms due at once: %+v", up.Alarm)
				}
				fires, lastDue = now, true
			} else {
				lastDue = false
			}
			d, hour, minute := limaTime.Local(fires)
			info, err := view.Day(d)
			if err != nil || !info.Business || hour < 8 || hour*60+minute > 16*60+30 {
				t.Fatalf("%s fires on %s at %02d:%02d", up.Alarm.ID, d, hour, minute)
			}
			for _, a := range append(up.Obsolete, up.Alarm) {
				if slices.ContainsFunc(c.Alarms, func(old docket.Alarm) bool { return old.ID == a.ID }) {
					t.Fatalf("%s comes twice", a.ID)
				}
				c.Alarms = append(c.Alarms, a)
			}
			now = fires
		}
	})
}
