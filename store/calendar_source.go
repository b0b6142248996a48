package store

import (
	"context"
	"sync"

	"foja/calendar"
	"foja/docket"
)

// CalendarSource gives the calendar in force: the latest published one, or the shipped one while none is. Several
// processes share a register, so every call reads the latest version's label; the days are read again only when it
// has changed.
type CalendarSource struct {
	store   *Store
	shipped calendar.Calendar

	mu    sync.Mutex
	known map[string]calendar.Calendar // by version; a published one never changes
}

// NewCalendarSource makes a source over a register and the shipped calendar.
func NewCalendarSource(s *Store, shipped calendar.Calendar) *CalendarSource {
	return &CalendarSource{store: s, shipped: shipped, known: map[string]calendar.Calendar{}}
}

// InForce is the calendar to count with now.
func (a *CalendarSource) InForce(ctx context.Context) (calendar.Calendar, error) {
	version, err := a.store.LatestCalendarVersion(ctx)
	if err != nil {
		return calendar.Calendar{}, err
	}
	if version == "" {
		return a.shipped, nil
	}
	return a.published(ctx, version)
}

// Version is the calendar with a label: what a case was counted with stays readable after others were published. An
// unknown label, from an older program's shipped calendar, gives the calendar in force.
func (a *CalendarSource) Version(ctx context.Context, version string) (calendar.Calendar, error) {
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

func (a *CalendarSource) published(ctx context.Context, version string) (calendar.Calendar, error) {
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
