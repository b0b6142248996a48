package docket_test

import (
	"testing"
	"time"

	"foja/calendar"
	"foja/docket"
)

// Received Mon 2 March, asked and proved on Wed 4: the requester has until Fri 6, whole.
func TestR22_notCorrectedIsArchivedAsNotFiled(t *testing.T) {
	law := shippedLaw(t, "public-information")
	s := opened(t, law, true, false).
		do(t, law, people[1], docket.Command{Action: docket.ActClaim}).
		do(t, law, people[1], docket.Command{Action: docket.ActAskCorrection, Text: "doc"})
	l := docket.LetterID("r", docket.LetterCorrection, 1)
	s.now = at(t, "2026-03-04", 11, 0)
	s = s.then(s.LetterSent(law, l, s.now, s.now))
	s = s.do(t, law, people[0], docket.Command{Action: docket.ActNotified, Letter: l, Text: "doc"})

	lastMoment := at(t, "2026-03-07", 0, 0).Add(-time.Second)
	events, err := s.Wake(law, lastMoment)
	if err != nil {
		t.Fatal(err)
	}
	if still := s.then(events); still.Closed() {
		t.Fatal("archived before Friday was over")
	}
	if events, err = s.Wake(law, at(t, "2026-03-07", 0, 0)); err != nil {
		t.Fatal(err)
	}
	s = s.then(events)
	outcome, _ := law.Procedure.Outcome(s.Outcome)
	if !s.Closed() || outcome.Code != "4" || len(s.OpenTasks(docket.TaskAnswer)) != 0 {
		t.Errorf("closed %t with outcome %q", s.Closed(), outcome.Code)
	}
	if _, found := s.Letter(docket.LetterID("r", docket.LetterNotFiled, 1)); !found {
		t.Error("the requester is not told")
	}
}

// Ours closes with outcome 3; the other agency's ten days run from its own reception.
func TestR25_forwardedIsOutcomeThreeAndCountsAnewElsewhere(t *testing.T) {
	law := shippedLaw(t, "public-information")
	s := opened(t, law, true, false).
		do(t, law, people[1], docket.Command{Action: docket.ActClaim}).
		do(t, law, people[1], docket.Command{Action: docket.ActForward, Entity: "Otra entidad", Text: "doc"})
	s = s.then(s.LetterSent(law, docket.LetterID("r", docket.LetterForward, 1), s.now, s.now))
	if outcome, _ := law.Procedure.Outcome(s.Outcome); !s.Closed() || outcome.Key != "forwarded" || outcome.Code != "3" {
		t.Errorf("closed %t with %+v", s.Closed(), outcome)
	}
	theirs, err := docket.Fold([]docket.LedgerEntry{{Kind: docket.LedgerStart, On: day(t, "2026-03-05")}},
		law.Procedure, law.View())
	if err != nil || theirs.DueOn != day(t, "2026-03-19") {
		t.Errorf("their answer is due %s, %v", theirs.DueOn, err)
	}
}

func TestR52_religiousAssistanceHasThirtyBusinessDays(t *testing.T) {
	law := shippedLaw(t, "religious-assistance")
	if s := opened(t, law, true, false); s.DueOn != day(t, "2026-04-15") {
		t.Errorf("due %s", s.DueOn)
	}
}

// The clock stands still while the correction is awaited; whether the elapsed days come back or
// are forgotten is the procedure's parameter (law brief, doubt 16).
func TestR54_theElapsedDaysResumeOrRestart(t *testing.T) {
	law := shippedLaw(t, "religious-assistance")
	ledger := []docket.LedgerEntry{
		{Kind: docket.LedgerStart, On: day(t, "2026-03-02"), Event: 1},
		{Kind: docket.LedgerCorrectionAsked, On: day(t, "2026-03-05"), Event: 2},
		{Kind: docket.LedgerCorrectionReceived, On: day(t, "2026-03-09"), Event: 3},
	}
	waiting, err := docket.Fold(ledger[:2], law.Procedure, law.View())
	if err != nil || !waiting.DueOn.IsZero() || waiting.WaitingSince != day(t, "2026-03-05") || waiting.Counted != 3 {
		t.Errorf("pending: %+v, %v", waiting, err)
	}
	for does, want := range map[string]calendar.Date{
		docket.EffectResume: day(t, "2026-04-17"), docket.EffectRestart: day(t, "2026-04-22"),
	} {
		p := law.Procedure
		p.Effects = []docket.ClockEffect{
			{On: docket.LedgerCorrectionAsked, Does: docket.EffectSuspend, Rule: "R54"},
			{On: docket.LedgerCorrectionReceived, Does: does, Rule: "R54"},
		}
		if got, err := docket.Fold(ledger, p, law.View()); err != nil || got.DueOn != want {
			t.Errorf("%s: due %s, want %s, %v", does, got.DueOn, want, err)
		}
	}
}
