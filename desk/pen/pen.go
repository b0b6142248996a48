package pen

import (
	"foja/access"
	"foja/store"
)

// penOf are the mailboxes whose held messages a user sees.
func (s *Service) penOf(by access.User) store.Mailboxes { return s.core.PenOf(by) }
