package figures

import (
	"testing"

	"foja/calendar"
	"foja/store"
)

// Of thirty similar cases ten took 6 days, ten 14 and ten 20; fourteen days are allowed.
func TestTheRiskOfACaseIsThatOfSimilarOnesAsOld(t *testing.T) {
	today := calendar.Date{Year: 2026, Month: 3, Day: 30}
	had := newAnswerHistory([]store.AnswerDuration{
		{Procedure: "p", Office: "lima", Days: 6, N: 10},
		{Procedure: "p", Office: "lima", Days: 14, N: 10},
		{Procedure: "p", Office: "lima", Days: 20, N: 10},
		{Procedure: "p", Office: "cusco", Days: 30, N: 2},
		{Procedure: "q", Office: "lima", Days: 3, N: 5},
	})
	for name, c := range map[string]struct {
		procedure, office string
		age               int
		want              float64
		ok                bool
	}{
		"new":                                       {"p", "lima", 0, 1.0 / 3, true},
		"as old as the quickest":                    {"p", "lima", 6, 1.0 / 3, true},
		"older than they were when answered":        {"p", "lima", 7, 0.5, true},
		"too few are as old, here or anywhere":      {"p", "lima", 15, 0, false},
		"an office with little history asks others": {"p", "cusco", 0, 12.0 / 32, true},
		"a procedure with little history":           {"q", "lima", 0, 0, false},
		"one never seen":                            {"r", "lima", 0, 0, false},
	} {
		on := today.AddDays(-c.age)
		got, ok := had.risk(store.Pending{Procedure: c.procedure, Office: c.office, ReceivedOn: on, DueOn: on.AddDays(14)}, today)
		if ok != c.ok || got != c.want {
			t.Errorf("%s: %.3f %t, want %.3f %t", name, got, ok, c.want, c.ok)
		}
	}
}
