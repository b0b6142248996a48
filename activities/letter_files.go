package activities

import (
	"context"
	"net/url"

	"foja/calendar"
	"foja/docket"
	"foja/mail"
	"foja/papers/letters"
	"foja/store"
)

// attachments reads the files of the letter and lists them in its text. A file that is too large for mail, or that
// the requester wants as a link, is listed with a link instead (law: R36).
func (a *Activities) attachments(ctx context.Context, r docket.Request, l docket.Letter,
	d *letters.Data,
) ([]mail.Attachment, error) {
	var docs []store.Document
	total := int64(0)
	for _, id := range l.Documents {
		doc, err := a.Store.Document(ctx, id)
		if err != nil {
			return nil, err
		}
		docs, total = append(docs, doc), total+doc.Size
	}
	byMail := l.State == docket.LetterWaiting
	linked := byMail && a.WebURL != "" && (a.AttachMax > 0 && total > a.AttachMax || r.DeliveryMode == deliveredByLink)
	var files []mail.Attachment
	for _, doc := range docs {
		named := letters.Attachment{Name: doc.Name, Size: doc.Size, SHA256: doc.SHA256}
		if linked {
			link, err := a.Store.LinkDownload(ctx, store.DownloadLink{
				Request: r.ID, Letter: l.ID, Document: doc.ID,
				ExpiresOn: docket.LinkLastDay(calendar.DateOf(d.At.In(d.Zone)), a.LinkDays),
			})
			if err != nil {
				return nil, err
			}
			named.URL, named.Until = a.WebURL+"/d/"+url.PathEscape(link.Token), link.ExpiresOn
			d.Links = append(d.Links, named)
			continue
		}
		bytes, err := a.Store.DocumentBytes(ctx, doc.ID)
		if err != nil {
			return nil, err
		}
		files = append(files, mail.Attachment{Name: doc.Name, Type: doc.Type, Data: bytes})
		d.Attachments = append(d.Attachments, named)
	}
	return files, nil
}

// deliveredByLink is the delivery mode of a requester who wants links instead of attachments.
const deliveredByLink = "link"
