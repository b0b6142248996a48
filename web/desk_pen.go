package web

import (
	"context"

	"foja/access"
	"foja/desk/documents"
	"foja/desk/pen"
)

// Pen is what this package asks of foja/desk/pen.
type Pen interface {
	Decide(ctx context.Context, by access.User, message string, d pen.Decision) (request string, err error)
	Held(ctx context.Context, by access.User, dismissed bool, limit int, offset int) ([]pen.Message, int, error)
	HeldMessage(ctx context.Context, by access.User, id string) (pen.Message, error)
	// Message shows a message to those who see its case or, if it has none, the holding pen.
	Message(ctx context.Context, by access.User, id string) (pen.Message, error)
	// MessageFile: attachment n.
	MessageFile(ctx context.Context, by access.User, message string, n int) (documents.File, error)
	// MessageHTML: as its sender formatted it, made harmless.
	MessageHTML(ctx context.Context, by access.User, message string) (pen.SafeMessage, error)
	// MoveMessage takes a message out of its case. It returns the request that it belongs to now, "" when it is in
	// the holding pen. The same key again answers with what it did.
	MoveMessage(ctx context.Context, by access.User, id string, m pen.MessageMove) (request string, err error)
	// RawMessage: the .eml.
	RawMessage(ctx context.Context, by access.User, message string) (documents.File, error)
}
