package desktest

import (
	"context"
	"strings"
	"testing"
	"time"

	"foja/access"
	"foja/calendar"
	"foja/desk/norms"
	"foja/docket"
	"foja/store"
)

// Decree does at once what the workflow does: every open case moves itself.
func (l *Workflows) Decree(ctx context.Context, version string) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.Down != nil {
		return l.Down
	}
	ids, _, err := l.desk.Core.Store.OpenCases(ctx, nil, 0, 500)
	if err != nil {
		return err
	}
	for _, id := range ids {
		r, err := l.desk.Core.Store.Request(ctx, id)
		if err != nil {
			return err
		}
		c, err := l.desk.Core.Store.Case(ctx, id)
		if err != nil {
			return err
		}
		law := l.Law(r)
		days, err := l.desk.Core.Days(ctx)
		if err != nil {
			return err
		}
		law.Calendar = days.Calendar
		events, err := c.ApplyProcedureVersion(law, l.desk.Core.Now())
		if err == nil && len(events) == 0 {
			events, err = c.ApplyCalendarVersion(law, l.desk.Core.Now())
		}
		if err != nil {
			return err
		}
		if len(events) == 0 {
			continue
		}
		if _, err := l.Project(ctx, c, events); err != nil {
			return err
		}
	}
	if strings.HasPrefix(version, "procedure/") {
		l.Announced = append(l.Announced, version)
		return l.desk.Core.Store.SetSetting(ctx, store.AnnouncedSetting(version), "now")
	}
	return l.desk.Core.Store.MarkCalendarAnnounced(ctx, version, l.desk.Core.Now())
}

func July(kind string, from string) norms.CalendarChange {
	d, err := calendar.ParseDate(from)
	if err != nil {
		panic(err)
	}
	return norms.CalendarChange{Key: "key-" + from, Kind: kind, Name: "Día no laborable", Norm: "DS 100-2026-PCM", Scope: "nation", From: d}
}

// OfJuly is the law brief's example: a request of Friday 17 July 2026, due on 5 August.
func OfJuly(t *testing.T) (h *Env, admin, clerk access.User, id string) {
	h = New(t)
	h.Now = time.Date(2026, 7, 17, 15, 30, 0, 0, time.UTC)
	admin, clerk = h.Person("Ada", "", docket.RoleAdministrator), h.Person("Clara", "lima", docket.RoleReception)
	r := h.Register(clerk, Form("f-1"))
	if r.DueOn != Day(t, "2026-08-05") {
		t.Fatalf("due %s", r.DueOn)
	}
	h.Now = time.Date(2026, 7, 20, 14, 0, 0, 0, time.UTC)
	return h, admin, clerk, r.ID
}
