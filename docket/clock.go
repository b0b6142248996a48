package docket

import (
	"time"

	"foja/calendar"
)

// What a ledger entry can do to the count: the values of ClockEffect.Does.
const (
	EffectNone      = "none"
	EffectRestart   = "restart"
	EffectSuspend   = "suspend"
	EffectDisregard = "disregard"
	EffectResume    = "resume"
	EffectExtend    = "extend"
)

// Fold computes a deadline from the whole ledger, under one version of the procedure and one
// of the calendar. The order of the entries in the slice is of no account: they are taken by
// legal day, then by the event that wrote them. Same inputs, same dates (law: R59).
//
// Days after the day of a suspension, up to and including the day of its end, are not counted (law: R55); where days
// are disregarded the first of them is taken out too. A cap ends a suspension by itself. An extension that was undone
// counts as never announced. A restart makes its own day the new day zero (law: R21) and forgets an extension. An
// extension fixes a date, not a number of days; a day that is waited for after it is added to it. An entry of a day
// after the due date comes too late to change it.
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

// Readings folds the ledger as it stands and, from the true instant of filing, under the other
// reading of the reception rule (law: R15). Other is nil when both agree on the due date, or
// when the instant is not known. Alarms follow alarmOn, the earlier due date; it is zero while
// the clock is suspended.
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

// BreachAt is the instant at which the term has passed: the first of the day after the due
// day, in the office's zone, because a term lasts to the last moment of its last day (law: R16,
// R38). It is the zero time while the clock is suspended.
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

// Seen is the same law with its view at hand: for whoever looks at many cases. The view must be that of its calendar
// for its office.
func (law Law) Seen(view calendar.View) Law {
	law.view = &view
	return law
}

// Readings is the function of that name on a case's ledger.
func (law Law) Readings(ledger []LedgerEntry) (deadline Deadline, other *Deadline, alarmOn calendar.Date, err error) {
	return Readings(ledger, law.Procedure, law.Office, law.Zone, law.View())
}
