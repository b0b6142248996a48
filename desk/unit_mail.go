package desk

import (
	"context"
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
	for _, w := range waiting {
		unit, _ := d.Agency().Unit(w.Unit)
		if unit.Email == "" {
			continue // whoever asks hands over the link
		}
		m := store.UnitMail{Request: w.Request, Task: w.Task, Unit: unit.Name, Address: unit.Email, MadeAt: d.Now()}
		m.MessageID = d.Deps.Agency.MessageID(uuid.NewString())
		if m.Token, err = d.unitToken(ctx, w.Request, w.Task, w.OpenedAt); err != nil {
			return err
		}
		if err := d.Store.MakeUnitMail(ctx, m); err != nil {
			return err
		}
	}
	return nil
}
