package pen

import (
	"context"
	"slices"
	"strings"

	"foja/access"
	"foja/desk/acts"
	"foja/docket"
	"foja/intake"
	"foja/mail"
	"foja/store"
)

// MessageAddress is an address that a mail names: anyone who decides chooses to whom the request belongs.
type MessageAddress struct {
	Name  string
	Email string
	Role  string // as what the mail names it: an intake.Role
	Words string // the same in Spanish
	// Answerable is false of one that nobody reads or that cannot be written to.
	Answerable bool
}

// addressesOf lists what a mail names, the likeliest requester first.
func (s *Service) addressesOf(m mail.Message) []MessageAddress {
	var out []MessageAddress
	for _, n := range intake.Addresses(m, s.core.AgencyFile.Addresses()...) {
		out = append(out, MessageAddress{
			Name: n.Name, Email: n.Addr, Role: string(n.Role), Words: acts.AddressWords[n.Role], Answerable: n.Writable() && !intake.NoReply(n.Addr),
		})
	}
	return out
}

// asItSays is the form of a message as the mail itself fills it, for the address that a person chose. "" chooses the
// likeliest; when nobody can be answered there, the person has to say whom.
func (s *Service) asItSays(ctx context.Context, by access.User, row store.Message, dec Decision) (acts.Form, error) {
	m, err := s.core.Messages.Outline(ctx, row.ID)
	if err != nil {
		return acts.Form{}, err
	}
	all := s.addressesOf(m)
	wanted := strings.TrimSpace(dec.Address)
	at := slices.IndexFunc(all, func(a MessageAddress) bool {
		return wanted == "" && a.Answerable && a.Role != string(intake.RoleText) || wanted != "" && strings.EqualFold(a.Email, wanted)
	})
	switch {
	case at < 0 && wanted == "":
		return acts.Form{}, docket.Invalid("address", "pen.no_address")
	case at < 0:
		return acts.Form{}, docket.Invalid("address", "pen.address_not_named", "address", wanted)
	case !all[at].Answerable:
		return acts.Form{}, docket.Invalid("address", "pen.address_not_possible", "address", all[at].Email)
	}
	who := all[at]
	f := acts.Form{
		Procedure: dec.Form.Procedure, Office: dec.Form.Office, Channel: docket.ChannelEmail, Requester: docket.Requester{Name: who.Name, Email: who.Email},
		Subject: intake.Subject(m), Text: m.Text,
	}
	if f.Requester.Name == "" {
		f.Requester.Name = who.Email
	}
	if f.Text == "" {
		f.Text = f.Subject
	}
	if f.Text == "" && len(m.Attachments) > 0 {
		f.Text = "Lo que se solicita está en los archivos adjuntos."
	}
	s.route(by, row, &f)
	return f, nil
}

// route gives a form the office and the procedure of the mailbox that the message came to, where nobody said another.
func (s *Service) route(by access.User, row store.Message, f *acts.Form) {
	to, _ := s.core.AgencyFile.Mailbox(row.Account)
	if f.Office == "" {
		f.Office = by.Office
	}
	if f.Office == "" {
		f.Office = to.Office
	}
	if f.Office == "" {
		f.Office = s.core.AgencyFile.Offices[0].ID
	}
	if f.Procedure == "" {
		f.Procedure = to.Procedure
	}
	if all := s.core.Procedures(s.core.Today(f.Office)); f.Procedure == "" && len(all) > 0 {
		f.Procedure = all[0].Key
	}
}

// choiceOf is what was kept at the message of the choice; "" when it is the sender's own request.
func (s *Service) choiceOf(ctx context.Context, message string) string {
	row, err := s.core.Store.Message(ctx, message)
	if err != nil || row.Fate != docket.FateRequest {
		return ""
	}
	return row.Note
}

// noteChoice puts the choice into the case's history, under the name of who made it. The message keeps it in any case: a
// history that cannot be written just now is no reason to say that the request was not registered.
func (s *Service) noteChoice(ctx context.Context, by access.User, request, message, words string) {
	_, err := s.acts.ActWithKey(ctx, by, request, acts.Command{Action: docket.ActNote, Text: words}, "address:"+message)
	if err != nil {
		s.core.Logger.Warn("who was chosen as the requester is noted at the message only", "request", request, "message", message, "error", err)
	}
}
