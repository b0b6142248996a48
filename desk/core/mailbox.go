package core

import (
	"foja/access"
	"foja/docket"
	"foja/store"
)

// The holding pen has offices as cases have: a message belongs to the office of the mailbox that it came to, and one of the agency's own
// mailbox to the office that its requests would belong to.

// OfficeOf is the office that a held message belongs to.
func (s *Service) OfficeOf(row store.Message) string {
	if m, ok := s.AgencyFile.Mailbox(row.Account); ok && m.Office != "" {
		return m.Office
	}
	return s.OwnMailboxOffice()
}

// OwnMailboxOffice is the office that requests to the agency's own mailbox belong to.
func (s *Service) OwnMailboxOffice() string { return s.Office(s.MailOffice).ID }

// NoMessage is what a message of another office is.
func NoMessage() *docket.Error {
	return docket.Refuse(docket.CodeNotFound, "message.not_found")
}

// PenOf are the mailboxes whose held messages a user sees: all, for one who works for all offices.
func (s *Service) PenOf(by access.User) store.Mailboxes {
	if by.Office == "" {
		return store.Mailboxes{}
	}
	own, others := []string{}, []string{}
	for _, m := range s.AgencyFile.Mailboxes {
		if s.OfficeOf(store.Message{Account: m.Name}) == by.Office {
			own = append(own, m.Name)
		} else {
			others = append(others, m.Name)
		}
	}
	if by.Office == s.OwnMailboxOffice() { // whatever is no further mailbox is the agency's own, under whichever name it was read
		return store.Mailboxes{Not: others}
	}
	return store.Mailboxes{Only: own}
}
