package docket

import (
	"slices"
	"time"

	"foja/calendar"
)

// What the law lets happen between the reception and the answer: correction, extension,
// forwarding, cost, collection, and the proof that a letter arrived.

// way is the part of act that concerns them; false when the action is none of them.
func (t *turn) way(e Event, cmd Command) (bool, error) {
	switch cmd.Action {
	case ActAskCorrection:
		t.ask(e, Letter{Kind: LetterCorrection, Text: e.Text}, ActCorrect)
	case ActCostNotice:
		e.Ledger = t.entry(LedgerHold) // law: R34
		return true,
			t.reckoned(e, func(e Event) { t.ask(e, Letter{Kind: LetterCost, Text: e.Text, Cents: cmd.Cents}, ActPaid) })
	case ActMakeAvailable:
		t.done(t.c.OpenTasks(TaskConsult, TaskReview)...)
		t.ask(e, Letter{Kind: LetterAvailable, Text: e.Text}, ActCollected)
	case ActCorrect:
		e.Ledger = t.entry(LedgerCorrectionReceived) // law: R21
		e.Awaited = t.c.awaitedDone(ActCorrect)
		return true, t.reckoned(e, func(e Event) { t.add(e); t.readWith(e) })
	case ActPaid:
		e.Ledger = t.entry(LedgerResume) // law: R34
		e.Awaited = t.c.awaitedDone(ActPaid)
		return true, t.reckoned(e, func(e Event) { t.add(e); t.readWith(e) })
	case ActCollected:
		e.Awaited = t.c.awaitedDone(ActCollected)
		t.add(e)
		t.done(t.c.OpenTasks(TaskAnswer)...)
		t.close(t.answered(), "")
	case ActExtend:
		return true, t.extend(e, cmd)
	case ActDeliverPart:
		if err := t.missDeliveries(); err != nil {
			return true, err
		}
		t.deliverPart(e)
	case ActForward:
		e.Ledger, e.Entity = t.entry(LedgerForwarded), cmd.Entity // law: R24 R25
		return true, t.reckoned(e, func(e Event) {
			t.add(e)
			t.done(t.c.OpenTasks(TaskAnswer, TaskConsult, TaskReview)...)
			t.decideLetter(Letter{
				Kind: LetterForward, Closes: ActForward, Text: e.Text, Documents: e.Documents, Entity: cmd.Entity,
			})
		})
	case ActAppeal:
		t.appeal(e, cmd)
	case ActNotified:
		return true, t.notified(e, cmd)
	default:
		return false, nil
	}
	return true, nil
}

// ask writes to the requester and waits for what was asked.
func (t *turn) ask(e Event, l Letter, await Action) {
	e.Awaited = &Awaited{
		For: await, Letter: LetterID(t.c.Request, l.Kind, t.c.nextLetter(l.Kind)), Since: t.happened().UTC(),
	}
	t.add(e)
	t.decideLetter(l)
}

// entry is one line of the clock ledger, of the legal day of the act.
func (t *turn) entry(kind LedgerKind) []LedgerEntry {
	return []LedgerEntry{{Kind: kind, At: t.now, On: t.law.Zone.DateOf(t.happened()), Event: t.c.Seq + 1}}
}

// reckoned folds the ledger with the event's entries and puts the dates that follow into it,
// before it is added: a date is always a fold, never the last date with something added.
func (t *turn) reckoned(e Event, add func(Event)) error {
	deadline, _, alarmOn, err := t.law.Readings(slices.Concat(t.c.Ledger, e.Ledger))
	if err != nil {
		return err
	}
	e.DueOn, e.AlarmOn = deadline.DueOn, alarmOn
	add(e)
	return nil
}

// readWith ends the task of the message that brought the act.
func (t *turn) readWith(e Event) {
	if e.Message != "" {
		t.doneFor(TaskReadMessage, e.Message)
	}
}

// extend announces a new date, once (law: R26-R30).
func (t *turn) extend(e Event, cmd Command) error {
	if err := t.checkExtension(cmd); err != nil {
		return err
	}
	e.Ledger = t.entry(LedgerExtension)
	e.Ledger[0].To = cmd.To
	for _, on := range cmd.Schedule {
		e.Schedule = append(e.Schedule, Delivery{On: on})
	}
	return t.reckoned(e, func(e Event) {
		t.add(e)
		t.decideLetter(Letter{
			Kind: LetterExtension, Text: e.Text, Documents: e.Documents, Ground: e.Ground, To: cmd.To, Schedule: cmd.Schedule,
		})
	})
}

func (t *turn) checkExtension(cmd Command) error {
	rule := t.law.Procedure.Extension
	received := t.c.receivedOn()
	day, err := t.law.View().Day(cmd.To)
	if err != nil {
		return calendarRefusal(err)
	}
	switch {
	case !cmd.To.After(t.c.DueOn):
		return ruled("R27",
			Invalid("to", "La nueva fecha debe ser posterior al vencimiento actual (%s).", spanishDate(t.c.DueOn)))
	case !day.CanBeLast:
		return ruled("R8",
			Invalid("to", "El %s no puede ser el último día de un plazo. Elija un día hábil.", spanishDate(cmd.To)))
	}
	if rule.Max.N > 0 {
		most, err := t.law.last(rule.Max, t.c.DueOn)
		if err != nil {
			return err
		}
		if cmd.To.After(most) {
			return ruled(rule.Max.Rule, Invalid("to", "La prórroga no puede pasar del %s.", spanishDate(most)))
		}
	}
	// law: R30
	if ground, _ := rule.Ground(cmd.Ground); ground.NeedsDocument &&
		(cmd.EvidenceOn.IsZero() || !cmd.EvidenceOn.Before(received)) {
		return ruled("R30", Invalid("evidence_on",
			"Esta causal se prueba con un documento de gestión de fecha anterior a la solicitud (antes del %s). Indique su fecha y adjúntelo.",
			spanishDate(received)))
	}
	return t.checkSchedule(cmd, received)
}

// checkSchedule asks for partial deliveries when the date lies far away (law: R28).
func (t *turn) checkSchedule(cmd Command, received calendar.Date) error {
	rule := t.law.Procedure.Extension.ScheduleAfter
	if rule.N > 0 && len(cmd.Schedule) == 0 {
		last, err := t.law.last(rule, received)
		if err != nil {
			return err
		}
		if cmd.To.After(last) {
			return ruled("R28", Invalid("schedule",
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
			return ruled("R28",
				Invalid("schedule", "El cronograma va de menor a mayor, en días hábiles y hasta el %s. Revise el %s.",
					spanishDate(cmd.To), spanishDate(on)))
		}
	}
	return nil
}

// missDeliveries writes which dates of the schedule were over when a part was delivered, where
// nobody has told yet: a delivery of today does not undo what yesterday's end meant (law: R29).
func (t *turn) missDeliveries() error {
	traps, err := t.law.deliveries(t.c)
	by, on, happened := t.by, t.on, t.happened()
	t.by, t.on = System(), time.Time{}
	for _, trap := range traps {
		if err == nil && !trap.Ends(t.law.Zone).After(happened) {
			err = t.pass(trap)
		}
	}
	t.by, t.on = by, on
	return err
}

// deliverPart meets the next date of the schedule.
func (t *turn) deliverPart(e Event) {
	for _, d := range t.c.Schedule {
		if !d.Met {
			e.Schedule = []Delivery{{On: d.On, Met: true}}
			break
		}
	}
	t.add(e)
	t.decideLetter(Letter{Kind: LetterPartial, Text: e.Text, Documents: e.Documents})
}

// notified is the proof that a letter reached its reader. It is effective from then on, and the
// terms that hang on it begin (law: R23, R39).
func (t *turn) notified(e Event, cmd Command) error {
	l, err := t.c.theLetter(cmd)
	if err != nil {
		return err
	}
	l.NotifiedAt, l.Doubt = t.happened().UTC(), "" // she says herself that it arrived
	if l.State == LetterToPrint {
		l.State = LetterSent // acknowledged late, but before anybody stood at the door
	}
	e.Letter = &l
	return t.effective(e, l, func(e Event) {
		t.add(e)
		t.doneFor(TaskServe, l.ID)
		t.doneFor(TaskLetterDoubt, l.ID)
		t.readWith(e)
	})
}

// effective adds an event that proves a notice; asking for a correction weighs on the clock
// from that day where the procedure says so (law: R54, R55).
func (t *turn) effective(e Event, l Letter, add func(Event)) error {
	asked := slices.ContainsFunc(t.c.Awaiting,
		func(a Awaited) bool { return a.For == ActCorrect && a.Letter == l.ID && !a.Done })
	if !asked || l.NotifiedAt.IsZero() {
		add(e)
		return nil
	}
	e.Ledger = t.entry(LedgerCorrectionAsked)
	return t.reckoned(e, add)
}

// answered is the outcome of an answer by the day on which it was given (law: R37).
func (t *turn) answered() string {
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

// awaits says whether the case waits for an act of the requester.
func (c *Case) awaits(do Action) bool { return c.awaitedDone(do) != nil }

// nextLetter is the number that the next letter of a kind will have.
func (c *Case) nextLetter(kind LetterKind) int {
	n := 1
	for _, have := range c.Letters {
		if have.Kind == kind {
			n++
		}
	}
	return n
}

func ruled(rule string, e *Error) error {
	e.Rule = rule
	return e
}

// Unproved are the letters that went out and whose arrival nobody has proved, with those that
// are being taken to the door because of it: a late acknowledgement still is one.
func (c *Case) Unproved() []Letter {
	return slices.DeleteFunc(slices.Clone(c.Letters), func(l Letter) bool {
		served := l.State == LetterToPrint &&
			slices.ContainsFunc(c.OpenTasks(TaskServe), func(t Task) bool { return t.Ref == l.ID })
		return l.State != LetterSent && !served || !l.NotifiedAt.IsZero() || l.Kind == LetterReceipt
	})
}

// provedBefore says whether the proof would precede the letter.
func (l Letter) provedBefore(at time.Time) bool {
	return !at.IsZero() && !l.SentAt.IsZero() && at.Before(l.SentAt)
}
