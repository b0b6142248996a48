package desk

import (
	"context"

	"foja/docket"
)

// traps are the sub-deadlines that are open on the case, as its workflow arms them.
func (d *Desk) traps(ctx context.Context, o opened) ([]docket.Trap, error) {
	law, err := d.law(ctx, o)
	if err != nil {
		return nil, err
	}
	return law.Traps(o.kase)
}

// law is what the case is counted with: its own calendar's version, which a closed one keeps.
func (d *Desk) law(ctx context.Context, o opened) (docket.Law, error) {
	days, err := d.almanac.Version(ctx, o.kase.CalendarVersion())
	return docket.Law{Procedure: o.procedure, Calendar: days, Office: o.office, Zone: d.seat(o.office.ID).lawZone}, err
}
