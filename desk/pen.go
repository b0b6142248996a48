package desk

import (
	"foja/docket"
	"foja/store"
)

// The holding pen has offices as cases have: a message belongs to the office of the mailbox that it came to, and one of the agency's own
// mailbox to the office that its requests would belong to.

// officeOf is the office that a held message belongs to.
func (d *Desk) officeOf(row store.Message) string {
	if m, ok := d.Deps.Agency.Mailbox(row.Account); ok && m.Office != "" {
		return m.Office
	}
	return d.mailOffice()
}

func (d *Desk) mailOffice() string { return d.office(d.MailOffice).ID }

// penOf are the mailboxes whose held messages a user sees: all, for one who works for all offices.
func (d *Desk) penOf(by User) store.Mailboxes {
	if by.Office == "" {
		return store.Mailboxes{}
	}
	own, others := []string{}, []string{}
	for _, m := range d.Deps.Agency.Mailboxes {
		if d.officeOf(store.Message{Account: m.Name}) == by.Office {
			own = append(own, m.Name)
		} else {
			others = append(others, m.Name)
		}
	}
	if by.Office == d.mailOffice() { // whatever is no further mailbox is the agency's own, under whichever name it was read
		return store.Mailboxes{Not: others}
	}
	return store.Mailboxes{Only: own}
}

// noMessage is what a message of another office is.
func noMessage() *docket.Error {
	return docket.Refuse(docket.CodeNotFound, "No existe ese mensaje, o es de otra sede. Vuelva a la bandeja y elija otro.")
}
