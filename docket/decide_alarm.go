package docket

import (
	"slices"
	"time"
)

// Wake decides what is due at now without a person: alarms, the escalation of unacknowledged ones, the end of the due
// day without an answer. Usually nothing. An error means that the calendar does not reach far enough to plan; the
// events returned with it are valid.
func (c *Case) Wake(law Law, now time.Time) ([]Event, error) {
	if c.Seq == 0 {
		return nil, nil
	}
	t := c.newDecision(law, System(), now)
	if err := t.passSubDeadlines(); err != nil || t.c.Closed() { // a closed case only waits for its notices
		return t.events, err
	}
	if at := t.c.overdueAt(law); !at.IsZero() && !at.After(now) {
		t.add(Event{Kind: EventOverdue, On: at, Rule: "R38"}) // law: R38
		t.sendSilenceLetter()
	}
	err := t.escalate()
	if err == nil {
		err = t.fire()
	}
	return t.events, err
}

// NextWake is the next instant at which Wake has something to do; zero means never. It is in the past when something
// is late.
func (c *Case) NextWake(law Law, now time.Time) (time.Time, error) {
	if c.Seq == 0 {
		return time.Time{}, nil
	}
	next, err := law.nextSubDeadline(*c, now)
	if err != nil || c.Closed() {
		return next, err
	}
	next = sooner(next, c.overdueAt(law))
	for _, a := range c.PendingAlarms() {
		at, err := law.nextEscalation(a, now)
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

// overdueAt is when the due day ends and must be recorded: once, and only for an unanswered case.
func (c *Case) overdueAt(law Law) time.Time {
	if c.Overdue || !c.AnsweredAt.IsZero() {
		return time.Time{}
	}
	return BreachAt(Deadline{DueOn: c.DueOn}, law.Zone)
}

// fire records the due alarm, if any, and those that it replaces.
func (t *decision) fire() error {
	up, err := t.law.NextAlarm(t.c, minuteOf(t.now))
	if err != nil || up == nil || up.Alarm.At.After(t.now) {
		return err
	}
	a := up.Alarm
	a.FiredAt = t.now
	rung, _ := t.law.Procedure.rung(a.Rung)
	if a.EscalateAt, err = t.law.EscalateAt(a, rung); err != nil {
		return err
	}
	for _, old := range up.Obsolete {
		t.overtake(old)
	}
	for _, old := range t.c.PendingAlarms() {
		if old.Rung == a.Rung {
			t.overtake(old) // the repeated alarm replaces the one before
		}
	}
	t.add(Event{Kind: EventAlarm, Alarm: &a})
	return nil
}

// escalate escalates every alarm that was not acknowledged in time by one step.
func (t *decision) escalate() error {
	for _, a := range t.c.PendingAlarms() {
		at, err := t.law.nextEscalation(a, t.now)
		if err != nil {
			return err
		}
		if at.IsZero() || at.After(t.now) {
			continue
		}
		rung, found := t.law.Procedure.rung(a.Rung)
		if !found || a.Escalations >= len(rung.EscalateTo) {
			continue
		}
		a.To = append(slices.Clone(a.To), rung.EscalateTo[a.Escalations])
		a.Escalations++
		a.EscalateAt = t.now
		if a.EscalateAt, err = t.law.EscalateAt(a, rung); err != nil {
			return err
		}
		t.add(Event{Kind: EventAlarmEscalated, Alarm: &a})
	}
	return nil
}

// nextEscalation is when a pending alarm takes its next step. A late one, because foja was down, waits until the office
// opens.
func (law Law) nextEscalation(a Alarm, now time.Time) (time.Time, error) {
	if a.EscalateAt.IsZero() || a.EscalateAt.After(now) {
		return a.EscalateAt, nil
	}
	if r, found := law.Procedure.rung(a.Rung); found && r.AnyTime {
		return a.EscalateAt, nil
	}
	return law.NextOpen(minuteOf(now))
}

// minuteOf is now truncated to the minute. A timer set for closing time fires a moment later, and must still count as
// within hours.
func minuteOf(now time.Time) time.Time { return now.Truncate(time.Minute) }

// acknowledge records that a person has seen the alarm and takes responsibility.
func (t *decision) acknowledge(e Event, cmd Command) error {
	a, err := t.c.findAlarm(cmd.Alarm, cmd.By)
	if err != nil {
		return err
	}
	a.AckedAt, a.AckedBy, a.EscalateAt = t.now, cmd.By.User, time.Time{}
	e.Alarm = &a
	t.add(e)
	return nil
}

func (t *decision) overtake(a Alarm) {
	a.Obsolete, a.EscalateAt = true, time.Time{}
	t.add(Event{Kind: EventAlarmOvertaken, By: System(), Alarm: &a})
}

func sooner(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}
