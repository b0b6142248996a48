package store

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"foja/calendar"
	"foja/docket"
)

// figures reads Counts by the names of the figures.
func byFigure(c Counts) map[string]int {
	return map[string]int{
		FigureReceived: c.Received, FigureOpen: c.Open, FigureDueToday: c.DueToday, FigureDueThisWeek: c.DueThisWeek,
		FigureOverdue: c.Overdue, FigureClosedInTime: c.ClosedInTime, FigureClosedLate: c.ClosedLate,
		FigureClosedUnanswered: c.ClosedUnanswered,
	}
}

// crowd fills the register with cases of every kind around a Wednesday, 11 March 2026.
func crowd(t testing.TB, s *Store, n int, random *rand.Rand) {
	users := []string{"", ""}
	for i := range 3 {
		u, err := s.AddUser(t.Context(), User{Login: fmt.Sprint("u", i), Name: fmt.Sprint("User ", i)})
		must(t, err)
		users = append(users, u.ID)
	}
	today := calendar.Date{Year: 2026, Month: 3, Day: 11}
	for i := range n {
		reg := registration(fmt.Sprint("crowd", i))
		reg.ReceivedOn = today.AddDays(-random.IntN(60))
		reg.DueOn = today.AddDays(random.IntN(20) - 10)
		reg.Office = []string{"lima", "cusco", "puno"}[random.IntN(3)]
		reg.Procedure = []string{"public-information", "assistance"}[random.IntN(2)]
		r := register(t, s, reg)
		if random.IntN(10) == 0 {
			continue // its workflow has not spoken yet
		}
		project(t, s, r, func(c *docket.Case) {
			c.Holder = users[random.IntN(len(users))]
			if random.IntN(2) == 0 {
				return
			}
			c.ClosedAt = reg.DueOn.AddDays(random.IntN(5)-2).At(12, 0, time.UTC)
			if random.IntN(4) > 0 {
				c.AnsweredAt = c.ClosedAt
			}
		})
	}
}

// Every number on the dashboard is the total of the list behind it, for any period, office and
// procedure, in the sums and in every line of every table.
func TestEveryFigureEqualsItsList(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *Store) {
		random := rand.New(rand.NewPCG(1, 2))
		crowd(t, s, 150, random)
		today := calendar.Date{Year: 2026, Month: 3, Day: 11}
		for _, f := range []DashboardFilter{
			{Today: today, WeekEnd: today.AddDays(4)},
			{Today: today, WeekEnd: today.AddDays(4), From: today.AddDays(-30), To: today.AddDays(-5)},
			{Today: today, WeekEnd: today, From: today.AddDays(-20), Office: "lima"},
			{Today: today.AddDays(3), WeekEnd: today.AddDays(9), To: today.AddDays(-2), Procedure: "assistance"},
			{Today: today, WeekEnd: today.AddDays(4), Office: "cusco", Procedure: "public-information"},
			{Today: today, WeekEnd: today.AddDays(4), Office: "nowhere"},
		} {
			got, err := s.Dashboard(t.Context(), f)
			must(t, err)
			checked := 0
			check := func(what string, c Counts, narrow func(*RequestFilter)) {
				for figure, n := range byFigure(c) {
					list := f.List(figure)
					narrow(&list)
					_, total, err := s.Requests(t.Context(), list)
					must(t, err)
					if n != total {
						t.Errorf("%s: %s is %d, its list has %d", what, figure, n, total)
					}
					checked += n
				}
			}
			check("all", got.Counts, func(*RequestFilter) {})
			for _, row := range got.ByOffice {
				check("office "+row.Key, row.Counts, func(l *RequestFilter) { l.Office = row.Key })
			}
			for _, row := range got.ByProcedure {
				check("procedure "+row.Key, row.Counts, func(l *RequestFilter) { l.Procedure = row.Key })
			}
			for _, row := range got.ByOfficer {
				check("officer "+row.Name, row.Counts, func(l *RequestFilter) { l.Holder, l.Unclaimed = row.Key, row.Key == "" })
				if row.Key != "" && row.Name == row.Key {
					t.Errorf("officer %s has no name", row.Key)
				}
			}
			for name, rows := range map[string][]FigureRow{
				"offices": got.ByOffice, "officers": got.ByOfficer, "procedures": got.ByProcedure,
			} {
				var all Counts
				for _, row := range rows {
					all.add(row.Counts)
				}
				if all != got.Counts {
					t.Errorf("%s add up to %+v, not %+v", name, all, got.Counts)
				}
			}
			switch answered := got.ClosedInTime + got.ClosedLate; {
			case answered == 0 && got.OnTimeShare != -1:
				t.Errorf("share of nothing is %v", got.OnTimeShare)
			case answered > 0 && got.OnTimeShare*float64(answered) != float64(got.ClosedInTime):
				t.Errorf("share is %v", got.OnTimeShare)
			}
			if f.Office != "nowhere" && checked == 0 {
				t.Errorf("%+v counted nothing", f)
			}
		}
	})
}
