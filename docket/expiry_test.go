package docket_test

import (
	"strings"
	"testing"
	"time"

	"foja/docket"
)

// granted is an authorisation that went out on 2 March 2026.
func granted(t *testing.T, law docket.Law) story {
	t.Helper()
	s := opened(t, law, true, false).
		do(t, law, people[1], docket.Command{Action: docket.ActClaim}).
		do(t, law, people[3], docket.Command{Action: docket.ActRespond, Text: "doc"})
	l := docket.LetterID("r", docket.LetterResponse, 1)
	s = s.then(s.LetterSent(law, l, s.now, s.now))
	return s.do(t, law, people[1], docket.Command{Action: docket.ActNotified, Letter: l, Text: "doc"})
}

func (s story) wake(t *testing.T, law docket.Law, when time.Time) story {
	t.Helper()
	s.now = when
	events, err := s.Wake(law, when)
	if err != nil {
		t.Fatal(err)
	}
	return s.then(events)
}

// The credential ends on 30 November, the authorisation has no end: each is reported by itself, and renewing the one
// does not touch the other.
func TestR56_credentialAndAuthorisationEndOnTheirOwnDays(t *testing.T) {
	law := shippedLaw(t, "religious-assistance")
	ana := people[1]
	s := granted(t, law)
	try := func(key, to string) error {
		cmd := docket.Command{Key: "x", Action: docket.ActExpiry, By: ana, Expiry: key, Text: "doc"}
		if to != "" {
			cmd.To = day(t, to)
		}
		return s.Check(law.Procedure, cmd)
	}
	for _, c := range []struct{ key, to, field string }{
		{"visa", "2026-11-30", "expiry"}, {"credential", "", "to"}, {"credential", "2026-02-27", "to"},
	} {
		if err := try(c.key, c.to); docket.CodeOf(err) != docket.CodeInvalid || !strings.Contains(err.Error(), c.field) {
			t.Errorf("%s until %q: %v", c.key, c.to, err)
		}
	}
	s = s.do(t, law, ana, docket.Command{Action: docket.ActExpiry, Expiry: "authorisation", Text: "doc"}).
		do(t, law, ana, docket.Command{Action: docket.ActExpiry, Expiry: "credential", To: day(t, "2026-11-30"), Text: "doc"})
	if until := s.AcceptsUntil(law); !until.Equal(at(t, "2026-12-01", 0, 0)) {
		t.Errorf("it listens until %s: the credential's end would be told to nobody", until)
	}

	has := func() int { // notices of expiry
		n := 0
		for _, l := range s.Letters {
			if l.Kind == docket.LetterExpiring {
				n++
			}
		}
		return n
	}
	s = s.wake(t, law, at(t, "2026-10-31", 0, 0).Add(-time.Second))
	if has() != 0 {
		t.Error("told more than 30 days before")
	}
	s = s.wake(t, law, at(t, "2026-10-31", 0, 0))
	tasks := s.OpenTasks(docket.TaskExpiry)
	l, _ := s.Letter(docket.LetterID("r", docket.LetterExpiring, 1))
	if has() != 1 || l.Expiry != "credential" || l.To != day(t, "2026-11-30") || len(tasks) != 1 ||
		tasks[0].DueOn != l.To {
		t.Fatalf("30 days before: %d letters, %+v, tasks %+v", has(), l, tasks)
	}

	renewed := s.do(t, law, ana, docket.Command{
		Action: docket.ActExpiry, Expiry: "credential", To: day(t, "2027-11-30"), Text: "doc",
	})
	if len(renewed.OpenTasks(docket.TaskExpiry)) != 0 || len(renewed.Expiries) != 2 || !renewed.Expiries[0].On.IsZero() {
		t.Errorf("renewed: %+v", renewed.Expiries)
	}
	renewed = renewed.wake(t, law, at(t, "2026-12-01", 0, 0))
	for _, e := range renewed.events {
		if strings.HasPrefix(e.SubDeadline, "expired") {
			t.Errorf("what was renewed has ended: %s", e.SubDeadline)
		}
	}

	s = s.wake(t, law, at(t, "2026-12-01", 0, 0))
	last := s.events[len(s.events)-2]
	if words := law.Procedure.PassedWords(last); !strings.Contains(words, "Credencial del agente pastoral") ||
		!strings.Contains(words, "la autorización sigue en pie") || last.Rule != "R56" {
		t.Errorf("not renewed: %q", words)
	}
	if has() != 1 || len(s.OpenTasks(docket.TaskExpiry)) != 0 {
		t.Errorf("after the end: %d letters, %d tasks", has(), len(s.OpenTasks(docket.TaskExpiry)))
	}
}

// What was denied has nothing that ends.
func TestExpiry_onlyOfWhatWasGranted(t *testing.T) {
	law := shippedLaw(t, "religious-assistance")
	s := opened(t, law, true, false).do(t, law, people[1], docket.Command{Action: docket.ActWithdraw, Text: "doc"})
	err := s.Check(law.Procedure, docket.Command{
		Key: "x", Action: docket.ActExpiry, By: people[1], Expiry: "credential", To: day(t, "2026-11-30"), Text: "doc",
	})
	if docket.CodeOf(err) != docket.CodeConflict {
		t.Errorf("%v", err)
	}
}

// Received Mon 2 March: the term ends on Wed 15 April, and the days for notifying a decision on Wed 22 April, whole.
func TestR53_positiveSilenceGrantsAfterTheTermAndFiveDays(t *testing.T) {
	law := shippedLaw(t, "religious-assistance")
	law.Procedure.Silence.Kind = docket.SilencePositive
	s := opened(t, law, true, false).do(t, law, people[1], docket.Command{Action: docket.ActClaim})
	if s.DueOn != day(t, "2026-04-15") {
		t.Fatalf("due %s", s.DueOn)
	}
	s = s.wake(t, law, at(t, "2026-04-23", 0, 0).Add(-time.Second))
	if s.Closed() {
		t.Fatal("granted before the last day was over")
	}
	answered := s.do(t, law, people[3], docket.Command{Action: docket.ActRespond, Text: "doc"})
	answered = answered.then(answered.LetterSent(law, docket.LetterID("r", docket.LetterResponse, 1),
		answered.now, answered.now))
	if answered = answered.wake(t, law, at(t, "2026-04-23", 0, 0)); answered.Outcome != law.Procedure.Closing.RespondLate {
		t.Errorf("answered in the last second: %q", answered.Outcome)
	}
	s = s.wake(t, law, at(t, "2026-04-23", 0, 0))
	if _, has := s.Letter(docket.LetterID("r", docket.LetterGranted, 1)); !s.Closed() ||
		s.Outcome != "granted-by-silence" || !has || len(s.OpenTasks(docket.TaskAnswer)) != 0 {
		t.Errorf("closed %t, %q, told %t", s.Closed(), s.Outcome, has)
	}
	// What was granted by silence is used like anything granted: its credential has an end too.
	if err := s.Check(law.Procedure, docket.Command{
		Key: "x", Action: docket.ActExpiry, By: people[1], Expiry: "credential", To: day(t, "2026-11-30"), Text: "doc",
	}); err != nil {
		t.Error(err)
	}

	negative := shippedLaw(t, "public-information")
	open := opened(t, negative, true, false).wake(t, negative, at(t, "2026-04-23", 0, 0))
	if open.Closed() {
		t.Error("negative silence closed a case")
	}
}

// The clock stands from the notice of what is missing until it came, and goes on where it was (law: R54).
func TestReligiousAssistance_isCorrectedOnItsWay(t *testing.T) {
	law := shippedLaw(t, "religious-assistance")
	s := opened(t, law, true, false).
		do(t, law, people[1], docket.Command{Action: docket.ActClaim}).
		do(t, law, people[1], docket.Command{Action: docket.ActAskCorrection, Text: "doc"})
	l := docket.LetterID("r", docket.LetterCorrection, 1)
	s = s.then(s.LetterSent(law, l, s.now, s.now))
	s.now = at(t, "2026-03-03", 10, 0)
	s = s.do(t, law, people[1], docket.Command{Action: docket.ActNotified, Letter: l, Text: "doc"})
	if !s.DueOn.IsZero() {
		t.Errorf("the clock runs on, to %s", s.DueOn)
	}
	s.now = at(t, "2026-03-05", 10, 0)
	s = s.do(t, law, people[1], docket.Command{Action: docket.ActCorrect, Text: "doc"})
	if s.DueOn != day(t, "2026-04-17") { // two business days stood still, 4 and 5 March
		t.Errorf("due %s", s.DueOn)
	}
}

// Asked on Mon 3 August 2026: the visit is fixed by Tue 11, for the 6th is a holiday.
func TestR43_aVisitIsFixedWithinFiveDays(t *testing.T) {
	law := shippedLaw(t, "direct-access")
	d, err := docket.Fold([]docket.LedgerEntry{{Kind: docket.LedgerStart, On: day(t, "2026-08-03")}},
		law.Procedure, law.View())
	if err != nil || d.DueOn != day(t, "2026-08-11") {
		t.Errorf("due %s, %v", d.DueOn, err)
	}
	s := opened(t, law, false, true).
		do(t, law, people[1], docket.Command{Action: docket.ActClaim}).
		do(t, law, people[1], docket.Command{Action: docket.ActMakeAvailable, Text: "doc"})
	if s.State != "available" || s.AnsweredAt.IsZero() {
		t.Errorf("the visit is fixed: %s, %s", s.State, s.AnsweredAt)
	}
	s = s.do(t, law, people[1], docket.Command{Action: docket.ActCollected, Text: "doc"})
	if !s.Closed() || s.Outcome != law.Procedure.Closing.RespondInTime {
		t.Errorf("the papers were read: %q", s.Outcome)
	}
}
