package web

import (
	"context"

	"foja/access"
	"foja/desk/documents"
	"foja/desk/lists"
	"foja/desk/pen"
	"foja/docket"
)

// fakeMoves are the messages that were moved.
type fakeMoves struct{ moves []pen.MessageMove }

func (f fakePenRoom) Message(_ context.Context, by access.User, id string) (pen.Message, error) {
	for _, m := range f.page.Messages {
		if m.ID == id {
			m.Case, m.Movable = &lists.Row{ID: f.page.Request.ID, Number: f.page.Request.Number}, by.Has(access.Registrars...)
			return m, f.fail
		}
	}
	return pen.Message{}, docket.Refuse(docket.CodeNotFound, "No existe ese mensaje.")
}

func (f fakePenRoom) MoveMessage(_ context.Context, _ access.User, _ string, m pen.MessageMove) (string, error) {
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

func (f fakePenRoom) RawMessage(context.Context, access.User, string) (documents.File, error) {
	return documents.File{Name: "original.eml", Type: "message/rfc822", Bytes: []byte("Subject: x\r\n\r\n")}, f.fail
}
