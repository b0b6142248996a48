package acts

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"foja/access"
	"foja/desk/core"
	"foja/docket"
	"foja/intake"
	"foja/mail"
	"foja/store"
)

// MessageSource is the held message that a request is made of.
type MessageSource struct {
	row store.Message
	m   mail.Message
	by  string

	named []intake.NamedAddress // addresses that it names
}

// sourceOf reads the message that the form names; nil when it names none.
func (s *Service) sourceOf(ctx context.Context, by access.User, f Form) (*MessageSource, error) {
	if f.FromMessage == "" {
		return nil, nil
	}
	row, err := s.core.Store.Message(ctx, f.FromMessage)
	if err != nil {
		return nil, err
	}
	if !by.Sees(s.core.OfficeOf(row)) {
		return nil, core.NoMessage()
	}
	if !Open(row) && row.Fate != docket.FateRequest {
		return nil, Settled()
	}
	m, err := s.core.Messages.Whole(ctx, row.ID)
	if err != nil {
		return nil, err
	}
	return &MessageSource{row: row, m: m, named: intake.Addresses(m, s.core.AgencyFile.Addresses()...)}, nil
}

// Open says whether a person may still decide what a message is.
func Open(row store.Message) bool { return row.Fate == "" || row.Fate == docket.FateHeld }

// Settled is the refusal of a decision about a message that somebody else has made.
func Settled() *docket.Error {
	return docket.Refuse(docket.CodeConflict, "message.already_decided")
}

// fill gives the registration what only the mail knows. The key is the one under which foja
// itself would have registered it: one message, one request.
func (s *MessageSource) fill(reg *docket.Registration, consent bool) {
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
func (s *MessageSource) settle(ctx context.Context, d *Service, r docket.Request) error {
	if err := d.KeepAttachments(ctx, r.ID, s.row, s.m); err != nil {
		return err
	}
	if s.row.Fate == docket.FateRequest {
		return nil
	}
	return d.core.Store.SettleMessage(ctx, s.row.ID, store.Settlement{Fate: docket.FateRequest, Request: r.ID, By: s.by, At: d.core.Now(), Note: s.chosen(r.Requester.Email)})
}

// KeepAttachments keys them as the message workflow does, so that neither keeps them twice. Of a message with a virus only those are
// kept that are clean by themselves.
func (s *Service) KeepAttachments(ctx context.Context, request string, row store.Message, m mail.Message) error {
	message, infected := row.ID, docket.HeldReason(row.Reason) == docket.HeldInfected
	for i, a := range m.Attachments {
		if infected && (s.documents.Virus == nil || s.documents.Scan(ctx, a.Name, a.Data) != nil) {
			continue
		}
		if _, err := s.core.Store.KeepDocument(ctx, store.NewDocument{
			Request: request, Kind: store.DocumentAttachment, Name: a.Name, Type: a.Type, Bytes: a.Data, Key: fmt.Sprintf("message:%s:%d", message, i),
		}); err != nil {
			return err
		}
	}
	docs, err := s.documents.HandedIn(ctx, message)
	if err != nil || len(docs) == 0 {
		return err
	}
	var ids []string
	for _, doc := range docs {
		ids = append(ids, doc.ID)
	}
	return s.core.Store.LinkDocuments(ctx, request, ids)
}

var AddressWords = map[intake.Role]string{
	intake.RoleFrom: "quien lo envía", intake.RoleReplyTo: "a quien pide que se responda", intake.RoleForwarded: "quien escribió el mensaje reenviado",
	intake.RoleSender: "quien lo despachó por otra persona", intake.RoleResent: "quien lo reexpidió", intake.RoleText: "aparece en el texto",
}

// chosen says to whom a request was given whose mail came from another address; "" when it is the sender's own.
func (s *MessageSource) chosen(email string) string {
	if email == "" || strings.EqualFold(email, s.m.From.Addr) {
		return ""
	}
	sender := s.m.From.Addr
	if sender == "" {
		sender = "una dirección desconocida"
	}
	for _, n := range s.named {
		if strings.EqualFold(n.Addr, email) {
			return fmt.Sprintf("El correo llegó de %s. Se registró a nombre de %s: %s.", sender, n.Addr, AddressWords[n.Role])
		}
	}
	return fmt.Sprintf("El correo llegó de %s. Se registró a nombre de %s, que el correo no nombra.", sender, email)
}
