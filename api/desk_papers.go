package api

import (
	"context"

	"foja/access"
	"foja/desk/documents"
	"foja/desk/papers"
)

// Papers is what this package asks of foja/desk/papers.
type Papers interface {
	// CaseFilePDF: numbered leaves.
	CaseFilePDF(ctx context.Context, by access.User, request string) (documents.File, error)
	// CaseFileZIP: the same with the originals.
	CaseFileZIP(ctx context.Context, by access.User, request string) (papers.Bundle, error)
	// ClockReceipt: signed JSON.
	ClockReceipt(ctx context.Context, by access.User, request string) (documents.File, error)
	// Receipt: PDF.
	Receipt(ctx context.Context, by access.User, request string) (documents.File, error)
	// ReceiptKey: public key of clock receipts, in hexadecimal digits.
	ReceiptKey(ctx context.Context) (string, error)
}
