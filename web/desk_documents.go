package web

import (
	"context"

	"foja/access"
	"foja/desk/documents"
)

// Documents is what this package asks of foja/desk/documents.
type Documents interface {
	Document(ctx context.Context, by access.User, request string, document string) (documents.File, error)
	LetterPDF(ctx context.Context, by access.User, request string, letter string) (documents.File, error)
}
