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

func (c *Case) checkAssignee(user string) error {
	switch user {
	case "":
		return Invalid("user", "case.assign_to_nobody")
	case c.Holder:
		return Invalid("user", "case.assigned_to_same")
	}
	return nil
}

func (c *Case) checkOffice(office string) error {
	switch office {
	case "":
		return Invalid("office", "case.choose_office_concerned")
	case c.Office:
		return Invalid("office", "case.in_same_office")
	}
	return nil
}

// checkInputs checks the input that the action needs.
func (c *Case) checkInputs(p Procedure, cmd Command) error {
	switch cmd.Action {
	case ActAssign:
		return c.checkAssignee(cmd.User)
	case ActNote:
		return needText(cmd, "note.empty")
	case ActConsult:
		if cmd.Unit == "" {
			return Invalid("unit", "consult.choose_unit")
		}
	case ActConsultAnswer:
		if _, err := c.findTask(cmd.Task, TaskConsult); err != nil {
			return err
		}
		return needAny(cmd, "consult.record_answer")
	case ActDone:
		_, err := c.findReviewTask(cmd.Task)
		return err
	case ActMoveMessage, ActTakeMessage:
		return checkMove(c, cmd)
	case ActDraft:
		if err := checkGround(p, cmd.Ground); cmd.Ground != "" && err != nil {
			return err
		}
		if err := checkItems(p, cmd.Items); len(cmd.Items) > 0 && err != nil {
			return err
		}
		return needText(cmd, "proposal.empty")
	case ActSubmit:
		if c.Proposal == nil {
			return needText(cmd, "proposal.write_before_review")
		}
		if c.Proposal.Closes == ActRespondItems && cmd.Text != "" {
			return Invalid("text", "proposal.answers_by_items")
		}
	case ActSendBack:
		return needText(cmd, "proposal.say_why_returned")
	case ActRespond:
		if c.Proposal == nil || c.Proposal.Closes != ActRespond {
			return needText(cmd, "answer.empty")
		}
	case ActDeny:
		if err := checkGround(p, cmd.Ground); err != nil {
			return err
		}
		return needText(cmd, "denial.write_reasons")
	case ActWithdraw:
		return needAny(cmd, "withdrawal.attach_or_record")
	case ActAddMessage:
		return needAny(cmd, "communication.attach_or_sum_up")
	case ActNotHeld:
		return needText(cmd, "answer.say_how_searched")
	case ActReroute:
		if err := c.checkOffice(cmd.Office); err != nil {
			return err
		}
		return needText(cmd, "case.say_why_office")
	case ActRespondItems:
		if err := checkItems(p, cmd.Items); err != nil {
			return err
		}
		return needText(cmd, "items.say_answer_of_each")
	case ActAskCorrection:
		return needText(cmd, "correction.say_what_is_missing")
	case ActExtend:
		return checkExtend(p, cmd)
	case ActDeliverPart:
		return needAny(cmd, "delivery.say_what")
	case ActForward:
		if cmd.Entity == "" {
			return Invalid("entity", "forward.entity_missing")
		}
		return needAny(cmd, "forward.record_receipt") // law: R24
	case ActCostNotice:
		if cmd.Cents <= 0 {
			return Invalid("cents",
				"cost.write_amount")
		}
	case ActExpiry:
		return c.checkExpiry(p, cmd)
	case ActCorrect:
		return needAny(cmd, "correction.record_completion")
	case ActAppeal:
		return checkAppeal(cmd)
	case ActDelivered, ActResend, ActPrint, ActNotified, ActDeposited:
		return c.checkLetter(cmd)
	case ActAcknowledge:
		_, err := c.findAlarm(cmd.Alarm, cmd.By)
		return err
	default:
	}
	return nil
}

// checkLetter also refuses a hand-over before the letter was decided.
func (c *Case) checkLetter(cmd Command) error {
	l, err := c.findLetter(cmd)
	if err != nil {
		return err
	}
	if cmd.Action == ActNotified {
		if l.provedBefore(cmd.At) {
			return Invalid("at", "acknowledgement.before_sending")
		}
		return needAny(cmd, "acknowledgement.record")
	}
	if (cmd.Action == ActDelivered || cmd.Action == ActDeposited) && !cmd.At.IsZero() && cmd.At.Before(l.DecidedAt) {
		return Invalid("at", "delivery.before_decision")
	}
	if cmd.Action == ActDeposited {
		return needAny(cmd, "deposit.record")
	}
	return nil
}

// checkExtend checks the input of an extension; Decide checks the dates, which need the calendar.
func checkExtend(p Procedure, cmd Command) error {
	if _, found := p.Extension.Ground(cmd.Ground); !found {
		return Invalid("ground", "extension.choose_ground")
	}
	if !cmd.To.Valid() {
		return Invalid("to", "extension.write_date")
	}
	return needText(cmd, "extension.say_why")
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

func needText(cmd Command, key string) error {
	if cmd.Text == "" {
		return Invalid("text", key)
	}
	return nil
}

func needAny(cmd Command, key string) error {
	if cmd.Text == "" && cmd.Message == "" && len(cmd.Documents) == 0 {
		return Invalid("text", key)
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
