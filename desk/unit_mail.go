package desk

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"foja/store"
)

// askLate is how old a question may be and still be mailed: over a weekend without a worker, and not all of a year when units get addresses.
const askLate = 3 * 24 * time.Hour

// AskUnits makes the mail of every question to a unit that has an address. Call it every minute.
func (d *Desk) AskUnits(ctx context.Context) error {
	waiting, err := d.Store.Unasked(ctx, d.Now().Add(-askLate))
	if err != nil {
		return err
	}
	return each(waiting, func(w store.UnitTask) error {
		if err := d.askUnit(ctx, w); err != nil {
			return fmt.Errorf("request %s, question %d: %w", w.Request, w.Task, err)
		}
		return nil
	})
}

func (d *Desk) askUnit(ctx context.Context, w store.UnitTask) (err error) {
	unit, _ := d.Agency().Unit(w.Unit)
	if unit.Email == "" {
		return nil // whoever asks hands over the link
	}
	m := store.UnitMail{Request: w.Request, Task: w.Task, Unit: unit.Name, Address: unit.Email, MadeAt: d.Now()}
	m.MessageID = d.Deps.Agency.MessageID(uuid.NewString())
	if m.Token, err = d.unitToken(ctx, w.Request, w.Task, w.OpenedAt); err != nil {
		return err
	}
	return d.Store.MakeUnitMail(ctx, m)
}
