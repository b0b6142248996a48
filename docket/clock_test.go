package docket_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"foja/calendar"
	"foja/docket"
	"foja/languages"
	"foja/procedures"
)

func day(t testing.TB, s string) calendar.Date {
	t.Helper()
	d, err := calendar.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func peru(t testing.TB) calendar.Calendar {
	t.Helper()
	c, err := procedures.LoadCalendar()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

var (
	limaTime = docket.Zone{Name: "America/Lima", Spans: []docket.ZoneSpan{{Offset: -5 * 60 * 60}}}
	lima     = docket.Office{ID: "lima", Region: "Lima", Zone: "America/Lima", Opens: "08:00", Closes: "16:30"}
	trujillo = docket.Office{ID: "trujillo", Region: "La Libertad", Zone: "America/Lima", Opens: "08:00", Closes: "16:30"}
)

// information is the clock of a request for public information; a correction restarts it.
func information() docket.Procedure {
	return docket.Procedure{
		Key: "public-information", Version: "test-1",
		TimeLimit: docket.TimeLimit{N: 10, Unit: docket.UnitBusiness, Rule: "R1"},
		Effects: []docket.ClockEffect{
			{On: docket.LedgerCorrectionReceived, Does: docket.EffectRestart, Rule: "R21"},
			{On: docket.LedgerHold, Does: docket.EffectSuspend, Rule: "R34"},
		},
		Extension: docket.ExtensionRule{Times: 1, Rule: "R27"},
	}
}

// complaint is the clock of a complaint: 30 days, and a correction suspends it.
func complaint() docket.Procedure {
	return docket.Procedure{
		TimeLimit: docket.TimeLimit{N: 30, Unit: docket.UnitBusiness, Rule: "R55"},
		Effects: []docket.ClockEffect{
			{On: docket.LedgerCorrectionAsked, Does: docket.EffectSuspend, Rule: "R55"},
			{On: docket.LedgerCorrectionReceived, Does: docket.EffectResume, Rule: "R55"},
		},
	}
}

func started(t testing.TB, on string) []docket.LedgerEntry {
	t.Helper()
	return []docket.LedgerEntry{{Kind: docket.LedgerStart, On: day(t, on), Event: 1}}
}

func wantDue(t *testing.T, c calendar.Calendar, o docket.Office, on, want string) docket.Deadline {
	t.Helper()
	d, err := docket.Fold(started(t, on), information(), c.For(o.Region, o.ID))
	if err != nil {
		t.Fatal(err)
	}
	if d.DueOn != day(t, want) {
		t.Errorf("received on %s in %s: due %s, want %s", on, o.ID, d.DueOn, want)
	}
	return d
}

func TestR01_dayOfReceiptIsDayZero(t *testing.T) {
	d := wantDue(t, peru(t), lima, "2026-03-02", "2026-03-16")
	first, last := d.Days[0], d.Days[len(d.Days)-1]
	if first.Date != day(t, "2026-03-03") || first.N != 1 || !first.Counted || last.N != 10 || d.Counted != 10 {
		t.Errorf("first %+v, last %+v, counted %d", first, last, d.Counted)
	}
}

func TestR02_weekendsAreNeverCounted(t *testing.T) {
	d := wantDue(t, peru(t), lima, "2026-03-02", "2026-03-16")
	want := []string{"2026-03-07 sábado", "2026-03-08 domingo", "2026-03-14 sábado", "2026-03-15 domingo"}
	if diff := cmp.Diff(want, skipped(d)); diff != "" {
		t.Error(diff)
	}
	if !slices.Equal(d.Rules, []string{"R1", "R2"}) {
		t.Errorf("rules %v", d.Rules)
	}
}

// skipped lists the days that were not counted, with the reason that people read.
func skipped(d docket.Deadline) []string {
	var days []string
	for _, line := range d.Days {
		if !line.Counted {
			days = append(days, line.Date.String()+" "+line.Reason)
		}
	}
	return days
}

func TestR03_nationalHolidaysAreNotCounted(t *testing.T) {
	c := peru(t)
	d := wantDue(t, c, lima, "2026-03-27", "2026-04-14")
	wantDue(t, c, lima, "2026-07-17", "2026-08-05")
	wantDue(t, c, lima, "2025-04-14", "2025-04-30")
	wantDue(t, c, lima, "2025-11-28", "2025-12-16")
	thursday := d.Days[5]
	if thursday.Reason != "feriado: Jueves Santo" || thursday.Source != "DL 713 art. 6" || thursday.Counted ||
		!slices.Contains(d.Rules, "R3") {
		t.Errorf("%+v, rules %v", thursday, d.Rules)
	}
}

func TestR04_decreedDaysAreNotCountedUnlessSwitched(t *testing.T) {
	c := peru(t)
	d := wantDue(t, c, lima, "2025-12-22", "2026-01-09")
	if got := skipped(d); !slices.Contains(got, "2025-12-26 día no laborable: DS 042-2025-PCM") ||
		!slices.Contains(d.Rules, "R4") {
		t.Errorf("%v, rules %v", got, d.Rules)
	}
	c.CountDecreedDays = true
	wantDue(t, c, lima, "2025-12-22", "2026-01-07")
}

func TestR05_regionalHolidayOnlyForOfficesThere(t *testing.T) {
	c := peru(t)
	d := wantDue(t, c, trujillo, "2025-12-22", "2026-01-12")
	if !slices.Contains(d.Rules, "R5") {
		t.Errorf("rules %v", d.Rules)
	}
	d = wantDue(t, c, lima, "2025-12-22", "2026-01-09")
	if slices.Contains(d.Rules, "R5") {
		t.Errorf("rules in Lima %v", d.Rules)
	}
}

func TestR06_holidayOnlyFromItsLawOn(t *testing.T) {
	c := peru(t)
	wantDue(t, c, lima, "2023-06-06", "2023-06-20") // 7 June 2023 counts
	wantDue(t, c, lima, "2024-06-06", "2024-06-21") // 7 June 2024 does not
	d := wantDue(t, c, lima, "2023-07-17", "2023-08-02")
	if got := skipped(d); !slices.Contains(got, "2023-07-23 feriado: Día de la Fuerza Aérea del Perú") {
		t.Errorf("23 July 2023 is a holiday: %v", got)
	}
}

func TestR07_municipalDaysDoNotStopTheCount(t *testing.T) {
	c := peru(t)
	wantDue(t, c, lima, "2026-01-15", "2026-01-29") // 18 January, Lima's own day, and its eve
	for _, scope := range []calendar.Scope{{Office: "lima"}} {
		_, err := c.Amend("x", calendar.Entry{
			Date: day(t, "2026-01-19"), Kind: calendar.NonWorkingDay, Name: "Aniversario", Norm: "Resolución", Scope: scope,
		})
		if err == nil {
			t.Errorf("a day that the office itself declares enters the calendar as %s", scope)
		}
	}
}

func TestR08_shortDayCountsButIsNeverTheLast(t *testing.T) {
	closedAtNoon := func(on string) calendar.Calendar {
		c, err := peru(t).Amend("short", calendar.Entry{
			Date: day(t, on), Kind: calendar.ShortDay, Name: "atención hasta mediodía", Norm: "Comunicado 1",
			Scope: calendar.Scope{Office: "lima"},
		})
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	d := wantDue(t, closedAtNoon("2026-03-16"), lima, "2026-03-02", "2026-03-17")
	tenth, last := d.Days[len(d.Days)-2], d.Days[len(d.Days)-1]
	if tenth.N != 10 || !strings.Contains(tenth.Reason, "atención hasta mediodía") || last.Counted ||
		last.Kind != docket.DayRolled || !slices.Contains(d.Rules, "R8") {
		t.Errorf("tenth %+v\nlast %+v\nrules %v", tenth, last, d.Rules)
	}
	wantDue(t, closedAtNoon("2026-03-10"), lima, "2026-03-02", "2026-03-16")
	wantDue(t, closedAtNoon("2026-03-16"), trujillo, "2026-03-02", "2026-03-16")
}

func TestR09_laterDecreeMovesOpenDeadlines(t *testing.T) {
	c := peru(t)
	wantDue(t, c, lima, "2026-07-17", "2026-08-05")
	amended, err := c.Amend("pe-2026.12.1", calendar.Entry{
		Date: day(t, "2026-07-27"), Kind: calendar.NonWorkingDay, Name: "Día no laborable", Norm: "DS 1",
	})
	if err != nil {
		t.Fatal(err)
	}
	ledger := append(started(t, "2026-07-17"),
		docket.LedgerEntry{Kind: docket.LedgerCalendarSet, On: day(t, "2026-07-20"), Calendar: "pe-2026.12.1", Event: 7})
	d, err := docket.Fold(ledger, information(), amended.For("Lima", "lima"))
	if err != nil {
		t.Fatal(err)
	}
	if d.DueOn != day(t, "2026-08-07") || d.CalendarVersion != "pe-2026.12.1" || !slices.Contains(d.Rules, "R9") {
		t.Errorf("due %s under %s, rules %v", d.DueOn, d.CalendarVersion, d.Rules)
	}
}

func TestR10_monthsRunDateToDate(t *testing.T) {
	p := docket.Procedure{TimeLimit: docket.TimeLimit{N: 1, Unit: docket.UnitMonths}}
	for on, want := range map[string]string{
		"2026-01-31": "2026-03-02", "2026-01-15": "2026-02-16", "2026-03-02": "2026-04-06",
	} {
		d, err := docket.Fold(started(t, on), p, peru(t).For("Lima", ""))
		if err != nil || d.DueOn != day(t, want) || !slices.Contains(d.Rules, "R10") {
			t.Errorf("%s + 1 month: %s (%v) %v, want %s", on, d.DueOn, d.Rules, err, want)
		}
	}
}

func TestR11_distanceTermIsAddedInItsUnits(t *testing.T) {
	d := wantDue(t, peru(t), lima, "2026-03-02", "2026-03-16")
	distance := docket.Procedure{TimeLimit: docket.TimeLimit{N: 2, Unit: docket.UnitCalendar, Rule: "R11"}}
	d, err := docket.Fold(started(t, d.DueOn.String()), distance, peru(t).For("Lima", ""))
	if err != nil || d.DueOn != day(t, "2026-03-18") || !slices.Contains(d.Rules, "R11") {
		t.Errorf("due %s, rules %v, %v", d.DueOn, d.Rules, err)
	}
}

func filed(t testing.TB, local string, policy docket.ReceptionPolicy, office docket.Office,
	view calendar.View,
) []docket.LedgerEntry {
	t.Helper()
	wall, err := time.Parse("2006-01-02T15:04:05", local)
	if err != nil {
		t.Fatal(err)
	}
	at := limaTime.Instant(calendar.DateOf(wall), wall.Hour(),
		wall.Minute()).Add(time.Duration(wall.Second()) * time.Second)
	on, err := docket.Receive(at, docket.ChannelEmail, policy, office, limaTime, view)
	if err != nil {
		t.Fatal(err)
	}
	return []docket.LedgerEntry{{Kind: docket.LedgerStart, On: on, Received: at, Policy: policy, Event: 1}}
}

// wantReception checks both readings of one filing: legal day and due date of each.
func wantReception(t *testing.T, local, onA, dueA, onB, dueB, rule string) {
	t.Helper()
	view := peru(t).For("Lima", "lima")
	for _, e := range []struct {
		policy  docket.ReceptionPolicy
		on, due string
		other   string
	}{{docket.OfficeHours, onA, dueA, dueB}, {docket.SameDay24x7, onB, dueB, dueA}} {
		d, other, alarmOn, err := docket.Readings(filed(t, local, e.policy, lima, view), information(), lima, limaTime, view)
		if err != nil {
			t.Fatal(err)
		}
		if d.ReceivedOn != day(t, e.on) || d.DueOn != day(t, e.due) || d.Policy != e.policy {
			t.Errorf("%s under %s: received %s, due %s; want %s, %s", local, e.policy, d.ReceivedOn, d.DueOn, e.on, e.due)
		}
		if !slices.Contains(d.Rules, rule) {
			t.Errorf("%s under %s: rules %v lack %s", local, e.policy, d.Rules, rule)
		}
		// law: R15
		if (other == nil) != (dueA == dueB) || other != nil && other.DueOn != day(t, e.other) {
			t.Errorf("%s under %s: other reading %+v, want due %s", local, e.policy, other, e.other)
		}
		if slices.Contains(d.Rules, "R15") != (dueA != dueB) {
			t.Errorf("%s under %s: rules %v", local, e.policy, d.Rules)
		}
		if want := min(dueA, dueB); alarmOn != day(t, want) {
			t.Errorf("%s under %s: alarm on %s, want the earlier, %s", local, e.policy, alarmOn, want)
		}
	}
}

func TestR12_withinHoursBothPoliciesAgree(t *testing.T) {
	for _, hour := range []string{"10:00:00", "16:30:00", "00:00:00", "05:12:00"} {
		wantReception(t, "2026-03-02T"+hour, "2026-03-02", "2026-03-16", "2026-03-02", "2026-03-16", "R12")
	}
}

func TestR13_afterHoursOnABusinessDay(t *testing.T) {
	for _, hour := range []string{"19:30:00", "16:30:01", "23:59:59"} {
		wantReception(t, "2026-03-02T"+hour, "2026-03-03", "2026-03-17", "2026-03-02", "2026-03-16", "R13")
	}
}

func TestR14_nonBusinessDay(t *testing.T) {
	wantReception(t, "2026-03-07T11:00:00", "2026-03-09", "2026-03-23", "2026-03-07", "2026-03-20", "R14")
	wantReception(t, "2026-04-02T11:00:00", "2026-04-06", "2026-04-20", "2026-04-02", "2026-04-17", "R14")
}

func TestR15_bothDatesAreKeptAndTheAlarmFollowsTheEarlier(t *testing.T) {
	wantReception(t, "2026-03-02T19:30:00", "2026-03-03", "2026-03-17", "2026-03-02", "2026-03-16", "R15")
	// Without the true instant there is but one reading.
	d, other, alarmOn, err := docket.Readings(started(t, "2026-03-02"), information(), lima, limaTime,
		peru(t).For("Lima", ""))
	if err != nil || other != nil || alarmOn != d.DueOn {
		t.Errorf("%+v %s %v", other, alarmOn, err)
	}
}

func TestR16_theTermRunsToTheLastMomentOfTheLastDay(t *testing.T) {
	// A correction due on Friday 6 March, sent that day at 23:30, is in time.
	window := docket.Procedure{TimeLimit: docket.TimeLimit{N: 2, Unit: docket.UnitBusiness, Rule: "R20"}}
	d, err := docket.Fold(started(t, "2026-03-04"), window, peru(t).For("Lima", ""))
	if err != nil || d.DueOn != day(t, "2026-03-06") {
		t.Fatalf("%s %v", d.DueOn, err)
	}
	end := docket.BreachAt(d, limaTime)
	if sent := limaTime.Instant(day(t, "2026-03-06"), 23, 30); !sent.Before(end) {
		t.Errorf("sent %s, the term ended %s", sent, end)
	}
	if want := time.Date(2026, time.March, 7, 5, 0, 0, 0, time.UTC); !end.Equal(want) {
		t.Errorf("the term ends %s, want %s", end, want)
	}
}

func TestReceive_refuses(t *testing.T) {
	view := peru(t).For("Lima", "")
	noon := limaTime.Instant(day(t, "2026-03-02"), 12, 0)
	var refusal *docket.Error
	if _, err := docket.Receive(noon, docket.ChannelEmail, "WHENEVER", lima, limaTime, view); !errors.As(err, &refusal) ||
		refusal.Field != "reception" {
		t.Errorf("unknown policy: %v", err)
	}
	var unknown *calendar.UnknownYearError
	_, err := docket.Receive(noon.AddDate(10, 0, 0), docket.ChannelEmail, docket.OfficeHours, lima, limaTime, view)
	if !errors.As(err, &unknown) || !errors.As(err, &refusal) ||
		!strings.Contains(languages.For("es").Say(refusal.Reason), "del 2020-01-01 al 2030-12-31") {
		t.Errorf("unknown year: %v", err)
	}
	if _, err := docket.Receive(noon, docket.ChannelEmail, docket.OfficeHours, docket.Office{Closes: "16h"}, limaTime,
		view); err == nil {
		t.Error("an office with an unreadable closing time is accepted")
	}
	if _, err := docket.Receive(noon, docket.ChannelEmail, docket.OfficeHours, lima, limaTime,
		peru(t).For("Limma", "")); docket.CodeOf(err) != docket.CodeInvalid {
		t.Errorf("unknown region: %v", err)
	}
}
