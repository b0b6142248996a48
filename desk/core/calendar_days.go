package core

import (
	"context"

	"foja/calendar"
	"foja/docket"
)

// Days is one version of the calendar as each office lives it. Made once per version, read on
// every line of every list.
type Days struct {
	Calendar calendar.Calendar
	views    map[string]calendar.View // by office
}

// DaysOf is a calendar as each office lives it.
func (s *Service) DaysOf(c calendar.Calendar) *Days {
	all := &Days{Calendar: c, views: map[string]calendar.View{}}
	for _, o := range s.AgencyFile.Offices {
		all.views[o.ID] = c.For(o.Region, o.ID)
	}
	return all
}

// View is the calendar of an office.
func (a *Days) View(o docket.Office) calendar.View { return a.views[o.ID] }

// Days is the calendar in force. Another process may have published one a moment ago.
func (s *Service) Days(ctx context.Context) (*Days, error) {
	c, err := s.calendars.InForce(ctx)
	if err != nil {
		return nil, err
	}
	if seen := s.inForce.Load(); seen.Calendar.Version == c.Version {
		return seen, nil
	}
	now := s.DaysOf(c)
	s.inForce.Store(now)
	return now, nil
}

// DaysAt is the calendar that a case's dates were computed with: a closed one keeps its own (law: R9).
func (s *Service) DaysAt(ctx context.Context, now *Days, version string) (*Days, error) {
	if version == "" || version == now.Calendar.Version {
		return now, nil
	}
	if kept, _ := s.older.Load(version); kept != nil {
		if old, ok := kept.(*Days); ok {
			return old, nil
		}
	}
	c, err := s.calendars.Version(ctx, version)
	if err != nil {
		return nil, err
	}
	old := s.DaysOf(c)
	if c.Version == version { // and not the one in force instead of a label that nobody published
		s.older.Store(version, old)
	}
	return old, nil
}

// Law is what a case of a procedure and an office is counted with.
func (s *Service) Law(p docket.Procedure, o docket.Office, by *Days) docket.Law {
	return docket.Law{Procedure: p, Calendar: by.Calendar, Office: o, Zone: s.Zones(o.ID).LawZone, BothReadings: true}.WithView(by.View(o))
}

// WeekEnd is the Sunday of the day's week.
func WeekEnd(today calendar.Date) calendar.Date {
	return today.AddDays((7 - int(today.Weekday())) % 7)
}

// Left counts the business days from today to the due day; negative when it has passed.
func Left(view calendar.View, today, due calendar.Date) int {
	if due.IsZero() {
		return 0
	}
	n, err := view.BusinessDaysBetween(today, due)
	if err != nil {
		return 0
	}
	return n
}

// Overdue asks it of a date; it is never stored.
func Overdue(due, today calendar.Date, closed bool) bool {
	return !closed && !due.IsZero() && due.Before(today)
}

// DaysLastSeen is the calendar that was in force when it was last asked for: for rows of a list, which need no question each.
func (s *Service) DaysLastSeen() *Days { return s.inForce.Load() }
