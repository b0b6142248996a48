package desk

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"foja/docket"
	"foja/intake"
	"foja/mail"
	"foja/store"
)

// MessageAddress is an address that a mail names: whoever decides chooses to whom the request belongs.
type MessageAddress struct {
	Name  string
	Email string
	Role  string // as what the mail names it: an intake.Role
	Words string // the same in Spanish
	// Answerable is false of one that nobody reads or that cannot be written to.
	Answerable bool
}

var addressWords = map[intake.Role]string{
	intake.RoleFrom: "quien lo envía", intake.RoleReplyTo: "a quien pide que se responda", intake.RoleForwarded: "quien escribió el mensaje reenviado",
	intake.RoleSender: "quien lo despachó por otra persona", intake.RoleResent: "quien lo reexpidió", intake.RoleText: "aparece en el texto",
}

// addressesOf lists what a mail names, the likeliest requester first.
func (d *Desk) addressesOf(m mail.Message) []MessageAddress {
	var out []MessageAddress
	for _, n := range intake.Addresses(m, d.Deps.Agency.Addresses()...) {
		out = append(out, MessageAddress{
			Name: n.Name, Email: n.Addr, Role: string(n.Role), Words: addressWords[n.Role], Answerable: n.Writable() && !intake.NoReply(n.Addr),
		})
	}
	return out
}

// asItSays is the form of a message as the mail itself fills it, for the address that a person chose. "" chooses the
// likeliest; when nobody can be answered there, the person has to say whom.
func (d *Desk) asItSays(ctx context.Context, by User, row store.Message, dec Decision) (Form, error) {
	raw, err := d.Store.MessageRaw(ctx, row.ID)
	if err != nil {
		return Form{}, err
	}
	m := mail.Parse(raw)
	all := d.addressesOf(m)
	wanted := strings.TrimSpace(dec.Address)
	at := slices.IndexFunc(all, func(a MessageAddress) bool {
		return wanted == "" && a.Answerable && a.Role != string(intake.RoleText) || wanted != "" && strings.EqualFold(a.Email, wanted)
	})
	switch {
	case at < 0 && wanted == "":
		return Form{}, docket.Invalid("address", "A ninguna dirección del mensaje se puede responder. Escriba los datos del solicitante y regístrelo con ellos.")
	case at < 0:
		return Form{}, docket.Invalid("address", "El mensaje no nombra la dirección %s. Elija una de las que nombra, o escriba los datos del solicitante.", wanted)
	case !all[at].Answerable:
		return Form{}, docket.Invalid("address", "A %s no se puede responder. Elija otra dirección.", all[at].Email)
	}
	who := all[at]
	f := Form{
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
	d.route(by, row, &f)
	return f, nil
}

// route gives a form the office and the procedure of the mailbox that the message came to, where nobody said another.
func (d *Desk) route(by User, row store.Message, f *Form) {
	to, _ := d.Deps.Agency.Mailbox(row.Account)
	if f.Office == "" {
		f.Office = by.Office
	}
	if f.Office == "" {
		f.Office = to.Office
	}
	if f.Office == "" {
		f.Office = d.Deps.Agency.Offices[0].ID
	}
	if f.Procedure == "" {
		f.Procedure = to.Procedure
	}
	if all := d.Procedures(d.Today(f.Office)); f.Procedure == "" && len(all) > 0 {
		f.Procedure = all[0].Key
	}
}

// chosen says to whom a request was given whose mail came from another address; "" when it is the sender's own.
func (s *source) chosen(email string) string {
	if email == "" || strings.EqualFold(email, s.m.From.Addr) {
		return ""
	}
	sender := s.m.From.Addr
	if sender == "" {
		sender = "una dirección desconocida"
	}
	for _, n := range s.named {
		if strings.EqualFold(n.Addr, email) {
			return fmt.Sprintf("El correo llegó de %s. Se registró a nombre de %s: %s.", sender, n.Addr, addressWords[n.Role])
		}
	}
	return fmt.Sprintf("El correo llegó de %s. Se registró a nombre de %s, que el correo no nombra.", sender, email)
}

// choiceOf is what was kept at the message of the choice; "" when it is the sender's own request.
func (d *Desk) choiceOf(ctx context.Context, message string) string {
	row, err := d.Store.Message(ctx, message)
	if err != nil || row.Fate != docket.FateRequest {
		return ""
	}
	return row.Note
}

// noteChoice puts the choice into the case's history, under the name of who made it. The message keeps it in any case: a
// history that cannot be written just now is no reason to say that the request was not registered.
func (d *Desk) noteChoice(ctx context.Context, by User, request, message, words string) {
	_, err := d.act(ctx, by, request, Command{Action: docket.ActNote, Text: words}, "address:"+message)
	if err != nil {
		d.Logger.Warn("who was chosen as the requester is noted at the message only", "request", request, "message", message, "error", err)
	}
}
