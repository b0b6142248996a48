package store

import (
	"strings"
	"testing"
	"time"

	"foja/docket"
)

func TestDeedsOfAllCases(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *Store) {
		ctx := t.Context()
		var numbers []string
		for i, who := range []string{"u-rosa", "u-luis"} {
			reg := registration(who)
			reg.Office = []string{"lima", "cusco"}[i]
			r := register(t, s, reg)
			numbers = append(numbers, r.Number)
			c := docket.Case{Request: r.ID, Office: r.Office, Seq: 2, State: "working"}
			events := []docket.Event{
				{Seq: 1, Kind: docket.EventRegistered, At: noon, By: docket.System()},
				{Seq: 2, Kind: "claim", At: noon.Add(time.Hour), By: docket.Actor{User: who, Role: docket.RoleOfficer}},
			}
			must(t, s.Project(ctx, events, c))
		}
		all := RecordedEventFilter{From: noon, To: noon.Add(24 * time.Hour)}
		for name, c := range map[string]struct {
			f    func(*RecordedEventFilter)
			want string
		}{
			"all, newest first": {func(*RecordedEventFilter) {}, "claim claim registered registered"},
			"of a person":       {func(f *RecordedEventFilter) { f.User = "u-luis" }, "claim"},
			"of a case":         {func(f *RecordedEventFilter) { f.Number = numbers[0] }, "claim registered"},
			"of an office":      {func(f *RecordedEventFilter) { f.Office = "cusco" }, "claim registered"},
			"the first hour":    {func(f *RecordedEventFilter) { f.To = noon.Add(time.Hour) }, "registered registered"},
			"one page":          {func(f *RecordedEventFilter) { f.Limit, f.Offset = 1, 3 }, "registered"},
		} {
			f := all
			c.f(&f)
			deeds, total, err := s.RecordedEvents(ctx, f)
			must(t, err)
			var kinds []string
			for _, d := range deeds {
				kinds = append(kinds, string(d.Event.Kind))
			}
			if got := strings.Join(kinds, " "); got != c.want || total < len(deeds) {
				t.Errorf("%s: %s, %d in all", name, got, total)
			}
		}
	})
}
