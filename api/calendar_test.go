package api

import (
	"context"
	"testing"
	"time"

	"foja/access"
	"foja/calendar"
	"foja/desk/documents"
	"foja/desk/norms"
)

// fakeCalendar answers with one of everything and keeps what it was asked.
type fakeCalendar struct {
	change  norms.CalendarChange
	settled string
}

var (
	decreed  = []calendar.Entry{{Date: date("2026-04-02"), Kind: calendar.NonWorkingDay, Name: "Día no laborable", Norm: "DS 1-2026-PCM"}}
	bothLine = norms.CalendarLine{Version: "pe-1.1", Author: "Pilar", ConfirmedBy: "Ana", Norm: "DS 1-2026-PCM", PublishedAt: noon, Hash: "ab", AnnouncedAt: noon.Add(time.Minute)}
)

func (f *fakeCalendar) Calendars(context.Context, access.User) (norms.CalendarShelf, error) {
	return norms.CalendarShelf{
		InForce: "pe-1.1", Versions: []norms.CalendarLine{bothLine, {Version: "pe-1", Hash: "cd"}},
		Proposals: []norms.CalendarProposal{{ID: "p1", Author: "Pilar", Norm: "DS 2-2026-PCM", MadeAt: noon, Entries: decreed}},
	}, nil
}

func (f *fakeCalendar) CalendarDays(context.Context, access.User, string) (norms.CalendarSheet, error) {
	return norms.CalendarSheet{CalendarLine: bothLine, First: date("2025-01-01"), Last: date("2027-12-31"), Entries: decreed}, nil
}

func (f *fakeCalendar) CalendarFile(context.Context, access.User, string) (documents.File, error) {
	return documents.File{}, nil
}

func (f *fakeCalendar) PreviewCalendar(_ context.Context, _ access.User, c norms.CalendarChange) (norms.CalendarPreview, error) {
	f.change = c
	return norms.CalendarPreview{
		Version: "pe-1.2", Entries: decreed, Open: 3, Moved: 1,
		Moves: []norms.CalendarMove{{Request: "r1", Number: "000001-2026", Office: "Lima", From: date("2026-04-14"), To: date("2026-04-15")}},
	}, nil
}

func (f *fakeCalendar) PublishCalendar(_ context.Context, _ access.User, c norms.CalendarChange) (norms.CalendarOutcome, error) {
	f.change = c
	return norms.CalendarOutcome{Version: "pe-1.2"}, nil
}

func (f *fakeCalendar) PreviewProposal(context.Context, access.User, string) (norms.CalendarPreview, error) {
	return norms.CalendarPreview{}, nil
}

func (f *fakeCalendar) SettleProposal(_ context.Context, _ access.User, id string, publish bool) (norms.CalendarOutcome, error) {
	f.settled = id
	return norms.CalendarOutcome{Waits: !publish}, nil
}

func TestTheCalendarAnswersByTheContract(t *testing.T) {
	h := newTestAPI(t)
	shelf := as[object](h, h.do(call{method: "GET", path: "/calendars"}), 200)
	if items := shelf["items"].([]any); len(items) != 2 || items[1].(object)["published_at"] != nil || len(shelf["proposals"].([]any)) != 1 {
		t.Errorf("%v", shelf)
	}
	sheet := as[object](h, h.do(call{method: "GET", path: "/calendars/pe-1.1"}), 200)
	if day := sheet["days"].([]any)[0].(object); day["date"] != "2026-04-02" || day["scope"] != "nation" {
		t.Errorf("%v", sheet)
	}
	norm := `{"kind":"suspension","name":"Suspensión","norm":"DS 1-2026-PCM","scope":"region:Lima","from":"2026-04-02","to":"2026-04-05"}`
	preview := as[object](h, h.do(call{method: "POST", path: "/calendars/preview", body: norm}), 200)
	if preview["moved"] != 1.0 || preview["moves"].([]any)[0].(object)["to"] != "2026-04-15" {
		t.Errorf("%v", preview)
	}
	for range 2 { // the second is a repetition
		got := as[object](h, h.do(call{method: "POST", path: "/calendars", body: norm, key: someKey}), 200)
		if got["version"] != "pe-1.2" || got["waits"] != false {
			t.Errorf("%v", got)
		}
	}
	c := h.desk.fakeCalendar.change
	if c.Kind != "suspension" || c.Scope != "region:Lima" || c.From != date("2026-04-02") || c.To != date("2026-04-05") || c.Key == "" {
		t.Errorf("%+v", c)
	}
	got := as[object](h, h.do(call{method: "POST", path: "/calendars/proposals/p1", body: `{"publish":false}`, key: "settle-" + someKey}), 200)
	if got["version"] != nil || h.desk.settled != "p1" {
		t.Errorf("%v %q", got, h.desk.settled)
	}
	h.do(call{method: "POST", path: "/calendars", body: `{"kind":"suspension","from":"2026-02-31"}`, key: "wrong-" + someKey, wrong: true})
}
