package docket_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"foja/calendar"
	"foja/docket"
)

func fold(t testing.TB, p docket.Procedure, ledger ...docket.LedgerEntry) docket.Deadline {
	t.Helper()
	d, err := docket.Fold(ledger, p, peru(t).For("Lima", "lima"))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func on(t testing.TB, kind docket.LedgerKind, date string, event int) docket.LedgerEntry {
	t.Helper()
	return docket.LedgerEntry{Kind: kind, On: day(t, date), Event: event}
}

func TestR21_correctionRestarts(t *testing.T) {
	d := fold(t, information(),
		on(t, docket.LedgerStart, "2026-03-02", 1),
		on(t, docket.LedgerCorrectionAsked, "2026-03-04", 2),
		on(t, docket.LedgerCorrectionReceived, "2026-03-05", 3))
	if d.DueOn != day(t, "2026-03-19") || d.CountsFrom != day(t, "2026-03-05") || d.ReceivedOn != day(t, "2026-03-02") {
		t.Errorf("due %s, counts from %s, received %s", d.DueOn, d.CountsFrom, d.ReceivedOn)
	}
	if first := d.Days[0]; first.Kind != docket.DayVoid || first.Counted ||
		first.Reason != "sin efecto: el plazo empezó de nuevo el 05/03/2026" || first.Source != "R21" {
		t.Errorf("3 March: %+v", first)
	}
	if d.Days[3].N != 1 || !slices.Contains(d.Rules, "R21") {
		t.Errorf("6 March is day 1: %+v, rules %v", d.Days[3], d.Rules)
	}
}

func TestR19_askingTooLateTouchesNothing(t *testing.T) {
	d := fold(t, information(), on(t, docket.LedgerStart, "2026-03-02", 1),
		on(t, docket.LedgerCorrectionAsked, "2026-03-05", 2))
	if d.DueOn != day(t, "2026-03-16") {
		t.Errorf("due %s", d.DueOn)
	}
}

func TestR55_correctionSuspends(t *testing.T) {
	plain := fold(t, complaint(), on(t, docket.LedgerStart, "2026-03-02", 1))
	if plain.DueOn != day(t, "2026-04-15") {
		t.Errorf("30 days: %s", plain.DueOn)
	}
	d := fold(t, complaint(), on(t, docket.LedgerStart, "2026-03-02", 1),
		on(t, docket.LedgerCorrectionAsked, "2026-03-05", 2), on(t, docket.LedgerCorrectionReceived, "2026-03-09", 3))
	if d.DueOn != day(t, "2026-04-17") || d.Counted != 30 {
		t.Errorf("due %s, counted %d", d.DueOn, d.Counted)
	}
	if w := d.Days[3]; w.Kind != docket.DayWaiting || w.Reason != "en espera de la subsanación" || w.Source != "R55" {
		t.Errorf("6 March: %+v", w)
	}
	if w := d.Days[4]; w.Reason != "sábado" {
		t.Errorf("7 March is a Saturday whatever the clock: %+v", w)
	}
}

func TestR49_suspensionsOfTheTribunal(t *testing.T) {
	p := docket.Procedure{
		TimeLimit: docket.TimeLimit{N: 10, Unit: docket.UnitBusiness, Rule: "R49"},
		Effects:   []docket.ClockEffect{{On: docket.LedgerHold, Does: docket.EffectSuspend, Rule: "R49"}},
	}
	start := on(t, docket.LedgerStart, "2026-04-20", 1)
	if d := fold(t, p, start); d.DueOn != day(t, "2026-05-05") {
		t.Errorf("plain: %s", d.DueOn)
	}
	brief := []docket.LedgerEntry{on(t, docket.LedgerHold, "2026-04-20", 2), on(t, docket.LedgerResume, "2026-04-29", 3)}
	if d := fold(t, p, append(brief, start)...); d.DueOn != day(t, "2026-05-14") {
		t.Errorf("with 7 days suspended: %s", d.DueOn)
	}
	hearing := append(brief, on(t, docket.LedgerHold, "2026-05-04", 4), on(t, docket.LedgerResume, "2026-05-07", 5))
	if d := fold(t, p, append(hearing, start)...); d.DueOn != day(t, "2026-05-19") {
		t.Errorf("with 3 more: %s", d.DueOn)
	}
}

func TestFold_openSuspensionHasNoDueDate(t *testing.T) {
	d := fold(t, complaint(), on(t, docket.LedgerStart, "2026-03-02", 1),
		on(t, docket.LedgerCorrectionAsked, "2026-03-05", 2))
	if !d.DueOn.IsZero() || d.WaitingSince != day(t, "2026-03-05") || d.Counted != 3 {
		t.Errorf("%+v", d)
	}
	if !docket.BreachAt(d, limaTime).IsZero() {
		t.Error("a suspended term passes")
	}
}

func TestFold_twoCausesOfWaiting(t *testing.T) {
	p := complaint()
	p.Effects = append(p.Effects, docket.ClockEffect{On: docket.LedgerHold, Does: docket.EffectSuspend, Rule: "R34"})
	p.TimeLimit.N = 5
	d := fold(t, p, on(t, docket.LedgerStart, "2026-03-02", 1),
		on(t, docket.LedgerHold, "2026-03-03", 2), on(t, docket.LedgerCorrectionAsked, "2026-03-04", 3),
		on(t, docket.LedgerResume, "2026-03-05", 4), on(t, docket.LedgerCorrectionReceived, "2026-03-06", 5))
	// Counted: 3, then 9, 10, 11, 12 March.
	if d.DueOn != day(t, "2026-03-12") {
		t.Errorf("due %s", d.DueOn)
	}
}

func TestFold_suspensionOnTheLastDay(t *testing.T) {
	p := complaint()
	p.TimeLimit.N = 3
	d := fold(t, p, on(t, docket.LedgerStart, "2026-03-02", 1),
		on(t, docket.LedgerCorrectionAsked, "2026-03-05", 2), on(t, docket.LedgerCorrectionReceived, "2026-03-09", 3))
	if d.DueOn != day(t, "2026-03-09") { // 5 March + the 6th and the 9th
		t.Errorf("due %s", d.DueOn)
	}
	late := fold(t, p, on(t, docket.LedgerStart, "2026-03-02", 1), on(t, docket.LedgerCorrectionAsked, "2026-03-06", 2))
	if late.DueOn != day(t, "2026-03-05") {
		t.Errorf("a suspension after the end moves it: %s", late.DueOn)
	}
}

func TestExtension_fixesTheDate(t *testing.T) {
	extended := docket.LedgerEntry{
		Kind: docket.LedgerExtension, On: day(t, "2026-03-04"), To: day(t, "2026-03-31"), Event: 2,
	}
	start := on(t, docket.LedgerStart, "2026-03-02", 1)
	d := fold(t, information(), start, extended)
	if d.DueOn != day(t, "2026-03-31") || d.Counted != 21 || !slices.Contains(d.Rules, "R27") {
		t.Errorf("due %s, counted %d, rules %v", d.DueOn, d.Counted, d.Rules)
	}
	saturday := extended
	saturday.To = day(t, "2026-04-04")
	if d := fold(t, information(), start, saturday); d.DueOn != day(t, "2026-04-06") {
		t.Errorf("an extension to Holy Saturday rolls: %s", d.DueOn)
	}
	hold := []docket.LedgerEntry{on(t, docket.LedgerHold, "2026-03-10", 3), on(t, docket.LedgerResume, "2026-03-12", 4)}
	if d := fold(t, information(), append(hold, start, extended)...); d.DueOn != day(t, "2026-04-06") {
		t.Errorf("two days of waiting are given back after the date: %s", d.DueOn) // 1 April, then Holy Week, 6 April
	}
	if d := fold(t, information(), start, extended,
		on(t, docket.LedgerCorrectionReceived, "2026-03-05", 5)); d.DueOn != day(t, "2026-03-19") {
		t.Errorf("a restart forgets the extension: %s", d.DueOn)
	}
}

func TestFold_refusesALedgerWithoutOneStart(t *testing.T) {
	view := peru(t).For("Lima", "")
	for name, ledger := range map[string][]docket.LedgerEntry{
		"none": nil,
		"two":  append(started(t, "2026-03-02"), started(t, "2026-03-03")...),
		"zero": {{Kind: docket.LedgerStart}},
	} {
		if _, err := docket.Fold(ledger, information(), view); docket.CodeOf(err) != docket.CodeInternal {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func drawDay(t *rapid.T, name, first string, span int) calendar.Date {
	d, err := calendar.ParseDate(first)
	if err != nil {
		t.Fatal(err)
	}
	return d.AddDays(rapid.IntRange(0, span).Draw(t, name))
}

func drawLedger(t *rapid.T) []docket.LedgerEntry {
	ledger := []docket.LedgerEntry{{Kind: docket.LedgerStart, On: drawDay(t, "start", "2024-01-01", 700), Event: 1}}
	kinds := []docket.LedgerKind{
		docket.LedgerCorrectionAsked, docket.LedgerCorrectionReceived, docket.LedgerHold, docket.LedgerResume,
		docket.LedgerExtension, docket.LedgerCalendarSet, docket.LedgerForwarded,
	}
	for i := range rapid.IntRange(0, 12).Draw(t, "entries") {
		e := docket.LedgerEntry{Kind: rapid.SampledFrom(kinds).Draw(t,
			"kind"), On: ledger[0].On.AddDays(rapid.IntRange(-3, 40).Draw(t, "on")), Event: i + 2}
		if e.Kind == docket.LedgerExtension {
			e.To = e.On.AddDays(rapid.IntRange(0, 60).Draw(t, "to"))
		}
		ledger = append(ledger, e)
	}
	return ledger
}

func TestFold_properties(t *testing.T) {
	view := peru(t).For("Lima", "lima")
	rapid.Check(t, func(t *rapid.T) {
		ledger := drawLedger(t)
		p := rapid.SampledFrom([]docket.Procedure{information(), complaint()}).Draw(t, "procedure")
		d, err := docket.Fold(ledger, p, view)
		if err != nil {
			t.Fatal(err)
		}
		// The order in which the ledger is handed over is of no account.
		shuffled := slices.Clone(ledger)
		rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1)).Shuffle(len(shuffled),
			func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		again, err := docket.Fold(shuffled, p, view)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(d, again); diff != "" {
			t.Fatal(diff)
		}
		if d.DueOn.IsZero() {
			if d.WaitingSince.IsZero() {
				t.Fatalf("no due date and not waiting: %+v", d)
			}
			return
		}
		// No term ends on a day that cannot be its last, and the working ends with it.
		last, err := view.Day(d.DueOn)
		if err != nil || !last.CanBeLast {
			t.Fatalf("due on %+v, %v", last, err)
		}
		if n := len(d.Days); n > 0 && d.Days[n-1].Date != d.DueOn || n != d.ReceivedOn.DaysUntil(d.DueOn) {
			t.Fatalf("%d days of working from %s to %s", n, d.ReceivedOn, d.DueOn)
		}
		number := 0
		for _, line := range d.Days {
			if line.Counted != (line.N > 0) {
				t.Fatalf("%+v", line)
			}
			if line.Counted {
				if number++; line.N != number {
					t.Fatalf("number %d at %+v", number, line)
				}
			} else if line.Reason == "" {
				t.Fatalf("a day is left out and nobody says why: %+v", line)
			}
		}
		if number != d.Counted {
			t.Fatalf("%d numbered, %d counted", number, d.Counted)
		}
	})
}

func TestSuspendAndResumeOnOneDay_changesNothing(t *testing.T) {
	view := peru(t).For("Lima", "lima")
	rapid.Check(t, func(t *rapid.T) {
		start := docket.LedgerEntry{Kind: docket.LedgerStart, On: drawDay(t, "start", "2024-01-01", 700), Event: 1}
		when := start.On.AddDays(rapid.IntRange(0, 30).Draw(t, "after"))
		before, err := docket.Fold([]docket.LedgerEntry{start}, information(), view)
		if err != nil {
			t.Fatal(err)
		}
		after, err := docket.Fold([]docket.LedgerEntry{
			start, {Kind: docket.LedgerHold, On: when, Event: 2}, {Kind: docket.LedgerResume, On: when, Event: 3},
		}, information(), view)
		if err != nil {
			t.Fatal(err)
		}
		if before.DueOn != after.DueOn {
			t.Fatalf("held and resumed on %s: %s becomes %s", when, before.DueOn, after.DueOn)
		}
	})
}

// A decree moves a date by exactly the working days that it takes out of the window, and no
// date whose window it does not touch (law: R9).
func TestDecree_movesByTheDaysLost(t *testing.T) {
	c := peru(t)
	view := c.For("Lima", "lima")
	rapid.Check(t, func(t *rapid.T) {
		start := drawDay(t, "start", "2024-01-01", 700)
		ledger := []docket.LedgerEntry{{Kind: docket.LedgerStart, On: start, Event: 1}}
		before, err := docket.Fold(ledger, information(), view)
		if err != nil {
			t.Fatal(err)
		}
		decree := start.AddDays(rapid.IntRange(-10, 40).Draw(t, "decree"))
		amended := c
		amended.Entries = append(slices.Clone(c.Entries),
			calendar.Entry{Date: decree, Kind: calendar.NonWorkingDay, Name: "n", Norm: "l"})
		after, err := docket.Fold(ledger, information(), amended.For("Lima", "lima"))
		if err != nil {
			t.Fatal(err)
		}
		struck, err := view.Day(decree)
		if err != nil {
			t.Fatal(err)
		}
		lost := 0
		if struck.Business && decree.After(start) && !decree.After(before.DueOn) {
			lost = 1
		}
		moved, err := view.BusinessDaysBetween(before.DueOn, after.DueOn)
		if err != nil || moved != lost {
			t.Fatalf("decree on %s: %s becomes %s, %d days for %d lost (%v)", decree, before.DueOn, after.DueOn,
				moved, lost, err)
		}
	})
}

func BenchmarkFold_50entries5years(b *testing.B) {
	p := complaint()
	p.TimeLimit.N = 1000
	ledger := started(b, "2022-01-03")
	for i := range 25 {
		asked := day(b, "2022-01-10").AddDays(i * 60)
		ledger = append(ledger,
			docket.LedgerEntry{Kind: docket.LedgerCorrectionAsked, On: asked, Event: 2*i + 2},
			docket.LedgerEntry{Kind: docket.LedgerCorrectionReceived, On: asked.AddDays(14), Event: 2*i + 3})
	}
	view := peru(b).For("Lima", "lima")
	b.ReportAllocs()
	for b.Loop() {
		d, err := docket.Fold(ledger, p, view)
		if err != nil || d.ReceivedOn.DaysUntil(d.DueOn) < 5*365 {
			b.Fatal(d.DueOn, err)
		}
	}
}

// An extension undone is as one never announced, whatever else is in the ledger, and however late it is taken back.
func TestFold_anExtensionUndoneIsIdentity(t *testing.T) {
	view := peru(t).For(lima.Region, lima.ID)
	rapid.Check(t, func(t *rapid.T) {
		p := information()
		ledger := slices.DeleteFunc(drawLedger(t),
			func(e docket.LedgerEntry) bool { return e.Kind == docket.LedgerExtension })
		without, err := docket.Fold(ledger, p, view)
		if err != nil {
			t.Fatal(err)
		}
		announced := ledger[0].On.AddDays(rapid.IntRange(0, 9).Draw(t, "announced"))
		with, err := docket.Fold(append(slices.Clone(ledger),
			docket.LedgerEntry{
				Kind: docket.LedgerExtensionUndone, On: announced.AddDays(rapid.IntRange(0, 40).Draw(t, "taken back")), Event: 101,
			},
			docket.LedgerEntry{
				Kind: docket.LedgerExtension, On: announced, To: announced.AddDays(rapid.IntRange(0, 90).Draw(t, "to")), Event: 100,
			},
		), p, view)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(without, with); diff != "" {
			t.Errorf("an extension undone leaves a trace:\n%s", diff)
		}
	})
}
