package calendar_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"foja/calendar"
)

// drawView makes a calendar with entries thrown at random on it.
func drawView(t *rapid.T, kinds ...calendar.Kind) calendar.View {
	c := small()
	for range rapid.IntRange(0, 120).Draw(t, "entries") {
		c.Entries = append(c.Entries, calendar.Entry{
			Date: drawDate(t, "entry", c.First, c.Last), Kind: rapid.SampledFrom(kinds).Draw(t, "kind"), Name: "n", Norm: "l",
		})
	}
	return c.For("", "")
}

// drawStart leaves room before and after for the longest count drawn here.
func drawStart(t *rapid.T) calendar.Date {
	c := small()
	return drawDate(t, "start", c.First.AddDays(300), c.Last.AddDays(-300))
}

func TestAdd_ofASumIsTheSumOfAdds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := drawView(t, calendar.Holiday, calendar.NonWorkingDay, calendar.WorkingDay)
		from := drawStart(t)
		a, b := rapid.IntRange(1, 40).Draw(t, "a"), rapid.IntRange(0, 40).Draw(t, "b")
		half, _, err := v.AddBusinessDays(from, a)
		must(t, err)
		twoSteps, _, err := v.AddBusinessDays(half, b)
		must(t, err)
		oneStep, strip, err := v.AddBusinessDays(from, a+b)
		must(t, err)
		if twoSteps != oneStep {
			t.Fatalf("%s + %d + %d = %s, + %d = %s", from, a, b, twoSteps, a+b, oneStep)
		}
		n, err := v.BusinessDaysBetween(from, oneStep)
		must(t, err)
		if n != a+b {
			t.Fatalf("between %s and %s: %d, want %d", from, oneStep, n, a+b)
		}
		back, err := v.BusinessDaysBefore(oneStep, a+b-1)
		must(t, err)
		first, err := v.NextBusinessDay(from)
		must(t, err)
		if back != first {
			t.Fatalf("%d days before %s is %s, want day 1, %s", a+b-1, oneStep, back, first)
		}
		if strip[len(strip)-1].N != a+b || len(strip) != from.DaysUntil(oneStep) {
			t.Fatalf("strip of %d days ends in %+v", len(strip), strip[len(strip)-1])
		}
	})
}

func TestTerm_neverEndsOnADayThatCannotBeLast(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := drawView(t, calendar.Holiday, calendar.NonWorkingDay, calendar.WorkingDay, calendar.ShortDay)
		from, n := drawStart(t), rapid.IntRange(0, 60).Draw(t, "n")
		add := rapid.SampledFrom([]func(calendar.Date, int) (calendar.Date, []calendar.Day, error){
			v.AddBusinessDays, v.AddCalendarDays,
		}).Draw(t, "add")
		due, strip, err := add(from, n)
		must(t, err)
		last, err := v.Day(due)
		must(t, err)
		if !last.CanBeLast || !last.Business {
			t.Fatalf("%s + %d ends on %+v", from, n, last)
		}
		// The strip is the whole truth: each day as Day tells it, numbered
		// 1 to n without a gap, and nothing that could have been the last
		// between the n-th and the end.
		number := 0
		for i, got := range strip {
			want, err := v.Day(from.AddDays(i + 1))
			must(t, err)
			if got.N != 0 {
				number++
				want.N = number
			} else if number == n && got.CanBeLast && i != len(strip)-1 {
				t.Fatalf("%s could have been the last day, not %s", got.Date, due)
			}
			if got != want {
				t.Fatalf("strip has %+v, calendar says %+v", got, want)
			}
		}
		if number != n {
			t.Fatalf("%d days counted, want %d", number, n)
		}
		between, err := v.BusinessDaysBetween(due, from)
		must(t, err)
		forward, err := v.BusinessDaysBetween(from, due)
		must(t, err)
		if between != -forward {
			t.Fatalf("between: %d and %d", forward, between)
		}
	})
}

func must(t *rapid.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestAdd_zeroDaysEndsOnTheDayItself(t *testing.T) {
	wantDue(t, small().For("", ""), "2026-03-02", 0, "2026-03-02")
	wantDue(t, small().For("", ""), "2026-03-07", 0, "2026-03-09") // Saturday
	if _, _, err := small().For("", "").AddBusinessDays(date(t, "2026-03-02"), -1); err == nil {
		t.Error("a term of -1 days is accepted")
	}
}

func TestRoll_andNextBusinessDay(t *testing.T) {
	v := small(entry(t, "2026-03-09", calendar.ShortDay, "")).For("", "")
	saturday := date(t, "2026-03-07")
	if got, err := v.Roll(saturday); err != nil || got != date(t, "2026-03-10") {
		t.Errorf("a term cannot end on the short Monday: %s %v", got, err)
	}
	if got, err := v.NextBusinessDay(saturday); err != nil || got != date(t, "2026-03-09") {
		t.Errorf("the short Monday is a business day: %s %v", got, err)
	}
	if got, err := v.NextBusinessDay(date(t, "2026-03-10")); err != nil || got != date(t, "2026-03-11") {
		t.Errorf("next means strictly after: %s %v", got, err)
	}
}

func BenchmarkAddBusinessDays(b *testing.B) {
	var rules []calendar.Rule
	for month := range 12 {
		rules = append(rules, calendar.Rule{
			Kind: calendar.Holiday, Name: "n", Norm: "l", Month: time.January + time.Month(month), Day: 9,
		})
	}
	c := small()
	c.Entries = calendar.Expand(rules, 2023, 2026)
	v := c.For("", "")
	from := date(b, "2026-03-27")
	b.ReportAllocs()
	for b.Loop() {
		if _, _, err := v.AddBusinessDays(from, 10); err != nil {
			b.Fatal(err)
		}
	}
}
