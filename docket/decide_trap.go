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
	case trap.Key == trapSilence: // law: R53
		t.grant()
	case trap.Action == ActExpiry: // law: R56
		t.expire(trap)
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

// tellSilence tells the requester that she may take the silence for a denial (law: R29, R38),
// where the procedure has a letter for it: once, for what it opens has no end (law: R45).
func (t *turn) tellSilence() {
	told := slices.ContainsFunc(t.c.Letters, func(l Letter) bool { return l.Kind == LetterSilence })
	if t.law.Procedure.writes(LetterSilence) && !told {
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
// yet written. A term of the requester that is over while a message waits to be read takes only
// what she did in time (law: R16).
func (law Law) lapsedAt(c Case, do Action, at time.Time) error {
	windows, err := law.windows(c)
	if err != nil {
		return err
	}
	for _, trap := range windows {
		if trap.Action == do && !trap.Ends(law.Zone).After(at) {
			return missed(trap.Missed, trap.Rule)
		}
	}
	awaited, err := law.awaited(c)
	if err != nil {
		return err
	}
	for _, trap := range awaited {
		if trap.Action == do && !trap.Ends(law.Zone).After(at) {
			return ruled(trap.Rule, Invalid("at",
				"El plazo para ello terminó el %s. Si ocurrió antes, indique la fecha y hora, o elija el mensaje con que llegó.",
				spanishDate(trap.On)))
		}
	}
	return nil
}

// broughtAt is when the act happened. What the requester did by a message counts from the moment
// at which the message came, not from when it is read (law: R16, R39).
func (c *Case) broughtAt(cmd Command) time.Time {
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

func missed(what, rule string) error {
	e := Refuse(CodeConflict, "No corresponde: %s.", what)
	e.Rule = rule
	return e
}
