package docket

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"foja/calendar"
)

// The values of Rung.When.
const (
	WhenUnclaimed = "unclaimed"
	WhenHalf      = "half"
	WhenBefore    = "before"
	WhenDue       = "due"
	WhenBreach    = "breach"
)

// upcomingRepeats is how many alarms of a repeating rung a plan shows.
const upcomingRepeats = 3

// Alarms is the plan: the remaining alarms of the case, by instant, in its present state. Of a repeating rung it
// lists the next few. Past instants belong to cases that were registered late; [Law.NextAlarm] handles them. A case
// that was answered or closed has none, and one with a suspended clock only that for being unclaimed.
//
// Alarms follow the earlier interpretation of the due date (law: R15). One that fired for another due date does not
// count: when the date moves, the ladder starts again.
func (law Law) Alarms(c Case) ([]Alarm, error) {
	return law.alarms(c, func(s schedule, r Rung, next int) ([]int, error) {
		numbers := make([]int, upcomingRepeats)
		for i := range numbers {
			numbers[i] = next + i
		}
		return numbers, nil
	})
}

// Upcoming is the next step on the ladder of a case: fire Alarm at Alarm.At, and mark the Obsolete ones when it
// fires.
type Upcoming struct {
	Alarm    Alarm
	Obsolete []Alarm
}

// NextAlarm is the next alarm to fire; nil when none is left. If Alarm.At is not after now it must fire at once;
// otherwise call again then, or when the case or the law changes. Of several due together only the loudest fires. One
// that is overdue at night or on a non-business day waits until the office opens, unless its rung has AnyTime.
func (law Law) NextAlarm(c Case, now time.Time) (*Upcoming, error) {
	alarms, err := law.alarms(c, func(s schedule, r Rung, next int) ([]int, error) {
		n, err := s.lastDue(r, now)
		return []int{max(n, next)}, err
	})
	if err != nil || len(alarms) == 0 {
		return nil, err
	}
	due := slices.IndexFunc(alarms, func(a Alarm) bool { return a.At.After(now) })
	switch due {
	case 0:
		return &Upcoming{Alarm: alarms[0]}, nil
	case -1:
		due = len(alarms)
	}
	alarm, obsolete := Overtaken(alarms[:due])
	if r, ok := law.Procedure.rung(alarm.Rung); !ok || !r.AnyTime {
		open, err := law.NextOpen(now)
		if err != nil {
			return nil, err
		}
		if open.After(now) {
			alarm.At = open
		}
	}
	return &Upcoming{Alarm: alarm, Obsolete: obsolete}, nil
}

// Overtaken splits alarms that are due together: the loudest, and of equally loud ones the latest, fires; the others
// are obsolete.
func Overtaken(due []Alarm) (fire Alarm, obsolete []Alarm) {
	if len(due) == 0 {
		return Alarm{}, nil
	}
	loudest := slices.MaxFunc(due, func(a, b Alarm) int {
		return cmp.Or(cmp.Compare(urgency(a.Kind), urgency(b.Kind)), a.At.Compare(b.At), cmp.Compare(a.ID, b.ID))
	})
	for _, a := range due {
		if a.ID != loudest.ID {
			obsolete = append(obsolete, a)
		}
	}
	return loudest, obsolete
}

func urgency(k RungKind) int {
	return slices.Index([]RungKind{RungRemind, RungWarn, RungBreach}, k)
}

// EscalateAt is when an unacknowledged alarm goes one step up: AckWithin business days after it fired, or after its
// last step, at the same time of day and within office hours. Call it after raising Escalations, with EscalateAt still
// that of the step just made. It is zero when there is no step left, or no term to acknowledge.
func (law Law) EscalateAt(a Alarm, r Rung) (time.Time, error) {
	if r.AckWithin <= 0 || a.Escalations >= len(r.EscalateTo) || a.FiredAt.IsZero() {
		return time.Time{}, nil
	}
	from := a.FiredAt
	if a.Escalations > 0 && !a.EscalateAt.IsZero() {
		from = a.EscalateAt
	}
	day, hour, minute := law.Zone.Local(from)
	day, err := nthBusinessDay(law.View(), day, r.AckWithin)
	if err != nil {
		return time.Time{}, err
	}
	if r.AnyTime {
		return law.Zone.Instant(day, hour, minute), nil
	}
	return law.inHours(day, hour, minute)
}

// NextOpen is the first instant from t on that lies in the office's hours on a business day.
func (law Law) NextOpen(t time.Time) (time.Time, error) {
	day, hour, minute := law.Zone.Local(t)
	info, err := law.View().Day(day)
	if err != nil {
		return time.Time{}, calendarRefusal(err)
	}
	if info.Business {
		at, err := law.inHours(day, hour, minute)
		if err != nil || at.After(t) {
			return at, err
		}
		_, closes, err := law.hours()
		if err != nil {
			return time.Time{}, err
		}
		if !t.After(law.Zone.Instant(day, closes/60, closes%60)) {
			return t, nil
		}
	}
	if day, err = law.View().NextBusinessDay(day); err != nil {
		return time.Time{}, calendarRefusal(err)
	}
	return law.inHours(day, 0, 0)
}

// inHours is a time of a day, moved to the office's opening or closing if it lies outside.
func (law Law) inHours(day calendar.Date, hour, minute int) (time.Time, error) {
	opens, closes, err := law.hours()
	at := min(max(hour*60+minute, opens), closes)
	return law.Zone.Instant(day, at/60, at%60), err
}

// hours are the minutes of the day at which the office opens and closes.
func (law Law) hours() (opens, closes int, err error) {
	if opens, err = minuteOfDay(law.Office.Opens); err != nil {
		return 0, 0, fmt.Errorf("office %s, opening time: %w", law.Office.ID, err)
	}
	if closes, err = minuteOfDay(law.Office.Closes); err != nil {
		return 0, 0, fmt.Errorf("office %s, closing time: %w", law.Office.ID, err)
	}
	return opens, closes, nil
}

func minuteOfDay(clock string) (int, error) {
	hour, minute, err := ParseClock(clock)
	return hour*60 + minute, err
}

// nthBusinessDay is the n-th business day after d, whether or not a term could end on it.
func nthBusinessDay(v calendar.View, d calendar.Date, n int) (calendar.Date, error) {
	var err error
	for ; n > 0 && err == nil; n-- {
		d, err = v.NextBusinessDay(d)
	}
	if err != nil {
		return calendar.Date{}, calendarRefusal(err)
	}
	return d, nil
}
