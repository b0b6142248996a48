package pen

import (
	"context"

	"foja/access"
	"foja/desk/documents"
)

// Logged is the service as people and programs outside use it: it writes to the security log who read a message.
type Logged struct{ *Service }

func (l Logged) MessageFile(ctx context.Context, by access.User, message string, n int) (documents.File, error) {
	f, err := l.Service.MessageFile(ctx, by, message, n)
	l.access.LogRead(ctx, "read.message_file", by, err, "message", message, "n", n)
	return f, err
}

func (l Logged) RawMessage(ctx context.Context, by access.User, message string) (documents.File, error) {
	f, err := l.Service.RawMessage(ctx, by, message)
	l.access.LogRead(ctx, "read.message", by, err, "message", message)
	return f, err
}

func (l Logged) Message(ctx context.Context, by access.User, id string) (Message, error) {
	m, err := l.Service.Message(ctx, by, id)
	l.access.LogRead(ctx, "read.message", by, err, "message", id)
	return m, err
}

func (l Logged) HeldMessage(ctx context.Context, by access.User, id string) (Message, error) {
	m, err := l.Service.HeldMessage(ctx, by, id)
	l.access.LogRead(ctx, "read.message", by, err, "message", id)
	return m, err
}
