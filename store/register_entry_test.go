package store

import (
	"strings"
	"testing"

	"foja/docket"
)

func TestBookTellsRequestsWithTheirHistory(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *Store) {
		for _, c := range []struct{ key, office, procedure, on string }{
			{"1", "lima", "public-information", "2026-03-02"},
			{"2", "cusco", "public-information", "2026-03-03"},
			{"3", "lima", "assistance", "2026-03-04"},
			{"4", "lima", "public-information", "2026-04-01"},
		} {
			reg := registration(c.key)
			reg.Office, reg.Procedure, reg.ReceivedOn = c.office, c.procedure, date(t, c.on)
			reg.Fields = map[string]string{"creed": "secret"}
			r := register(t, s, reg)
			if c.key == "3" {
				continue // its workflow has not spoken
			}
			project(t, s, r, func(c *docket.Case) { c.Outcome = "x" })
			project(t, s, r, func(c *docket.Case) { c.Hands = docket.HandsUnit })
		}
		for name, c := range map[string]struct {
			f    RegisterFilter
			want string
		}{
			"all":       {RegisterFilter{}, "1:2 2:2 3:0 4:2"},
			"from":      {RegisterFilter{From: date(t, "2026-03-03")}, "2:2 3:0 4:2"},
			"to":        {RegisterFilter{To: date(t, "2026-03-04")}, "1:2 2:2 3:0"},
			"one day":   {RegisterFilter{From: date(t, "2026-03-03"), To: date(t, "2026-03-03")}, "2:2"},
			"office":    {RegisterFilter{Office: "lima"}, "1:2 3:0 4:2"},
			"procedure": {RegisterFilter{Procedure: "assistance"}, "3:0"},
			"none":      {RegisterFilter{Office: "nowhere"}, ""},
		} {
			all, err := s.RegisterEntries(t.Context(), c.f)
			must(t, err)
			var got []string
			for _, b := range all {
				got = append(got, strings.TrimLeft(b.Number[:6], "0")+":"+string(rune('0'+len(b.Events))))
			}
			if strings.Join(got, " ") != c.want {
				t.Errorf("%s: %v, want %s", name, got, c.want)
			}
		}
		for size := 1; size <= 5; size++ { // pages neither repeat nor lose one, and each has its histories
			var got []string
			for at := 0; at < 5; at += size {
				part, total, err := s.RegisterPage(t.Context(), RegisterFilter{}, Page{Limit: size, Offset: at})
				must(t, err)
				if total != 4 {
					t.Errorf("%d in all", total)
				}
				for _, b := range part {
					got = append(got, strings.TrimLeft(b.Number[:6], "0")+":"+string(rune('0'+len(b.Events))))
				}
			}
			if strings.Join(got, " ") != "1:2 2:2 3:0 4:2" {
				t.Errorf("by %d: %v", size, got)
			}
		}
		all, err := s.RegisterEntries(t.Context(), RegisterFilter{Office: "cusco"})
		must(t, err)
		b := all[0]
		if b.RequesterName != "Requester 2" || b.Subject != "Subject 2" || b.Text != "Text 2" || b.Version != "2025-1" ||
			b.ReceivedOn != date(t, "2026-03-03") || b.FirstDueOn != date(t, "2026-03-16") {
			t.Errorf("%+v", b)
		}
		if b.Events[0].Seq != 1 || b.Events[1].Seq != 2 || b.Events[1].Hands != docket.HandsUnit {
			t.Errorf("events %+v", b.Events)
		}
	})
}
