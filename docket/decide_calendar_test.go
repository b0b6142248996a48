package docket_test

import (
	"slices"
	"testing"
	"time"

	"foja/calendar"
	"foja/docket"
)

// amended is the law after a norm that touches some days.
func amended(t testing.TB, law docket.Law, version string, kind calendar.Kind, days ...string) docket.Law {
	t.Helper()
	var entries []calendar.Entry
	for _, d := range days {
		entries = append(entries, calendar.Entry{
			Date: day(t, d), Kind: kind, Name: "Día no laborable", Norm: "DS 100-2026-PCM",
		})
	}
	next, err := law.Calendar.Amend(version, entries...)
	if err != nil {
		t.Fatal(err)
	}
	law.Calendar = next
	return law
}

// ofJuly is the case of the law brief's example: received on Friday 17 July 2026, by mail.
func ofJuly(t testing.TB, law docket.Law) story {
	t.Helper()
	received := at(t, "2026-07-17", 10, 0)
	s := story{now: received.Add(time.Minute)}
	events, err := docket.Open(law, docket.Opening{
		Request: "r", Procedure: law.Procedure.Key, Version: law.Procedure.Version, Office: "lima",
		Channel: docket.ChannelEmail, ByEmail: true,
	}, docket.LedgerEntry{On: day(t, "2026-07-17"), Received: received, Policy: docket.OfficeHours},
		docket.System(), s.now)
	if err != nil {
		t.Fatal(err)
	}
	s = s.then(events)
	if s.DueOn != day(t, "2026-08-05") {
		t.Fatalf("before the decree it is due %s", s.DueOn)
	}
	return s
}

func recalendared(t testing.TB, s story, law docket.Law, now time.Time) []docket.Event {
	t.Helper()
	events, err := s.ApplyCalendarVersion(law, now)
	if err != nil {
		t.Fatal(err)
	}
	return events
}

func kindsOf(events []docket.Event) (kinds []string) {
	for _, e := range events {
		kinds = append(kinds, string(e.Kind))
	}
	return kinds
}

// The worked example of the law brief.
func TestR9_decreeOf20JulyMovesAnOpenCase(t *testing.T) {
	law := shippedLaw(t, "public-information")
	s := ofJuly(t, law)
	decree := amended(t, law, "test.1", calendar.NonWorkingDay, "2026-07-27")
	events := recalendared(t, s, decree, at(t, "2026-07-20", 9, 0))
	if got := kindsOf(events); !slices.Equal(got, []string{"calendar_changed", "letter_decided"}) {
		t.Fatalf("events %v", got)
	}
	e := events[0]
	if e.DueOn != day(t, "2026-08-07") || e.AlarmOn != e.DueOn || e.Rule != "R9" || e.By.Role != docket.RoleSystem {
		t.Errorf("%+v", e)
	}
	if l := e.Ledger; len(l) != 1 || l[0].Kind != docket.LedgerCalendarSet || l[0].Calendar != "test.1" ||
		l[0].On != day(t, "2026-07-20") || l[0].Event != e.Seq {
		t.Errorf("ledger %+v", l)
	}
	if l := events[1].Letter; l == nil || l.Kind != docket.LetterDueMoved || l.State != docket.LetterWaiting {
		t.Errorf("letter %+v", l)
	}
	s = s.then(events)
	deadline, _, _, err := decree.Readings(s.Ledger)
	if err != nil || deadline.DueOn != s.DueOn || !slices.Contains(deadline.Rules, "R9") ||
		s.CalendarVersion() != "test.1" {
		t.Errorf("%v, due %s by %v, version %s", err, deadline.DueOn, deadline.Rules, s.CalendarVersion())
	}
}

func TestR9_toldTwiceItHappensOnce(t *testing.T) {
	law := shippedLaw(t, "public-information")
	s := ofJuly(t, law)
	if again := recalendared(t, s, law, s.now); len(again) != 0 {
		t.Errorf("the calendar that it has already: %v", kindsOf(again))
	}
	decree := amended(t, law, "test.1", calendar.NonWorkingDay, "2026-07-27")
	s = s.then(recalendared(t, s, decree, at(t, "2026-07-20", 9, 0)))
	if again := recalendared(t, s, decree, at(t, "2026-07-21", 9, 0)); len(again) != 0 {
		t.Errorf("the same version again: %v", kindsOf(again))
	}
	more := amended(t, decree, "test.2", calendar.NonWorkingDay, "2026-07-31")
	s = s.then(recalendared(t, s, more, at(t, "2026-07-22", 9, 0)))
	if s.DueOn != day(t, "2026-08-10") || len(s.Letters) != 3 || s.Letters[2].N != 2 {
		t.Errorf("a second decree: due %s, letters %+v", s.DueOn, s.Letters)
	}
}

func TestR9_closedCasesNeverMove(t *testing.T) {
	law := shippedLaw(t, "public-information")
	s := ofJuly(t, law)
	for _, cmd := range []docket.Command{
		{Key: "1", By: people[1], Action: docket.ActClaim},
		{Key: "2", By: people[1], Action: docket.ActWithdraw, Text: "doc"},
	} {
		events, err := s.Decide(law, cmd, s.now)
		if err != nil {
			t.Fatal(err)
		}
		s = s.then(events)
	}
	if !s.Closed() {
		t.Fatalf("state %s", s.State)
	}
	decree := amended(t, law, "test.1", calendar.NonWorkingDay, "2026-07-27")
	if events := recalendared(t, s, decree, at(t, "2026-07-20", 9, 0)); len(events) != 0 {
		t.Errorf("%v", kindsOf(events))
	}
	var none docket.Case
	if events, err := none.ApplyCalendarVersion(decree, s.now); err != nil || len(events) != 0 {
		t.Errorf("a case without a history: %v, %v", events, err)
	}
}

func TestR9_aDayOutsideTheTermIsLoggedAndAnnouncedToNobody(t *testing.T) {
	law := shippedLaw(t, "public-information")
	s := ofJuly(t, law)
	decree := amended(t, law, "test.1", calendar.NonWorkingDay, "2026-10-09")
	events := recalendared(t, s, decree, at(t, "2026-07-20", 9, 0))
	if got := kindsOf(events); !slices.Equal(got, []string{"calendar_changed"}) || events[0].DueOn != s.DueOn {
		t.Errorf("%v, due %s", got, events[0].DueOn)
	}
}

func TestR9_anAnswerOnItsWayNeedsNoNewDate(t *testing.T) {
	law := shippedLaw(t, "public-information")
	s := ofJuly(t, law)
	for _, cmd := range []docket.Command{
		{Key: "1", By: people[1], Action: docket.ActClaim}, {Key: "2", By: people[1], Action: docket.ActRespond, Text: "doc"},
	} {
		events, err := s.Decide(law, cmd, s.now)
		if err != nil {
			t.Fatal(err)
		}
		s = s.then(events)
	}
	decree := amended(t, law, "test.1", calendar.NonWorkingDay, "2026-07-27")
	if got := kindsOf(recalendared(t, s, decree, at(t, "2026-07-20", 9, 0))); !slices.Equal(got,
		[]string{"calendar_changed"}) {
		t.Errorf("%v", got)
	}
}

func TestR9_aProcedureWithoutTheLetterWritesNone(t *testing.T) {
	law := shippedLaw(t, "public-information")
	law.Procedure.Letters = slices.DeleteFunc(slices.Clone(law.Procedure.Letters),
		func(l docket.LetterRule) bool { return l.Kind == docket.LetterDueMoved })
	s := ofJuly(t, law)
	decree := amended(t, law, "test.1", calendar.NonWorkingDay, "2026-07-27")
	if got := kindsOf(recalendared(t, s, decree, at(t, "2026-07-20", 9, 0))); !slices.Equal(got,
		[]string{"calendar_changed"}) {
		t.Errorf("%v", got)
	}
}

func TestR9_itMayShorten(t *testing.T) {
	law := shippedLaw(t, "public-information")
	s := ofJuly(t, law)
	decree := amended(t, law, "test.1", calendar.WorkingDay, "2026-07-25") // a Saturday
	s = s.then(recalendared(t, s, decree, at(t, "2026-07-20", 9, 0)))
	if s.DueOn != day(t, "2026-08-04") {
		t.Errorf("due %s", s.DueOn)
	}
}

// A decree that comes after the due day takes the lateness back; the alarms about the old day
// end, and the new day is told of when it ends in its turn.
func TestR9_aCaseToldOverdueIsLateNoMore(t *testing.T) {
	law := shippedLaw(t, "public-information")
	s := ofJuly(t, law)
	late := at(t, "2026-08-07", 9, 0)
	events, err := s.Wake(law, late)
	if err != nil {
		t.Fatal(err)
	}
	s = s.then(events)
	if !s.Overdue || len(s.PendingAlarms()) == 0 {
		t.Fatalf("on 7 August it is not overdue: %v", kindsOf(events))
	}
	decree := amended(t, law, "test.1", calendar.NonWorkingDay, "2026-07-27")
	s = s.then(recalendared(t, s, decree, late.Add(time.Hour)))
	if s.Overdue || s.DueOn != day(t, "2026-08-07") {
		t.Errorf("overdue %t, due %s", s.Overdue, s.DueOn)
	}
	if pending := s.PendingAlarms(); len(pending) != 0 {
		t.Errorf("alarms about the old day: %+v", pending)
	}
	// It is the last day again, and the ladder says so.
	events, err = s.Wake(decree, late.Add(2*time.Hour))
	if n := len(events); err != nil || n == 0 || events[n-1].Kind != docket.EventAlarm ||
		events[n-1].Alarm.Rung != docket.WhenDue || events[n-1].Alarm.DueOn != s.DueOn {
		t.Errorf("on the new last day: %v, %v", kindsOf(events), err)
	}
	s = s.then(events)
	events, err = s.Wake(decree, at(t, "2026-08-08", 0, 0))
	if err != nil || !slices.Contains(kindsOf(events), "overdue") {
		t.Errorf("the new last day ended: %v, %v", kindsOf(events), err)
	}
}

func TestR9_aCalendarThatDoesNotReachIsRefused(t *testing.T) {
	law := shippedLaw(t, "public-information")
	s := ofJuly(t, law)
	short := law
	short.Calendar.Version, short.Calendar.Last = "test.1", day(t, "2026-07-31")
	events, err := s.ApplyCalendarVersion(short, s.now)
	if docket.CodeOf(err) != docket.CodeInvalid || len(events) != 0 {
		t.Errorf("%v, %v", kindsOf(events), err)
	}
}
