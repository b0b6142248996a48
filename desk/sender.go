package desk

import (
	"context"
	"fmt"
	"strings"

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

// sender compares a message's address with the requester's. events are the case's.
func (d *Desk) sender(ctx context.Context, o opened, row store.Message, events []docket.Event) (Sender, error) {
	s := Sender{Address: row.FromAddress}
	want := o.request.Requester.Email
	switch {
	case s.Address == "":
		s.Words = "No dice quién lo envía."
	case want == "":
		s.Words = fmt.Sprintf("La solicitud no tiene un correo registrado: nada dice que %s sea del solicitante.", s.Address)
	case !mail.SameAddress(s.Address, want):
		s.Words = fmt.Sprintf("Viene de %s, que no es la dirección registrada del solicitante (%s).", s.Address, want)
	default:
		doubted, err := d.doubted(ctx, row, events)
		if err != nil {
			return s, err
		}
		if doubted {
			s.Claimed, s.Words = true, fmt.Sprintf("Dice venir de %s, la dirección del solicitante, pero nuestro servidor de correo no lo comprobó.", s.Address)
		}
	}
	s.Requester = s.Words == ""
	return s, nil
}

// doubted says whether the agency's own server did not vouch for the sender when the message was read: by its word on the domain, or
// by how the message was told to the case.
func (d *Desk) doubted(ctx context.Context, row store.Message, events []docket.Event) (bool, error) {
	for _, e := range events {
		if e.Kind == docket.EventMessage && e.Message == row.ID && e.By.Role != docket.RoleRequester {
			return true, nil
		}
	}
	r, err := d.Store.ReadingOf(ctx, row.ID)
	if docket.CodeOf(err) == docket.CodeNotFound {
		return false, nil // read by an earlier program
	}
	return r.DMARC == "fail", err
}

// requesterActs are the acts that the law takes for the requester's own.
var requesterActs = map[docket.Action]bool{
	docket.ActWithdraw: true, docket.ActCorrect: true, docket.ActPaid: true, docket.ActCollected: true, docket.ActAppeal: true, docket.ActNotified: true,
}

// RequesterAct says whether an act is the requester's own by law.
func RequesterAct(a docket.Action) bool { return requesterActs[a] }

// vouch asks whose act is recorded when a message is its evidence that came from another address. The answer stays in the history.
func (d *Desk) vouch(ctx context.Context, o opened, c *Command) error {
	c.Vouch = strings.TrimSpace(c.Vouch)
	if c.Message == "" || !requesterActs[c.Action] && c.Action != docket.ActConsultAnswer {
		c.Vouch = ""
		return nil
	}
	row, err := d.Store.Message(ctx, c.Message)
	if err != nil {
		return err
	}
	name, claimed := o.request.Requester.Name, false
	if c.Action == docket.ActConsultAnswer {
		unit := d.askedUnit(o, c.Task)
		if unit.Email == "" || domainOf(unit.Email) == domainOf(row.FromAddress) {
			c.Vouch = ""
			return nil
		}
		name = unit.Name
	} else {
		events, err := d.Store.Events(ctx, o.request.ID)
		if err != nil {
			return err
		}
		s, err := d.sender(ctx, o, row, events)
		if err != nil {
			return err
		}
		if s.Requester {
			c.Vouch = ""
			return nil
		}
		claimed = s.Claimed
	}
	if c.Vouch == "" {
		return FieldErrors{docket.Invalid("vouch", "%s", VouchWords(name, row.FromAddress, claimed)+" Escriba por qué consta que es suyo.")}
	}
	return nil
}

// VouchWords name whose act would be recorded, and whose mail says so. claimed: the address is that person's, and the agency's server
// did not vouch for it.
func VouchWords(name, address string, claimed bool) string {
	switch {
	case address == "":
		return fmt.Sprintf("Usted va a registrar como acto de %s lo que dice un correo sin remitente.", name)
	case claimed:
		return fmt.Sprintf("Usted va a registrar como acto de %s lo que dice un correo que nuestro servidor no comprobó que viniera de su dirección (%s).", name, address)
	}
	return fmt.Sprintf("Usted va a registrar como acto de %s lo que dice un correo de otra dirección (%s).", name, address)
}

// askedUnit is the unit whose answer a task waits for.
func (d *Desk) askedUnit(o opened, task int) docket.Unit {
	for _, t := range o.kase.OpenTasks(docket.TaskConsult) {
		if t.ID == task || task == 0 {
			u, _ := d.Agency().Unit(t.Unit)
			return u
		}
	}
	return docket.Unit{}
}

func domainOf(address string) string {
	_, domain, _ := strings.Cut(strings.ToLower(address), "@")
	return domain
}
