package store

import (
	"context"
	"sync"

	"foja/calendar"
	"foja/docket"
)

// Almanac knows the calendar in force: the latest published one, or the one that came with the
// program while none is. Several processes share a register, so every question asks it which
// version that is, one short row; the days are read again only when the answer has changed.
type Almanac struct {
	store   *Store
	shipped calendar.Calendar

	mu    sync.Mutex
	known map[string]calendar.Calendar // by version; a published one never changes
}

// NewAlmanac makes an almanac over a register and the calendar that came with the program.
func NewAlmanac(s *Store, shipped calendar.Calendar) *Almanac {
	return &Almanac{store: s, shipped: shipped, known: map[string]calendar.Calendar{}}
}

// InForce is the calendar to count with now.
func (a *Almanac) InForce(ctx context.Context) (calendar.Calendar, error) {
	version, err := a.store.LatestCalendarVersion(ctx)
	if err != nil {
		return calendar.Calendar{}, err
	}
	if version == "" {
		return a.shipped, nil
	}
	return a.published(ctx, version)
}

// Version is the calendar with a label: what a case was counted with stays readable after others
// were published. A label that was never published, of a program before this one, gives the
// calendar in force.
func (a *Almanac) Version(ctx context.Context, version string) (calendar.Calendar, error) {
	if version == "" {
		return a.InForce(ctx)
	}
	c, err := a.published(ctx, version)
	switch {
	case err == nil:
		return c, nil
	case docket.CodeOf(err) != docket.CodeNotFound:
		return calendar.Calendar{}, err
	case version == a.shipped.Version:
		return a.shipped, nil
	default:
		return a.InForce(ctx)
	}
}

func (a *Almanac) published(ctx context.Context, version string) (calendar.Calendar, error) {
	a.mu.Lock()
	c, found := a.known[version]
	a.mu.Unlock()
	if found {
		return c, nil
	}
	v, err := a.store.CalendarByVersion(ctx, version)
	if err != nil {
		return calendar.Calendar{}, err
	}
	a.mu.Lock()
	a.known[version] = v.Calendar
	a.mu.Unlock()
	return v.Calendar, nil
}
