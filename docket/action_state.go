package docket

import "slices"

// What the case must have for an action that its state permits (ActionSpec.state), and how often an action may be done
// (ActionSpec.repeat).

func needsNoHolder(c *Case, _ Actor) error {
	if c.Holder != "" {
		return Refuse(CodeConflict, "case.already_assigned")
	}
	return nil
}

func needsHolder(c *Case, _ Actor) error {
	if c.Holder == "" {
		return Refuse(CodeConflict, "case.already_in_pool")
	}
	return nil
}

func needsOpenConsult(c *Case, _ Actor) error {
	if len(c.OpenTasks(TaskConsult)) == 0 {
		return Refuse(CodeConflict, "consult.none_open")
	}
	return nil
}

func needsReviewTask(c *Case, _ Actor) error {
	if len(c.OpenTasks(TaskReadMessage, TaskReviewMoved, TaskLetterDoubt)) == 0 {
		return Refuse(CodeConflict, "communication.none_unread")
	}
	return nil
}

func needsProposalInReview(c *Case, _ Actor) error {
	if c.Proposal == nil || !c.Proposal.Submitted {
		return Refuse(CodeConflict, "proposal.none_in_review")
	}
	return nil
}

// needsAwaited is for what the requester was asked for.
func needsAwaited(do Action) func(*Case, Actor) error {
	return func(c *Case, _ Actor) error {
		if !c.awaits(do) {
			return Refuse(CodeConflict, "requester.not_awaited")
		}
		return nil
	}
}

func needsSchedule(c *Case, _ Actor) error {
	if !slices.ContainsFunc(c.Schedule, func(d Delivery) bool { return !d.Met }) {
		return Refuse(CodeConflict, "extension.no_schedule")
	}
	return nil
}

func needsUnprovedLetter(c *Case, _ Actor) error {
	if len(c.Unproved()) == 0 {
		return Refuse(CodeConflict, "letter.none_unacknowledged")
	}
	return nil
}

func needsHeldLetter(c *Case, _ Actor) error {
	if !slices.ContainsFunc(c.LettersIn(LetterWaiting), func(l Letter) bool { return !l.HeldUntil.IsZero() }) {
		return Refuse(CodeConflict, "answer.already_sent")
	}
	return nil
}

func needsPrintedLetter(c *Case, _ Actor) error {
	if len(c.LettersIn(LetterToPrint)) == 0 {
		return Refuse(CodeConflict, "letter.none_to_hand_over")
	}
	return nil
}

func needsUndeliveredLetter(c *Case, _ Actor) error {
	if len(c.Undelivered()) == 0 {
		return Refuse(CodeConflict, "letter.none_failed")
	}
	return nil
}

func needsLetterToResend(c *Case, a Actor) error {
	if err := needsUndeliveredLetter(c, a); err != nil {
		return err
	}
	if !c.ByEmail {
		return Refuse(CodeConflict, "letter.no_address")
	}
	return nil
}

func needsAlarm(c *Case, a Actor) error {
	if len(c.alarmsFor(a)) == 0 {
		return Refuse(CodeConflict, "alarm.none_open")
	}
	return nil
}

// extensionOnce: an extension is announced as often as the procedure says (law: R27).
func extensionOnce(c *Case, p Procedure) error {
	done := 0
	for _, e := range c.Ledger {
		if e.Kind == LedgerExtension {
			done++
		}
	}
	if done >= p.Extension.Times {
		return windowPassed(Say("extension.once"), p.Extension.Rule)
	}
	return nil
}

// correctionOnce: one single request with all the observations (law: R18).
func correctionOnce(c *Case, _ Procedure) error {
	if c.used(ActAskCorrection) {
		return windowPassed(Say("correction.once"), "R18")
	}
	return nil
}

// costOnce: what is delivered digitally costs nothing (law: R35), and one payment is awaited at a time.
func costOnce(c *Case, _ Procedure) error {
	if c.Remote {
		return windowPassed(Say("cost.none_of_digital"), "R35")
	}
	if c.awaits(ActPaid) {
		return Refuse(CodeConflict, "cost.already_told")
	}
	return nil
}
