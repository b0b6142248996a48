package pen

import (
	"context"
	"errors"
	"time"

	"foja/access"
	"foja/desk/core"
	"foja/desk/documents"
	"foja/desk/links"
	"foja/docket"
	"foja/files/virus"
	"foja/mail"
	"foja/store"
)

// FetchAttachments keeps in a case the files of a message that came from another one. Each is searched again where there is a scanner:
// why the message was held once is not known any more.
func (s *Service) FetchAttachments(ctx context.Context, request string, row store.Message) error {
	m, err := s.core.Messages.Whole(ctx, row.ID)
	if err != nil {
		return err
	}
	if s.documents.Virus != nil {
		row.Reason = string(docket.HeldInfected)
	}
	return s.acts.KeepAttachments(ctx, request, row, m)
}

// Held lists the holding pen, oldest first; or what was dismissed from it, the last one first.
func (s *Service) Held(ctx context.Context, by access.User, dismissed bool, limit, offset int) ([]Message, int, error) {
	if err := by.Must(access.HeldReaders); err != nil {
		return nil, 0, err
	}
	of := s.core.Store.HeldMessages
	if dismissed {
		of = s.core.Store.DismissedMessages
	}
	rows, total, err := of(ctx, s.penOf(by), store.Page{Limit: limit, Offset: offset})
	if err != nil {
		return nil, 0, err
	}
	var list []Message
	for _, row := range rows {
		m, err := s.Show(ctx, by, row, true)
		if err != nil {
			return nil, 0, err
		}
		list = append(list, m)
	}
	return list, total, nil
}

// HeldMessage shows a message of the holding pen; one that was settled meanwhile says how.
func (s *Service) HeldMessage(ctx context.Context, by access.User, id string) (Message, error) {
	row, err := s.seeMessage(ctx, by, id)
	if err != nil {
		return Message{}, err
	}
	return s.Show(ctx, by, row, false)
}

// seeMessage lets those see a message who see its case or, if it has none, the holding pen.
func (s *Service) seeMessage(ctx context.Context, by access.User, id string) (store.Message, error) {
	if err := by.Must(access.Staff); err != nil {
		return store.Message{}, err
	}
	row, err := s.core.Store.Message(ctx, id)
	if err != nil {
		return store.Message{}, err
	}
	if row.Request == "" {
		if err := by.Must(access.HeldReaders); err != nil {
			return store.Message{}, err
		}
		if !by.Sees(s.core.OfficeOf(row)) {
			return store.Message{}, core.NoMessage()
		}
		return row, nil
	}
	if _, err = s.core.Open(ctx, by, row.Request); err == nil {
		return row, nil
	}
	more, failed := s.core.Store.FurtherCases(ctx, id) // of a message that was sent to several, each case shows it
	if failed != nil {
		return row, failed
	}
	for _, request := range more {
		if _, also := s.core.Open(ctx, by, request); also == nil {
			return row, nil
		}
	}
	return row, err
}

// Show is a mail in words; a brief one is what lists show, without reading its bytes.
func (s *Service) Show(ctx context.Context, by access.User, row store.Message, brief bool) (Message, error) {
	out := Message{
		ID: row.ID, ReceivedAt: row.ReceivedAt, FromEmail: row.FromAddress, Subject: row.Subject,
		Fate: string(row.Fate), Reason: core.HeldWords(docket.HeldReason(row.Reason)),
		Consent: s.core.EmailConsent && row.FromAddress != "",
	}
	if out.Note = row.Note; out.Reason.IsZero() || row.Fate == docket.FateDismissed {
		out.Reason, out.Note = core.Nameless(row.Note), ""
	}
	if row.SuggestedRequest != "" {
		switch o, err := s.core.Open(ctx, by, row.SuggestedRequest); {
		case err == nil:
			out.Suggested = new(s.lists.RowOf(o))
		case docket.CodeOf(err) != docket.CodeNotFound:
			return Message{}, err
		}
	}
	var err error
	if out.Trail, err = s.trail(ctx, by, row.ID); err != nil {
		return Message{}, err
	}
	if brief {
		said, err := s.summary(ctx, row)
		if err != nil {
			return Message{}, err
		}
		out.show(said)
	} else {
		m, err := s.core.Messages.Outline(ctx, row.ID)
		if err != nil {
			return Message{}, err
		}
		out.show(shownOf(m))
		out.Addresses = s.addressesOf(m)
		out.Consent = s.core.EmailConsent && len(out.Addresses) > 0
		if err := s.addReading(ctx, row, m, &out); err != nil {
			return Message{}, err
		}
	}
	if err := s.addHandedIn(ctx, &out); err != nil {
		return Message{}, err
	}
	if row.TooBig {
		out.Defects = append(out.Defects, docket.Say("message.only_header"))
	}
	return out, nil
}

// MessageFile hands out attachment n (from 1) of a message.
func (s *Service) MessageFile(ctx context.Context, by access.User, message string, n int) (documents.File, error) {
	row, err := s.seeMessage(ctx, by, message)
	if err != nil {
		return documents.File{}, err
	}
	m, err := s.core.Messages.Whole(ctx, row.ID)
	if err != nil {
		return documents.File{}, err
	}
	if n > len(m.Attachments) {
		docs, err := s.documents.HandedIn(ctx, message)
		if err != nil {
			return documents.File{}, err
		}
		if i := n - len(m.Attachments); i <= len(docs) {
			return s.documents.Content(ctx, docs[i-1].ID)
		}
	}
	if n < 1 || n > len(m.Attachments) {
		return documents.File{}, docket.Refuse(docket.CodeNotFound, "message.attachment_unknown")
	}
	a := m.Attachments[n-1]
	if infected, err := s.infected(ctx, row, a); err != nil || infected {
		if err != nil {
			return documents.File{}, err
		}
		return documents.File{}, docket.Refuse(docket.CodeConflict, "message.attachment_infected", "file", documents.FileName(a.Name))
	}
	return documents.File{Name: documents.FileName(a.Name), Type: a.Type, Bytes: a.Data, SHA256: a.SHA256}, nil
}

// searchedFor is how long a person waits for a scanner that is stuck.
const searchedFor = 15 * time.Second

// infected says whether an attachment has a virus. Any message of a person's choosing is searched again where there is a scanner: why
// it was held before it was joined to a case is not known any more. Of one that was held for a virus nothing is handed out unsearched.
func (s *Service) infected(ctx context.Context, row store.Message, a mail.Attachment) (bool, error) {
	was := docket.HeldReason(row.Reason) == docket.HeldInfected
	if s.documents.Virus == nil {
		return was, nil
	}
	ctx, cancel := context.WithTimeout(ctx, searchedFor)
	defer cancel()
	found, err := s.documents.Virus.Scan(ctx, a.Data)
	if errors.Is(err, virus.ErrNotScanned) || err != nil && was {
		return was, nil
	}
	if err != nil {
		s.core.Logger.Warn("a message's file was handed out without a search for viruses: the scanner is away", "error", err)
	}
	return found != "", nil
}

// RawMessage hands out a message as it came.
func (s *Service) RawMessage(ctx context.Context, by access.User, message string) (documents.File, error) {
	row, err := s.seeMessage(ctx, by, message)
	if err != nil {
		return documents.File{}, err
	}
	raw, err := s.core.Store.MessageRaw(ctx, row.ID)
	return documents.File{Name: "mensaje-" + row.ID[:min(8, len(row.ID))] + ".eml", Type: "message/rfc822", Bytes: raw, SHA256: row.ID}, err
}

// addHandedIn shows with a held message what its sender handed in by the link.
func (s *Service) addHandedIn(ctx context.Context, out *Message) error {
	l, err := s.core.Store.UploadLink(ctx, out.ID)
	if docket.CodeOf(err) == docket.CodeNotFound {
		return nil
	}
	if err != nil {
		return err
	}
	out.Link = &links.MessageLink{Path: "/up/" + l.Token, Address: l.Address, MailedAt: l.MailedAt, Failure: l.Failure, DoneAt: l.DoneAt}
	if out.Text == "" {
		out.Text = l.Text
	}
	docs, err := s.documents.HandedIn(ctx, out.ID)
	for _, doc := range docs {
		out.Attachments = append(out.Attachments, MessageAttachment{N: len(out.Attachments) + 1, Name: doc.Name, Type: doc.Type, Size: doc.Size, SHA256: doc.SHA256})
	}
	return err
}
