package store

import (
	"fmt"
	"strings"
	"testing"

	"foja/docket"
)

// outdated tells the numbers of the lines that are to be computed, each with the events of its request.
func outdated(t *testing.T, s *Store, basis string) string {
	t.Helper()
	all, err := s.OutdatedLines(t.Context(), basis, 10)
	must(t, err)
	var got []string
	for _, b := range all {
		got = append(got, strings.TrimLeft(b.Number[:6], "0")+":"+fmt.Sprint(len(b.Events)))
	}
	return strings.Join(got, " ")
}

func TestALineIsReckonedAgainWhenItsRequestMoves(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *Store) {
		var all []docket.Request
		for _, key := range []string{"1", "2", "3"} {
			all = append(all, register(t, s, registration(key)))
		}
		if got := outdated(t, s, "b"); got != "1:0 2:0 3:0" {
			t.Errorf("new ones: %s", got)
		}
		line := func(r docket.Request, seq int) RegisterLine {
			return RegisterLine{Request: r.ID, Seq: seq, Standing: LineOpen, BusinessDays: -1, CalendarDays: -1}
		}
		some, err := s.OutdatedLines(t.Context(), "b", 2)
		must(t, err)
		if len(some) != 2 {
			t.Errorf("%d read, want no more than 2", len(some))
		}
		put := func(basis string, lines ...RegisterLine) { must(t, s.PutLines(t.Context(), basis, lines)) }
		put("b", line(all[0], 0), line(all[1], 0), line(all[2], 0))
		if got := outdated(t, s, "b"); got != "" {
			t.Errorf("after reckoning: %s", got)
		}
		project(t, s, all[1], func(*docket.Case) {})
		if got := outdated(t, s, "b"); got != "2:1" {
			t.Errorf("after an event: %s", got)
		}
		project(t, s, all[1], func(c *docket.Case) { c.Office = "cusco" })
		put("b", line(all[1], 1)) // computed from a history that has gone on since
		if got := outdated(t, s, "b"); got != "2:2" {
			t.Errorf("overtaken: %s", got)
		}
		put("b", line(all[1], 2))
		n, err := s.CountLines(t.Context(), RegisterFilter{Office: "cusco"})
		must(t, err)
		if n.All != 1 || outdated(t, s, "b") != "" {
			t.Errorf("%d lines in the new office, outdated %q", n.All, outdated(t, s, "b"))
		}
		for _, other := range []string{"a", "c"} { // another calendar, whichever way it sorts
			if got := outdated(t, s, other); got != "1:0 2:2 3:0" {
				t.Errorf("on %s: %s", other, got)
			}
		}
	})
}

func TestANumberOfTheReturnIsTheLengthOfItsList(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *Store) {
		today := date(t, "2026-04-01")
		kinds := map[string]string{ // the requests behind each number
			LineInTime: "1", LineLate: "2", LineOpen: "4 5 6", LineUnattended: "3", LineOverdue: "4", LineExtended: "2 6",
			LineAnswered:  "1 2 5",
			LineRecounted: "2 3", LineRecountTime: "2", LineRecountLate: "", LineOutcomeOf + "denied": "3",
			LineOutcomeOf + "x":     "",
			LineGroundOf + "secret": "3", LineExtensionFor + "volume": "2 6", LineExtensionFor + "vol": "",
			LineExtensionFor + "%":     "",
			LineExtensionFor + "staff": "6", LineHandsOf + "unit": "2", LineHandsOf + "officer": "1 2",
			LineHandsOf + "nobody": "",
		}
		early, late := date(t, "2026-03-10"), date(t, "2026-03-31")
		lines := []RegisterLine{
			{Standing: LineInTime, DueOn: late, AnsweredOn: early, BusinessDays: 3, CalendarDays: 5, Hands: []docket.HandsDays{
				{Hands: docket.HandsOfficer, Days: 3},
			}},
			{
				Standing: LineLate, DueOn: early, AnsweredOn: late, BusinessDays: 12, CalendarDays: 16, Extended: true,
				Extensions: []string{"volume"},
				RecountOn:  late, Recounted: LineRecountTime,
				Hands: []docket.HandsDays{{Hands: docket.HandsOfficer, Days: 4}, {Hands: docket.HandsUnit, Days: 8}},
			},
			{
				Standing: LineUnattended, Outcome: "denied", Ground: "secret", DueOn: early, RecountOn: late, BusinessDays: -1,
				CalendarDays: -1,
			},
			{Standing: LineOpen, DueOn: late, BusinessDays: -1, CalendarDays: -1},
			{Standing: LineOpen, DueOn: early, AnsweredOn: early, BusinessDays: 0, CalendarDays: 0},
			// its clock stands
			{Standing: LineOpen, Extended: true, Extensions: []string{"volume", "staff"}, BusinessDays: -1, CalendarDays: -1},
		}
		for i := range lines {
			lines[i].Request = register(t, s, registration(fmt.Sprint(i+1))).ID
		}
		must(t, s.PutLines(t.Context(), "b", lines))
		for kind, want := range kinds {
			f := RegisterFilter{Today: today}
			n, err := s.CountLines(t.Context(), f, kind)
			must(t, err)
			f.Only = kind
			part, total, err := s.RegisterPage(t.Context(), f, Page{Limit: 10})
			must(t, err)
			whole, err := s.RegisterEntries(t.Context(), f)
			must(t, err)
			var got []string
			for _, b := range part {
				got = append(got, strings.TrimLeft(b.Number[:6], "0"))
			}
			if strings.Join(got, " ") != want || n.Of[0] != len(got) || total != len(got) || len(whole) != len(got) {
				t.Errorf("%s: %v, want %s; counted %d, of %d, %d without pages", kind, got, want, n.Of[0], total, len(whole))
			}
		}
		n, err := s.CountLines(t.Context(), RegisterFilter{Today: today}, LineOpen, LineExtensionFor+"staff")
		must(t, err)
		if n.All != 6 || n.Of[0] != 3 || n.Of[1] != 1 {
			t.Errorf("together: %+v", n)
		}
		for _, unknown := range []string{"x", "ground:", "hands:seq", "hands:", "outcome"} {
			_, err := s.CountLines(t.Context(), RegisterFilter{}, unknown)
			if docket.CodeOf(err) != docket.CodeInvalid {
				t.Errorf("%s: %v", unknown, err)
			}
		}
		taken, err := s.DaysTaken(t.Context(), RegisterFilter{})
		must(t, err)
		grounds, err := s.ExtensionGrounds(t.Context(), RegisterFilter{})
		must(t, err)
		if got := fmt.Sprint(n.Hands, len(taken),
			grounds); got != "[{reception 0} {officer 7} {unit 8} {reviewer 0} {carrier 0} {requester 0} {nobody 0}] 3 map[staff:1 volume:2]" {
			t.Error(got)
		}
	})
}

// What was no request keeps its line and its number; what the return counts is without it.
func TestAnAnnulledLineIsNotCounted(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *Store) {
		var lines []RegisterLine
		for i, standing := range []string{LineOpen, LineInTime, LineAnnulled} {
			r := register(t, s, registration(fmt.Sprint(i)))
			lines = append(lines, RegisterLine{Request: r.ID, Standing: standing, BusinessDays: -1, CalendarDays: -1})
		}
		must(t, s.PutLines(t.Context(), "b", lines))
		n, err := s.CountLines(t.Context(), RegisterFilter{}, LineCounted, LineAnnulled)
		must(t, err)
		if n.All != 3 || n.Of[0] != 2 || n.Of[1] != 1 {
			t.Errorf("%+v", n)
		}
		for only, want := range map[string]int{LineCounted: 2, LineAnnulled: 1} {
			all, total, err := s.RegisterPage(t.Context(), RegisterFilter{Only: only}, Page{Limit: 10})
			must(t, err)
			if total != want || len(all) != want {
				t.Errorf("%s: %d of %d, want %d", only, len(all), total, want)
			}
		}
	})
}
