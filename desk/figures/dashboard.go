package figures

import (
	"context"
	"time"

	"foja/access"
	"foja/calendar"
	"foja/desk/core"
	"foja/desk/lists"
	"foja/docket"
	"foja/store"
)

// Dashboard gives the manager's figures. Every number is the total of the list that its Filter
// chooses; a user with an office sees that office's.
func (s *Service) Dashboard(ctx context.Context, by access.User, f DashboardFilter) (Figures, error) {
	if err := by.Must(access.Watchers); err != nil {
		return Figures{}, err
	}
	if by.Office != "" {
		f.Office = by.Office
	}
	today := s.core.Today(f.Office)
	var past time.Time
	if f.When != "" {
		var err error
		if past, err = s.core.Moment(f.When, f.Office); err != nil {
			return Figures{}, err
		}
		today = calendar.DateOf(past)
	}
	if f.From.IsZero() {
		f.From = calendar.Date{Year: today.Year, Month: time.January, Day: 1}
	}
	if f.To.IsZero() {
		f.To = calendar.Date{Year: f.From.Year, Month: time.December, Day: 31}
	}
	if f.To.Before(f.From) {
		return Figures{}, access.FieldErrors{docket.Invalid("to", "period.ends_before_it_begins")}
	}
	if !past.IsZero() {
		return s.dashboardAsOf(ctx, f, past)
	}
	counted, err := s.core.Store.Dashboard(ctx, store.DashboardFilter{
		Today: today, WeekEnd: core.WeekEnd(today), From: f.From, To: f.To, Procedure: f.Procedure, Office: f.Office,
	})
	if err != nil {
		return Figures{}, err
	}
	base := lists.Filter{Procedure: f.Procedure, Office: f.Office}
	all := rowOfCounts(counted.Counts, base, f)
	out := Figures{
		AsOf: s.core.Now(), Today: today, From: f.From, To: f.To, OnTimeShare: counted.OnTimeShare,
		Open: all.Open, DueToday: all.DueToday, DueThisWeek: all.DueThisWeek, Overdue: all.Overdue, InTime: all.InTime, Late: all.Late,
	}
	received := base
	received.ReceivedFrom, received.ReceivedTo = f.From, f.To
	out.Received = Figure{counted.Received, received}
	for _, r := range counted.ByOffice {
		scope := base
		scope.Office = r.Key
		out.ByOffice = append(out.ByOffice, figureRow(r, core.Named(s.core.Office(r.Key).Name), scope, f))
	}
	for _, r := range counted.ByProcedure {
		scope := base
		scope.Procedure = r.Key
		out.ByProcedure = append(out.ByProcedure, figureRow(r, core.Named(s.core.LastVersion(r.Key).Name), scope, f))
	}
	for _, r := range counted.ByOfficer {
		scope, name := base, core.Named(r.Name)
		if scope.Holder = r.Key; r.Key == "" {
			scope.Holder, name = lists.NobodyHolds, docket.Say("figures.unassigned")
		}
		out.ByOfficer = append(out.ByOfficer, figureRow(r, name, scope, f))
	}
	return out, nil
}

func figureRow(r store.FigureRow, name docket.Sentence, scope lists.Filter, f DashboardFilter) FigureRow {
	row := rowOfCounts(r.Counts, scope, f)
	row.Key, row.Name, row.OnTimeShare = r.Key, name, -1
	if answered := r.ClosedInTime + r.ClosedLate; answered > 0 {
		row.OnTimeShare = float64(r.ClosedInTime) / float64(answered)
	}
	return row
}

// rowOfCounts puts each number beside the list behind it.
func rowOfCounts(c store.Counts, scope lists.Filter, f DashboardFilter) FigureRow {
	with := func(n int, change func(*lists.Filter)) Figure {
		filter := scope
		change(&filter)
		return Figure{n, filter}
	}
	period := func(g *lists.Filter) { g.ReceivedFrom, g.ReceivedTo = f.From, f.To }
	return FigureRow{
		Open:        with(c.Open, func(g *lists.Filter) { g.Open = "yes" }),
		DueToday:    with(c.DueToday, func(g *lists.Filter) { g.Due = "today" }),
		DueThisWeek: with(c.DueThisWeek, func(g *lists.Filter) { g.Due = "week" }),
		Overdue:     with(c.Overdue, func(g *lists.Filter) { g.Overdue = true }),
		InTime:      with(c.ClosedInTime, func(g *lists.Filter) { g.Late = "no"; period(g) }),
		Late:        with(c.ClosedLate, func(g *lists.Filter) { g.Late = "yes"; period(g) }),
	}
}
