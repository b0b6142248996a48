package docket

import (
	"time"

	"foja/calendar"
)

// EventCalendarChanged says that the days of an open case are now counted with a calendar published later.
const EventCalendarChanged EventKind = "calendar_changed"

// LetterDueMoved informs the requester that the last day has changed.
const LetterDueMoved LetterKind = "due_moved"

// CalendarVersion is the calendar version of the case: that of its last ledger entry with one.
func (c *Case) CalendarVersion() string {
	version := ""
	for _, e := range c.Ledger {
		if e.Calendar != "" {
			version = e.Calendar
		}
	}
	return version
}

// ApplyCalendarVersion decides the effect of a calendar published after the case began: its dates are folded again,
// and the change is an event with the version (law: R9). A closed case does not change, and a case that has this
// version already gives no event, so that repeated signals are harmless.
//
// The day of reception stays: it is a fact, and only what is counted from it moves. It fails only when the calendar
// does not contain the days of the term.
func (c *Case) ApplyCalendarVersion(law Law, now time.Time) ([]Event, error) {
	moved := c.Moved && law.Office.ID == c.Office // law: R5
	if c.Seq == 0 || c.Closed() || c.CalendarVersion() == law.Calendar.Version && !moved {
		return nil, nil
	}
	t := c.newDecision(law, System(), now)
	entry := LedgerEntry{
		Kind: LedgerCalendarSet, At: t.now, On: law.Zone.DateOf(now), Calendar: law.Calendar.Version, Event: c.Seq + 1,
	}
	ledger := append(c.Clone().Ledger, entry)
	deadline, _, alarmOn, err := law.Readings(ledger) // law: R9
	if err != nil {
		return nil, err
	}
	due, later := deadline.DueOn, deadline.DueOn != c.DueOn && !deadline.DueOn.IsZero()
	rule := "R9"
	if moved {
		rule = "R5" // the days of the office that has it now
	}
	t.add(Event{Kind: EventCalendarChanged, Ledger: []LedgerEntry{entry}, DueOn: due, AlarmOn: alarmOn, Rule: rule})
	t.outdate(alarmOn)
	if later && t.announces() {
		t.decideLetter(Letter{Kind: LetterDueMoved})
	}
	return t.events, nil
}

// outdate ends the pending alarms about the old due date; the ladder starts again for the new one.
func (t *decision) outdate(alarmOn calendar.Date) {
	for _, a := range t.c.PendingAlarms() {
		rung, _ := t.law.Procedure.rung(a.Rung)
		if rung.When != WhenUnclaimed && a.DueOn != alarmOn && !alarmOn.IsZero() {
			t.overtake(a)
		}
	}
}

// announces reports whether the requester gets a letter about a new date: when the procedure has such a letter, and
// no answer is being sent.
func (t *decision) announces() bool {
	for _, l := range t.c.Letters {
		if l.Closes != "" && l.State != LetterFailed && l.State != LetterTakenBack {
			return false
		}
	}
	return t.law.Procedure.writes(LetterDueMoved)
}

// applyCalendar withdraws the overdue mark when the day that it was about is no longer the last. The old event stays
// in the history, because it was true then; if the new last day ends unanswered, or has ended already, a new event
// records it (law: R9, R38).
func (c *Case) applyCalendar(e Event) {
	if (e.Kind == EventCalendarChanged || e.Kind == EventProcedureChanged) && !e.DueOn.IsZero() && e.DueOn != c.DueOn {
		c.Overdue = false
	}
}
