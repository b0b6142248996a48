package store

import (
	"testing"

	"foja/docket"
)

func TestThePulseChangesWithTheWork(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *Store) {
		var seen []string
		feel := func(what string, changed bool) {
			t.Helper()
			lists, err := s.ListPulse(t.Context())
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
			if pulse, err := s.CasePulse(t.Context(), r.ID); err != nil || pulse != []string{"1", "2"}[i] {
				t.Errorf("the case's pulse is %s, %v", pulse, err)
			}
		}
		feel("nothing", false)
		if pulse, err := s.CasePulse(t.Context(), "none"); err != nil || pulse != "0" {
			t.Errorf("%s, %v", pulse, err)
		}
	})
}
