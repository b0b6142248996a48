package docket

import (
	"time"

	"foja/calendar"
)

// The values of ClockEffect.Does.
const (
	EffectNone      = "none"
	EffectRestart   = "restart"
	EffectSuspend   = "suspend"
	EffectDisregard = "disregard"
	EffectResume    = "resume"
	EffectExtend    = "extend"
)

// Fold computes a deadline from the whole ledger, under one version of the procedure and one of the calendar. The
// order of the slice does not matter: entries are taken by legal day, then by the event that wrote them. Same inputs,
// same dates (law: R59).
//
// Days after the day of a suspension, up to and including the day of its end, are not counted (law: R55); where days
// are disregarded, the first of them is not counted either. A cap ends a suspension. An undone extension counts as
// never announced. A restart makes its own day the new day zero (law: R21) and removes an extension. An extension
// fixes a date, not a number of days; a suspension after it moves that date. An entry after the due date has no
// effect on it.
//
// It refuses a ledger without exactly one start, and a calendar that ends before the term.
func Fold(ledger []LedgerEntry, p Procedure, view calendar.View) (Deadline, error) {
	start, later, err := sortLedger(ledger)
	if err != nil {
		return Deadline{}, err
	}
	f := fold{procedure: p, view: view, zero: start.On, later: later}
	f.deadline = Deadline{
		ReceivedOn: start.On, Limit: p.TimeLimit, CalendarVersion: view.Version(),
		Procedure: p.Key, Version: p.Version, Policy: start.Policy,
	}
	if err := f.run(); err != nil {
		return Deadline{}, calendarRefusal(err)
	}
	return f.deadline, nil
}

// Readings folds the ledger as it is and, from the instant of filing, under the other interpretation of the reception
// rule (law: R15). Other is nil when both give the same due date, or when the instant is not known. Alarms follow
// alarmOn, the earlier due date; it is zero while the clock is suspended.
func Readings(ledger []LedgerEntry, p Procedure, office Office, zone Zone, view calendar.View) (
	deadline Deadline, other *Deadline, alarmOn calendar.Date, err error,
) {
	deadline, err = Fold(ledger, p, view)
	if err != nil {
		return Deadline{}, nil, calendar.Date{}, err
	}
	start, _, err := sortLedger(ledger)
	if err != nil || start.Received.IsZero() {
		return deadline, nil, deadline.DueOn, err
	}
	r, err := receive(start.Received, otherPolicy(start.Policy), office, zone, view)
	if err != nil {
		return Deadline{}, nil, calendar.Date{}, err
	}
	deadline.Rules = withRules(deadline.Rules, r.rule)
	alt, err := Fold(rebased(ledger, r.on, otherPolicy(start.Policy)), p, view)
	if err != nil {
		return Deadline{}, nil, calendar.Date{}, err
	}
	if alt.DueOn == deadline.DueOn {
		return deadline, nil, deadline.DueOn, nil
	}
	deadline.Rules = withRules(deadline.Rules, "R15")
	alt.Rules = withRules(alt.Rules, r.rule, "R15")
	if !alt.DueOn.IsZero() && alt.DueOn.Before(deadline.DueOn) {
		return deadline, &alt, alt.DueOn, nil
	}
	return deadline, &alt, deadline.DueOn, nil
}

// BreachAt is the instant at which the term has passed: the start of the day after the due day, in the office's zone,
// because a term includes its whole last day (law: R16, R38). It is zero while the clock is suspended.
func BreachAt(d Deadline, zone Zone) time.Time {
	if d.DueOn.IsZero() {
		return time.Time{}
	}
	return zone.Instant(d.DueOn.AddDays(1), 0, 0)
}

// View is the calendar of the case's office.
func (law Law) View() calendar.View {
	if law.view != nil {
		return *law.view
	}
	return law.Calendar.For(law.Office.Region, law.Office.ID)
}

// WithView is the same law with a prepared view, which saves time over many cases. The view must be that of its
// calendar for its office.
func (law Law) WithView(view calendar.View) Law {
	law.view = &view
	return law
}

// Readings is the function Readings for a case's ledger.
func (law Law) Readings(ledger []LedgerEntry) (deadline Deadline, other *Deadline, alarmOn calendar.Date, err error) {
	return Readings(ledger, law.Procedure, law.Office, law.Zone, law.View())
}
