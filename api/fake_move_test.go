package api

import (
	"context"

	"foja/docket"

	"foja/access"
	"foja/desk/history"
	"foja/desk/lists"
	"foja/desk/pen"
)

func (f fakePenRoom) Message(context.Context, access.User, string) (pen.Message, error) {
	m := theMessage()
	m.Suggested, m.Case, m.Movable = nil, &lists.Row{ID: "r1", Number: "000001-2026"}, true
	m.From = history.Sender{Address: "x@y.example", Words: docket.Say("Viene de x@y.example.")}
	m.Trail = []pen.MessageTrail{{Request: "r0", Number: "000009-2026", Who: "Rosa", At: noon, Reason: "Era de otro."}}
	return m, f.trouble()
}

func (f fakePenRoom) MoveMessage(_ context.Context, by access.User, _ string, m pen.MessageMove) (string, error) {
	if err := f.trouble(); err != nil {
		return "", err
	}
	r, _ := f.once(by.ID+m.Key, nil, func() any {
		f.move = m
		return "r1"
	})
	return r.(string), nil
}
