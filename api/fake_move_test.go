package api

import (
	"context"

	"foja/desk"
)

func (f *fakeDesk) Message(context.Context, desk.User, string) (desk.Message, error) {
	m := theMessage()
	m.Suggested, m.Case, m.Movable = nil, &desk.Row{ID: "r1", Number: "000001-2026"}, true
	m.From = desk.Sender{Address: "x@y.example", Words: "Viene de x@y.example."}
	m.Trail = []desk.MessageTrail{{Request: "r0", Number: "000009-2026", Who: "Rosa", At: noon, Reason: "Era de otro."}}
	return m, f.trouble()
}

func (f *fakeDesk) MoveMessage(_ context.Context, by desk.User, _ string, m desk.MessageMove) (string, error) {
	if err := f.trouble(); err != nil {
		return "", err
	}
	r, _ := f.once(by.ID+m.Key, nil, func() any {
		f.move = m
		return "r1"
	})
	return r.(string), nil
}
