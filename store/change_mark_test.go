package store

import (
	"fmt"
	"testing"

	"foja/docket"
)

func TestThePulseChangesWithTheWork(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *Store) {
		var seen []string
		feel := func(what string, changed bool) {
			t.Helper()
			lists, err := s.ListChangeMark(t.Context())
			must(t, err)
			if n := len(seen); n > 0 && (seen[n-1] != lists) != changed {
				t.Errorf("%s: %s after %s", what, lists, seen[n-1])
			}
			seen = append(seen, lists)
		}
		feel("empty", false)
		r := register(t, s, registration("1"))
		feel("a request", true)
		for i, holder := range []string{"", "u-1"} {
			project(t, s, r, func(c *docket.Case) {
				c.Tasks = []docket.Task{{ID: 1, Kind: docket.TaskAnswer, State: docket.TaskOpen, Holder: holder, OpenedAt: noon}}
			})
			feel("a task, then its holder", true)
			if mark, err := s.CaseChangeMark(t.Context(), r.ID); err != nil || mark != []string{"1.0.0.0", "2.0.0.0"}[i] {
				t.Errorf("the case's pulse is %s, %v", mark, err)
			}
		}
		feel("nothing", false)
		for i := 1; i <= 2; i++ { // an appeal is filed, then something happens to it
			e := docket.AppealEvent{Seq: i, At: noon, On: noon, Kind: docket.AppealEventFiled}
			must(t, s.ProjectAppeal(t.Context(), []docket.AppealEvent{e}, docket.Appeal{Request: r.ID, N: 1, Seq: i}))
			feel("an appeal", true)
			if mark, err := s.CaseChangeMark(t.Context(), r.ID); err != nil || mark != fmt.Sprintf("2.%d.0.0", i) {
				t.Errorf("the case's pulse is %s, %v", mark, err)
			}
		}
		id := keep(t, s, mail(1))
		must(t, s.SettleMessage(t.Context(), id, Settlement{Fate: docket.FateReport, Request: r.ID}))
		if mark, err := s.CaseChangeMark(t.Context(), r.ID); err != nil || mark != "2.2.1.0" {
			t.Errorf("the case's pulse is %s, %v", mark, err)
		}
		if mark, err := s.CaseChangeMark(t.Context(), "none"); err != nil || mark != "0.0.0.0" {
			t.Errorf("%s, %v", mark, err)
		}
	})
}
