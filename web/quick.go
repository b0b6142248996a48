package web

import (
	"slices"

	"foja/desk"
	"foja/docket"
)

// quick is an act that a message of the requester may be: one button, with the message as its
// evidence and the message's own time as its date.
type quick struct {
	Action  docket.Action
	Label   string
	Key     string
	Warning string // asked for before it is done
}

// quickActs are what a message can be read as, in the order of a case's life.
var quickActs = []quick{
	{Action: docket.ActCorrect, Label: "Registrar la subsanación con este mensaje"},
	{Action: docket.ActPaid, Label: "Registrar el pago con este mensaje"},
	{Action: docket.ActWithdraw, Label: "Registrar el desistimiento con este mensaje", Warning: warnings[docket.ActWithdraw]},
	{Action: docket.ActDone, Label: "Marcar como leído"},
}

// Reading is the task of reading a message; 0 when it was read.
func (p requestPage) Reading(message string) int {
	for _, t := range p.Tasks {
		if t.Kind == docket.TaskReadMessage && t.State != docket.TaskDone && t.Ref == message {
			return t.ID
		}
	}
	return 0
}

// Quick are the acts that this user may record with a message that waits to be read. They come
// from her buttons, so that none is dead.
func (p requestPage) Quick(message string) []quick {
	if !p.AsOf.IsZero() || p.Reading(message) == 0 {
		return nil
	}
	var list []quick
	for _, q := range quickActs {
		if slices.ContainsFunc(p.Buttons, func(b desk.Button) bool { return b.Action == q.Action }) {
			q.Key = newKey()
			list = append(list, q)
		}
	}
	return list
}
