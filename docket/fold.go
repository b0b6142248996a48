package docket

import (
	"cmp"
	"slices"

	"foja/calendar"
)

// fold is the state of one computation of a deadline.
type fold struct {
	procedure Procedure
	view      calendar.View
	deadline  Deadline

	zero  calendar.Date // day zero of the count in force
	later []LedgerEntry // the remaining entries, by day
	n     int           // days counted since zero
	waits []wait        // open suspensions
	// until is set when a date and not a number ends the term (an extension, a term of months); owed are the
	// suspended days, by which that date moves.
	until calendar.Date
	owed  int
	rules ruleSet
}

// wait is an open suspension.
type wait struct {
	kind  LedgerKind
	since calendar.Date
	rule  string
	last  calendar.Date // last day that it suspends; zero = no cap
}

func (f *fold) run() error {
	f.rules.add("R1", f.procedure.TimeLimit.Rule)
	f.begin(f.zero)
	if err := f.applyUntil(f.zero); err != nil {
		return err
	}
	for day, err := range f.view.From(f.zero) {
		if err != nil {
			return err
		}
		if day.Date != f.deadline.ReceivedOn {
			f.endCappedWaits(day.Date)
			f.countDay(day)
			if err := f.applyUntil(day.Date); err != nil {
				return err
			}
		}
		if f.over(day) {
			f.finish(day.Date)
			return nil
		}
		if f.stopped() {
			f.finish(calendar.Date{})
			f.deadline.WaitingSince = f.waits[0].since
			return nil
		}
	}
	return nil // not reached: From ends with an error
}

// begin makes day the day zero of a new count.
func (f *fold) begin(zero calendar.Date) {
	f.zero, f.n, f.owed, f.waits, f.until = zero, 0, 0, nil, calendar.Date{}
	if f.procedure.TimeLimit.Unit == UnitMonths {
		f.rules.add("R10")
		f.until = zero.AddMonths(f.procedure.TimeLimit.N)
	}
}

// countDay counts the day and adds its line to the working.
func (f *fold) countDay(day calendar.Day) {
	line := describe(day)
	f.rules.add(ruleOf(day))
	countable := day.Business || f.procedure.TimeLimit.Unit != UnitBusiness
	switch {
	case countable && len(f.waits) > 0:
		f.owed++
		line = CountedDay{Date: day.Date, Kind: DayWaiting, Reason: waitReason(f.waits[0].kind), Source: f.waits[0].rule}
	case countable && !f.reached(day.Date.AddDays(-1)):
		f.n++
		line.Counted, line.N = true, f.n
		if !f.until.IsZero() && day.Date.After(f.until) {
			f.owed--
		}
	case countable: // the term was complete, but could not end that day
		f.rules.add("R8")
		if line.Reason == "" {
			line.Kind, line.Reason = DayRolled, "el plazo no podía terminar antes: vence este día"
		}
	}
	f.deadline.Days = append(f.deadline.Days, line)
}

// reached reports whether the term is complete with the days counted up to today.
func (f *fold) reached(today calendar.Date) bool {
	if !f.until.IsZero() {
		return !today.Before(f.until) && f.owed == 0
	}
	return f.n >= f.procedure.TimeLimit.N
}

func (f *fold) over(day calendar.Day) bool {
	return len(f.waits) == 0 && f.reached(day.Date) && day.CanBeLast
}

// applyUntil applies the entries up to today as the procedure defines.
func (f *fold) applyUntil(today calendar.Date) error {
	for len(f.later) > 0 && !f.later[0].On.After(today) {
		entry := f.later[0]
		f.later = f.later[1:]
		does, rule := f.procedure.effectOf(entry.Kind)
		if does != EffectNone {
			f.rules.add(rule)
		}
		switch does {
		case EffectRestart:
			f.void(entry)
			f.begin(latestDate(entry.On, f.deadline.ReceivedOn))
		case EffectSuspend, EffectDisregard:
			last, err := f.cap(entry)
			if err != nil {
				return err
			}
			if does == EffectDisregard {
				f.uncount(entry, rule)
			}
			f.waits = append(f.waits, wait{entry.Kind, entry.On, rule, last})
		case EffectResume:
			opener := openerOf(entry.Kind)
			f.waits = slices.DeleteFunc(f.waits, func(w wait) bool { return w.kind == opener })
		case EffectExtend:
			f.until = entry.To
		}
		if entry.Kind == LedgerCalendarSet && entry.Event > 1 {
			f.rules.add("R9")
		}
	}
	return nil
}

// cap is the last day of the suspension that the entry begins.
func (f *fold) cap(entry LedgerEntry) (calendar.Date, error) {
	most := f.procedure.capOf(entry.Kind)
	switch {
	case most.N == 0:
		return calendar.Date{}, nil
	case most.Unit == UnitBusiness:
		return nthBusinessDay(f.view, entry.On, most.N)
	case most.Unit == UnitMonths:
		return entry.On.AddMonths(most.N), nil
	default:
		return entry.On.AddDays(most.N), nil
	}
}

// endCappedWaits ends the suspensions whose cap was reached before today.
func (f *fold) endCappedWaits(today calendar.Date) {
	f.waits = slices.DeleteFunc(f.waits, func(w wait) bool { return !w.last.IsZero() && today.After(w.last) })
}

// stopped reports whether the clock is suspended without an end in the ledger or by a cap.
func (f *fold) stopped() bool {
	return len(f.later) == 0 && slices.ContainsFunc(f.waits, func(w wait) bool { return w.last.IsZero() })
}

// uncount removes the day of the entry from the count, if it was counted.
func (f *fold) uncount(entry LedgerEntry, rule string) {
	last := len(f.deadline.Days) - 1
	if last < 0 || f.deadline.Days[last].Date != entry.On || !f.deadline.Days[last].Counted {
		return
	}
	f.n--
	if !f.until.IsZero() {
		f.owed++
	}
	f.deadline.Days[last] = CountedDay{Date: entry.On, Kind: DayWaiting, Reason: waitReason(entry.Kind), Source: rule}
}

// void removes the numbers of the days before a restart.
func (f *fold) void(entry LedgerEntry) {
	_, rule := f.procedure.effectOf(entry.Kind)
	reason := "sin efecto: el plazo empezó de nuevo el " + spanishDate(entry.On)
	for i, day := range f.deadline.Days {
		if day.Counted {
			f.deadline.Days[i] = CountedDay{Date: day.Date, Kind: DayVoid, Source: rule, Reason: reason}
		}
	}
}

func (f *fold) finish(due calendar.Date) {
	f.deadline.DueOn, f.deadline.CountsFrom, f.deadline.Counted = due, f.zero, f.n
	f.deadline.Rules = f.rules.sorted()
}

// effectOf is the procedure's effect of a kind of entry. Entries that it does not list do nothing, except that an
// extension extends and a resumption resumes.
func (p Procedure) effectOf(kind LedgerKind) (does, rule string) {
	for _, e := range p.Effects {
		if e.On == kind {
			return e.Does, e.Rule
		}
	}
	switch kind {
	case LedgerExtension:
		return EffectExtend, p.Extension.Rule
	case LedgerResume:
		return EffectResume, ""
	default:
		return EffectNone, ""
	}
}

// Restarts reports whether the term starts again when the requester completed the request.
func (p Procedure) Restarts() bool {
	does, _ := p.effectOf(LedgerCorrectionReceived)
	return does == EffectRestart
}

// capOf is how long a kind of entry can suspend the clock; N 0 = without end.
func (p Procedure) capOf(kind LedgerKind) TimeLimit {
	for _, e := range p.Effects {
		if e.On == kind {
			return e.Max
		}
	}
	return TimeLimit{}
}

// openerOf is the beginning that belongs to the end of a suspension, so that the end of one cause does not end
// another.
func openerOf(kind LedgerKind) LedgerKind {
	if kind == LedgerCorrectionReceived {
		return LedgerCorrectionAsked
	}
	return LedgerHold
}

// sortLedger separates the start from the other entries, sorted by legal day.
func sortLedger(ledger []LedgerEntry) (start LedgerEntry, later []LedgerEntry, err error) {
	starts := 0
	for _, e := range ledger {
		if e.Kind == LedgerStart {
			start = e
			starts++
		} else {
			later = append(later, e)
		}
	}
	if starts != 1 || !start.On.Valid() {
		return LedgerEntry{}, nil, Refuse(CodeInternal,
			"clock.starts_not_one", "n", starts)
	}
	slices.SortStableFunc(later, func(a, b LedgerEntry) int {
		return cmp.Or(
			a.On.Compare(b.On), cmp.Compare(a.Event, b.Event), a.At.Compare(b.At),
			cmp.Compare(a.Kind, b.Kind), a.To.Compare(b.To),
		)
	})
	return start, withoutUndone(later), nil
}

// withoutUndone removes each undone extension together with the entry that undid it.
func withoutUndone(later []LedgerEntry) []LedgerEntry {
	var kept []LedgerEntry
	for _, e := range later {
		if e.Kind != LedgerExtensionUndone {
			kept = append(kept, e)
			continue
		}
		for i := len(kept) - 1; i >= 0; i-- {
			if kept[i].Kind == LedgerExtension {
				kept = slices.Delete(kept, i, i+1)
				break
			}
		}
	}
	return kept
}

// rebased is the ledger with the start on another legal day.
func rebased(ledger []LedgerEntry, on calendar.Date, policy ReceptionPolicy) []LedgerEntry {
	moved := slices.Clone(ledger)
	for i := range moved {
		if moved[i].Kind == LedgerStart {
			moved[i].On, moved[i].Policy = on, policy
		}
	}
	return moved
}

func latestDate(a, b calendar.Date) calendar.Date {
	if a.Before(b) {
		return b
	}
	return a
}
