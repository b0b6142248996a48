package docket

import (
	"slices"
	"time"
)

// Wake decides what foja does by itself at now: fire an alarm, climb with one that nobody
// acknowledged, write that the due day ended unanswered. Usually nothing. An error says that the
// calendar does not reach far enough to plan; the events given beside it hold all the same.
func (c *Case) Wake(law Law, now time.Time) ([]Event, error) {
	if c.Seq == 0 {
		return nil, nil
	}
	t := c.turn(law, System(), now)
	if err := t.lapse(); err != nil || t.c.Closed() { // a closed case only waits for its notices
		return t.events, err
	}
	if at := t.c.overdueAt(law); !at.IsZero() && !at.After(now) {
		t.add(Event{Kind: EventOverdue, On: at, Rule: "R38"}) // law: R38
		t.tellSilence()
	}
	err := t.climb()
	if err == nil {
		err = t.fire()
	}
	return t.events, err
}

// NextWake is the next instant at which Wake has something to do; the zero time is never. It
// lies in the past when that something is late.
func (c *Case) NextWake(law Law, now time.Time) (time.Time, error) {
	if c.Seq == 0 {
		return time.Time{}, nil
	}
	next, err := law.nextTrap(*c, now)
	if err != nil || c.Closed() {
		return next, err
	}
	next = sooner(next, c.overdueAt(law))
	for _, a := range c.PendingAlarms() {
		at, err := law.climbsAt(a, now)
		if err != nil {
			return next, err
		}
		next = sooner(next, at)
	}
	up, err := law.NextAlarm(*c, minuteOf(now))
	if err != nil || up == nil {
		return next, err
	}
	return sooner(next, up.Alarm.At), nil
}

// overdueAt is when the due day ends and is to be told: once, and only of an unanswered case.
func (c *Case) overdueAt(law Law) time.Time {
	if c.Overdue || !c.AnsweredAt.IsZero() {
		return time.Time{}
	}
	return BreachAt(Deadline{DueOn: c.DueOn}, law.Zone)
}

// fire writes the alarm that is due, if one is, and those that it overtakes.
func (t *turn) fire() error {
	up, err := t.law.NextAlarm(t.c, minuteOf(t.now))
	if err != nil || up == nil || up.Alarm.At.After(t.now) {
		return err
	}
	a := up.Alarm
	a.FiredAt = t.now
	rung, _ := t.law.Procedure.rung(a.Rung)
	if a.ClimbAt, err = t.law.ClimbAt(a, rung); err != nil {
		return err
	}
	for _, old := range up.Obsolete {
		t.overtake(old)
	}
	for _, old := range t.c.PendingAlarms() {
		if old.Rung == a.Rung {
			t.overtake(old) // the repeated call takes the place of the one before
		}
	}
	t.add(Event{Kind: EventAlarm, Alarm: &a})
	return nil
}

// climb raises every alarm that was left unacknowledged for its time one role up.
func (t *turn) climb() error {
	for _, a := range t.c.PendingAlarms() {
		at, err := t.law.climbsAt(a, t.now)
		if err != nil {
			return err
		}
		if at.IsZero() || at.After(t.now) {
			continue
		}
		rung, found := t.law.Procedure.rung(a.Rung)
		if !found || a.Climbed >= len(rung.Climb) {
			continue
		}
		a.To = append(slices.Clone(a.To), rung.Climb[a.Climbed])
		a.Climbed++
		a.ClimbAt = t.now
		if a.ClimbAt, err = t.law.ClimbAt(a, rung); err != nil {
			return err
		}
		t.add(Event{Kind: EventAlarmClimbed, Alarm: &a})
	}
	return nil
}

// climbsAt is when a pending alarm takes its next step. One that is late, because foja was
// down, waits for the office to open.
func (law Law) climbsAt(a Alarm, now time.Time) (time.Time, error) {
	if a.ClimbAt.IsZero() || a.ClimbAt.After(now) {
		return a.ClimbAt, nil
	}
	if r, found := law.Procedure.rung(a.Rung); found && r.AnyTime {
		return a.ClimbAt, nil
	}
	return law.NextOpen(minuteOf(now))
}

// minuteOf is the minute in which now lies. A timer set for closing time fires a moment after
// it, and is not to be taken for one that rings when the office is shut.
func minuteOf(now time.Time) time.Time { return now.Truncate(time.Minute) }

// acknowledge is a person's word that she has seen the alarm and answers for it.
func (t *turn) acknowledge(e Event, cmd Command) error {
	a, err := t.c.theAlarm(cmd.Alarm, cmd.By)
	if err != nil {
		return err
	}
	a.AckedAt, a.AckedBy, a.ClimbAt = t.now, cmd.By.User, time.Time{}
	e.Alarm = &a
	t.add(e)
	return nil
}

func (t *turn) overtake(a Alarm) {
	a.Obsolete, a.ClimbAt = true, time.Time{}
	t.add(Event{Kind: EventAlarmOvertaken, By: System(), Alarm: &a})
}

func sooner(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}
