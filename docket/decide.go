package docket

import (
	"time"

	"foja/calendar"
)

// Decide returns the events of a person's command, or refuses it like Check. It does not change the case: Apply the
// events. A repeated command gives no events. now is the time of recording, UTC; cmd.At, when set, is when it
// happened. Only Check tests whether the person may backdate, because a case may come with a history.
func (c *Case) Decide(law Law, cmd Command, now time.Time) ([]Event, error) {
	if err := c.check(law.Procedure, cmd, now); err != nil || c.HasApplied(cmd.Key) {
		return nil, err
	}
	cmd.At = c.effectiveAt(cmd)
	happened := cmd.At
	if happened.IsZero() {
		happened = now
	}
	if err := law.checkWindowAt(*c, cmd.Action, happened); err != nil {
		return nil, err
	}
	perm, err := c.permission(law.Procedure, cmd.Action, cmd.By)
	if err != nil {
		return nil, err
	}
	t := c.newDecision(law, cmd.By, now)
	t.on, t.command = cmd.At, cmd.Key
	if err := t.act(cmd, perm); err != nil {
		return nil, err
	}
	return t.events, nil
}

// decision collects the events of one decision. Each is applied to a copy of the case, so that the next one sees its
// effect.
type decision struct {
	law     Law
	c       Case
	by      Actor
	now     time.Time
	on      time.Time // time of the act, if not now
	command string
	events  []Event
}

func (c *Case) newDecision(law Law, by Actor, now time.Time) *decision {
	return &decision{law: law, c: c.Clone(), by: by, now: now.UTC()}
}

// happened is the time of the act.
func (t *decision) happened() time.Time {
	if t.on.IsZero() {
		return t.now
	}
	return t.on
}

// add numbers and dates an event, applies it, and sets whose hands the case is in.
func (t *decision) add(e Event) {
	e.Seq, e.At, e.Command = t.c.Seq+1, t.now, t.command
	if e.On.IsZero() && !t.on.IsZero() && !t.on.Equal(t.now) {
		e.On = t.on.UTC()
	}
	if e.By == (Actor{}) {
		e.By = t.by
	}
	if e.State == "" {
		e.State = t.c.State
	}
	t.c.Apply(e)
	e.Hands = t.c.handsOf(t.law.Procedure)
	t.c.Hands = e.Hands
	t.events = append(t.events, e)
}

// handsOf is whose hands the case is in: those of the state, refined by pending work.
func (c *Case) handsOf(p Procedure) Hands {
	state, _ := p.State(c.State)
	switch {
	case state.Final:
		return HandsNobody
	case state.Hands == HandsOfficer && c.Holder != "" && len(c.OpenTasks(TaskConsult)) > 0:
		return HandsUnit
	case state.Hands == HandsCarrier:
		for _, l := range c.Letters {
			if l.Closes != "" && l.State == LetterFailed {
				return HandsOfficer
			}
			if l.Closes != "" && l.State == LetterToPrint {
				return HandsReception
			}
		}
	}
	return state.Hands
}

// open adds a task. An officer's task goes to the holder of the case.
func (t *decision) open(task Task) {
	task.ID, task.State, task.OpenedAt = len(t.c.Tasks)+1, TaskOpen, t.now
	if task.Role == RoleOfficer && t.c.Holder != "" {
		task.Holder, task.State = t.c.Holder, TaskClaimed
	}
	t.add(Event{Kind: EventTaskOpened, Task: &task, Unit: task.Unit})
}

// done ends the given tasks.
func (t *decision) done(tasks ...Task) {
	for _, task := range tasks {
		task.State = TaskDone
		t.add(Event{Kind: EventTaskDone, Task: &task, Unit: task.Unit})
	}
}

// doneFor ends the open tasks of a kind that concern ref.
func (t *decision) doneFor(kind TaskKind, ref string) {
	for _, task := range t.c.OpenTasks(kind) {
		if ref != "" && task.Ref == ref {
			t.done(task)
		}
	}
}

// after is the last day of a limit that starts on the day of the act.
func (t *decision) after(limit TimeLimit) (calendar.Date, error) {
	on, _, err := t.law.end(limit, t.happened())
	return on, err
}
