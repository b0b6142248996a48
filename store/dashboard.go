package store

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"foja/calendar"
)

// DashboardFilter says which day it is and which requests to count. From and To bound the
// period by legal day zero; zero = unbounded.
type DashboardFilter struct {
	Today     calendar.Date
	WeekEnd   calendar.Date // last day of this week
	From      calendar.Date
	To        calendar.Date
	Procedure string
	Office    string
}

// Figures is the manager's view. Every number has a list of its cases: it is the total of Requests under the filter
// from DashboardFilter.List.
type Figures struct {
	AsOf calendar.Date
	Counts
	OnTimeShare float64     // ClosedInTime of ClosedInTime+ClosedLate, 0 to 1; -1 when there is none
	ByOffice    []FigureRow // Name is the office's ID: names live in the configuration
	ByOfficer   []FigureRow // Key is a user ID; "" = nobody holds it
	ByProcedure []FigureRow // Name is the procedure's key
}

// FigureRow is one line of a table of figures.
type FigureRow struct {
	Key  string
	Name string
	Counts
}

// Counts are the figures. Received and the counts of closed requests concern the period; the others count what is
// open on AsOf, whenever it came.
type Counts struct {
	Received         int // in the period
	Open             int
	DueToday         int // open, not answered
	DueThisWeek      int // open, not answered, from AsOf to the end of the week: includes DueToday
	Overdue          int // open, not answered, due before AsOf
	ClosedInTime     int // received in the period, closed with an answer on the due day or before
	ClosedLate       int // received in the period, closed with an answer after it
	ClosedUnanswered int // received in the period, closed without an answer (withdrawn)
}

// The names of the figures, for DashboardFilter.List.
const (
	FigureReceived         = "received"
	FigureOpen             = "open"
	FigureDueToday         = "due_today"
	FigureDueThisWeek      = "due_this_week"
	FigureOverdue          = "overdue"
	FigureClosedInTime     = "closed_in_time"
	FigureClosedLate       = "closed_late"
	FigureClosedUnanswered = "closed_unanswered"
)

// List is the filter whose total is the named figure. For a line of ByOffice or ByProcedure
// set Office or Procedure to its key as well; of ByOfficer, Holder, or Unclaimed for "".
func (f DashboardFilter) List(figure string) RequestFilter {
	yes, no := true, false
	standing := RequestFilter{Procedure: f.Procedure, Office: f.Office}
	period := standing
	period.ReceivedFrom, period.ReceivedTo = f.From, f.To
	switch figure {
	case FigureReceived:
		return period
	case FigureDueToday:
		standing.Answered = &no
		standing.DueFrom, standing.DueTo = f.Today, f.Today
	case FigureDueThisWeek:
		standing.Answered = &no
		standing.DueFrom, standing.DueTo = f.Today, f.WeekEnd
	case FigureOverdue:
		standing.OverdueOn = f.Today
	case FigureClosedInTime:
		period.Late = &no
		return period
	case FigureClosedLate:
		period.Late = &yes
		return period
	case FigureClosedUnanswered:
		period.Open, period.Answered = &no, &no
		return period
	}
	standing.Open = &yes
	return standing
}

type figureGroup struct {
	office, procedure, holder string
	Counts
}

// Dashboard counts. Both statements see one state of the database.
func (s *Store) Dashboard(ctx context.Context, f DashboardFilter) (Figures, error) {
	tx, err := s.snapshot(ctx)
	if err != nil {
		return Figures{}, explain("dashboard: begin", err)
	}
	defer func() { _ = tx.Rollback() }() // read only
	standing, err := s.standing(ctx, tx, f)
	if err != nil {
		return Figures{}, explain("dashboard", err)
	}
	period, err := s.period(ctx, tx, f)
	if err != nil {
		return Figures{}, explain("dashboard", err)
	}
	names, err := userNames(ctx, tx)
	if err != nil {
		return Figures{}, explain("dashboard", err)
	}
	figures := Figures{AsOf: f.Today, OnTimeShare: -1}
	offices, officers, procedures := table{}, table{}, table{}
	for _, g := range append(standing, period...) {
		figures.add(g.Counts)
		offices.add(g.office, g.office, g.Counts)
		officers.add(g.holder, cmp.Or(names[g.holder], g.holder), g.Counts)
		procedures.add(g.procedure, g.procedure, g.Counts)
	}
	if answered := figures.ClosedInTime + figures.ClosedLate; answered > 0 {
		figures.OnTimeShare = float64(figures.ClosedInTime) / float64(answered)
	}
	figures.ByOffice, figures.ByOfficer, figures.ByProcedure = offices.rows(), officers.rows(), procedures.rows()
	return figures, nil
}

// standing counts the open requests, whenever they came.
func (s *Store) standing(ctx context.Context, q querier, f DashboardFilter) ([]figureGroup, error) {
	c := s.requestConditions(f.List(FigureOpen))
	c.args = append(c.args, on(f.Today), on(f.WeekEnd))
	query := fmt.Sprintf(`SELECT r.office, r.procedure, r.holder, count(*), count(*) FILTER (WHERE r.due_on = $%[1]d
			AND r.answered_at IS NULL),
		count(*) FILTER (WHERE r.due_on >= $%[1]d AND r.due_on <= $%[2]d AND r.answered_at IS NULL),
			count(*) FILTER (WHERE r.due_on < $%[1]d AND r.answered_at IS NULL)
		FROM request r`, len(c.args)-1, len(c.args)) + c.where() + ` GROUP BY r.office, r.procedure, r.holder`
	read := func(row scanner) (g figureGroup, err error) {
		err = row.Scan(&g.office, &g.procedure, &g.holder, &g.Open, &g.DueToday, &g.DueThisWeek, &g.Overdue)
		return g, err
	}
	return list(ctx, q, read, query, c.args...)
}

// period counts the requests received in the period by how they were closed.
func (s *Store) period(ctx context.Context, q querier, f DashboardFilter) ([]figureGroup, error) {
	c := s.requestConditions(f.List(FigureReceived))
	return list(ctx, q, func(row scanner) (g figureGroup, err error) {
		var closedAs string
		err = row.Scan(&g.office, &g.procedure, &g.holder, &closedAs, &g.Received)
		switch closedAs {
		case closedInTime:
			g.ClosedInTime = g.Received
		case closedLate:
			g.ClosedLate = g.Received
		case closedUnanswered:
			g.ClosedUnanswered = g.Received
		}
		return g, err
	}, `SELECT r.office, r.procedure, r.holder, r.closed_as, count(*) FROM request r`+c.where()+`
		GROUP BY r.office, r.procedure, r.holder, r.closed_as`, c.args...)
}

func (c *Counts) add(d Counts) {
	c.Received += d.Received
	c.Open += d.Open
	c.DueToday += d.DueToday
	c.DueThisWeek += d.DueThisWeek
	c.Overdue += d.Overdue
	c.ClosedInTime += d.ClosedInTime
	c.ClosedLate += d.ClosedLate
	c.ClosedUnanswered += d.ClosedUnanswered
}

// table collects figures by key.
type table map[string]*FigureRow

func (t table) add(key, name string, c Counts) {
	if t[key] == nil {
		t[key] = &FigureRow{Key: key, Name: name}
	}
	t[key].Counts.add(c)
}

func (t table) rows() []FigureRow {
	all := make([]FigureRow, 0, len(t))
	for _, row := range t {
		all = append(all, *row)
	}
	slices.SortFunc(all, func(a, b FigureRow) int {
		return cmp.Or(cmp.Compare(Fold(a.Name), Fold(b.Name)), cmp.Compare(a.Key, b.Key))
	})
	return all
}
