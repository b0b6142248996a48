package pen

import (
	"foja/access"
	"foja/store"
)

// penOf are the mailboxes whose held messages a user sees: all, for one who works for all offices.
func (s *Service) penOf(by access.User) store.Mailboxes {
	if by.Office == "" {
		return store.Mailboxes{}
	}
	own, others := []string{}, []string{}
	for _, m := range s.core.AgencyFile.Mailboxes {
		if s.core.OfficeOf(store.Message{Account: m.Name}) == by.Office {
			own = append(own, m.Name)
		} else {
			others = append(others, m.Name)
		}
	}
	if by.Office == s.core.OwnMailboxOffice() { // whatever is no further mailbox is the agency's own, under whichever name it was read
		return store.Mailboxes{Not: others}
	}
	return store.Mailboxes{Only: own}
}
