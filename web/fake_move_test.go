package web

import (
	"context"

	"foja/desk"
	"foja/docket"
)

// fakeMoves are the messages that were moved.
type fakeMoves struct{ moves []desk.MessageMove }

func (f *fake) Message(_ context.Context, by desk.User, id string) (desk.Message, error) {
	for _, m := range f.page.Messages {
		if m.ID == id {
			m.Case, m.Movable = &desk.Row{ID: f.page.Request.ID, Number: f.page.Request.Number}, by.Has(registrars...)
			return m, f.fail
		}
	}
	return desk.Message{}, docket.Refuse(docket.CodeNotFound, "No existe ese mensaje.")
}

func (f *fake) MoveMessage(_ context.Context, _ desk.User, _ string, m desk.MessageMove) (string, error) {
	switch {
	case f.fail != nil:
		return "", f.fail
	case m.Reason == "":
		return "", docket.Invalid("reason", "Escriba por qué se mueve el mensaje.")
	case m.To == docket.MoveToCase && m.Number == "":
		return "", docket.Invalid("number", "Escriba el número de expediente.")
	}
	f.moves = append(f.moves, m)
	if m.To == docket.MoveToCase {
		return "r-other", nil
	}
	return "", nil
}

func (f *fake) RawMessage(context.Context, desk.User, string) (desk.File, error) {
	return desk.File{Name: "original.eml", Type: "message/rfc822", Bytes: []byte("Subject: x\r\n\r\n")}, f.fail
}
