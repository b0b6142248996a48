package norms

import (
	"context"

	"foja/access"
	"foja/calendar"
	"foja/desk/core"
)

// What a preview reads at a time, and how many moves it shows; it counts all of them.
const (
	previewPage  = 500
	previewShown = 200
)

// CalendarPreview is what a change would do to the open cases.
type CalendarPreview struct {
	Version    string // under which it would be published
	Entries    []calendar.Entry
	Open       int // open cases looked at
	Moved      int // whose last day changes
	Shortened  int // of those, to an earlier day
	StartsLate int // overdue with it, and not without
	StopsLate  int // overdue without it, and not with it
	Unknown    int // whose term leaves the years that the calendar knows
	Moves      []CalendarMove
}

// CalendarMove is one open case's last day, before and after.
type CalendarMove struct {
	Request, Number, Office string
	From, To                calendar.Date
	Shortens                bool
	StartsLate, StopsLate   bool
}

// PreviewCalendar computes what a change would move.
func (s *Service) PreviewCalendar(ctx context.Context, by access.User, c CalendarChange) (CalendarPreview, error) {
	if err := by.Must(access.CalendarWriters); err != nil {
		return CalendarPreview{}, err
	}
	entries, err := c.entries()
	if err != nil {
		return CalendarPreview{}, err
	}
	_, next, err := s.amend(ctx, entries)
	if err != nil {
		return CalendarPreview{}, err
	}
	p, err := s.preview(ctx, next)
	p.Entries = entries
	return p, err
}

// preview folds every open case's ledger under another calendar.
func (s *Service) preview(ctx context.Context, next calendar.Calendar) (CalendarPreview, error) {
	p, days := CalendarPreview{Version: next.Version}, s.core.DaysOf(next)
	for last := 0; ; {
		ids, place, err := s.core.Store.OpenCases(ctx, nil, last, previewPage)
		if err != nil || len(ids) == 0 {
			return p, err
		}
		cases, err := s.core.ReadAll(ctx, ids)
		if err != nil {
			return p, err
		}
		for _, o := range cases {
			p.add(s.move(o, days))
		}
		last = place
	}
}

// move is what another calendar makes of one case's last day; false when it does not reach it.
func (s *Service) move(o core.LoadedCase, days *core.Days) (CalendarMove, bool) {
	m := CalendarMove{Request: o.Request.ID, Number: o.Request.Number, Office: o.Office.Name, From: o.Case.DueOn}
	deadline, _, _, err := s.core.Law(o.Procedure, o.Office, days).Readings(o.Case.Ledger) // law: R9
	if err != nil {
		return m, false
	}
	if m.To = deadline.DueOn; m.To.IsZero() || m.From.IsZero() { // suspended: its last day is unknown
		m.To = m.From
	}
	before, after := core.Overdue(m.From, o.Today, false), core.Overdue(m.To, o.Today, false)
	m.Shortens, m.StartsLate, m.StopsLate = m.To.Before(m.From), after && !before, before && !after
	return m, true
}

func (p *CalendarPreview) add(m CalendarMove, known bool) {
	p.Open++
	if !known {
		p.Unknown++
		return
	}
	if m.From == m.To {
		return
	}
	p.Moved++
	p.Shortened += core.One(m.Shortens)
	p.StartsLate += core.One(m.StartsLate)
	p.StopsLate += core.One(m.StopsLate)
	if len(p.Moves) < previewShown {
		p.Moves = append(p.Moves, m)
	}
}
