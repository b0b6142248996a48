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

// countedWith is the calendar that a case's dates were computed with.
func (d *Desk) countedWith(ctx context.Context, now *days, version string, o docket.Office) (calendar.View, error) {
	if version == "" || version == now.calendar.Version {
		return now.view(o), nil
	}
	c, err := d.almanac.Version(ctx, version)
	if err != nil {
		return calendar.View{}, err
	}
	return c.For(o.Region, o.ID), nil
}
