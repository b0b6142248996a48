package docket

import "slices"

// MoveTo says where a message goes that leaves a case.
type MoveTo string

// The places.
const (
	MoveToCase MoveTo = "case"    // another case, which MessageMove.Case names
	MoveToHeld MoveTo = "held"    // the holding pen
	MoveToNew  MoveTo = "request" // the holding pen, to be registered at once as a request of its own
)

// MessageMove tells of a message that changes its case. Leaving and arriving are two events, one in the
// history of each case.
type MessageMove struct {
	To MoveTo `json:"to"`
	// Case is the request ID of the other case: where the message goes (move_message, MoveToCase only)
	// or where it comes from (take_message).
	Case string `json:"case,omitempty"`
	// Follows are the numbers of the events of the left case that rest on the message. They stay as
	// they are: the officer decides what becomes of each.
	Follows []int `json:"follows,omitempty"`
}

// always are the permissions that every state of every procedure grants. Moving a message is not left
// to the procedure: a mail in the wrong case tells a stranger's affairs there, so it has to be movable
// under every published version and for as long as the case is kept.
var always = []Permission{
	{Do: ActMoveMessage, By: []Role{RoleReception, RoleOfficer, RoleManager}, Label: Text{ES: "Mover un mensaje"}},
	{Do: ActTakeMessage, By: []Role{RoleReception, RoleOfficer, RoleManager}, Label: Text{
		ES: "Recibir un mensaje de otro expediente",
	}},
}

// checkMove asks for what a move needs.
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
	case m.Case == c.Request && cmd.Action == ActMoveMessage: // one that comes back from the holding pen was there itself
		return Invalid("number", "El mensaje ya está en ese expediente. Elija otro.")
	case m.Case == "" && (m.To == MoveToCase || cmd.Action == ActTakeMessage):
		return Invalid("number", "Escriba el número de expediente, por ejemplo 000123-2026.")
	}
	return needText(cmd, "Escriba por qué se mueve el mensaje. Queda en el historial de los dos expedientes.")
}

// moveMessage lets a message go. Nothing that was recorded because of it is undone: a task lists it.
func (t *turn) moveMessage(e Event, cmd Command) {
	m := *cmd.Move
	m.Follows = slices.Concat(m.Follows, t.c.restingOn(cmd.Message))
	slices.Sort(m.Follows)
	m.Follows = slices.Compact(m.Follows)
	e.Move = &m
	t.add(e)
	t.doneFor(TaskReadMessage, cmd.Message)
	t.doneFor(TaskReviewMoved, cmd.Message) // it came back meanwhile, and goes again
	if len(m.Follows) > 0 {
		t.open(Task{Kind: TaskReviewMoved, Role: RoleOfficer, Ref: cmd.Message})
	}
}

// takeMessage takes in a message of another case. A case that was born of it has its task of answering
// already; in any other somebody has to read it.
func (t *turn) takeMessage(e Event, cmd Command) {
	m := *cmd.Move
	e.Move = &m
	t.add(e)
	if m.To != MoveToNew {
		t.open(Task{Kind: TaskReadMessage, Role: RoleOfficer, Ref: cmd.Message})
	}
}

// Resting is an event that rests on a message.
type Resting struct {
	Message string `json:"message"`
	Seq     int    `json:"seq"`
}

// restingOn are the numbers of the case's events that rest on a message, as far as the case remembers
// them. One that was opened by an earlier release remembers none of its first ones.
func (c *Case) restingOn(message string) []int {
	var list []int
	for _, r := range c.Resting {
		if r.Message == message {
			list = append(list, r.Seq)
		}
	}
	return list
}

// RestsOnMessage says whether an event records something because of its message, beyond that the
// message came, was read, or went.
func (e Event) RestsOnMessage() bool {
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
