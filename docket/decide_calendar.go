package docket

import (
	"time"

	"foja/calendar"
)

// EventCalendarChanged says that a calendar published later now counts the days of an open case.
const EventCalendarChanged EventKind = "calendar_changed"

// LetterDueMoved tells the requester that the last day of her request is another one.
const LetterDueMoved LetterKind = "due_moved"

// CalendarVersion is the version of the calendar that the case's days are counted with: that of
// its last ledger entry that names one.
func (c *Case) CalendarVersion() string {
	version := ""
	for _, e := range c.Ledger {
		if e.Calendar != "" {
			version = e.Calendar
		}
	}
	return version
}

// Recalendar decides what the calendar of law, published after the case began, does to it: its
// dates are folded anew, and the change is an event with its version (law: R9). A closed case
// never moves, and one that is counted with that version already gives no event, so that telling
// a case twice is harmless.
//
// The day of reception stays as it was recorded: it is a fact, and only what is counted from it
// moves. It fails only when the calendar does not know the days of the term.
func (c *Case) Recalendar(law Law, now time.Time) ([]Event, error) {
	moved := c.Moved && law.Office.ID == c.Office // law: R5
	if c.Seq == 0 || c.Closed() || c.CalendarVersion() == law.Calendar.Version && !moved {
		return nil, nil
	}
	t := c.turn(law, System(), now)
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

// outdate ends the pending alarms about a due date that does not hold any more: nobody should be
// called upstairs for a day that is not the last. The ladder is climbed anew for the new date.
func (t *turn) outdate(alarmOn calendar.Date) {
	for _, a := range t.c.PendingAlarms() {
		rung, _ := t.law.Procedure.rung(a.Rung)
		if rung.When != WhenUnclaimed && a.DueOn != alarmOn && !alarmOn.IsZero() {
			t.overtake(a)
		}
	}
}

// announces says whether the requester is written to about a new date: where the procedure has
// such a letter, and no answer is on its way that would make it idle.
func (t *turn) announces() bool {
	for _, l := range t.c.Letters {
		if l.Closes != "" && l.State != LetterFailed && l.State != LetterTakenBack {
			return false
		}
	}
	return t.law.Procedure.writes(LetterDueMoved)
}

// applyCalendar takes back that the case was told overdue when the day that it was late for is
// not its last any more. The event of that time stays in the history, for it was true then; if
// the new last day ends unanswered too, or has ended already, it is told again (law: R9, R38).
func (c *Case) applyCalendar(e Event) {
	if (e.Kind == EventCalendarChanged || e.Kind == EventProcedureChanged) && !e.DueOn.IsZero() && e.DueOn != c.DueOn {
		c.Overdue = false
	}
}
