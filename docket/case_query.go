package docket

import (
	"slices"
	"time"
)

// HasApplied reports whether the command with this key was applied already.
func (c *Case) HasApplied(key string) bool { return slices.Contains(c.Commands, key) }

// Received is the time of reception; zero before the first event.
func (c *Case) Received() time.Time {
	for _, e := range c.Ledger {
		if e.Kind == LedgerStart {
			return e.Received
		}
	}
	return time.Time{}
}

// Closed says whether the case has ended.
func (c *Case) Closed() bool { return !c.ClosedAt.IsZero() }

// OpenTasks are the tasks not yet done of the given kinds; of any kind when none is given.
func (c *Case) OpenTasks(kinds ...TaskKind) []Task {
	var open []Task
	for _, t := range c.Tasks {
		if t.State != TaskDone && (len(kinds) == 0 || slices.Contains(kinds, t.Kind)) {
			open = append(open, t)
		}
	}
	return open
}

// LettersIn are the letters in a state.
func (c *Case) LettersIn(state LetterState) []Letter {
	var found []Letter
	for _, l := range c.Letters {
		if l.State == state {
			found = append(found, l)
		}
	}
	return found
}

// Undelivered are the letters that a person may send again or deliver on paper: they failed or are in doubt.
func (c *Case) Undelivered() []Letter {
	return slices.DeleteFunc(slices.Clone(c.Letters),
		func(l Letter) bool { return l.State != LetterFailed && !l.Doubted() })
}

// Letter finds a letter by ID.
func (c *Case) Letter(id string) (Letter, bool) {
	for _, l := range c.Letters {
		if l.ID == id {
			return l, true
		}
	}
	return Letter{}, false
}

// PendingAlarms are the alarms that a person still has to acknowledge.
func (c *Case) PendingAlarms() []Alarm {
	var pending []Alarm
	for _, a := range c.Alarms {
		if a.Pending() {
			pending = append(pending, a)
		}
	}
	return pending
}

// Pending reports whether the alarm has fired and is not acknowledged.
func (a Alarm) Pending() bool { return !a.FiredAt.IsZero() && a.AckedAt.IsZero() && !a.Obsolete }

// Out reports whether the letter has left: accepted by the mail server or delivered on paper.
func (l Letter) Out() bool { return l.State == LetterSent || l.State == LetterDelivered }

// WrittenBy reports whether the user contributed to the proposal: another person must approve it.
func (p *Proposal) WrittenBy(user string) bool {
	return p != nil && (p.By == user || slices.Contains(p.Writers, user))
}

// FinalState is the key of the state in which cases of the procedure end.
func (p Procedure) FinalState() string {
	for _, s := range p.States {
		if s.Final {
			return s.Key
		}
	}
	return ""
}
