package desk

import (
	"context"
	"fmt"

	"foja/docket"
	"foja/letters"
	"foja/store"
)

// Receipt hands out the printed receipt of a request.
func (d *Desk) Receipt(ctx context.Context, by User, request string) (File, error) {
	o, err := d.open(ctx, by, request)
	if err != nil {
		return File{}, err
	}
	return d.receipt(ctx, o)
}

// receipt is the one that was made first: the letter's, when the workflow has rendered it.
// Otherwise it is made now and kept under the same key, so that all copies are the same bytes.
func (d *Desk) receipt(ctx context.Context, o opened) (File, error) {
	docs, err := d.Store.Documents(ctx, o.request.ID)
	if err != nil {
		return File{}, err
	}
	for _, doc := range docs {
		if doc.Kind == store.DocumentReceipt {
			return d.file(ctx, o.request.ID, doc.ID)
		}
	}
	data, err := d.receiptData(ctx, o, docs)
	if err != nil {
		return File{}, err
	}
	pdf, err := letters.ReceiptPDF(data)
	if err != nil {
		return File{}, err
	}
	doc, err := d.Store.KeepDocument(ctx, store.NewDocument{
		Request: o.request.ID, Kind: store.DocumentReceipt, Name: fmt.Sprintf("cargo-%s.pdf", o.request.Number), Type: "application/pdf",
		Bytes: pdf, Key: "letter:" + docket.LetterID(o.request.ID, docket.LetterReceipt, 1),
	})
	if err != nil {
		return File{}, err
	}
	return d.file(ctx, o.request.ID, doc.ID)
}

// ReceiptTicket is the receipt for a roll of 80 mm, with the last day that the receipt gave, whatever has moved it since.
func (d *Desk) ReceiptTicket(ctx context.Context, by User, request string) (File, error) {
	o, err := d.open(ctx, by, request)
	if err != nil {
		return File{}, err
	}
	docs, err := d.Store.Documents(ctx, request)
	if err != nil {
		return File{}, err
	}
	data, err := d.receiptData(ctx, o, docs)
	if err != nil {
		return File{}, err
	}
	data.Deadline.DueOn = o.request.DueOn
	pdf, err := letters.TicketPDF(data)
	return File{Name: fmt.Sprintf("cargo-%s-80mm.pdf", o.request.Number), Type: "application/pdf", Bytes: pdf}, err
}

// receiptData is what a receipt says, with the files that were handed in.
func (d *Desk) receiptData(ctx context.Context, o opened, docs []store.Document) (letters.Data, error) {
	names, err := d.names(ctx)
	if err != nil {
		return letters.Data{}, err
	}
	data, err := d.compose(ctx, o, names[o.request.ReceivedBy])
	for _, doc := range docs {
		if doc.Kind == store.DocumentAttachment {
			data.Attachments = append(data.Attachments, letters.Attachment{Name: doc.Name, Size: doc.Size, SHA256: doc.SHA256})
		}
	}
	return data, err
}

// names are the users' names by ID; "" is foja.
func (d *Desk) names(ctx context.Context) (map[string]string, error) {
	users, err := d.Store.Users(ctx)
	if err != nil {
		return nil, err
	}
	names := map[string]string{}
	for _, u := range users {
		names[u.ID] = u.Name
	}
	return names, nil
}
