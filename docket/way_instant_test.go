package docket_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"foja/calendar"
	"foja/docket"
)

// The act is taken before the timer of the same second has spoken: the day is over all the same.
func TestAtTheEndOfATerm_theActIsLateThoughNobodyHasSaidSo(t *testing.T) {
	law := shippedLaw(t, "public-information")
	ana := people[1]
	claimed := opened(t, law, true, false).do(t, law, ana, docket.Command{Action: docket.ActClaim})
	cost := claimed.do(t, law, ana, docket.Command{Action: docket.ActCostNotice, Cents: 500})
	for _, l := range cost.LettersIn(docket.LetterWaiting) {
		cost = cost.then(cost.LetterSent(law, l.ID, cost.now, cost.now))
	}
	cost = cost.do(t, law, ana, docket.Command{
		Action: docket.ActNotified, Letter: docket.LetterID("r", docket.LetterCost, 1), Text: "doc",
	})
	for _, c := range []struct {
		s    story
		cmd  docket.Command
		end  time.Time
		rule string
	}{
		{claimed, docket.Command{Action: docket.ActAskCorrection, Text: "doc"}, at(t, "2026-03-05", 0, 0), "R18"},
		{claimed, docket.Command{Action: docket.ActExtend, Ground: "volume", Text: "doc", To: day(t, "2026-03-30")}, at(t,
			"2026-03-05", 0, 0), "R26"},
		{claimed, docket.Command{Action: docket.ActForward, Entity: "Otra", Text: "doc"}, at(t, "2026-03-07", 0, 0), "R24"},
		{claimed, docket.Command{Action: docket.ActCostNotice, Cents: 500}, at(t, "2026-03-14", 0, 0), "R31"},
		{cost, docket.Command{Action: docket.ActPaid, Text: "doc"}, at(t, "2026-04-02", 0, 0), "R32"}, // told on 2 March
	} {
		c.cmd.Key, c.cmd.By = "x", ana
		if _, err := c.s.Decide(law, c.cmd, c.end.Add(-time.Second)); err != nil {
			t.Errorf("%s a second before: %v", c.cmd.Action, err)
		}
		_, err := c.s.Decide(law, c.cmd, c.end)
		if got := ruleOf(err); got != c.rule {
			t.Errorf("%s at the end: %v, want a refusal by %s", c.cmd.Action, err, c.rule)
		}
	}
}

func ruleOf(err error) string {
	var e *docket.Error
	if errors.As(err, &e) {
		return e.Rule
	}
	return ""
}

// law: R29
func TestLateDelivery_doesNotUndoWhatTheMissedDateMeant(t *testing.T) {
	law := shippedLaw(t, "public-information")
	ana := people[1]
	to := day(t, "2026-04-30")
	s := opened(t, law, true, false).
		do(t, law, ana, docket.Command{Action: docket.ActClaim}).
		do(t, law, ana, docket.Command{
			Action: docket.ActExtend, Ground: "volume", Text: "doc", To: to, Schedule: []calendar.Date{day(t, "2026-04-10"), to},
		})
	cmd := docket.Command{Key: "x", Action: docket.ActDeliverPart, By: ana, Text: "doc"}
	for when, missed := range map[time.Time]bool{
		at(t, "2026-04-11", 0, 0).Add(-time.Second): false, at(t, "2026-04-11", 0, 0): true,
	} {
		events, err := s.Decide(law, cmd, when)
		if err != nil {
			t.Fatal(err)
		}
		if got := slices.ContainsFunc(events, func(e docket.Event) bool {
			return e.Kind == docket.EventSubDeadlinePassed && e.Rule == "R29"
		}); got != missed {
			t.Errorf("%s: missed %t", when, got)
		}
		refolds(t, s.then(events))
	}
}
