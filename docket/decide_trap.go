package docket

import (
	"slices"
	"time"
)

// lapse writes that traps have passed by now, the oldest first, and does what the law says that
// then happens. Each passes at the first instant of the day after its last: an act recorded in
// that same second comes after it, for its day is over.
func (t *turn) lapse() error {
	for {
		trap, err := t.law.nextLapse(t.c, t.now)
		if err != nil || trap == nil {
			return err
		}
		if err := t.pass(*trap); err != nil {
			return err
		}
	}
}

// nextLapse is the oldest trap that has passed by now and was not told yet; nil if there is none.
func (law Law) nextLapse(c Case, now time.Time) (*Trap, error) {
	traps, err := law.Traps(c)
	if err != nil {
		return nil, err
	}
	for _, trap := range traps {
		end := trap.Ends(law.Zone)
		if !end.After(now) && !(trap.wait != nil && c.unread(end)) {
			return &trap, nil
		}
	}
	return nil, nil
}

// nextTrap is when the next trap passes; the zero time when none is armed. One that has passed
// but waits for a message to be read has no instant: the reading wakes the case.
func (law Law) nextTrap(c Case, now time.Time) (time.Time, error) {
	traps, err := law.Traps(c)
	var next time.Time
	for _, trap := range traps {
		end := trap.Ends(law.Zone)
		if trap.wait == nil || end.After(now) || !c.unread(end) {
			next = sooner(next, end)
		}
	}
	return next, err
}

// pass is what the end of a trap's last day does.
func (t *turn) pass(trap Trap) error {
	t.add(Event{Kind: EventTrapPassed, On: trap.Ends(t.law.Zone), Trap: trap.Key, Rule: trap.Rule})
	switch {
	case trap.wait != nil:
		t.archive(*trap.wait)
	case trap.Action == ActNotified: // law: R40
		return t.serve(trap)
	case trap.Action == ActDeliverPart: // law: R29
		t.tellSilence()
	}
	return nil
}

// archive ends a case whose requester did not do what was awaited (law: R22, R32, R33).
func (t *turn) archive(w Wait) {
	t.done(t.c.OpenTasks(TaskAnswer, TaskConsult, TaskReview)...)
	if t.law.Procedure.writes(w.Letter) {
		t.decideLetter(Letter{Kind: w.Letter})
	}
	t.close(w.Closes, "")
}

// serve takes a letter that nobody acknowledged to the requester's door: on paper, with a term
// of its own from the day on which the acknowledgement was due (law: R40).
func (t *turn) serve(trap Trap) error {
	l, _ := t.c.Letter(trap.Letter)
	due, err := t.law.last(t.law.Procedure.Notice.Serve, trap.On)
	if err != nil {
		return err
	}
	l.State = LetterToPrint
	t.add(Event{Kind: EventLetterPrint, Letter: &l})
	t.open(Task{Kind: TaskServe, Role: RoleReception, Ref: l.ID, DueOn: due})
	return nil
}

// tellSilence tells the requester that she may take the silence for a denial (law: R38), where
// the procedure has a letter for it.
func (t *turn) tellSilence() {
	if t.law.Procedure.writes(LetterSilence) {
		t.decideLetter(Letter{Kind: LetterSilence})
	}
}

// writes says whether the procedure has a letter of the kind.
func (p Procedure) writes(kind LetterKind) bool {
	return kind != "" && slices.ContainsFunc(p.Letters, func(l LetterRule) bool { return l.Kind == kind })
}

// lapsed refuses an act whose window has passed, with what holds instead.
func (c *Case) lapsed(p Procedure, do Action) error {
	for _, w := range p.Windows {
		if w.Action == do && w.Missed.ES != "" && slices.Contains(c.Passed, c.windowKey(w)) {
			return missed(w.Missed.ES, w.Limit.Rule)
		}
	}
	return nil
}

// lapsedAt is lapsed at an instant: the trap may have passed in this very second, its event not
// yet written.
func (law Law) lapsedAt(c Case, do Action, at time.Time) error {
	traps, err := law.windows(c)
	if err != nil {
		return err
	}
	for _, trap := range traps {
		if trap.Action == do && !trap.Ends(law.Zone).After(at) {
			return missed(trap.Missed, trap.Rule)
		}
	}
	return nil
}

func missed(what, rule string) error {
	e := Refuse(CodeConflict, "No corresponde: %s.", what)
	e.Rule = rule
	return e
}
