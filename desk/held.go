package desk

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"foja/docket"
	"foja/intake"
	"foja/mail"
	"foja/store"
	"foja/virus"
)

// source is the held message that a request is made of.
type source struct {
	row store.Message
	raw []byte
	m   mail.Message
	by  string

	named []intake.NamedAddress // addresses that it names
}

// sourceOf reads the message that the form names; nil when it names none.
func (d *Desk) sourceOf(ctx context.Context, by User, f Form) (*source, error) {
	if f.FromMessage == "" {
		return nil, nil
	}
	row, err := d.Store.Message(ctx, f.FromMessage)
	if err != nil {
		return nil, err
	}
	if !by.sees(d.officeOf(row)) {
		return nil, noMessage()
	}
	if !open(row) && row.Fate != docket.FateRequest {
		return nil, settled()
	}
	raw, err := d.Store.MessageRaw(ctx, row.ID)
	if err != nil {
		return nil, err
	}
	m := mail.Parse(raw)
	return &source{row: row, raw: raw, m: m, named: intake.Addresses(m, d.Deps.Agency.Addresses()...)}, nil
}

// open says whether a person may still decide what a message is.
func open(row store.Message) bool { return row.Fate == "" || row.Fate == docket.FateHeld }

func settled() *docket.Error {
	return docket.Refuse(docket.CodeConflict, "Otra persona ya resolvió este mensaje. Actualice la bandeja para ver qué se hizo con él.")
}

// fill gives the registration what only the mail knows. The key is the one under which foja
// itself would have registered it: one message, one request.
func (s *source) fill(reg *docket.Registration, consent bool) {
	if consent && slices.ContainsFunc(s.named, func(n intake.NamedAddress) bool { return strings.EqualFold(reg.Requester.Email, n.Addr) }) {
		reg.Requester.EmailConsent = true // law: R41, as for a letter that foja registers itself
	}
	s.by = reg.ReceivedBy
	reg.Key, reg.Message, reg.Channel = "mail:"+s.row.ID, s.row.ID, docket.ChannelEmail
	reg.ReceivedAt, reg.ReceivedBy = s.row.ReceivedAt, "" // it came by itself; the clerk only said what it is
	reg.ThreadMessageID, reg.ThreadReferences, reg.ThreadSubject = s.m.MessageID, s.m.References, s.m.Subject
	if reg.Subject == "" {
		reg.Subject = intake.Subject(s.m)
	}
}

// settle keeps the message's files in the case and records what became of it.
func (s *source) settle(ctx context.Context, d *Desk, r docket.Request) error {
	if err := d.keepAttachments(ctx, r.ID, s.row, s.m); err != nil {
		return err
	}
	if s.row.Fate == docket.FateRequest {
		return nil
	}
	return d.Store.SettleMessage(ctx, s.row.ID, store.Settlement{Fate: docket.FateRequest, Request: r.ID, By: s.by, At: d.Now(), Note: s.chosen(r.Requester.Email)})
}

// keepAttachments keys them as the message workflow does, so that neither keeps them twice. Of a message with a virus only those are
// kept that are clean by themselves.
func (d *Desk) keepAttachments(ctx context.Context, request string, row store.Message, m mail.Message) error {
	message, infected := row.ID, docket.HeldReason(row.Reason) == docket.HeldInfected
	for i, a := range m.Attachments {
		if infected && (d.Virus == nil || d.scan(ctx, a.Name, a.Data) != nil) {
			continue
		}
		if _, err := d.Store.KeepDocument(ctx, store.NewDocument{
			Request: request, Kind: store.DocumentAttachment, Name: a.Name, Type: a.Type, Bytes: a.Data, Key: fmt.Sprintf("message:%s:%d", message, i),
		}); err != nil {
			return err
		}
	}
	docs, err := d.handedIn(ctx, message)
	if err != nil || len(docs) == 0 {
		return err
	}
	var ids []string
	for _, doc := range docs {
		ids = append(ids, doc.ID)
	}
	return d.Store.LinkDocuments(ctx, request, ids)
}

// fetchAttachments keeps in a case the files of a message that came from another one. Each is searched again where there is a scanner:
// why the message was held once is not known any more.
func (d *Desk) fetchAttachments(ctx context.Context, request string, row store.Message) error {
	raw, err := d.Store.MessageRaw(ctx, row.ID)
	if err != nil {
		return err
	}
	if d.Virus != nil {
		row.Reason = string(docket.HeldInfected)
	}
	return d.keepAttachments(ctx, request, row, mail.Parse(raw))
}

// Held lists the holding pen, oldest first; or what was dismissed from it, the last one first.
func (d *Desk) Held(ctx context.Context, by User, dismissed bool, limit, offset int) ([]Message, int, error) {
	if err := by.must(HeldReaders); err != nil {
		return nil, 0, err
	}
	of := d.Store.HeldMessages
	if dismissed {
		of = d.Store.DismissedMessages
	}
	rows, total, err := of(ctx, d.penOf(by), store.Page{Limit: limit, Offset: offset})
	if err != nil {
		return nil, 0, err
	}
	var list []Message
	for _, row := range rows {
		m, err := d.message(ctx, by, row, true)
		if err != nil {
			return nil, 0, err
		}
		list = append(list, m)
	}
	return list, total, nil
}

// HeldReaders may look into the holding pen, by screens and by API; only registrars decide what a message is.
var HeldReaders = append(slices.Clone(registrars), docket.RoleHead, docket.RoleAuditor)

// HeldMessage shows a message of the holding pen; one that was settled meanwhile says how.
func (d *Desk) HeldMessage(ctx context.Context, by User, id string) (Message, error) {
	row, err := d.seeMessage(ctx, by, id)
	if err != nil {
		return Message{}, err
	}
	return d.message(ctx, by, row, false)
}

// seeMessage lets those see a message who see its case or, if it has none, the holding pen.
func (d *Desk) seeMessage(ctx context.Context, by User, id string) (store.Message, error) {
	if err := by.must(staff); err != nil {
		return store.Message{}, err
	}
	row, err := d.Store.Message(ctx, id)
	if err != nil {
		return store.Message{}, err
	}
	if row.Request == "" {
		if err := by.must(HeldReaders); err != nil {
			return store.Message{}, err
		}
		if !by.sees(d.officeOf(row)) {
			return store.Message{}, noMessage()
		}
		return row, nil
	}
	if _, err = d.open(ctx, by, row.Request); err == nil {
		return row, nil
	}
	more, failed := d.Store.FurtherCases(ctx, id) // of a message that was sent to several, each case shows it
	if failed != nil {
		return row, failed
	}
	for _, request := range more {
		if _, also := d.open(ctx, by, request); also == nil {
			return row, nil
		}
	}
	return row, err
}

// message is a mail in words; a brief one is what lists show, without reading its bytes.
func (d *Desk) message(ctx context.Context, by User, row store.Message, brief bool) (Message, error) {
	out := Message{
		ID: row.ID, ReceivedAt: row.ReceivedAt, FromEmail: row.FromAddress, Subject: row.Subject,
		Fate: string(row.Fate), Reason: heldWords[docket.HeldReason(row.Reason)],
		Consent: d.EmailConsent && row.FromAddress != "",
	}
	if out.Note = row.Note; out.Reason == "" || row.Fate == docket.FateDismissed {
		out.Reason, out.Note = row.Note, ""
	}
	if row.SuggestedRequest != "" {
		switch o, err := d.open(ctx, by, row.SuggestedRequest); {
		case err == nil:
			out.Suggested = new(d.rowOf(o))
		case docket.CodeOf(err) != docket.CodeNotFound:
			return Message{}, err
		}
	}
	var err error
	if out.Trail, err = d.trail(ctx, by, row.ID); err != nil {
		return Message{}, err
	}
	if brief {
		said, err := d.summary(ctx, row)
		if err != nil {
			return Message{}, err
		}
		out.show(said)
	} else {
		raw, err := d.Store.MessageRaw(ctx, row.ID)
		if err != nil {
			return Message{}, err
		}
		m := mail.Parse(raw)
		out.show(shownOf(m))
		out.Addresses = d.addressesOf(m)
		out.Consent = d.EmailConsent && len(out.Addresses) > 0
		if err := d.told(ctx, row, m, &out); err != nil {
			return Message{}, err
		}
	}
	if err := d.addHandedIn(ctx, &out); err != nil {
		return Message{}, err
	}
	if row.TooBig {
		out.Defects = append(out.Defects, "Es demasiado grande: aquí solo está su encabezado. El mensaje entero sigue en el buzón de la entidad, en la carpeta de retenidos; ábralo con un programa de correo.")
	}
	return out, nil
}

// MessageFile hands out attachment n (from 1) of a message.
func (d *Desk) MessageFile(ctx context.Context, by User, message string, n int) (File, error) {
	row, err := d.seeMessage(ctx, by, message)
	if err != nil {
		return File{}, err
	}
	raw, err := d.Store.MessageRaw(ctx, row.ID)
	if err != nil {
		return File{}, err
	}
	m := mail.Parse(raw)
	if n > len(m.Attachments) {
		docs, err := d.handedIn(ctx, message)
		if err != nil {
			return File{}, err
		}
		if i := n - len(m.Attachments); i <= len(docs) {
			return d.content(ctx, docs[i-1].ID)
		}
	}
	if n < 1 || n > len(m.Attachments) {
		return File{}, docket.Refuse(docket.CodeNotFound, "El mensaje no tiene ese adjunto.")
	}
	a := m.Attachments[n-1]
	if infected, err := d.infected(ctx, row, a); err != nil || infected {
		if err != nil {
			return File{}, err
		}
		return File{}, docket.Refuse(docket.CodeConflict, "El archivo «%s» tiene un virus y no se entrega. Está en el original (.eml), para quien sepa tratarlo.", fileName(a.Name))
	}
	return File{Name: fileName(a.Name), Type: a.Type, Bytes: a.Data, SHA256: a.SHA256}, nil
}

// searchedFor is how long a person waits for a scanner that is stuck.
const searchedFor = 15 * time.Second

// infected says whether an attachment has a virus. Any message of a person's choosing is searched again where there is a scanner: why
// it was held before it was joined to a case is not known any more. Of one that was held for a virus nothing is handed out unsearched.
func (d *Desk) infected(ctx context.Context, row store.Message, a mail.Attachment) (bool, error) {
	was := docket.HeldReason(row.Reason) == docket.HeldInfected
	if d.Virus == nil {
		return was, nil
	}
	ctx, cancel := context.WithTimeout(ctx, searchedFor)
	defer cancel()
	found, err := d.Virus.Scan(ctx, a.Data)
	if errors.Is(err, virus.ErrNotScanned) || err != nil && was {
		return was, nil
	}
	if err != nil {
		d.Logger.Warn("a message's file was handed out without a search for viruses: the scanner is away", "error", err)
	}
	return found != "", nil
}

// RawMessage hands out a message as it came.
func (d *Desk) RawMessage(ctx context.Context, by User, message string) (File, error) {
	row, err := d.seeMessage(ctx, by, message)
	if err != nil {
		return File{}, err
	}
	raw, err := d.Store.MessageRaw(ctx, row.ID)
	return File{Name: "mensaje-" + row.ID[:min(8, len(row.ID))] + ".eml", Type: "message/rfc822", Bytes: raw, SHA256: row.ID}, err
}
