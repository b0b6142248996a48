package papers

import (
	"context"
	"fmt"

	"foja/access"
	"foja/desk/core"
	"foja/desk/documents"
	"foja/docket"
	"foja/papers/letters"
	"foja/store"
)

// Receipt hands out the printed receipt of a request.
func (s *Service) Receipt(ctx context.Context, by access.User, request string) (documents.File, error) {
	o, err := s.core.Open(ctx, by, request)
	if err != nil {
		return documents.File{}, err
	}
	return s.ReceiptOf(ctx, o)
}

// ReceiptOf is the one that was made first: the letter's, when the workflow has rendered it.
// Otherwise it is made now and kept under the same key, so that all copies are the same bytes.
func (s *Service) ReceiptOf(ctx context.Context, o core.LoadedCase) (documents.File, error) {
	docs, err := s.core.Store.Documents(ctx, o.Request.ID)
	if err != nil {
		return documents.File{}, err
	}
	for _, doc := range docs {
		if doc.Kind == store.DocumentReceipt {
			return s.documents.File(ctx, o.Request.ID, doc.ID)
		}
	}
	data, err := s.receiptData(ctx, o, docs)
	if err != nil {
		return documents.File{}, err
	}
	pdf, err := letters.ReceiptPDF(data)
	if err != nil {
		return documents.File{}, err
	}
	doc, err := s.core.Store.KeepDocument(ctx, store.NewDocument{
		Request: o.Request.ID, Kind: store.DocumentReceipt, Name: fmt.Sprintf("cargo-%s.pdf", o.Request.Number), Type: "application/pdf",
		Bytes: pdf, Key: "letter:" + docket.LetterID(o.Request.ID, docket.LetterReceipt, 1),
	})
	if err != nil {
		return documents.File{}, err
	}
	return s.documents.File(ctx, o.Request.ID, doc.ID)
}

// ReceiptTicket is the receipt for a roll of 80 mm, with the last day that the receipt gave, whatever has moved it since.
func (s *Service) ReceiptTicket(ctx context.Context, by access.User, request string) (documents.File, error) {
	o, err := s.core.Open(ctx, by, request)
	if err != nil {
		return documents.File{}, err
	}
	docs, err := s.core.Store.Documents(ctx, request)
	if err != nil {
		return documents.File{}, err
	}
	data, err := s.receiptData(ctx, o, docs)
	if err != nil {
		return documents.File{}, err
	}
	data.Deadline.DueOn = o.Request.DueOn
	pdf, err := letters.TicketPDF(data)
	return documents.File{Name: fmt.Sprintf("cargo-%s-80mm.pdf", o.Request.Number), Type: "application/pdf", Bytes: pdf}, err
}

// receiptData is what a receipt says, with the files that were handed in.
func (s *Service) receiptData(ctx context.Context, o core.LoadedCase, docs []store.Document) (letters.Data, error) {
	names, err := s.access.Names(ctx)
	if err != nil {
		return letters.Data{}, err
	}
	data, err := s.Compose(ctx, o, names[o.Request.ReceivedBy])
	for _, doc := range docs {
		if doc.Kind == store.DocumentAttachment {
			data.Attachments = append(data.Attachments, letters.Attachment{Name: doc.Name, Size: doc.Size, SHA256: doc.SHA256})
		}
	}
	return data, err
}
