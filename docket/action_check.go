package docket

// The input of actions that have more than evidence to check (ActionSpec.check).

func checkAssignee(c *Case, _ Procedure, cmd Command) error {
	switch cmd.User {
	case "":
		return Invalid("user", "case.assign_to_nobody")
	case c.Holder:
		return Invalid("user", "case.assigned_to_same")
	}
	return nil
}

func checkOffice(c *Case, _ Procedure, cmd Command) error {
	switch cmd.Office {
	case "":
		return Invalid("office", "case.choose_office_concerned")
	case c.Office:
		return Invalid("office", "case.in_same_office")
	}
	return nil
}

func checkUnit(_ *Case, _ Procedure, cmd Command) error {
	if cmd.Unit == "" {
		return Invalid("unit", "consult.choose_unit")
	}
	return nil
}

func checkConsult(c *Case, _ Procedure, cmd Command) error {
	_, err := c.findTask(cmd.Task, TaskConsult)
	return err
}

func checkReviewTask(c *Case, _ Procedure, cmd Command) error {
	_, err := c.findReviewTask(cmd.Task)
	return err
}

func checkDraft(_ *Case, p Procedure, cmd Command) error {
	if err := checkGround(p, cmd.Ground); cmd.Ground != "" && err != nil {
		return err
	}
	if len(cmd.Items) == 0 {
		return nil
	}
	return checkItems(p, cmd.Items)
}

func checkSubmission(c *Case, _ Procedure, cmd Command) error {
	switch {
	case c.Proposal == nil && cmd.Text == "":
		return Invalid("text", "proposal.write_before_review")
	case c.Proposal != nil && c.Proposal.Closes == ActRespondItems && cmd.Text != "":
		return Invalid("text", "proposal.answers_by_items")
	}
	return nil
}

func checkAnswer(c *Case, _ Procedure, cmd Command) error {
	if (c.Proposal == nil || c.Proposal.Closes != ActRespond) && cmd.Text == "" {
		return Invalid("text", "answer.empty")
	}
	return nil
}

func checkDenial(_ *Case, p Procedure, cmd Command) error { return checkGround(p, cmd.Ground) }

func checkAnswerItems(_ *Case, p Procedure, cmd Command) error { return checkItems(p, cmd.Items) }

func checkEntity(_ *Case, _ Procedure, cmd Command) error {
	if cmd.Entity == "" {
		return Invalid("entity", "forward.entity_missing")
	}
	return nil
}

func checkCost(_ *Case, _ Procedure, cmd Command) error {
	if cmd.Cents <= 0 {
		return Invalid("cents", "cost.write_amount")
	}
	return nil
}

// checkExtension checks the input of an extension; its dates, which need the calendar, are checked when it is decided.
func checkExtension(_ *Case, p Procedure, cmd Command) error {
	if _, found := p.Extension.Ground(cmd.Ground); !found {
		return Invalid("ground", "extension.choose_ground")
	}
	if !cmd.To.Valid() {
		return Invalid("to", "extension.write_date")
	}
	return nil
}

func checkLetter(c *Case, _ Procedure, cmd Command) error {
	_, err := c.findLetter(cmd)
	return err
}

// checkDelivery refuses a hand-over before the letter was decided.
func checkDelivery(c *Case, _ Procedure, cmd Command) error {
	l, err := c.findLetter(cmd)
	if err != nil {
		return err
	}
	if !cmd.At.IsZero() && cmd.At.Before(l.DecidedAt) {
		return Invalid("at", "delivery.before_decision")
	}
	return nil
}

// checkNotice refuses an acknowledgement before the letter was sent.
func checkNotice(c *Case, _ Procedure, cmd Command) error {
	l, err := c.findLetter(cmd)
	if err != nil {
		return err
	}
	if l.provedBefore(cmd.At) {
		return Invalid("at", "acknowledgement.before_sending")
	}
	return nil
}

func checkAlarm(c *Case, _ Procedure, cmd Command) error {
	_, err := c.findAlarm(cmd.Alarm, cmd.By)
	return err
}
