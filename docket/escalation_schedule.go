package docket

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"foja/calendar"
)

// schedule places the rungs of one case on the calendar.
type schedule struct {
	law      Law
	view     calendar.View
	deadline Deadline      // the interpretation that the alarms follow
	due      calendar.Date // zero while the clock is suspended
	breached calendar.Date // the last day after which the term is breached
}

func (law Law) schedule(c Case) (schedule, error) {
	first, other, due, err := law.Readings(c.Ledger)
	deadline := first
	if other != nil && other.DueOn == due {
		deadline = *other
	}
	breached := due
	if law.BothReadings {
		breached = laterReading(first, other, due)
	}
	return schedule{law, law.View(), deadline, due, breached}, err
}

// laterReading is the later of the last days under two readings; the given day where only one is known.
func laterReading(first Deadline, other *Deadline, due calendar.Date) calendar.Date {
	if other == nil || first.DueOn.IsZero() || other.DueOn.IsZero() {
		return due
	}
	return latestDate(first.DueOn, other.DueOn)
}

// alarms lists by instant the remaining alarms of the case. numbers returns which alarms of a repeating rung to list,
// given the first that has not fired.
func (law Law) alarms(c Case, numbers func(s schedule, r Rung, next int) ([]int, error)) ([]Alarm, error) {
	if !c.AnsweredAt.IsZero() || !c.ClosedAt.IsZero() {
		return nil, nil
	}
	s, err := law.schedule(c)
	if err != nil {
		return nil, err
	}
	var alarms []Alarm
	for _, r := range law.Procedure.Ladder {
		if r.When == WhenUnclaimed && c.Holder != "" || r.When != WhenUnclaimed && s.due.IsZero() {
			continue
		}
		wanted := []int{1}
		if r.repeats() {
			wanted, err = numbers(s, r, s.firstUnfired(c, r))
		} else if fired, failure := s.fired(c, r); fired || failure != nil {
			wanted, err = nil, failure
		}
		if err != nil {
			return nil, err
		}
		for _, n := range wanted {
			a, err := s.alarm(c, r, n)
			if err != nil {
				return nil, err
			}
			alarms = append(alarms, a)
		}
	}
	slices.SortStableFunc(alarms, func(a, b Alarm) int { return a.At.Compare(b.At) })
	return alarms, nil
}

func (r Rung) repeats() bool { return r.When == WhenBreach && r.Every > 0 }

func (p Procedure) rung(key string) (Rung, bool) {
	i := slices.IndexFunc(p.Ladder, func(r Rung) bool { return r.Key == key })
	if i < 0 {
		return Rung{}, false
	}
	return p.Ladder[i], true
}

func (s schedule) alarm(c Case, r Rung, n int) (Alarm, error) {
	at, err := s.at(r, n)
	a := Alarm{ID: r.Key, Rung: r.Key, Kind: r.Kind, At: at, DueOn: s.due, To: r.To}
	if n > 1 {
		a.ID += repeatMark + strconv.Itoa(n)
	}
	// The date moved after this alarm had fired, so the new one gets an ID of its own.
	if slices.ContainsFunc(c.Alarms, func(old Alarm) bool { return old.ID == a.ID && old.DueOn != s.due }) {
		a.ID += movedMark + s.due.String()
	}
	return a, err
}

// An alarm's ID is its rung's key; "-2" is the second of a repeating rung, and "@2026-04-15" is the due date if it
// has fired before for another.
const (
	repeatMark = "-"
	movedMark  = "@"
)

// firstUnfired is the number of a repeating rung's next alarm: one more than the last that fired for this due date.
func (s schedule) firstUnfired(c Case, r Rung) int {
	last := 0
	for _, a := range c.Alarms {
		if a.Rung == r.Key && a.DueOn == s.due {
			last = max(last, a.number())
		}
	}
	return last + 1
}

// fired reports whether a non-repeating rung has fired. When the due date has moved since, it fires again if its new
// time is later; not if its time is unchanged or past. The rung for unclaimed cases does not depend on the date.
func (s schedule) fired(c Case, r Rung) (bool, error) {
	for _, old := range c.Alarms {
		if old.Rung != r.Key {
			continue
		}
		if r.When == WhenUnclaimed || old.DueOn == s.due {
			return true, nil
		}
		at, err := s.at(r, 1)
		if err != nil || !at.After(old.At) {
			return true, err
		}
	}
	return false, nil
}

func (a Alarm) number() int {
	id, _, _ := strings.Cut(strings.TrimPrefix(a.ID, a.Rung), movedMark)
	if n, err := strconv.Atoi(strings.TrimPrefix(id, repeatMark)); err == nil {
		return n
	}
	return 1
}

// at is the instant of the rung's n-th alarm.
func (s schedule) at(r Rung, n int) (time.Time, error) {
	day, err := s.day(r, n)
	if err != nil {
		return time.Time{}, err
	}
	hour, minute := 0, 0
	if r.Clock != "" {
		if hour, minute, err = ParseClock(r.Clock); err != nil {
			return time.Time{}, fmt.Errorf("rung %s: %w", r.Key, err)
		}
	}
	if r.AnyTime {
		return s.law.Zone.Instant(day, hour, minute), nil
	}
	info, err := s.view.Day(day)
	if err == nil && !info.Business {
		day, err = s.view.NextBusinessDay(day)
	}
	if err != nil {
		return time.Time{}, calendarRefusal(err)
	}
	return s.law.inHours(day, hour, minute)
}

func (s schedule) day(r Rung, n int) (calendar.Date, error) {
	switch r.When {
	case WhenUnclaimed:
		return nthBusinessDay(s.view, s.deadline.ReceivedOn, r.After)
	case WhenHalf:
		return s.half(), nil
	case WhenBefore:
		day, err := s.view.BusinessDaysBefore(s.due, r.Before)
		if err != nil {
			return day, calendarRefusal(err)
		}
		return day, nil
	case WhenDue:
		return s.due, nil
	case WhenBreach:
		after := 1 + (n-1)*r.Every
		if r.AnyTime {
			return s.breached.AddDays(after), nil
		}
		return nthBusinessDay(s.view, s.breached, after)
	default:
		return calendar.Date{}, Refuse(CodeInternal, "ladder.rung_unknown", "rung", r.Key, "when", r.When)
	}
}

// half is the day on which half of the days, rounded down, were counted.
func (s schedule) half() calendar.Date {
	half := max(1, s.deadline.Counted/2)
	for _, day := range s.deadline.Days {
		if day.N == half {
			return day.Date
		}
	}
	return s.due
}

// lastDue is the number of the latest alarm of a repeating rung that is due by now; 0 if none.
func (s schedule) lastDue(r Rung, now time.Time) (int, error) {
	today := s.law.Zone.DateOf(now)
	if !today.After(s.breached) {
		return 0, nil
	}
	passed := s.breached.DaysUntil(today)
	if !r.AnyTime {
		var err error
		if passed, err = s.view.BusinessDaysBetween(s.breached, today); err != nil {
			return 0, calendarRefusal(err)
		}
	}
	n := (passed + r.Every - 1) / r.Every
	if n == 0 {
		return 0, nil
	}
	at, err := s.at(r, n)
	if err == nil && at.After(now) {
		n-- // its day is today, its hour not yet
	}
	return n, err
}
