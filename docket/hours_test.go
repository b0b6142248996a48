package docket_test

import (
	"slices"
	"testing"

	"foja/docket"
)

// A window of hours runs on business days only and ends at its minute: act and end in the same second, the end comes
// first.
func TestHours_runOnBusinessDaysAndEndAtTheirMinute(t *testing.T) {
	law := shippedLaw(t, "public-information")
	law.Procedure.Windows = slices.Clone(law.Procedure.Windows)
	for i, w := range law.Procedure.Windows {
		if w.Action == docket.ActAskCorrection {
			law.Procedure.Windows[i].Limit = docket.TimeLimit{N: 24, Unit: docket.UnitHours, Rule: "R18"}
		}
	}
	s := opened(t, law, true, false) // Monday 2 March, 10:00
	claimed := s.do(t, law, people[1], docket.Command{Action: docket.ActClaim})
	subs, err := law.SubDeadlines(claimed.Case)
	if err != nil {
		t.Fatal(err)
	}
	end := at(t, "2026-03-03", 10, 0)
	if subs[0].Action != docket.ActAskCorrection || !subs[0].At.Equal(end) || subs[0].On != day(t, "2026-03-03") ||
		!subs[0].Ends(law.Zone).Equal(end) {
		t.Errorf("%+v", subs[0])
	}
	ask := docket.Command{Key: "k", Action: docket.ActAskCorrection, By: people[1], Text: "doc"}
	if _, err := claimed.Decide(law, ask, end.Add(-1)); err != nil {
		t.Errorf("in the last moment: %v", err)
	}
	if _, err := claimed.Decide(law, ask, end); docket.CodeOf(err) != docket.CodeConflict {
		t.Errorf("at its end: %v", err)
	}
}

func TestHours_acrossDaysOff(t *testing.T) {
	law := shippedLaw(t, "public-information")
	law.Procedure.ConsultLimit = docket.TimeLimit{N: 24, Unit: docket.UnitHours}
	for _, c := range []struct {
		day          string
		hour, minute int
		n            int
		due          string
	}{
		{"2026-03-06", 15, 0, 24, "2026-03-09"}, // Friday to Monday
		{"2026-03-07", 9, 0, 24, "2026-03-09"},  // a Saturday begins with Monday, whole
		{"2026-03-06", 0, 0, 24, "2026-03-06"},  // midnight to midnight is that day
		{"2026-04-01", 12, 0, 48, "2026-04-07"}, // Maundy Thursday, Good Friday and a weekend have no hours
		{"2026-03-02", 10, 0, 8, "2026-03-02"},
	} {
		law.Procedure.ConsultLimit.N = c.n
		s := opened(t, law, true, false)
		s.now = at(t, c.day, c.hour, c.minute)
		s = s.do(t, law, people[1], docket.Command{Action: docket.ActClaim})
		s.now = at(t, c.day, c.hour, c.minute)
		s = s.do(t, law, people[1], docket.Command{Action: docket.ActConsult, Unit: "archivo", Text: "doc"})
		if got := s.OpenTasks(docket.TaskConsult)[0].DueOn; got != day(t, c.due) {
			t.Errorf("%d hours from %s %02d:%02d end on %s, want %s", c.n, c.day, c.hour, c.minute, got, c.due)
		}
	}
}
