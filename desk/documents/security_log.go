package documents

import (
	"context"

	"foja/access"
)

// Logged is the service as people and programs outside use it: it writes to the security log who read a document.
type Logged struct {
	*Service
	Access *access.Service
}

func (l Logged) Document(ctx context.Context, by access.User, request, document string) (File, error) {
	f, err := l.Service.Document(ctx, by, request, document)
	l.Access.LogRead(ctx, "read.document", by, err, "case", request, "document", document)
	return f, err
}

func (l Logged) LetterPDF(ctx context.Context, by access.User, request, letter string) (File, error) {
	f, err := l.Service.LetterPDF(ctx, by, request, letter)
	l.Access.LogRead(ctx, "read.letter", by, err, "case", request, "document", letter)
	return f, err
}
