package figures

import (
	"cmp"
	"context"
	"slices"
	"time"

	"foja/calendar"
	"foja/desk/core"
	"foja/docket"
	"foja/store"
)

// dashboardAsOf counts what was known at a moment. Requests that were open then are put back by their events, the only truth about the
// past; those that were closed by then have not changed since.
func (s *Service) dashboardAsOf(ctx context.Context, f DashboardFilter, at time.Time) (Figures, error) {
	all, err := s.core.Store.RegisteredBy(ctx, at, f.Office, f.Procedure)
	if err != nil {
		return Figures{}, err
	}
	names, err := s.access.Names(ctx)
	if err != nil {
		return Figures{}, err
	}
	today := calendar.DateOf(at)
	out := Figures{AsOf: at, Today: today, From: f.From, To: f.To, Past: true, OnTimeShare: -1}
	offices, officers, procedures := pastTable{}, pastTable{}, pastTable{}
	for _, one := range all {
		row, holder, err := s.standing(ctx, one, f, at)
		if err != nil {
			return Figures{}, err
		}
		if !one.ReceivedOn.Before(f.From) && !one.ReceivedOn.After(f.To) {
			out.Received.N++
		}
		out.add(row)
		offices.add(one.Office, core.Named(s.core.Office(one.Office).Name), row)
		procedures.add(one.Procedure, core.Named(s.core.LastVersion(one.Procedure).Name), row)
		if holder == "" {
			officers.add("", docket.Say("figures.unassigned"), row)
		} else {
			officers.add(holder, core.Named(cmp.Or(names[holder], holder)), row)
		}
	}
	out.OnTimeShare = onTime(out.InTime.N, out.Late.N)
	out.ByOffice, out.ByOfficer, out.ByProcedure = offices.rows(), officers.rows(), procedures.rows()
	return out, nil
}

// standing is what one request added to the figures at the moment, and who held it.
func (s *Service) standing(ctx context.Context, one store.PastRequest, f DashboardFilter, at time.Time) (row FigureRow, holder string, err error) {
	if !one.ClosedAt.IsZero() && !one.ClosedAt.After(at) {
		inPeriod := !one.ReceivedOn.Before(f.From) && !one.ReceivedOn.After(f.To)
		switch {
		case inPeriod && one.ClosedAs == store.ClosedInTime:
			row.InTime.N = 1
		case inPeriod && one.ClosedAs == store.ClosedLate:
			row.Late.N = 1
		}
		return row, one.Holder, nil
	}
	events, err := s.core.Store.Events(ctx, one.ID)
	if err != nil {
		return row, "", err
	}
	c, today := docket.Replay(core.KnownAt(events, at)), calendar.DateOf(at)
	row.Open.N = 1
	switch due := c.DueOn; {
	case due.IsZero() || !c.AnsweredAt.IsZero():
	case due == today:
		row.DueToday.N, row.DueThisWeek.N = 1, 1
	case due.Before(today):
		row.Overdue.N = 1
	case !due.After(core.WeekEnd(today)):
		row.DueThisWeek.N = 1
	}
	return row, c.Holder, nil
}

func (f *Figures) add(r FigureRow) {
	f.Open.N += r.Open.N
	f.DueToday.N += r.DueToday.N
	f.DueThisWeek.N += r.DueThisWeek.N
	f.Overdue.N += r.Overdue.N
	f.InTime.N += r.InTime.N
	f.Late.N += r.Late.N
}

func onTime(inTime, late int) float64 {
	if inTime+late == 0 {
		return -1
	}
	return float64(inTime) / float64(inTime+late)
}

type pastTable map[string]*FigureRow

func (t pastTable) add(key string, name docket.Sentence, r FigureRow) {
	if t[key] == nil {
		t[key] = &FigureRow{Key: key, Name: name}
	}
	have := t[key]
	have.Open.N += r.Open.N
	have.DueToday.N += r.DueToday.N
	have.DueThisWeek.N += r.DueThisWeek.N
	have.Overdue.N += r.Overdue.N
	have.InTime.N += r.InTime.N
	have.Late.N += r.Late.N
}

func (t pastTable) rows() []FigureRow {
	var list []FigureRow
	for _, r := range t {
		r.OnTimeShare = onTime(r.InTime.N, r.Late.N)
		list = append(list, *r)
	}
	slices.SortFunc(list, func(a, b FigureRow) int {
		return cmp.Or(cmp.Compare(a.Name.String(), b.Name.String()), cmp.Compare(a.Key, b.Key))
	})
	return list
}
