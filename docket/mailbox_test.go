package docket_test

import (
	"testing"
	"time"

	"foja/docket"
)

// A deposit outside business hours is a notice of the next business day.
func TestR42_aDepositOutOfHoursCountsFromTheNextBusinessDay(t *testing.T) {
	law := shippedLaw(t, "public-information")
	clerk, ana := people[0], people[1]
	s := opened(t, law, false, true).do(t, law, ana, docket.Command{Action: docket.ActClaim}).
		do(t, law, ana, docket.Command{Action: docket.ActAskCorrection, Text: "doc-missing"})
	letter := s.LettersIn(docket.LetterToPrint)[0]
	for _, c := range []struct {
		name      string
		at        time.Time
		effective time.Time
	}{
		{"in hours", at(t, "2026-03-04", 11, 0), at(t, "2026-03-04", 11, 0)},
		{"after hours", at(t, "2026-03-04", 19, 30), at(t, "2026-03-05", 8, 0)},
		{"before they open", at(t, "2026-03-05", 6, 0), at(t, "2026-03-05", 8, 0)},
		{"a Friday evening", at(t, "2026-03-06", 20, 0), at(t, "2026-03-09", 8, 0)},
		{"a Saturday", at(t, "2026-03-07", 10, 0), at(t, "2026-03-09", 8, 0)},
	} {
		t.Run(c.name, func(t *testing.T) {
			now := s
			now.now = c.at
			got := now.do(t, law, clerk, docket.Command{Action: docket.ActDeposited, Letter: letter.ID, Text: "doc-receipt"})
			l, _ := got.Letter(letter.ID)
			if !l.NotifiedAt.Equal(c.effective) || l.State != docket.LetterDelivered {
				t.Errorf("%s %s", l.State, l.NotifiedAt)
			}
			if len(got.OpenTasks(docket.TaskPrintLetter)) != 0 {
				t.Error("the letter still waits to be printed")
			}
			subs, err := law.SubDeadlines(got.Case)
			if err != nil {
				t.Fatal(err)
			}
			for _, sub := range subs { // her two days begin with the effective notice (law: R20, R23)
				if want := limaTime.DateOf(c.effective); sub.Action == docket.ActCorrect && !want.Before(sub.On) {
					t.Errorf("the term ends on %s, notified on %s", sub.On, want)
				}
			}
		})
	}
	bare := docket.Command{Key: "x", Action: docket.ActDeposited, By: clerk, Letter: letter.ID}
	if err := s.Check(law.Procedure, bare); docket.CodeOf(err) != docket.CodeInvalid {
		t.Errorf("a deposit without evidence: %v", err)
	}
}
