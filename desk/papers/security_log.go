package papers

import (
	"context"

	"foja/access"
	"foja/desk/documents"
)

// Logged is the service as people and programs outside use it: it writes to the security log who took out a receipt or a case file.
type Logged struct{ *Service }

func (l Logged) CaseFilePDF(ctx context.Context, by access.User, request string) (documents.File, error) {
	f, err := l.Service.CaseFilePDF(ctx, by, request)
	l.access.LogRead(ctx, "export.case_file", by, err, "case", request)
	return f, err
}

func (l Logged) CaseFileZIP(ctx context.Context, by access.User, request string) (Bundle, error) {
	f, err := l.Service.CaseFileZIP(ctx, by, request)
	l.access.LogRead(ctx, "export.case_file", by, err, "case", request)
	return f, err
}

func (l Logged) Receipt(ctx context.Context, by access.User, request string) (documents.File, error) {
	f, err := l.Service.Receipt(ctx, by, request)
	l.access.LogRead(ctx, "read.letter", by, err, "case", request, "document", "receipt")
	return f, err
}

func (l Logged) ReceiptTicket(ctx context.Context, by access.User, request string) (documents.File, error) {
	f, err := l.Service.ReceiptTicket(ctx, by, request)
	l.access.LogRead(ctx, "read.letter", by, err, "case", request, "document", "receipt")
	return f, err
}
