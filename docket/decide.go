package docket

import (
	"time"

	"foja/calendar"
)

// Decide turns a person's command into the events that follow from it, or refuses it as Check
// does. The case itself is not changed: Apply the events. A command that was taken already
// gives no events. Now is the recording instant, UTC; cmd.At, when set, is when it happened:
// whether a person may say so, only Check asks, because a case may come with its past.
func (c *Case) Decide(law Law, cmd Command, now time.Time) ([]Event, error) {
	if err := c.check(law.Procedure, cmd, now); err != nil || c.Did(cmd.Key) {
		return nil, err
	}
	cmd.At = c.broughtAt(cmd)
	happened := cmd.At
	if happened.IsZero() {
		happened = now
	}
	if err := law.lapsedAt(*c, cmd.Action, happened); err != nil {
		return nil, err
	}
	perm, err := c.permission(law.Procedure, cmd.Action, cmd.By)
	if err != nil {
		return nil, err
	}
	t := c.turn(law, cmd.By, now)
	t.on, t.command = cmd.At, cmd.Key
	if err := t.act(cmd, perm); err != nil {
		return nil, err
	}
	return t.events, nil
}

// turn gathers the events of one decision, each applied to a copy of the case, so that the
// next one is decided on the case as it then is.
type turn struct {
	law     Law
	c       Case
	by      Actor
	now     time.Time
	on      time.Time // when it happened, if not now
	command string
	events  []Event
}

func (c *Case) turn(law Law, by Actor, now time.Time) *turn {
	return &turn{law: law, c: c.Clone(), by: by, now: now.UTC()}
}

// happened is the instant of the act.
func (t *turn) happened() time.Time {
	if t.on.IsZero() {
		return t.now
	}
	return t.on
}

// add numbers and dates an event, applies it, and writes into it with whom the case then rests.
func (t *turn) add(e Event) {
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
	e.Hands = t.c.restsWith(t.law.Procedure)
	t.c.Hands = e.Hands
	t.events = append(t.events, e)
}

// restsWith is the state's own answer to whose delay it would be, refined by what is pending.
func (c *Case) restsWith(p Procedure) Hands {
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

// open writes a new task. An officer's task goes to whoever holds the case.
func (t *turn) open(task Task) {
	task.ID, task.State, task.OpenedAt = len(t.c.Tasks)+1, TaskOpen, t.now
	if task.Role == RoleOfficer && t.c.Holder != "" {
		task.Holder, task.State = t.c.Holder, TaskClaimed
	}
	t.add(Event{Kind: EventTaskOpened, Task: &task, Unit: task.Unit})
}

// done ends the given tasks.
func (t *turn) done(tasks ...Task) {
	for _, task := range tasks {
		task.State = TaskDone
		t.add(Event{Kind: EventTaskDone, Task: &task, Unit: task.Unit})
	}
}

// doneFor ends the open tasks of a kind that concern ref.
func (t *turn) doneFor(kind TaskKind, ref string) {
	for _, task := range t.c.OpenTasks(kind) {
		if ref != "" && task.Ref == ref {
			t.done(task)
		}
	}
}

// after is the last day of a limit that starts on the day of the act.
func (t *turn) after(limit TimeLimit) (calendar.Date, error) {
	on, _, err := t.law.end(limit, t.happened())
	return on, err
}
