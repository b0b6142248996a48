package cases_test

import (
	"errors"
	"testing"
	"time"

	"foja/access"
	"foja/desk/acts"
	"foja/desk/desktest"
	"foja/docket"
)

// What was recorded late is not known before it was recorded, whatever day it tells of.
func TestACaseAsItWasKnown(t *testing.T) {
	h := desktest.New(t)
	clerk := h.Person("Rosa Huamán", "lima", docket.RoleReception)
	officer := h.Person("Julio Paredes", "lima", docket.RoleOfficer)
	elsewhere := h.Person("Ana Ríos", "trujillo", docket.RoleOfficer)
	id := h.Register(clerk, desktest.Form("t1")).ID // 2 March, 10:30
	h.Now = time.Date(2026, 3, 5, 15, 0, 0, 0, time.UTC)
	h.Do(officer, id, acts.Command{Action: docket.ActClaim})
	note := docket.Command{Key: "?", Action: docket.ActNote, By: officer.Actors()[0], Text: "d", At: time.Date(2026, 3, 5, 14, 0, 0, 0, time.UTC)}
	c, err := h.Core.Store.Case(h.Ctx, id)
	h.Must(err)
	p, err := h.Core.ProcedureSet.Current(c.Procedure, c.Version, desktest.Day(t, "2026-03-05"))
	h.Must(err)
	if err := c.CheckAt(p, note, h.Now); docket.CodeOf(err) != docket.CodeInvalid {
		t.Errorf("the shipped procedure lets a note be dated: %v", err)
	}
	for _, s := range p.States { // this agency's does
		for i := range s.Actions {
			if a := &s.Actions[i]; a.Do == docket.ActNote {
				a.At = true
				t.Cleanup(func() { a.At = false }) // all tests share what is shipped
			}
		}
	}
	told := time.Date(2026, 3, 6, 15, 0, 0, 0, time.UTC)
	h.Now = time.Date(2026, 3, 10, 15, 0, 0, 0, time.UTC)
	h.Do(officer, id, acts.Command{Action: docket.ActNote, Text: "Llamé al archivo el viernes.", At: told})
	h.Now = time.Date(2026, 3, 20, 15, 0, 0, 0, time.UTC)

	for _, c := range []struct {
		when, holder string
		note         bool
		left         int
	}{
		{"2026-03-02T10:30", "", false, 10},
		{"2026-03-04", "", false, 8},
		{"2026-03-05T10:00", "Julio Paredes", false, 7},
		{"2026-03-09", "Julio Paredes", false, 5}, // it had happened, and nobody knew
		{"2026-03-10T09:59", "Julio Paredes", false, 4},
		{"2026-03-10T10:00", "Julio Paredes", true, 4},
		{"2026-03-20", "Julio Paredes", true, -4}, // today up to now
	} {
		p, err := h.Cases.RequestAsOf(h.Ctx, officer, id, c.when)
		h.Must(err)
		note := false
		for _, l := range p.Timeline {
			note = note || l.Kind == docket.EventKind(docket.ActNote)
		}
		if p.Holder != c.holder || note != c.note || p.Left != c.left || p.AsOf.IsZero() || len(p.Buttons) > 0 {
			t.Errorf("%s: holder %q, note %t, %d days left, %d buttons", c.when, p.Holder, note, p.Left, len(p.Buttons))
		}
		if p.Deadline.DueOn.String() != "2026-03-16" || p.Overdue != (c.left < 0) {
			t.Errorf("%s: due %s, overdue %t", c.when, p.Deadline.DueOn, p.Overdue)
		}
	}
	for _, when := range []string{"ayer", "2026-02-30", "2026-03-21", "2026-03-20T10:01", "2026-03-02T10:29", "2026-03-01"} {
		_, err := h.Cases.RequestAsOf(h.Ctx, officer, id, when)
		var wrong access.FieldErrors
		if !errors.As(err, &wrong) || wrong[0].Field != "as_of" {
			t.Errorf("%s: %v", when, err)
		}
	}
	if _, err := h.Cases.RequestAsOf(h.Ctx, elsewhere, id, "2026-03-05"); docket.CodeOf(err) != docket.CodeNotFound {
		t.Errorf("another office: %v", err)
	}
	if _, err := h.Cases.RequestAsOf(h.Ctx, access.User{}, id, "2026-03-05"); docket.CodeOf(err) != docket.CodeForbidden {
		t.Errorf("nobody: %v", err)
	}
}

// The past is counted with the calendar of then, the present with that of now.
func TestThePastIsCountedWithItsOwnCalendar(t *testing.T) {
	h, admin, clerk, id := desktest.OfJuly(t)
	_, err := h.Norms.PublishCalendar(h.Ctx, admin, desktest.July("non_working_day", "2026-07-27"))
	h.Must(err)
	then, err := h.Cases.RequestAsOf(h.Ctx, clerk, id, "2026-07-18")
	h.Must(err)
	now, err := h.Cases.Request(h.Ctx, clerk, id)
	h.Must(err)
	if then.Deadline.DueOn != desktest.Day(t, "2026-08-05") || now.Deadline.DueOn != desktest.Day(t, "2026-08-07") {
		t.Errorf("then %s, now %s", then.Deadline.DueOn, now.Deadline.DueOn)
	}
	if then.Deadline.CalendarVersion == now.Deadline.CalendarVersion {
		t.Errorf("both by %s", now.Deadline.CalendarVersion)
	}
}
