package docket

import (
	"slices"
	"time"
)

// passSubDeadlines records the sub-deadlines that have passed by now, the oldest first, with their legal
// consequences. Each passes at the first instant of the day after its last: an act recorded in that same second is
// too late.
func (t *decision) passSubDeadlines() error {
	for {
		sub, err := t.law.nextPassed(t.c, t.now)
		if err != nil || sub == nil {
			return err
		}
		if err := t.pass(*sub); err != nil {
			return err
		}
	}
}

// nextPassed is the oldest sub-deadline that has passed by now and is not recorded yet; nil if there is none.
func (law Law) nextPassed(c Case, now time.Time) (*SubDeadline, error) {
	subs, err := law.SubDeadlines(c)
	if err != nil {
		return nil, err
	}
	for _, sub := range subs {
		end := sub.Ends(law.Zone)
		if !end.After(now) && !(sub.wait != nil && c.unread(end)) {
			return &sub, nil
		}
	}
	return nil, nil
}

// nextSubDeadline is when the next sub-deadline passes; zero when none is armed. One that has passed but waits for a
// message to be read has no instant: reading the message wakes the case.
func (law Law) nextSubDeadline(c Case, now time.Time) (time.Time, error) {
	subs, err := law.SubDeadlines(c)
	var next time.Time
	for _, sub := range subs {
		end := sub.Ends(law.Zone)
		if sub.wait == nil || end.After(now) || !c.unread(end) {
			next = sooner(next, end)
		}
	}
	return next, err
}

// pass records the end of a sub-deadline with its consequences.
func (t *decision) pass(sub SubDeadline) error {
	t.add(Event{Kind: EventSubDeadlinePassed, On: sub.Ends(t.law.Zone), SubDeadline: sub.Key, Rule: sub.Rule})
	switch {
	case sub.wait != nil:
		t.archive(*sub.wait)
	case sub.Action == ActNotified: // law: R40
		return t.serve(sub)
	case sub.Action == ActDeliverPart: // law: R29
		t.sendSilenceLetter()
	case sub.Key == keySilence: // law: R53
		t.grant()
	case sub.Action == ActExpiry: // law: R56
		t.expire(sub)
	}
	return nil
}

// archive ends a case whose requester did not do what was awaited (law: R22, R32, R33).
func (t *decision) archive(w Wait) {
	t.done(t.c.OpenTasks(TaskAnswer, TaskConsult, TaskReview)...)
	if t.law.Procedure.writes(w.Letter) {
		t.decideLetter(Letter{Kind: w.Letter})
	}
	t.close(w.Closes, "")
}

// serve has a letter without acknowledgement delivered in person: on paper, with a term of its own from the day on
// which the acknowledgement was due (law: R40).
func (t *decision) serve(sub SubDeadline) error {
	l, _ := t.c.Letter(sub.Letter)
	due, err := t.law.last(t.law.Procedure.Notice.Serve, sub.On)
	if err != nil {
		return err
	}
	l.State = LetterToPrint
	t.add(Event{Kind: EventLetterPrint, Letter: &l})
	t.open(Task{Kind: TaskServe, Role: RoleReception, Ref: l.ID, DueOn: due})
	return nil
}

// sendSilenceLetter informs the requester that the silence may be taken for a denial (law: R29, R38), if the
// procedure has a letter for it: once, because there is no time limit to appeal (law: R45).
func (t *decision) sendSilenceLetter() {
	has := slices.ContainsFunc(t.c.Letters, func(l Letter) bool { return l.Kind == LetterSilence })
	if t.law.Procedure.writes(LetterSilence) && !has {
		t.decideLetter(Letter{Kind: LetterSilence})
	}
}

// writes reports whether the procedure has a letter of the kind.
func (p Procedure) writes(kind LetterKind) bool {
	return kind != "" && slices.ContainsFunc(p.Letters, func(l LetterRule) bool { return l.Kind == kind })
}

// checkWindow refuses an act whose window has passed, and says what applies instead.
func (c *Case) checkWindow(p Procedure, do Action) error {
	for _, w := range p.Windows {
		if w.Action == do && w.Missed.ES != "" && slices.Contains(c.Passed, c.windowKey(w)) {
			return windowPassed(w.Missed.Sentence(), w.Limit.Rule)
		}
	}
	return nil
}

// checkWindowAt is checkWindow at an instant: the window may have passed in this very second, before the event is
// written. When a requester's term is over while a message is unread, only acts done in time are accepted (law: R16).
func (law Law) checkWindowAt(c Case, do Action, at time.Time) error {
	windows, err := law.windows(c)
	if err != nil {
		return err
	}
	for _, sub := range windows {
		if sub.Action == do && !sub.Ends(law.Zone).After(at) {
			return windowPassed(Say("text.given", "text", sub.Missed), sub.Rule)
		}
	}
	awaited, err := law.awaited(c)
	if err != nil {
		return err
	}
	for _, sub := range awaited {
		if sub.Action == do && !sub.Ends(law.Zone).After(at) {
			return withRule(sub.Rule, Invalid("at",
				"act.term_ended", "on", sub.On))
		}
	}
	return nil
}

// effectiveAt is when the act happened. What the requester did by a message counts from the reception of the message,
// not from when it is read (law: R16, R39).
func (c *Case) effectiveAt(cmd Command) time.Time {
	switch cmd.Action {
	case ActCorrect, ActPaid, ActCollected, ActNotified:
	default:
		return cmd.At
	}
	i := slices.IndexFunc(c.Tasks, func(t Task) bool { return t.Kind == TaskReadMessage && t.Ref == cmd.Message })
	if !cmd.At.IsZero() || cmd.Message == "" || i < 0 {
		return cmd.At
	}
	return c.Tasks[i].OpenedAt
}

func windowPassed(why Sentence, rule string) error {
	e := Refuse(CodeConflict, "action.window_passed", "why", why)
	e.Rule = rule
	return e
}
