package activities_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"foja/calendar"
	"foja/docket"
	"foja/store"
	"foja/workflows"
)

// published amends the calendar in force with a day somewhere.
func (b *bench) published(base calendar.Calendar, version, day, scope string) calendar.Calendar {
	b.t.Helper()
	d, err := calendar.ParseDate(day)
	must(b.t, err)
	s, err := calendar.ParseScope(scope)
	must(b.t, err)
	next, err := base.Amend(version, calendar.Entry{
		Date: d, Kind: calendar.NonWorkingDay, Name: "Día no laborable", Norm: "DS 1", Scope: s,
	})
	must(b.t, err)
	must(b.t, b.Store.PublishCalendar(b.t.Context(), base,
		store.CalendarVersion{Author: "u", Norm: "DS 1", PublishedAt: time.Now(), Calendar: next}))
	return next
}

func TestLoadLaw_readsTheLatestCalendar(t *testing.T) {
	b, _ := newBench(t)
	id := b.keep(time.Date(2026, 3, 2, 15, 0, 0, 0, time.UTC), "From: Ana <"+citizen+">\nSubject: Pedido",
		"Pido el presupuesto.")
	request, err := b.RegisterMessage(t.Context(), workflows.MessageInput{Message: id})
	must(t, err)
	for _, want := range []string{b.Calendar.Version, "test.1"} {
		loaded, err := b.LoadLaw(t.Context(), workflows.RequestInput{Request: request})
		must(t, err)
		if loaded.Law.Calendar.Version != want {
			t.Errorf("counted with %s, want %s", loaded.Law.Calendar.Version, want)
		}
		if want == b.Calendar.Version {
			b.published(b.Calendar, "test.1", "2026-03-10", "nation")
		}
	}
}

func TestTouchedCases_onlyWhereTheDayHolds(t *testing.T) {
	b, _ := newBench(t)
	ctx := t.Context()
	id := b.keep(time.Date(2026, 3, 2, 15, 0, 0, 0, time.UTC), "From: Ana <"+citizen+">\nSubject: Pedido",
		"Pido el presupuesto.")
	request, err := b.RegisterMessage(ctx, workflows.MessageInput{Message: id})
	must(t, err)
	c := docket.Case{Request: request, Office: "lima", Seq: 1, State: "open", Hands: docket.HandsOfficer}
	must(t, b.Store.Project(ctx,
		[]docket.Event{{Seq: 1, Kind: docket.EventRegistered, At: time.Now(), By: docket.System(), State: "open"}}, c))
	regional := b.published(b.Calendar, "test.1", "2026-03-10", "region:tacna")
	b.published(regional, "test.2", "2026-03-11", "nation")
	for version, want := range map[string][]string{"test.1": nil, "test.2": {request}, b.Calendar.Version: {request}} {
		page, err := b.TouchedCases(ctx, workflows.DecreeInput{Version: version})
		must(t, err)
		if !slices.Equal(page.Requests, want) {
			t.Errorf("%s touches %v, want %v", version, page.Requests, want)
		}
		if next, err := b.TouchedCases(ctx, workflows.DecreeInput{Version: version, After: page.Last}); err != nil ||
			version != "test.1" && len(next.Requests) != 0 {
			t.Errorf("%s: after the last come %v, %v", version, next.Requests, err)
		}
	}
	must(t, b.DecreeDone(ctx, workflows.DecreeInput{Version: "test.2"}))
	if untold, err := b.Store.UnannouncedCalendars(ctx); err != nil || !slices.Equal(untold, []string{"test.1"}) {
		t.Errorf("untold: %v, %v", untold, err)
	}
}

func TestTellCases_goesOnWhereItBrokeOff(t *testing.T) {
	b, _ := newBench(t)
	var told []string
	b.SignalCalendar = func(_ context.Context, request, version string) (bool, error) {
		if request == "c" && len(told) == 2 {
			told = append(told, "broken off")
			return false, errors.New("the server is away")
		}
		told = append(told, request)
		return request != "d", nil
	}
	in := workflows.DecreeBatch{Version: "test.1", Requests: []string{"a", "b", "c", "d"}}
	if _, err := b.env.ExecuteActivity(b.TellCases, in); err == nil {
		t.Fatal("the failure was swallowed")
	}
	b.env.SetHeartbeatDetails(2)
	_, err := b.env.ExecuteActivity(b.TellCases, in)
	must(t, err)
	if want := []string{"a", "b", "broken off", "c", "d"}; !slices.Equal(told, want) {
		t.Errorf("%v, want %v", told, want)
	}
}
