package links

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"foja/desk/core"
	"foja/store"
)

// AskLate is how old a question may be and still be mailed: over a weekend without a worker, and not all of a year when units get addresses.
const AskLate = 3 * 24 * time.Hour

// AskUnits makes the mail of every question to a unit that has an address. Call it every minute.
func (s *Service) AskUnits(ctx context.Context) error {
	waiting, err := s.core.Store.Unasked(ctx, s.core.Now().Add(-AskLate))
	if err != nil {
		return err
	}
	return core.Each(waiting, func(w store.UnitTask) error {
		if err := s.askUnit(ctx, w); err != nil {
			return fmt.Errorf("request %s, question %d: %w", w.Request, w.Task, err)
		}
		return nil
	})
}

func (s *Service) askUnit(ctx context.Context, w store.UnitTask) (err error) {
	unit, _ := s.core.Agency().Unit(w.Unit)
	if unit.Email == "" {
		return nil // anyone who asks hands over the link
	}
	m := store.UnitMail{Request: w.Request, Task: w.Task, Unit: unit.Name, Address: unit.Email, MadeAt: s.core.Now()}
	m.MessageID = s.core.AgencyFile.MessageID(uuid.NewString())
	if m.Token, err = s.unitToken(ctx, w.Request, w.Task, w.OpenedAt); err != nil {
		return err
	}
	return s.core.Store.MakeUnitMail(ctx, m)
}
