package desk

import (
	"context"

	"foja/calendar"
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

// Expiry is until when something granted holds (law: R56).
type Expiry struct {
	Key, Name string
	On        calendar.Date // last day; zero = without end
	Over      bool          // on the day that it is now, or was
}

// expiries are the last days of what was granted, as the case knows them.
func (o opened) expiries() []Expiry {
	var list []Expiry
	for _, x := range o.kase.Expiries {
		rule, _ := o.procedure.Expiring(x.Key)
		list = append(list, Expiry{x.Key, rule.Name.ES, x.On, !x.On.IsZero() && x.On.Before(o.today)})
	}
	return list
}

// law is what the case is counted with: its own calendar's version, which a closed one keeps.
func (d *Desk) law(ctx context.Context, o opened) (docket.Law, error) {
	days, err := d.almanac.Version(ctx, o.kase.CalendarVersion())
	return docket.Law{Procedure: o.procedure, Calendar: days, Office: o.office, Zone: d.seat(o.office.ID).lawZone}.Seen(o.counted), err
}
