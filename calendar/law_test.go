package calendar_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"foja/calendar"
)

// The worked examples of rules R1 to R11, on calendars that hold only what the
// rule is about. Package procedures runs them on the shipped calendar.

func TestR1_dayOfReceiptIsDayZero(t *testing.T) {
	strip := wantDue(t, small().For("", ""), "2026-03-02", 10, "2026-03-16")
	if strip[0].Date != date(t, "2026-03-03") || strip[0].N != 1 {
		t.Errorf("day 1 is %+v, want Tue 3 March", strip[0])
	}
	if last := strip[len(strip)-1]; last.N != 10 || !last.CanBeLast {
		t.Errorf("last day is %+v", last)
	}
}

func TestR2_weekendsAreNeverCounted(t *testing.T) {
	c := small()
	c.WeekendNorms = []calendar.DatedNorm{{Norm: "art. 145.1", Until: date(t, "2026-03-08")}, {Norm: "art. 134.1"}}
	var skipped []string
	for _, d := range wantDue(t, c.For("", ""), "2026-03-02", 10, "2026-03-16") {
		if d.N == 0 {
			skipped = append(skipped, d.Date.String()+" "+string(d.Kind)+" "+d.Reason+" "+d.Source)
		}
	}
	want := []string{
		"2026-03-07 weekend sábado art. 145.1", "2026-03-08 weekend domingo art. 145.1",
		"2026-03-14 weekend sábado art. 134.1", "2026-03-15 weekend domingo art. 134.1",
	}
	if diff := cmp.Diff(want, skipped); diff != "" {
		t.Error(diff)
	}
}

func TestR3_holidaysAreNotCounted(t *testing.T) {
	v := small(entry(t, "2026-04-02", calendar.Holiday, ""), entry(t, "2026-04-03", calendar.Holiday, "")).For("", "")
	strip := wantDue(t, v, "2026-03-27", 10, "2026-04-14")
	if d := strip[5]; d.N != 0 || d.Kind != calendar.Holiday || d.Reason != "day off" || d.Source != "a norm" {
		t.Errorf("Maundy Thursday in the strip: %+v", d)
	}
}

func TestR4_decreedDaysAreSwitchable(t *testing.T) {
	c := small(
		entry(t, "2025-12-25", calendar.Holiday, ""), entry(t, "2025-12-26", calendar.NonWorkingDay, ""),
		entry(t, "2026-01-01", calendar.Holiday, ""), entry(t, "2026-01-02", calendar.NonWorkingDay, ""))
	wantDue(t, c.For("", ""), "2025-12-22", 10, "2026-01-09")
	c.CountDecreedDays = true
	wantDue(t, c.For("", ""), "2025-12-22", 10, "2026-01-07")
}

func TestR5_regionalHolidayOnlyInItsRegion(t *testing.T) {
	c := small(
		entry(t, "2025-12-25", calendar.Holiday, ""), entry(t, "2025-12-26", calendar.NonWorkingDay, ""),
		entry(t, "2025-12-29", calendar.Holiday, "region:La Libertad"),
		entry(t, "2026-01-01", calendar.Holiday, ""), entry(t, "2026-01-02", calendar.NonWorkingDay, ""))
	c.Regions = []string{"la-libertad", "lima"}
	wantDue(t, c.For("la-libertad", "trujillo"), "2025-12-22", 10, "2026-01-12")
	wantDue(t, c.For("La Libertad", ""), "2025-12-22", 10, "2026-01-12")
	wantDue(t, c.For("lima", "central"), "2025-12-22", 10, "2026-01-09")
	wantDue(t, c.For("", ""), "2025-12-22", 10, "2026-01-09")

	var unknown *calendar.UnknownRegionError
	if _, _, err := c.For("libertad", "").AddBusinessDays(date(t, "2025-12-22"), 10); !errors.As(err, &unknown) {
		t.Errorf("a misspelt region must not lose its holidays in silence: %v", err)
	}
}

func TestR5_areaInsideARegion(t *testing.T) {
	c := small(entry(t, "2026-03-03", calendar.Holiday, "region:lima-provincias"),
		entry(t, "2026-03-04", calendar.Holiday, "region:lima-provincias/huaral"))
	wantDue(t, c.For("lima-provincias/huaral", ""), "2026-03-02", 1, "2026-03-05")
	wantDue(t, c.For("lima-provincias", ""), "2026-03-02", 1, "2026-03-04")
	wantDue(t, c.For("lima", ""), "2026-03-02", 1, "2026-03-03")
}

func TestR6_onlyFromTheYearTheLawTookEffect(t *testing.T) {
	rules := []calendar.Rule{
		{Kind: calendar.Holiday, Name: "Arica", Norm: "Ley 31788", Month: time.June, Day: 7, FromYear: 2024},
		{
			Kind: calendar.Holiday, Name: "Fuerza Aérea", Norm: "Ley 31822", Month: time.July, Day: 23, FromYear: 2023,
			UntilYear: 2024,
		},
	}
	var got []string
	for _, e := range calendar.Expand(rules, 2022, 2025) {
		got = append(got, e.Date.String())
	}
	if diff := cmp.Diff([]string{"2023-07-23", "2024-06-07", "2024-07-23", "2025-06-07"}, got); diff != "" {
		t.Error(diff)
	}
}

func TestR7_municipalDaysNeverReachTheCalendar(t *testing.T) {
	for _, scope := range []string{"municipality:trujillo", "municipio:lima", "agency:inpe"} {
		if _, err := calendar.ParseScope(scope); err == nil || !strings.Contains(err.Error(), "R7") {
			t.Errorf("scope %q: want a refusal that cites R7, got %v", scope, err)
		}
	}
	for _, scope := range []string{"region:", "office", "planet:earth", "Nation"} {
		if _, err := calendar.ParseScope(scope); err == nil {
			t.Errorf("scope %q is accepted", scope)
		}
	}
}

func TestR8_shortDayCountsButCannotBeLast(t *testing.T) {
	lastDay := small(entry(t, "2026-03-16", calendar.ShortDay, "office:central"))
	strip := wantDue(t, lastDay.For("", "central"), "2026-03-02", 10, "2026-03-17")
	if d := strip[len(strip)-2]; d.N != 10 || d.CanBeLast || d.Kind != calendar.ShortDay {
		t.Errorf("the short day is counted 10th: %+v", d)
	}
	if d := strip[len(strip)-1]; d.N != 0 || !d.CanBeLast {
		t.Errorf("the day it rolls to has no number: %+v", d)
	}
	wantDue(t, lastDay.For("", "norte"), "2026-03-02", 10, "2026-03-16")
	wantDue(t, small(entry(t, "2026-03-10", calendar.ShortDay, "office:central")).For("", "central"), "2026-03-02",
		10, "2026-03-16")
	friday := small(entry(t, "2026-03-13", calendar.ShortDay, ""))
	wantDue(t, friday.For("", ""), "2026-03-02", 9, "2026-03-16")
}

func TestR9_aLaterEntryMovesTheDate(t *testing.T) {
	c := small(
		entry(t, "2026-07-23", calendar.Holiday, ""), entry(t, "2026-07-28", calendar.Holiday, ""),
		entry(t, "2026-07-29", calendar.Holiday, ""), entry(t, "2026-08-06", calendar.Holiday, ""))
	wantDue(t, c.For("", ""), "2026-07-17", 10, "2026-08-05")
	amended, err := c.Amend("test-2", entry(t, "2026-07-27", calendar.NonWorkingDay, ""))
	if err != nil {
		t.Fatal(err)
	}
	wantDue(t, amended.For("", ""), "2026-07-17", 10, "2026-08-07")
	if amended.For("", "").Version() != "test-2" {
		t.Errorf("version %q", amended.For("", "").Version())
	}
	wantDue(t, c.For("", ""), "2026-07-17", 10, "2026-08-05") // the old version still gives the old date (law: R59)
}

func TestR9_aDayAddedToTheCountShortensTheTerm(t *testing.T) {
	c := small(
		entry(t, "2026-03-07", calendar.WorkingDay, ""),
		entry(t, "2026-03-09", calendar.Holiday, ""), entry(t, "2026-03-09", calendar.WorkingDay, "region:cusco"))
	wantDue(t, c.For("", ""), "2026-03-06", 1, "2026-03-07")
	wantDue(t, c.For("", ""), "2026-03-06", 2, "2026-03-10")
	wantDue(t, c.For("cusco", ""), "2026-03-06", 2, "2026-03-09")
	// A day added, and cut short, counts and cannot be the last.
	c.Entries = append(c.Entries, entry(t, "2026-03-07", calendar.ShortDay, ""))
	wantDue(t, c.For("cusco", ""), "2026-03-06", 1, "2026-03-09")
}

func TestR10_monthsRunDateToDate(t *testing.T) {
	for _, c := range []struct {
		from string
		n    int
		want string
	}{
		{"2026-01-31", 1, "2026-03-02"}, // no 31 February; 1 March is a Sunday
		{"2026-01-15", 1, "2026-02-16"}, // 15 February is a Sunday
		{"2023-12-29", 2, "2024-02-29"},
		{"2024-12-31", 2, "2025-03-03"},
	} {
		if got, err := small().For("", "").AddMonths(date(t, c.from), c.n); err != nil || got != date(t, c.want) {
			t.Errorf("%s + %d months = %s, %v, want %s", c.from, c.n, got, err, c.want)
		}
	}
}

func TestR11_distanceTermInItsOwnUnits(t *testing.T) {
	v := small().For("", "")
	due, strip, err := v.AddCalendarDays(date(t, "2026-03-16"), 2)
	if err != nil || due != date(t, "2026-03-18") || len(strip) != 2 {
		t.Errorf("16 March + 2 calendar days = %s %v %v", due, strip, err)
	}
	// A last day that is not a business day rolls: 30 days from 13 March end on a Sunday.
	due, strip, err = v.AddCalendarDays(date(t, "2026-03-13"), 30)
	if err != nil || due != date(t, "2026-04-13") || strip[29].N != 30 || strip[30].N != 0 {
		t.Errorf("13 March + 30 calendar days = %s %v", due, err)
	}
}
