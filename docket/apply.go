package docket

import "slices"

// Replay folds a whole history into a case.
func Replay(events []Event) Case {
	var c Case
	for _, e := range events {
		c.Apply(e)
	}
	return c
}

// Apply applies the next event to the case. Only Apply changes a case, and it decides nothing: the event contains the
// decision.
func (c *Case) Apply(e Event) {
	if e.State != c.State {
		c.StateSince = e.Happened()
	}
	c.Seq, c.State, c.Hands = e.Seq, e.State, e.Hands
	if o := e.Opening; o != nil {
		c.Request, c.Procedure, c.Version = o.Request, o.Procedure, o.Version
		c.Office, c.Channel, c.ByEmail = o.Office, o.Channel, o.ByEmail
		c.Remote = o.Remote
	}
	c.Ledger = append(c.Ledger, e.Ledger...)
	c.applyCalendar(e)                          // before the due date is replaced
	if len(e.Ledger) > 0 || !e.DueOn.IsZero() { // a suspended case has no due date
		c.DueOn, c.AlarmOn = e.DueOn, e.AlarmOn
	}
	if e.Task != nil {
		c.Tasks = replace(c.Tasks, *e.Task, func(t Task) bool { return t.ID == e.Task.ID })
	}
	if e.Alarm != nil {
		c.Alarms = replace(c.Alarms, *e.Alarm, func(a Alarm) bool { return a.ID == e.Alarm.ID })
	}
	if e.Letter != nil {
		c.Letters = replace(c.Letters, *e.Letter, func(l Letter) bool { return l.ID == e.Letter.ID })
		if e.Letter.Closes != "" && e.Letter.Out() && c.AnsweredAt.IsZero() {
			c.AnsweredAt = e.Happened()
		}
	}
	if a := e.Awaited; a != nil {
		c.Awaiting = replace(c.Awaiting, *a, func(have Awaited) bool { return have.For == a.For && have.Letter == a.Letter })
	}
	for _, d := range e.Schedule {
		c.Schedule = replace(c.Schedule, d, func(have Delivery) bool { return have.On == d.On })
	}
	if x := e.Expiry; x != nil {
		c.Expiries = replace(c.Expiries, *x, func(have Expiry) bool { return have.Key == x.Key })
	}
	if e.Appeal != nil {
		c.Appeals = append(c.Appeals, *e.Appeal)
	}
	if e.DependsOnMessage() {
		c.Dependent = append(c.Dependent, DependentEvent{e.Message, e.Seq})
	}
	if e.Command != "" && !c.HasApplied(e.Command) {
		c.Commands = append(c.Commands, e.Command)
	}
	c.applyKind(e)
}

// applyKind applies what is specific to a kind of event.
func (c *Case) applyKind(e Event) {
	switch e.Kind {
	case EventKind(ActClaim), EventKind(ActAssign), EventKind(ActReturn):
		c.assignTo(e.User)
	case EventKind(ActDraft), EventKind(ActSubmit), EventKind(ActDeny), EventKind(ActNotHeld), EventKind(ActRespond),
		EventKind(ActSendBack), EventKind(ActRespondItems):
		c.applyProposal(e)
	case EventKind(ActUndo):
		if c.Proposal != nil {
			p := *c.Proposal
			p.Submitted = false
			c.Proposal = &p
		}
	case EventKind(ActMakeAvailable):
		c.AnsweredAt = e.Happened() // available copies count as given (law: R33)
	case EventKind(ActReroute):
		c.Office, c.Moved = e.Office, true
		c.assignTo("") // nobody of the old office keeps it
	case EventKind(ActAnnul), EventKind(ActConfirmAnnulment), EventKind(ActRejectAnnulment):
		c.applyAnnulment(e)
	case EventProcedureChanged:
		c.Version = e.Version
	case EventCalendarChanged:
		c.Moved = false
	case EventSubDeadlinePassed:
		c.Passed = append(c.Passed, e.SubDeadline)
	case EventOverdue:
		c.Overdue = true
	case EventClosed:
		c.Outcome, c.Ground, c.ClosedAt = e.Outcome, e.Ground, e.Happened()
		c.Annulment = nil
		for i := range c.Alarms {
			if c.Alarms[i].Pending() {
				c.Alarms[i].Obsolete = true
			}
		}
	default:
	}
}

// assignTo assigns the answer task and the officer's other work on the case.
func (c *Case) assignTo(user string) {
	c.Holder = user
	for i := range c.Tasks {
		t := &c.Tasks[i]
		if t.Role != RoleOfficer || t.State == TaskDone {
			continue
		}
		t.Holder, t.State = user, TaskClaimed
		if user == "" {
			t.State = TaskOpen
		}
	}
}

func (c *Case) applyProposal(e Event) {
	p := Proposal{Closes: ActRespond}
	if c.Proposal != nil {
		p = *c.Proposal
		p.Writers = slices.Clone(p.Writers)
	}
	wrote := e.Text != ""
	switch EventKind(e.Kind) {
	case EventKind(ActSendBack):
		p.Submitted = false
		c.Proposal = &p
		return
	case EventKind(ActDeny):
		p.Closes, p.Ground, p.Submitted = ActDeny, e.Ground, true
	case EventKind(ActNotHeld):
		p.Closes, p.Ground, p.Submitted = ActNotHeld, "", true
	case EventKind(ActRespondItems):
		p.Closes, p.Ground, p.Submitted = ActRespondItems, "", true
	case EventKind(ActRespond):
		p.Closes, p.Ground, p.Submitted = ActRespond, "", false
	case EventKind(ActDraft):
		p.Closes, p.Ground, p.Submitted = ActRespond, "", false
		switch {
		case len(e.Items) > 0:
			p.Closes = ActRespondItems
		case e.Ground != "":
			p.Closes, p.Ground = ActDeny, e.Ground
		}
	case EventKind(ActSubmit):
		p.Submitted = true
	default:
	}
	switch {
	case p.Closes != ActRespondItems:
		p.Items = nil
	case len(e.Items) > 0: // submitting sends the stored items on
		p.Items = slices.Clone(e.Items)
	}
	if wrote {
		p.Text, p.By = e.Text, e.By.User
		p.Documents = slices.Clone(e.Documents)
	}
	if e.By.User != "" && !slices.Contains(p.Writers, e.By.User) {
		p.Writers = append(p.Writers, e.By.User)
	}
	c.Proposal = &p
}

// Clone is a deep copy.
func (c *Case) Clone() Case {
	twin := *c
	twin.Tasks = slices.Clone(c.Tasks)
	twin.Letters = slices.Clone(c.Letters)
	twin.Ledger = slices.Clone(c.Ledger)
	twin.Alarms = slices.Clone(c.Alarms)
	twin.Commands = slices.Clone(c.Commands)
	twin.Passed = slices.Clone(c.Passed)
	twin.Awaiting = slices.Clone(c.Awaiting)
	twin.Schedule = slices.Clone(c.Schedule)
	twin.Dependent = slices.Clone(c.Dependent)
	twin.Appeals, twin.Expiries = slices.Clone(c.Appeals), slices.Clone(c.Expiries)
	if c.Proposal != nil {
		p := *c.Proposal
		twin.Proposal = &p
	}
	if c.Annulment != nil {
		a := *c.Annulment
		twin.Annulment = &a
	}
	return twin
}

func replace[T any](list []T, item T, same func(T) bool) []T {
	if i := slices.IndexFunc(list, same); i >= 0 {
		list[i] = item
		return list
	}
	return append(list, item)
}
