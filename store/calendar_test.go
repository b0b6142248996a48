package store

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"foja/calendar"
	"foja/docket"
)

func days(version string, entries ...calendar.Entry) calendar.Calendar {
	return calendar.Calendar{
		Version: version, First: calendar.Date{Year: 2026, Month: time.January, Day: 1},
		Last:    calendar.Date{Year: 2026, Month: time.December, Day: 31},
		Regions: []string{"cusco"}, Entries: entries,
	}
}

func TestCalendar_publishedVersionsStayAndTheLatestIsInForce(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *Store) {
		ctx := t.Context()
		shipped := days("pe-1")
		// Two processes with an almanac of their own each.
		here, there := NewCalendarSource(s, shipped), NewCalendarSource(s, shipped)
		inForce := func(a *CalendarSource, want string) {
			t.Helper()
			c, err := a.InForce(ctx)
			must(t, err)
			if c.Version != want {
				t.Errorf("in force: %s, want %s", c.Version, want)
			}
		}
		inForce(here, "pe-1")
		inForce(there, "pe-1")

		entry := calendar.Entry{
			Date: date(t, "2026-07-27"), Kind: calendar.NonWorkingDay, Name: "Día no laborable", Norm: "DS 100-2026-PCM",
		}
		second, err := shipped.Amend("pe-1.1", entry)
		must(t, err)
		when := noon.Truncate(time.Microsecond)
		must(t, s.PublishCalendar(ctx, shipped,
			CalendarVersion{Author: "u-1", Norm: entry.Norm, PublishedAt: when, Calendar: second}))
		inForce(here, "pe-1.1")
		inForce(there, "pe-1.1")

		// Somebody who still looks at the first one is refused, and so is the same label.
		other, err := shipped.Amend("pe-1.2", entry)
		must(t, err)
		for _, base := range []calendar.Calendar{shipped, days("pe-9")} {
			if err := s.PublishCalendar(ctx, base,
				CalendarVersion{Author: "u-2", Calendar: other}); docket.CodeOf(err) != docket.CodeConflict {
				t.Errorf("published behind %s: %v", base.Version, err)
			}
		}
		if err := s.PublishCalendar(ctx, second,
			CalendarVersion{Author: "u-2", Calendar: second}); docket.CodeOf(err) != docket.CodeConflict {
			t.Errorf("one label twice: %v", err)
		}

		all, err := s.CalendarVersions(ctx)
		must(t, err)
		want := []CalendarVersion{
			{Ordinal: 2, Version: "pe-1.1", Author: "u-1", Norm: entry.Norm, PublishedAt: when, Hash: second.Hash()},
			{Ordinal: 1, Version: "pe-1", PublishedAt: when, AnnouncedAt: when, Hash: shipped.Hash()},
		}
		if diff := cmp.Diff(want, all); diff != "" {
			t.Error(diff)
		}
		v, err := s.CalendarByVersion(ctx, "pe-1.1")
		must(t, err)
		if diff := cmp.Diff(second, v.Calendar); diff != "" || v.Calendar.Hash() != v.Hash {
			t.Error(diff)
		}
		if _, err := s.CalendarByVersion(ctx, "pe-7"); docket.CodeOf(err) != docket.CodeNotFound {
			t.Errorf("an unknown version: %v", err)
		}
		for label, want := range map[string]string{"pe-1": "pe-1", "pe-1.1": "pe-1.1", "pe-0": "pe-1.1", "": "pe-1.1"} {
			c, err := here.Version(ctx, label)
			must(t, err)
			if c.Version != want {
				t.Errorf("version %q is %s, want %s", label, c.Version, want)
			}
		}

		untold, err := s.UnannouncedCalendars(ctx)
		must(t, err)
		if diff := cmp.Diff([]string{"pe-1.1"}, untold); diff != "" {
			t.Error(diff)
		}
		must(t, s.MarkCalendarAnnounced(ctx, "pe-1.1", when))
		must(t, s.MarkCalendarAnnounced(ctx, "pe-1.1", when.Add(time.Hour)))
		if v, err = s.CalendarByVersion(ctx, "pe-1.1"); err != nil || !v.AnnouncedAt.Equal(when) {
			t.Errorf("told at %s, %v", v.AnnouncedAt, err)
		}
	})
}

func TestCalendarProposal_waitsForASecondPerson(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *Store) {
		ctx := t.Context()
		u, err := s.AddUser(ctx, User{Login: "a", Name: "Administrator"})
		must(t, err)
		entry := calendar.Entry{
			Date: date(t, "2026-07-25"), Kind: calendar.WorkingDay, Name: "Sábado laborable",
			Norm: "DS 1", Scope: calendar.Scope{Region: "cusco"},
		}
		p := CalendarProposal{
			ID: "p-1", Author: u.ID, Norm: "DS 1", Entries: []calendar.Entry{entry}, MadeAt: noon.Truncate(time.Microsecond),
		}
		_, err = s.AddCalendarProposal(ctx, p)
		must(t, err)
		_, err = s.AddCalendarProposal(ctx, p) // the form was sent twice
		must(t, err)
		all, err := s.CalendarProposals(ctx)
		must(t, err)
		if diff := cmp.Diff([]CalendarProposal{p}, all); diff != "" {
			t.Error(diff)
		}
		got, err := s.CalendarProposal(ctx, "p-1")
		must(t, err)
		if diff := cmp.Diff(p, got); diff != "" {
			t.Error(diff)
		}
		must(t, s.SettleCalendarProposal(ctx, "p-1", "u-2", "pe-1.1"))
		if _, err := s.CalendarProposal(ctx, "p-1"); docket.CodeOf(err) != docket.CodeNotFound {
			t.Errorf("a settled proposal: %v", err)
		}
	})
}

func TestOpenCases_pagesInOrderWithoutTheClosed(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *Store) {
		ctx := t.Context()
		var want []string
		for _, c := range []struct {
			key, office string
			closed      bool
		}{{"1", "lima", false}, {"2", "cusco", false}, {"3", "lima", true}, {"4", "lima", false}, {"5", "lima", false}} {
			reg := registration(c.key)
			reg.Office = c.office
			r := register(t, s, reg)
			project(t, s, r, func(k *docket.Case) {
				if c.closed {
					k.ClosedAt, k.Outcome = noon, "withdrawn"
				}
			})
			if c.office == "lima" && !c.closed {
				want = append(want, r.ID)
			}
		}
		var got []string
		for last := 0; ; {
			ids, next, err := s.OpenCases(ctx, []string{"lima"}, last, 2)
			must(t, err)
			if len(ids) == 0 {
				break
			}
			got, last = append(got, ids...), next
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
		if all, _, err := s.OpenCases(ctx, nil, 0, 10); err != nil || len(all) != 4 {
			t.Errorf("of every office: %v, %v", all, err)
		}
	})
}
