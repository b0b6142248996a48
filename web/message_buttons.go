package web

import (
	"slices"

	"foja/desk/acts"
	"foja/desk/core"
	"foja/desk/history"
	"foja/docket"
)

// messageButton is an act that a message may be: one button, with the message as its
// evidence and the message's own time as its date.
type messageButton struct {
	Action  docket.Action
	Label   docket.Sentence
	Key     string
	Task    int    // that it ends
	Warning string // asked for before it is done
	// SenderWarning is whose act it would be, when the mail is from another address; it then asks why it is hers.
	SenderWarning docket.Sentence
}

// Step says whether something is asked before it is done.
func (q messageButton) Step() bool { return q.Warning != "" || !q.SenderWarning.IsZero() }

// messageButtons are what a message can be read as, in the order of a case's life.
var messageButtons = []messageButton{
	{Action: docket.ActCorrect, Label: docket.Say("Registrar la subsanación con este mensaje")},
	{Action: docket.ActPaid, Label: docket.Say("Registrar el pago con este mensaje")},
	{Action: docket.ActWithdraw, Label: docket.Say("Registrar el desistimiento con este mensaje"), Warning: actWords(docket.ActWithdraw, "warning")},
	{Action: docket.ActDone, Label: docket.Say("Marcar como leído")},
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
func (p requestPage) Quick(message string) []messageButton {
	if !p.AsOf.IsZero() || p.Reading(message) == 0 {
		return nil
	}
	var from history.Sender
	for _, m := range p.Messages {
		if m.ID == message {
			from = m.From
		}
	}
	var list []messageButton
	add := func(q messageButton) {
		if history.RequesterAct(q.Action) && !from.Requester {
			q.SenderWarning = acts.SenderWarning(p.Request.Requester.Name, from.Address, from.Claimed)
		}
		if slices.ContainsFunc(p.Buttons, func(b core.Button) bool { return b.Action == q.Action }) {
			q.Key = newKey()
			list = append(list, q)
		}
	}
	for _, t := range p.OpenTasks {
		if t.Kind == docket.TaskConsult && t.Unit != "" {
			add(messageButton{Action: docket.ActConsultAnswer, Label: docket.Say("Registrar como respuesta de {unit}", "unit", t.Unit), Task: t.ID})
		}
	}
	for _, q := range messageButtons {
		if q.Action == docket.ActDone {
			q.Task = p.Reading(message)
		}
		add(q)
	}
	return list
}
