package history

import (
	"context"
	"fmt"

	"foja/desk/core"
	"foja/docket"
	"foja/mail"
	"foja/store"
)

// Sender is whose mail a message of a case is, as far as the register can say.
type Sender struct {
	Address   string // as the message says it; "" = it names none
	Requester bool   // it is the requester's address, and nothing speaks against it
	Claimed   bool   // it is the requester's address, and the agency's server did not vouch for it
	Words     string // Spanish: what else it is; "" = the requester's
}

// Sender compares a message's address with the requester's. events are the case's.
func (s *Service) Sender(ctx context.Context, o core.LoadedCase, row store.Message, events []docket.Event) (Sender, error) {
	out := Sender{Address: row.FromAddress}
	want := o.Request.Requester.Email
	switch {
	case out.Address == "":
		out.Words = "No dice quién lo envía."
	case want == "":
		out.Words = fmt.Sprintf("La solicitud no tiene un correo registrado: nada dice que %s sea del solicitante.", out.Address)
	case !mail.SameAddress(out.Address, want):
		out.Words = fmt.Sprintf("Viene de %s, que no es la dirección registrada del solicitante (%s).", out.Address, want)
	default:
		doubted, err := s.doubted(ctx, row, events)
		if err != nil {
			return out, err
		}
		if doubted {
			out.Claimed, out.Words = true, fmt.Sprintf("Dice venir de %s, la dirección del solicitante, pero nuestro servidor de correo no lo comprobó.", out.Address)
		}
	}
	out.Requester = out.Words == ""
	return out, nil
}

// doubted says whether the agency's own server did not vouch for the sender when the message was read: by its word on the domain, or
// by how the message was told to the case.
func (s *Service) doubted(ctx context.Context, row store.Message, events []docket.Event) (bool, error) {
	for _, e := range events {
		if e.Kind == docket.EventMessage && e.Message == row.ID && e.By.Role != docket.RoleRequester {
			return true, nil
		}
	}
	r, err := s.core.Store.SenderCheckOf(ctx, row.ID)
	if docket.CodeOf(err) == docket.CodeNotFound {
		return false, nil // read by an earlier program
	}
	return r.DMARC == "fail", err
}

// RequesterActs are the acts that the law takes for the requester's own.
var RequesterActs = map[docket.Action]bool{
	docket.ActWithdraw: true, docket.ActCorrect: true, docket.ActPaid: true, docket.ActCollected: true, docket.ActAppeal: true, docket.ActNotified: true,
}

// RequesterAct says whether an act is the requester's own by law.
func RequesterAct(a docket.Action) bool { return RequesterActs[a] }
