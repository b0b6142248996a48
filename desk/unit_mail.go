package desk

import (
	"context"
	"strings"
	"time"

	"github.com/google/uuid"

	"foja/intake"
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
	_, domain, _ := strings.Cut(d.Deps.Agency.Email, "@")
	for _, w := range waiting {
		unit, _ := d.Agency().Unit(w.Unit)
		if unit.Email == "" {
			continue // whoever asks hands over the link
		}
		c, err := d.Store.Case(ctx, w.Request)
		if err != nil {
			return err
		}
		for _, t := range c.Tasks {
			if t.ID != w.Task {
				continue
			}
			m := store.UnitMail{Request: w.Request, Task: t.ID, Unit: unit.Name, Address: unit.Email, MadeAt: d.Now()}
			m.MessageID = intake.UnitMailPrefix + uuid.NewString() + "@" + domain
			if m.Token, err = d.unitToken(ctx, w.Request, t); err != nil {
				return err
			}
			if err := d.Store.MakeUnitMail(ctx, m); err != nil {
				return err
			}
		}
	}
	return nil
}
