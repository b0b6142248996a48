package docket

import (
	"slices"
	"time"

	"foja/calendar"
)

// Procedural acts between reception and answer: correction, extension, forwarding, cost, collection, and the proof
// that a letter arrived.

func (t *decision) askCorrection(e Event, _ Command) error {
	return t.askRequester(e, Letter{Kind: LetterCorrection, Text: e.Text}, ActCorrect)
}

func (t *decision) costNotice(e Event, cmd Command) error {
	e.Ledger = t.entry(LedgerHold) // law: R34
	return t.withDates(e, func(e Event) {
		_ = t.askRequester(e, Letter{Kind: LetterCost, Text: e.Text, Cents: cmd.Cents}, ActPaid)
	})
}

func (t *decision) makeAvailable(e Event, _ Command) error {
	t.done(t.c.OpenTasks(TaskConsult, TaskReview)...)
	return t.askRequester(e, Letter{Kind: LetterAvailable, Text: e.Text}, ActCollected)
}

func (t *decision) correct(e Event, _ Command) error {
	e.Ledger = t.entry(LedgerCorrectionReceived) // law: R21
	e.Awaited = t.c.awaitedDone(ActCorrect)
	return t.withDates(e, func(e Event) { t.add(e); t.closeMessageTask(e) })
}

func (t *decision) paid(e Event, _ Command) error {
	e.Ledger = t.entry(LedgerResume) // law: R34
	e.Awaited = t.c.awaitedDone(ActPaid)
	return t.withDates(e, func(e Event) { t.add(e); t.closeMessageTask(e) })
}

func (t *decision) collected(e Event, _ Command) error {
	e.Awaited = t.c.awaitedDone(ActCollected)
	t.add(e)
	t.done(t.c.OpenTasks(TaskAnswer)...)
	t.close(t.answerOutcome(), "")
	return nil
}

// forward ends the case: the competent agency has it (law: R24, R25).
func (t *decision) forward(e Event, cmd Command) error {
	e.Ledger, e.Entity = t.entry(LedgerForwarded), cmd.Entity
	return t.withDates(e, func(e Event) {
		t.add(e)
		t.done(t.c.OpenTasks(TaskAnswer, TaskConsult, TaskReview)...)
		t.decideLetter(Letter{
			Kind: LetterForward, Closes: ActForward, Text: e.Text, Documents: e.Documents, Entity: cmd.Entity,
		})
	})
}

// askRequester writes to the requester and waits for the requested act.
func (t *decision) askRequester(e Event, l Letter, await Action) error {
	e.Awaited = &Awaited{
		For: await, Letter: LetterID(t.c.Request, l.Kind, t.c.nextLetter(l.Kind)), Since: t.happened().UTC(),
	}
	t.add(e)
	t.decideLetter(l)
	return nil
}

// entry is one line of the clock ledger, on the legal day of the act.
func (t *decision) entry(kind LedgerKind) []LedgerEntry {
	return []LedgerEntry{{Kind: kind, At: t.now, On: t.law.Zone.DateOf(t.happened()), Event: t.c.Seq + 1}}
}

// withDates folds the ledger with the event's entries and sets the resulting dates in the event before it is added: a
// date is always a fold, never the last date plus a difference.
func (t *decision) withDates(e Event, add func(Event)) error {
	deadline, _, alarmOn, err := t.law.Readings(slices.Concat(t.c.Ledger, e.Ledger))
	if err != nil {
		return err
	}
	e.DueOn, e.AlarmOn = deadline.DueOn, alarmOn
	add(e)
	return nil
}

// closeMessageTask ends the task of the message that brought the act.
func (t *decision) closeMessageTask(e Event) {
	if e.Message != "" {
		t.doneFor(TaskReadMessage, e.Message)
	}
}

// extend announces a new date, once (law: R26-R30).
func (t *decision) extend(e Event, cmd Command) error {
	if err := t.checkExtension(cmd); err != nil {
		return err
	}
	e.Ledger = t.entry(LedgerExtension)
	e.Ledger[0].To = cmd.To
	for _, on := range cmd.Schedule {
		e.Schedule = append(e.Schedule, Delivery{On: on})
	}
	return t.withDates(e, func(e Event) {
		t.add(e)
		t.decideLetter(Letter{
			Kind: LetterExtension, Text: e.Text, Documents: e.Documents, Ground: e.Ground, To: cmd.To, Schedule: cmd.Schedule,
		})
	})
}

func (t *decision) checkExtension(cmd Command) error {
	rule := t.law.Procedure.Extension
	received := t.c.receivedOn()
	day, err := t.law.View().Day(cmd.To)
	if err != nil {
		return calendarRefusal(err)
	}
	switch {
	case !cmd.To.After(t.c.DueOn):
		return withRule("R27",
			Invalid("to", "La nueva fecha debe ser posterior al vencimiento actual (%s).", spanishDate(t.c.DueOn)))
	case !day.CanBeLast:
		return withRule("R8",
			Invalid("to", "El %s no puede ser el último día de un plazo. Elija un día hábil.", spanishDate(cmd.To)))
	}
	if rule.Max.N > 0 {
		most, err := t.law.last(rule.Max, t.c.DueOn)
		if err != nil {
			return err
		}
		if cmd.To.After(most) {
			return withRule(rule.Max.Rule, Invalid("to", "La prórroga no puede pasar del %s.", spanishDate(most)))
		}
	}
	// law: R30
	if ground, _ := rule.Ground(cmd.Ground); ground.NeedsDocument &&
		(cmd.EvidenceOn.IsZero() || !cmd.EvidenceOn.Before(received)) {
		return withRule("R30", Invalid("evidence_on",
			"Esta causal se prueba con un documento de gestión de fecha anterior a la solicitud (antes del %s). Indique su fecha y adjúntelo.",
			spanishDate(received)))
	}
	return t.checkSchedule(cmd, received)
}

// checkSchedule requires partial deliveries when the date is far away (law: R28).
func (t *decision) checkSchedule(cmd Command, received calendar.Date) error {
	rule := t.law.Procedure.Extension.ScheduleAfter
	if rule.N > 0 && len(cmd.Schedule) == 0 {
		last, err := t.law.last(rule, received)
		if err != nil {
			return err
		}
		if cmd.To.After(last) {
			return withRule("R28", Invalid("schedule",
				"Más allá del %s la prórroga necesita un cronograma de entregas parciales. Escriba sus fechas.", spanishDate(last)))
		}
	}
	today := t.law.Zone.DateOf(t.happened())
	for i, on := range cmd.Schedule {
		day, err := t.law.View().Day(on)
		switch {
		case err != nil:
			return calendarRefusal(err)
		case !day.CanBeLast || !on.After(today) || on.After(cmd.To) || i > 0 && !on.After(cmd.Schedule[i-1]):
			return withRule("R28",
				Invalid("schedule", "El cronograma va de menor a mayor, en días hábiles y hasta el %s. Revise el %s.",
					spanishDate(cmd.To), spanishDate(on)))
		}
	}
	return nil
}

// recordMissedDeliveries records the missed dates of the schedule when a part is delivered: today's delivery does not
// undo the consequence of a missed date (law: R29).
func (t *decision) recordMissedDeliveries() error {
	subs, err := t.law.deliveries(t.c)
	by, on, happened := t.by, t.on, t.happened()
	t.by, t.on = System(), time.Time{}
	for _, sub := range subs {
		if err == nil && !sub.Ends(t.law.Zone).After(happened) {
			err = t.pass(sub)
		}
	}
	t.by, t.on = by, on
	return err
}

// deliverPart meets the next date of the schedule.
// deliverPart delivers the next part of the extension's schedule (law: R29).
func (t *decision) deliverPart(e Event, _ Command) error {
	if err := t.recordMissedDeliveries(); err != nil {
		return err
	}
	for _, d := range t.c.Schedule {
		if !d.Met {
			e.Schedule = []Delivery{{On: d.On, Met: true}}
			break
		}
	}
	t.add(e)
	t.decideLetter(Letter{Kind: LetterPartial, Text: e.Text, Documents: e.Documents})
	return nil
}

// notified records the proof that a letter reached its recipient. It is effective from then on, and the terms that
// depend on it begin (law: R23, R39).
func (t *decision) notified(e Event, cmd Command) error {
	l, err := t.c.findLetter(cmd)
	if err != nil {
		return err
	}
	l.NotifiedAt, l.Doubt = t.happened().UTC(), "" // the requester confirms that it arrived
	if l.State == LetterToPrint {
		l.State = LetterSent // acknowledged late, but before service in person
	}
	e.Letter = &l
	return t.addEffectiveNotice(e, l, func(e Event) {
		t.add(e)
		t.doneFor(TaskServe, l.ID)
		t.doneFor(TaskLetterDoubt, l.ID)
		t.closeMessageTask(e)
	})
}

// addEffectiveNotice adds an event that proves a notice; a request for correction affects the clock from that day
// where the procedure says so (law: R54, R55).
func (t *decision) addEffectiveNotice(e Event, l Letter, add func(Event)) error {
	asked := slices.ContainsFunc(t.c.Awaiting,
		func(a Awaited) bool { return a.For == ActCorrect && a.Letter == l.ID && !a.Done })
	if !asked || l.NotifiedAt.IsZero() {
		add(e)
		return nil
	}
	e.Ledger = t.entry(LedgerCorrectionAsked)
	return t.withDates(e, add)
}

// answerOutcome is the outcome of an answer by the day on which it was given (law: R37).
func (t *decision) answerOutcome() string {
	due := t.c.DueOn
	if !due.IsZero() && t.law.Zone.DateOf(t.c.AnsweredAt).After(due) {
		return t.law.Procedure.Closing.RespondLate
	}
	return t.law.Procedure.Closing.RespondInTime
}

func (c *Case) awaitedDone(do Action) *Awaited {
	for _, a := range c.Awaiting {
		if a.For == do && !a.Done {
			a.Done = true
			return &a
		}
	}
	return nil
}

// awaits reports whether the case waits for an act of the requester.
func (c *Case) awaits(do Action) bool { return c.awaitedDone(do) != nil }

// nextLetter is the number of the next letter of a kind.
func (c *Case) nextLetter(kind LetterKind) int {
	n := 1
	for _, have := range c.Letters {
		if have.Kind == kind {
			n++
		}
	}
	return n
}

func withRule(rule string, e *Error) error {
	e.Rule = rule
	return e
}

// Unproved are the sent letters whose arrival is not proved, including those being served in person because of it: a
// late acknowledgement still counts.
func (c *Case) Unproved() []Letter {
	return slices.DeleteFunc(slices.Clone(c.Letters), func(l Letter) bool {
		served := l.State == LetterToPrint &&
			slices.ContainsFunc(c.OpenTasks(TaskServe), func(t Task) bool { return t.Ref == l.ID })
		return l.State != LetterSent && !served || !l.NotifiedAt.IsZero() || l.Kind == LetterReceipt
	})
}

// provedBefore reports whether the proof would precede the letter.
func (l Letter) provedBefore(at time.Time) bool {
	return !at.IsZero() && !l.SentAt.IsZero() && at.Before(l.SentAt)
}
