package docket

import "slices"

// MoveTo is the target of a message that leaves a case.
type MoveTo string

// The targets.
const (
	MoveToCase MoveTo = "case"    // another case, which MessageMove.Case names
	MoveToHeld MoveTo = "held"    // the holding pen
	MoveToNew  MoveTo = "request" // the holding pen, to be registered at once as a request of its own
)

// MessageMove describes a message that changes its case. Leaving and arriving are two events, one in the history of
// each case.
type MessageMove struct {
	To MoveTo `json:"to"`
	// Case is the request ID of the other case: where the message goes (move_message, MoveToCase only)
	// or where it comes from (take_message).
	Case string `json:"case,omitempty"`
	// Follows are the numbers of the events of the left case that depend on the message. They do not change: the
	// officer decides about each.
	Follows []int `json:"follows,omitempty"`
}

// movers may move a message in every state of every procedure: a mail in the wrong case discloses one person's affairs
// to another, so it must be movable under every published version and for as long as the case is kept.
var movers = []Role{RoleReception, RoleOfficer, RoleManager}

// checkMove checks the input of a move.
func checkMove(c *Case, cmd Command) error {
	m := cmd.Move
	switch {
	case cmd.Message == "":
		return Invalid("message", "Elija el mensaje que se mueve.")
	case m == nil:
		return Invalid("to",
			"Elija adónde va el mensaje: a otro expediente, a la bandeja por clasificar o a una solicitud nueva.")
	case m.To != MoveToCase && m.To != MoveToHeld && m.To != MoveToNew:
		return Invalid("to",
			"Elija adónde va el mensaje: a otro expediente, a la bandeja por clasificar o a una solicitud nueva.")
	case m.Case == c.Request && cmd.Action == ActMoveMessage: // it may come back from the holding pen
		return Invalid("number", "El mensaje ya está en ese expediente. Elija otro.")
	case m.Case == "" && (m.To == MoveToCase || cmd.Action == ActTakeMessage):
		return Invalid("number", "Escriba el número de expediente, por ejemplo 000123-2026.")
	}
	return needText(cmd, "Escriba por qué se mueve el mensaje. Queda en el historial de los dos expedientes.")
}

// moveMessage removes a message. Events recorded because of it stay; a task lists them.
func (t *decision) moveMessage(e Event, cmd Command) error {
	m := *cmd.Move
	m.Follows = slices.Concat(m.Follows, t.c.dependsOn(cmd.Message))
	slices.Sort(m.Follows)
	m.Follows = slices.Compact(m.Follows)
	e.Move = &m
	t.add(e)
	t.doneFor(TaskReadMessage, cmd.Message)
	t.doneFor(TaskReviewMoved, cmd.Message) // it came back meanwhile, and is moved again
	if len(m.Follows) > 0 {
		t.open(Task{Kind: TaskReviewMoved, Role: RoleOfficer, Ref: cmd.Message})
	}
	return nil
}

// takeMessage adds a message of another case. A case created from it has its answer task already; in any other
// somebody has to read it.
func (t *decision) takeMessage(e Event, cmd Command) error {
	m := *cmd.Move
	e.Move = &m
	t.add(e)
	if m.To != MoveToNew {
		t.open(Task{Kind: TaskReadMessage, Role: RoleOfficer, Ref: cmd.Message})
	}
	return nil
}

// DependentEvent is an event that depends on a message.
type DependentEvent struct {
	Message string `json:"message"`
	Seq     int    `json:"seq"`
}

// dependsOn are the numbers of the case's events that depend on a message. For cases opened by an earlier release the
// first ones are missing.
func (c *Case) dependsOn(message string) []int {
	var list []int
	for _, r := range c.Dependent {
		if r.Message == message {
			list = append(list, r.Seq)
		}
	}
	return list
}

// DependsOnMessage reports whether the event records more than that its message came, was read, or left.
func (e Event) DependsOnMessage() bool {
	if e.Message == "" {
		return false
	}
	switch e.Kind {
	case EventMessage, EventKind(ActAddMessage), EventKind(ActDone), EventKind(ActMoveMessage), EventKind(ActTakeMessage):
		return false
	default:
	}
	return true
}
