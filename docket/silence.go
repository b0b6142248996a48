package docket

// The kinds of silence: the values of SilenceRule.Kind.
const (
	SilenceNegative = "negative" // the requester may treat it as a denial (law: R38)
	SilencePositive = "positive" // granted once SilenceRule.After has passed as well (law: R53)
	SilenceNone     = "none"
	SilenceUnset    = "unset" // the agency has not chosen yet
)

// The day after which an unanswered request counts as granted.
const (
	keySilence    = "silence"
	silenceName   = "Notificar la decisión"
	silenceMissed = "sin decisión notificada, lo solicitado se tiene por concedido por silencio positivo"
)

// granting is the last day for notifying a decision where silence is positive: the term and the days that the law
// adds for notification (law: R53). It moves with the due date.
func (law Law) granting(c Case) ([]SubDeadline, error) {
	rule := law.Procedure.Silence
	if rule.Kind != SilencePositive || c.Closed() || !c.AnsweredAt.IsZero() || c.DueOn.IsZero() {
		return nil, nil
	}
	on := c.DueOn
	if rule.After.N > 0 {
		var err error
		if on, err = law.last(rule.After, c.DueOn); err != nil {
			return nil, err
		}
	}
	return []SubDeadline{
		{Key: keySilence, On: on, Rule: rule.Rule, Name: silenceName, Missed: silenceMissed, Hands: HandsOfficer},
	}, nil
}

// grant ends a case by positive silence: the law itself grants what was asked, without a document; the requester is
// informed (law: R53).
func (t *decision) grant() {
	t.done(t.c.OpenTasks(TaskAnswer, TaskConsult, TaskReview)...)
	if t.law.Procedure.writes(LetterGranted) {
		t.decideLetter(Letter{Kind: LetterGranted})
	}
	t.close(t.law.Procedure.Silence.Closes, "")
}
