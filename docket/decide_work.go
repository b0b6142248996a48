package docket

import "time"

// act applies an action. The event of the action comes first and contains the person's input; its consequences come
// after, under the same command.
func (t *decision) act(cmd Command, perm Permission) error {
	e := Event{
		Kind: EventKind(cmd.Action), State: perm.To, User: cmd.User, Unit: cmd.Unit,
		Text: cmd.Text, Documents: cmd.Documents, Message: cmd.Message, Ground: cmd.Ground,
		Items: cmd.Items, Office: cmd.Office, SenderReason: cmd.SenderReason, UninspectedReason: cmd.UninspectedReason,
	}
	spec, known := SpecOf(cmd.Action)
	if !known {
		return Refuse(CodeInternal, "case.unknown_action", "action", cmd.Action)
	}
	return spec.decide(t, e, cmd)
}

// record is an action whose event is all.
func (t *decision) record(e Event, _ Command) error {
	t.add(e)
	return nil
}

func (t *decision) claim(e Event, cmd Command) error {
	e.User = cmd.By.User
	return t.assign(e, cmd)
}

func (t *decision) giveBack(e Event, cmd Command) error {
	e.User = ""
	return t.assign(e, cmd)
}

// assign gives the case to a person, or back to the pool. Reminders about an unclaimed case end with the claim.
func (t *decision) assign(e Event, _ Command) error {
	t.add(e)
	if t.c.Holder == "" {
		return nil
	}
	for _, a := range t.c.PendingAlarms() {
		if r, _ := t.law.Procedure.rung(a.Rung); r.When == WhenUnclaimed {
			t.overtake(a)
		}
	}
	return nil
}

// consult asks a holding unit, with an internal term: no norm sets one.
func (t *decision) consult(e Event, _ Command) error {
	due, err := t.after(t.law.Procedure.ConsultLimit)
	if err != nil {
		return err
	}
	t.add(e)
	t.open(Task{Kind: TaskConsult, Role: RoleOfficer, Unit: e.Unit, DueOn: due, Ref: e.Text})
	return nil
}

func (t *decision) consultAnswer(e Event, cmd Command) error {
	task, err := t.c.findTask(cmd.Task, TaskConsult)
	return t.taskAct(e, task, err)
}

func (t *decision) finishTask(e Event, cmd Command) error {
	task, err := t.c.findReviewTask(cmd.Task)
	return t.taskAct(e, task, err)
}

func (t *decision) addMessage(e Event, cmd Command) error {
	t.add(e)
	t.open(Task{Kind: TaskReadMessage, Role: RoleOfficer, Ref: reference(cmd)})
	return nil
}

// draft saves the proposal. One that waited for approval is withdrawn from it.
func (t *decision) draft(e Event, _ Command) error {
	t.add(e)
	t.done(t.c.OpenTasks(TaskReview)...)
	return nil
}

// propose asks a second person for approval.
func (t *decision) propose(e Event, _ Command) error {
	t.add(withProposal(e, t.c.Proposal))
	t.open(Task{Kind: TaskReview, Role: RoleManager})
	return nil
}

func (t *decision) sendBack(e Event, _ Command) error {
	t.add(e)
	t.done(t.c.OpenTasks(TaskReview)...)
	return nil
}

func (t *decision) respond(e Event, _ Command) error {
	t.add(withProposal(e, t.c.Proposal))
	t.answer()
	return nil
}

// taskAct is an act that ends one task.
func (t *decision) taskAct(e Event, task Task, err error) error {
	if err != nil {
		return err
	}
	e.Unit = task.Unit
	if task.Kind == TaskReadMessage {
		e.Message = task.Ref
	}
	t.add(e)
	if task.Kind == TaskLetterDoubt {
		t.settleDoubt(task.Ref)
		return nil
	}
	t.done(task)
	return nil
}

// withProposal keeps the text of the proposal when only files are added to it.
func withProposal(e Event, p *Proposal) Event {
	if p != nil && e.Text == "" && len(e.Documents) > 0 {
		e.Text = p.Text
	}
	return e
}

// answer decides the letter that ends the case: the work is done, the letter is to be sent, and the clock runs until
// it is out (law: R37).
func (t *decision) answer() {
	p := t.c.Proposal
	t.done(t.c.OpenTasks(TaskAnswer, TaskConsult, TaskReview)...)
	l := Letter{Kind: LetterResponse, Closes: ActRespond, Text: p.Text, Documents: p.Documents}
	switch p.Closes {
	case ActDeny:
		l.Kind, l.Closes, l.Ground = LetterDenial, ActDeny, p.Ground
	case ActNotHeld:
		l.Kind, l.Closes = LetterNotHeld, ActNotHeld
	case ActRespondItems:
		l.Kind, l.Closes, l.Items = LetterItems, ActRespondItems, p.Items
	default:
	}
	l.HeldUntil = t.heldUntil()
	t.decideLetter(l)
}

// heldUntil is when the answer is sent: after the undo window, and in any case before the end of the due day, so that
// the window makes no answer late (law: R16 R37). Zero = at once.
func (t *decision) heldUntil() time.Time {
	if t.law.Undo <= 0 || !t.c.ByEmail {
		return time.Time{}
	}
	until := t.now.Add(t.law.Undo)
	if due := t.c.DueOn; !due.IsZero() {
		// A minute for the mail server.
		if last := t.law.Zone.Instant(due.AddDays(1), 0, 0).Add(-time.Minute); t.now.Before(last) && until.After(last) {
			until = last
		}
	}
	return until.UTC()
}

// undo cancels the answer: its letter is not sent, its text becomes the proposal again, and the work is open.
func (t *decision) undo(e Event, _ Command) error {
	for _, l := range t.c.LettersIn(LetterWaiting) {
		if l.Held(t.now) {
			l.State = LetterTakenBack
			e.Letter = &l
			break
		}
	}
	t.add(e)
	t.open(Task{Kind: TaskAnswer, Role: RoleOfficer})
	return nil
}

// withdraw ends the case at the requester's wish. Tasks for paper letters and unread messages outlive the case.
func (t *decision) withdraw(e Event, _ Command) error {
	t.add(e)
	t.done(t.c.OpenTasks(TaskAnswer, TaskConsult, TaskReview)...)
	t.doneFor(TaskReadMessage, e.Message)
	t.decideLetter(Letter{Kind: LetterWithdrawal, Text: e.Text})
	t.close(t.law.Procedure.Closing.Withdraw, "")
	return nil
}

// reference is the evidence that a message task refers to.
func reference(cmd Command) string {
	switch {
	case cmd.Message != "":
		return cmd.Message
	case cmd.Text != "":
		return cmd.Text
	default:
		return cmd.Documents[0]
	}
}
