package activities

import (
	"cmp"
	"context"
	"fmt"

	"github.com/google/uuid"

	"foja/docket"
	"foja/intake"
	"foja/mail"
	"foja/papers/letters"
	"foja/store"
	"foja/workflows"
)

// PrepareLetter renders the letter and stores its bytes before any attempt to send them. A repetition keeps the first
// rendering.
func (a *Activities) PrepareLetter(ctx context.Context, in workflows.LetterInput) error {
	defer heartbeat(ctx)()
	if row, err := a.Store.Letter(ctx, in.Letter.ID); err == nil {
		return a.retryLetter(ctx, row, in.Letter.State)
	} else if ignoreNotFound(err) != nil {
		return err
	}
	r, err := a.Store.Request(ctx, in.Request)
	if err != nil {
		return refusal(err)
	}
	data, err := a.letterData(ctx, r, in.Letter)
	if err != nil {
		return refusal(err)
	}
	attachments, err := a.attachments(ctx, r, in.Letter, &data)
	if err != nil {
		return err
	}
	// "" = the shipped template; otherwise an administrator's, which was validated when it was saved.
	template, _, _, err := a.Store.Template(ctx, data.Template)
	if err != nil {
		return err
	}
	// Before the PDF is stored: a failing template must leave nothing behind.
	mailed := data
	if automaticLetters[in.Letter.Kind] { // automatic letters have no preview; their PDF has the full text
		mailed = data.WithoutLinks()
	}
	words, err := letters.Write(in.Letter.Kind, mailed, template)
	if err != nil {
		return refusal(err)
	}
	pdf, err := a.keepPDF(ctx, in, data, template)
	if err != nil {
		return err
	}
	row := store.NewLetter{
		ID: in.Letter.ID, Request: r.ID, Kind: in.Letter.Kind, N: in.Letter.N, PDF: pdf.ID, At: data.At,
		MessageID: a.Agency.MessageID(uuid.NewString()),
	}
	if in.Letter.State == docket.LetterWaiting {
		if in.Letter.Kind == docket.LetterReceipt {
			receipt, err := letters.ReceiptPDF(mailed)
			if err != nil {
				return refusal(err)
			}
			attachments = append(attachments, mail.Attachment{Name: pdf.Name, Type: pdf.Type, Data: receipt})
		}
		if err := a.render(&row, r, in.Letter, mailed, words, attachments); err != nil {
			return refusal(err)
		}
	}
	_, _, err = a.Store.PutLetter(ctx, row)
	return refusal(err)
}

// retryLetter resets a letter that was prepared before and failed or is in doubt: a person asked to send it again, or
// on paper.
func (a *Activities) retryLetter(ctx context.Context, row store.LetterRow, wanted docket.LetterState) error {
	switch {
	case row.State != docket.LetterFailed && (row.State != docket.LetterSent || row.Doubt == ""):
		return nil
	case wanted == docket.LetterToPrint:
		return a.Store.PrintLetter(ctx, row.ID)
	default:
		return a.Store.RetryLetter(ctx, row.ID)
	}
}

// letterData collects the data of a letter: the case, its current deadline, and the officer's text.
func (a *Activities) letterData(ctx context.Context, r docket.Request, l docket.Letter) (letters.Data, error) {
	p, err := a.Procedures.Version(r.Procedure, r.Version)
	if err != nil {
		return letters.Data{}, err
	}
	c, err := a.Store.Case(ctx, r.ID)
	if err != nil {
		return letters.Data{}, err
	}
	office, _ := a.Agency.Office(r.Office) // Compose refuses an unknown office
	// The case's dates use its own calendar version; the terms to contest the letter use the latest.
	counted, err := a.calendars.Version(ctx, c.CalendarVersion())
	if err != nil {
		return letters.Data{}, err
	}
	deadline, err := docket.Fold(c.Ledger, p, counted.For(office.Region, office.ID))
	if err != nil {
		return letters.Data{}, err
	}
	days, err := a.calendars.InForce(ctx)
	if err != nil {
		return letters.Data{}, err
	}
	by, err := a.nameOf(ctx, r.ReceivedBy)
	if err != nil {
		return letters.Data{}, err
	}
	agency := a.Agency
	agency.WebURL = a.WebURL
	d, err := letters.Compose(letters.Source{
		Agency: agency, Procedure: p, Calendar: days, Request: r, Deadline: deadline, ReceivedBy: by, At: a.Now(),
	})
	if err != nil {
		return letters.Data{}, err
	}
	var words []byte
	if l.Text != "" {
		if words, err = a.Store.DocumentBytes(ctx, l.Text); err != nil {
			return letters.Data{}, err
		}
	}
	d.AddLetter(p, l, string(words))
	if l.Kind == docket.LetterReceipt {
		d.Attachments, err = a.handedIn(ctx, r.ID)
	} else {
		// The person who decided signs; the holder signs automatic letters. A receipt has no signatory.
		d.Signer, err = a.nameOf(ctx, cmp.Or(l.By, c.Holder))
	}
	return d, err
}

// nameOf is a user's name; "" without a user.
func (a *Activities) nameOf(ctx context.Context, user string) (string, error) {
	if user == "" {
		return "", nil
	}
	u, err := a.Store.User(ctx, user)
	return u.Name, err
}

// handedIn lists the files that came with the request, for its receipt.
func (a *Activities) handedIn(ctx context.Context, request string) ([]letters.Attachment, error) {
	docs, err := a.Store.Documents(ctx, request)
	if err != nil {
		return nil, err
	}
	var list []letters.Attachment
	for _, d := range docs {
		if d.Kind == store.DocumentAttachment {
			list = append(list, letters.Attachment{Name: d.Name, Size: d.Size, SHA256: d.SHA256})
		}
	}
	return list, nil
}

type pdfFile struct {
	store.Document
	bytes []byte
}

// keepPDF stores the letter as PDF, keyed by the letter, so that the first one stays.
func (a *Activities) keepPDF(ctx context.Context, in workflows.LetterInput, d letters.Data,
	template string,
) (pdfFile, error) {
	var (
		bytes []byte
		err   error
		kind  = store.DocumentLetter
		name  = fmt.Sprintf("carta-%s-%s.pdf", in.Letter.Kind, d.Number)
	)
	if in.Letter.Kind == docket.LetterReceipt {
		kind, name = store.DocumentReceipt, fmt.Sprintf("cargo-%s.pdf", d.Number)
		bytes, err = letters.ReceiptPDF(d)
	} else {
		bytes, err = letters.LetterPDFWith(in.Letter.Kind, d, template)
	}
	if err != nil {
		return pdfFile{}, refusal(err)
	}
	doc, err := a.Store.KeepDocument(ctx, store.NewDocument{
		Request: in.Request, Kind: kind, Name: name, Type: "application/pdf", Bytes: bytes, Key: "letter:" + in.Letter.ID,
	})
	if err != nil {
		return pdfFile{}, err
	}
	// A repetition keeps the first PDF, and the mail must carry that one.
	bytes, err = a.Store.DocumentBytes(ctx, doc.ID)
	return pdfFile{Document: doc, bytes: bytes}, err
}

// render makes the mail: a reply in the citizen's own thread, with an archive copy to ourselves in the same
// transaction, and bounces addressed to the case.
func (a *Activities) render(row *store.NewLetter, r docket.Request, l docket.Letter, d letters.Data,
	words letters.Rendered, files []mail.Attachment,
) error {
	ours := a.Agency.AddressFor(r.Office, r.Procedure)
	reply := intake.ReplyAddress(ours, r.ReplyToken)
	out := mail.Outgoing{
		From:    mail.Address{Name: a.Agency.Name, Addr: ours},
		To:      mail.Address{Name: d.Requester.Name, Addr: r.Requester.Email},
		ReplyTo: mail.Address{Name: a.Agency.Name, Addr: reply}, EnvelopeFrom: reply,
		Archive: a.archiveOf(ours),
		Subject: words.Subject, Text: words.Text, HTML: words.HTML,
		MessageID: row.MessageID, Date: d.At, Attachments: files,
		Loop: ours,
	}
	if automaticLetters[l.Kind] { // RFC 3834; an answer comes from a person
		out.AutoSubmitted = mail.AutoReplied
	}
	if r.ThreadMessageID != "" {
		out.InReplyTo = r.ThreadMessageID
		out.References = append(append([]string{}, r.ThreadReferences...), r.ThreadMessageID)
	}
	m, err := a.compose(out)
	if err != nil {
		return err
	}
	row.ByEmail, row.To, row.Subject = true, r.Requester.Email, words.Subject
	row.Raw, row.EnvelopeFrom, row.Rcpts = m.Raw, m.From, m.Rcpts
	return nil
}

// automaticLetters are the letters that foja writes without a person.
var automaticLetters = map[docket.LetterKind]bool{
	docket.LetterReceipt: true, docket.LetterNotFiled: true, docket.LetterUnpaid: true, docket.LetterUncollected: true,
	docket.LetterSilence:  true,
	docket.LetterDueMoved: true, docket.LetterGranted: true, docket.LetterExpiring: true,
}
