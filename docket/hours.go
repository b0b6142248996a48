package docket

import (
	"time"

	"foja/calendar"
)

const wholeDay = 24 * 60 // minutes

// lastHour is when a term of n hours ends. All twenty-four hours of business days count: 24 hours from a Friday at
// three in the afternoon end on Monday at three. On a non-business day the term begins with the next business day.
func (law Law) lastHour(n int, from time.Time) (time.Time, error) {
	day, hour, minute := law.Zone.Local(from)
	info, err := law.View().Day(day)
	if err != nil {
		return time.Time{}, calendarRefusal(err)
	}
	minutes, rest := hour*60+minute, 0
	if info.Business {
		rest = wholeDay - minutes
	}
	left := n * 60
	for ; left > rest; minutes, rest = 0, wholeDay {
		left -= rest
		if day, err = law.View().NextBusinessDay(day); err != nil {
			return time.Time{}, calendarRefusal(err)
		}
	}
	minutes += left
	return law.Zone.Instant(day, minutes/60, minutes%60), nil
}

// end is the last day of a limit that begins at an instant, and the end itself where the limit is in hours; zero =
// the whole day.
func (law Law) end(limit TimeLimit, from time.Time) (on calendar.Date, at time.Time, err error) {
	if limit.Unit != UnitHours || limit.N == 0 {
		on, err = law.last(limit, law.Zone.DateOf(from))
		return on, at, err
	}
	if at, err = law.lastHour(limit.N, from); err == nil {
		on = law.Zone.DateOf(at.Add(-time.Nanosecond)) // an end at midnight belongs to the day before
	}
	return on, at, err
}
