package docket

import (
	"slices"
	"time"
)

// Check returns why the command is refused in the present state of the case, or nil. The refusal is an *Error in
// Spanish that says what to do. A repeated command is not refused.
func (c *Case) Check(p Procedure, cmd Command) error { return c.CheckAt(p, cmd, time.Time{}) }

// CheckAt is Check that also refuses a time of the act in the future, or one that may not be given.
func (c *Case) CheckAt(p Procedure, cmd Command, now time.Time) error {
	if err := c.check(p, cmd, now); err != nil || c.HasApplied(cmd.Key) {
		return err
	}
	return c.checkOccurredAt(p, cmd)
}

// check is CheckAt for acts of a case's history, which may be backdated.
func (c *Case) check(p Procedure, cmd Command, now time.Time) error {
	if cmd.Key == "" {
		return Invalid("key", "operation.key_missing")
	}
	if c.HasApplied(cmd.Key) {
		return nil
	}
	if _, err := c.permission(p, cmd.Action, cmd.By); err != nil {
		return err
	}
	if err := c.checkPreconditions(p, cmd.Action, cmd.By); err != nil {
		return err
	}
	if err := c.checkMoment(cmd, now); err != nil {
		return err
	}
	if cmd.Action == ActUndo && !now.IsZero() &&
		!slices.ContainsFunc(c.Letters, func(l Letter) bool { return l.Held(now) }) {
		return Refuse(CodeConflict,
			"answer.already_sent")
	}
	return c.checkInputs(p, cmd)
}

// checkMoment requires a backdated act to lie between the reception and now.
func (c *Case) checkMoment(cmd Command, now time.Time) error {
	switch {
	case cmd.At.IsZero():
		return nil
	case cmd.At.Before(c.Received()):
		return Invalid("at", "act.before_reception")
	case !now.IsZero() && cmd.At.After(now):
		return Invalid("at", "act.at_in_future")
	}
	return nil
}

// checkInputs checks the input that the action needs, and that its evidence comes with it.
func (c *Case) checkInputs(p Procedure, cmd Command) error {
	spec, known := SpecOf(cmd.Action)
	if !known {
		return Refuse(CodeInternal, "case.unknown_action", "action", cmd.Action)
	}
	if spec.check != nil {
		if err := spec.check(c, p, cmd); err != nil {
			return err
		}
	}
	switch {
	case spec.Evidence == TextEvidence && cmd.Text == "",
		spec.Evidence == AnyEvidence && cmd.Text == "" && cmd.Message == "" && len(cmd.Documents) == 0:
		return Invalid("text", spec.Missing)
	}
	return nil
}

// A denial requires one of the listed grounds: the list is closed.
func checkGround(p Procedure, key string) error {
	if key == "" {
		return Invalid("ground", "denial.choose_ground")
	}
	if _, found := p.Ground(key); !found {
		return Invalid("ground", "denial.ground_unknown", "ground", key)
	}
	return nil
}

// findTask is the open task that the command refers to; the only one of its kind need not be named.
func (c *Case) findTask(id int, kinds ...TaskKind) (Task, error) {
	open := c.OpenTasks(kinds...)
	if id == 0 && len(open) == 1 {
		return open[0], nil
	}
	for _, t := range open {
		if t.ID == id {
			return t, nil
		}
	}
	if id == 0 {
		return Task{}, Invalid("task", "task.several_choose")
	}
	return Task{}, Invalid("task", "task.not_open", "task", id)
}

// findReviewTask is the open task that the command finishes by a review: of a message, of events that depended on a
// moved message, or of a letter in doubt. Without an ID it is a message.
func (c *Case) findReviewTask(id int) (Task, error) {
	if id == 0 && len(c.OpenTasks(TaskReadMessage)) > 0 {
		return c.findTask(id, TaskReadMessage)
	}
	return c.findTask(id, TaskReadMessage, TaskReviewMoved, TaskLetterDoubt)
}

// findLetter is the letter that the command refers to, directly or by its task.
func (c *Case) findLetter(cmd Command) (Letter, error) {
	state := LetterFailed
	if cmd.Action == ActDelivered || cmd.Action == ActDeposited {
		state = LetterToPrint
	}
	id := cmd.Letter
	if i := slices.IndexFunc(c.Tasks, func(t Task) bool { return t.ID == cmd.Task }); id == "" && i >= 0 {
		id = c.Tasks[i].Ref
	}
	candidates := c.LettersIn(state)
	if state == LetterFailed {
		candidates = c.Undelivered()
	}
	if cmd.Action == ActNotified {
		candidates = c.Unproved()
	}
	if id == "" && len(candidates) == 1 {
		return candidates[0], nil
	}
	for _, l := range candidates {
		if l.ID == id {
			return l, nil
		}
	}
	if id == "" {
		return Letter{}, Invalid("letter", "letter.several_choose")
	}
	return Letter{}, Invalid("letter", "letter.not_open")
}

// findAlarm is the pending alarm that the command refers to.
func (c *Case) findAlarm(id string, a Actor) (Alarm, error) {
	mine := c.alarmsFor(a)
	if id == "" && len(mine) == 1 {
		return mine[0], nil
	}
	for _, alarm := range mine {
		if alarm.ID == id {
			return alarm, nil
		}
	}
	if id == "" {
		return Alarm{}, Invalid("alarm", "alarm.several_choose")
	}
	return Alarm{}, Invalid("alarm", "alarm.not_open")
}
