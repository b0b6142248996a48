package docket

import "time"

// decideLetter decides that a letter is sent and how: by mail where the requester consented (law: R41), else on
// paper, which is a task for a person.
func (t *decision) decideLetter(l Letter) {
	l.N = t.c.nextLetter(l.Kind)
	l.ID = LetterID(t.c.Request, l.Kind, l.N)
	l.DecidedAt, l.By = t.happened().UTC(), t.by.User
	if l.State == "" {
		l.State = LetterWaiting
	}
	t.add(Event{Kind: EventLetterOpened, Letter: &l})
	if l.State == LetterWaiting && !t.c.ByEmail {
		t.toPrint(l)
	}
}

func (t *decision) toPrint(l Letter) {
	l.State, l.Unwritten = LetterToPrint, false
	t.add(Event{Kind: EventLetterPrint, Letter: &l})
	t.open(Task{Kind: TaskPrintLetter, Role: RoleReception, Ref: l.ID})
}

// moveLetter applies a person's act on a letter that waits for one.
func (t *decision) moveLetter(e Event, cmd Command) error {
	l, err := t.c.findLetter(cmd)
	if err != nil {
		return err
	}
	switch cmd.Action {
	case ActPrint:
		t.add(e)
		t.doneFor(TaskLetterFailed, l.ID)
		t.doneFor(TaskLetterDoubt, l.ID)
		l.Doubt = ""
		t.toPrint(l)
	case ActResend:
		l.State, l.Unwritten, l.Doubt = LetterWaiting, false, ""
		e.Letter = &l
		t.add(e)
		t.doneFor(TaskLetterFailed, l.ID)
		t.doneFor(TaskLetterDoubt, l.ID)
	default:
		l.State, l.NotifiedAt = LetterDelivered, t.happened().UTC()
		if cmd.Action == ActDeposited {
			if l.NotifiedAt, err = t.mailboxNoticeAt(); err != nil {
				return err
			}
		}
		e.Letter = &l
		return t.addEffectiveNotice(e, l, func(e Event) {
			t.add(e)
			t.doneFor(TaskPrintLetter, l.ID)
			t.doneFor(TaskServe, l.ID)
			t.closeWith(l)
		})
	}
	return nil
}

// LetterSent records when the mail server accepted a letter; it closes the case when this letter ends it.
func (c *Case) LetterSent(law Law, id string, at, now time.Time) []Event {
	l, found := c.Letter(id)
	if !found || l.Out() {
		return nil
	}
	t := c.newDecision(law, System(), now)
	if t.on = at; at.After(now) {
		t.on = time.Time{} // the mail server's clock is ahead of ours
	}
	l.State, l.SentAt = LetterSent, t.happened().UTC()
	t.add(Event{Kind: EventLetterSent, Letter: &l})
	t.doneFor(TaskLetterFailed, id)
	t.closeWith(l)
	return t.events
}

// LetterFailed records that a letter was refused for good, before or after its acceptance: a person has to find
// another way. Message is the report, if there is one. A case that the letter closed stays closed.
func (c *Case) LetterFailed(law Law, id, message string, now time.Time) []Event {
	l, found := c.Letter(id)
	if !found || l.State == LetterFailed || l.State == LetterDelivered || l.State == LetterToPrint {
		return nil
	}
	t := c.newDecision(law, System(), now)
	l.State = LetterFailed
	t.add(Event{Kind: EventLetterFailed, Letter: &l, Message: message})
	t.open(Task{Kind: TaskLetterFailed, Role: RoleOfficer, Ref: id})
	return t.events
}

// LetterUnwritten records that a letter could not be rendered, because its template does not fit the case. A task to
// print it ends, and a person gets the same task as for a letter that the mail refused. After the template is fixed
// the letter is requested again.
func (c *Case) LetterUnwritten(law Law, id string, now time.Time) []Event {
	l, found := c.Letter(id)
	if !found || l.Out() || l.State == LetterFailed {
		return nil
	}
	t := c.newDecision(law, System(), now)
	t.doneFor(TaskPrintLetter, id)
	t.doneFor(TaskServe, id)
	l.State, l.Unwritten = LetterFailed, true
	t.add(Event{Kind: EventLetterFailed, Letter: &l})
	t.open(Task{Kind: TaskLetterFailed, Role: RoleOfficer, Ref: id})
	return t.events
}

// LetterDoubted records that a sent letter may not have arrived: a report came that does not prove which letter it is
// about. The effects of sending stay; a person finds out, sends it again, or delivers it on paper.
func (c *Case) LetterDoubted(law Law, id, message string, now time.Time) []Event {
	l, found := c.Letter(id)
	if !found || l.State != LetterSent || l.Doubted() {
		return nil
	}
	t := c.newDecision(law, System(), now)
	l.Doubt = message
	t.add(Event{Kind: EventLetterDoubt, Letter: &l, Message: message})
	t.open(Task{Kind: TaskLetterDoubt, Role: RoleOfficer, Ref: id})
	return t.events
}

// settleDoubt ends the doubt about a letter: it arrived, or a person decided that nothing is to be done.
func (t *decision) settleDoubt(id string) {
	l, found := t.c.Letter(id)
	if !found || !l.Doubted() {
		return
	}
	l.Doubt = ""
	for _, task := range t.c.OpenTasks(TaskLetterDoubt) {
		if task.Ref == id {
			task.State = TaskDone
			t.add(Event{Kind: EventTaskDone, Task: &task, Unit: task.Unit, Letter: &l})
		}
	}
}

// closeWith closes the case when the letter ends it.
func (t *decision) closeWith(l Letter) {
	if l.Closes == "" || t.c.Closed() {
		return
	}
	outcomes := t.law.Procedure.Closing
	outcome := t.answerOutcome()
	switch {
	case l.Closes == ActDeny:
		outcome = outcomes.Deny
	case l.Closes == ActForward:
		outcome = outcomes.Forward
	case l.Closes == ActNotHeld && outcome == outcomes.RespondInTime:
		outcome = outcomes.NotHeld
	}
	ground := l.Ground
	if l.Closes == ActRespondItems {
		outcome, ground = t.itemsOutcome(l.Items)
	}
	t.close(outcome, ground)
}

func (t *decision) close(outcome, ground string) {
	t.done(t.c.OpenTasks(TaskAnnulment)...)
	t.add(Event{
		Kind: EventClosed, State: t.law.Procedure.FinalState(),
		Outcome: outcome, Ground: ground,
	})
}
