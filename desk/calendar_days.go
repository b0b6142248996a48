package desk

import (
	"context"

	"foja/calendar"
	"foja/docket"
)

// days is one version of the calendar as each office lives it. Made once per version, read on
// every line of every list.
type days struct {
	calendar calendar.Calendar
	views    map[string]calendar.View // by office
}

func (d *Desk) daysOf(c calendar.Calendar) *days {
	all := &days{calendar: c, views: map[string]calendar.View{}}
	for _, o := range d.Deps.Agency.Offices {
		all.views[o.ID] = c.For(o.Region, o.ID)
	}
	return all
}

func (a *days) view(o docket.Office) calendar.View { return a.views[o.ID] }

// days is the calendar in force. Another process may have published one a moment ago.
func (d *Desk) days(ctx context.Context) (*days, error) {
	c, err := d.almanac.InForce(ctx)
	if err != nil {
		return nil, err
	}
	if seen := d.seen.Load(); seen.calendar.Version == c.Version {
		return seen, nil
	}
	now := d.daysOf(c)
	d.seen.Store(now)
	return now, nil
}

// daysAt is the calendar that a case's dates were computed with: a closed one keeps its own (law: R9).
func (d *Desk) daysAt(ctx context.Context, now *days, version string) (*days, error) {
	if version == "" || version == now.calendar.Version {
		return now, nil
	}
	if old, found := d.older.Load(version); found {
		return old.(*days), nil
	}
	c, err := d.almanac.Version(ctx, version)
	if err != nil {
		return nil, err
	}
	old := d.daysOf(c)
	if c.Version == version { // and not the one in force instead of a label that nobody published
		d.older.Store(version, old)
	}
	return old, nil
}

// law is what a case of a procedure and an office is counted with.
func (d *Desk) law(p docket.Procedure, o docket.Office, by *days) docket.Law {
	return docket.Law{Procedure: p, Calendar: by.calendar, Office: o, Zone: d.seat(o.ID).lawZone}.WithView(by.view(o))
}
