package upkeep

import (
	"context"
	"errors"

	"foja/desk/core"
	"foja/docket"
	"foja/store"
)

// heldAtOnce is how many held mails one round looks at: the oldest first.
const heldAtOnce = 200

// HeldAlarms calls the reception for a mail that has been held for an hour of its office, and then the manager. Call it every minute; each is
// called once for a mail.
func (s *Service) HeldAlarms(ctx context.Context) error {
	held, _, err := s.core.Store.HeldMessages(ctx, store.Mailboxes{}, store.Page{Limit: heldAtOnce})
	if err != nil || len(held) == 0 {
		return err
	}
	days, err := s.core.Days(ctx)
	if err != nil {
		return err
	}
	return core.Each(held, func(m store.Message) error {
		office := s.core.Office(s.core.OfficeOf(m))
		law := s.core.Law(docket.Procedure{}, office, days)
		first, err := law.HeldUntil(m.KeptAt)
		second, failed := law.HeldTooLong(m.KeptAt)
		if err = errors.Join(err, failed); err != nil || s.core.Now().Before(first) {
			return err
		}
		err = s.core.TellOffice(ctx, docket.RoleReception, office.ID, "held:"+m.ID, "held",
			"Un correo espera en la bandeja por clasificar desde hace más de una hora")
		if s.core.Now().Before(second) {
			return err
		}
		return errors.Join(err, s.core.TellOffice(ctx, docket.RoleManager, office.ID, "held-long:"+m.ID, "held",
			"Un correo espera en la bandeja por clasificar desde hace más de dos horas, y nadie lo atiende"))
	})
}
