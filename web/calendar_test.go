package web

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"foja/access"
	"foja/calendar"
	"foja/desk/core"
	"foja/desk/documents"
	"foja/desk/norms"
	"foja/docket"
)

// fakeCalendar is a calendar that says of 25 July that it shortens a term, and of 2031 that it
// does not know it.
type fakeCalendar struct {
	published []norms.CalendarChange
	settled   []string
}

func decreed(s string) calendar.Entry {
	d, err := calendar.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return calendar.Entry{Date: d, Kind: calendar.NonWorkingDay, Name: "Día no laborable", Norm: "DS 100-2026-PCM"}
}

func sampleLine() norms.CalendarLine {
	return norms.CalendarLine{Version: "pe-2026.11.1", Author: "Ana Salcedo", Norm: "DS 100-2026-PCM", PublishedAt: at(4, 9, 8, 0), Hash: strings.Repeat("0123456789abcdef", 4)}
}

func (f *fakeCalendar) Calendars(_ context.Context, by access.User) (norms.CalendarShelf, error) {
	return norms.CalendarShelf{
		InForce: "pe-2026.11.1", Versions: []norms.CalendarLine{sampleLine(), {Version: "pe-2026.11", Hash: strings.Repeat("f", 64), PublishedAt: at(4, 9, 8, 0), AnnouncedAt: at(4, 9, 8, 0)}},
		Proposals: []norms.CalendarProposal{{
			ID: "p-1", Author: "Ana Salcedo", Norm: "DS 101-2026-PCM", MadeAt: at(4, 9, 9, 0), Entries: []calendar.Entry{decreed("2026-07-25")},
			Mine: by.Has(docket.RoleAdministrator), MayTouch: by.Has(access.CalendarSeconders...),
		}},
		Scopes: []core.Choice{{Key: "nation", Label: "Todo el país"}, {Key: "region:lima", Label: "Región lima"}}, MayWrite: by.Has(access.CalendarWriters...),
	}, nil
}

func (f *fakeCalendar) CalendarDays(_ context.Context, _ access.User, version string) (norms.CalendarSheet, error) {
	if version != "pe-2026.11.1" {
		return norms.CalendarSheet{}, noCase
	}
	regional := decreed("2026-06-24")
	regional.Scope = calendar.Scope{Region: "cusco"}
	return norms.CalendarSheet{CalendarLine: sampleLine(), First: date(1, 1), Last: date(12, 31), Entries: []calendar.Entry{regional, decreed("2026-07-27")}}, nil
}

func (f *fakeCalendar) CalendarFile(_ context.Context, _ access.User, version string) (documents.File, error) {
	return documents.File{Name: "calendario-" + version + ".ics", Type: "text/calendar; charset=utf-8", Bytes: []byte("BEGIN:VCALENDAR\r\n")}, nil
}

func (f *fakeCalendar) PreviewCalendar(_ context.Context, _ access.User, c norms.CalendarChange) (norms.CalendarPreview, error) {
	if c.Norm == "" {
		return norms.CalendarPreview{}, access.FieldErrors{docket.Invalid("norm", "Escriba la norma que lo dispone.")}
	}
	if c.From.Year == 2031 {
		return norms.CalendarPreview{}, docket.Invalid("from", "El calendario conoce los días hasta 2030.")
	}
	p := norms.CalendarPreview{Version: "pe-2026.11.2", Entries: []calendar.Entry{decreed(c.From.String())}, Open: 24, Moved: 2, StopsLate: 1}
	p.Moves = []norms.CalendarMove{
		{Request: "r-123", Number: "000123-2026", Office: "Sede Central", From: date(8, 5), To: date(8, 7)},
		{Request: "r-118", Number: "000118-2026", Office: "Sede Central", From: date(4, 8), To: date(4, 9), StopsLate: true},
	}
	if c.Kind == "working_day" {
		p.Shortened, p.Moves[0].To, p.Moves[0].Shortens = 1, date(8, 4), true
	}
	return p, nil
}

func (f *fakeCalendar) PublishCalendar(ctx context.Context, by access.User, c norms.CalendarChange) (norms.CalendarOutcome, error) {
	p, err := f.PreviewCalendar(ctx, by, c)
	if err != nil {
		return norms.CalendarOutcome{}, err
	}
	f.published = append(f.published, c)
	if p.Shortened > 0 {
		return norms.CalendarOutcome{Waits: true}, nil
	}
	return norms.CalendarOutcome{Version: p.Version}, nil
}

func (f *fakeCalendar) PreviewProposal(ctx context.Context, by access.User, id string) (norms.CalendarPreview, error) {
	if id != "p-1" {
		return norms.CalendarPreview{}, noCase
	}
	return f.PreviewCalendar(ctx, by, norms.CalendarChange{Kind: "working_day", Norm: "DS 101-2026-PCM", From: date(7, 25)})
}

func (f *fakeCalendar) SettleProposal(_ context.Context, by access.User, id string, publish bool) (norms.CalendarOutcome, error) {
	if publish && by.Has(docket.RoleAdministrator) {
		return norms.CalendarOutcome{}, docket.Refuse(docket.CodeConflict, "Usted hizo esta propuesta.")
	}
	f.settled = append(f.settled, id)
	if !publish {
		return norms.CalendarOutcome{}, nil
	}
	return norms.CalendarOutcome{Version: "pe-2026.11.2"}, nil
}

func norm(kind, from string) url.Values {
	return url.Values{"key": {"0123456789abcdef-1"}, "kind": {kind}, "scope": {"nation"}, "name": {"Día no laborable"}, "norm": {"DS 100-2026-PCM"}, "from": {from}, "to": {""}}
}

func with(v url.Values, name, value string) url.Values {
	v.Set(name, value)
	return v
}

func TestCalendar_previewThenPublish(t *testing.T) {
	f := newFake()
	b := as(t, f, "admin")
	b.get("/calendar").wants(t, 200, "pe-2026.11.1", "Ana Salcedo", "recalculando expedientes", "Una norma nueva", "La que trae el programa")
	a := b.post("/calendar", with(norm("non_working_day", "2026-07-27"), "do", "preview"))
	a.wants(t, 200, "de 24 expedientes abiertos", "5 ago 2026", "7 ago 2026", "Deja de estar vencido", `name="from" value="2026-07-27"`, `value="0123456789abcdef-1"`, ">Publicar<")
	if len(f.published) != 0 {
		t.Fatal("a preview published something")
	}
	b.post("/calendar", with(norm("non_working_day", "2026-07-27"), "do", "publish")).wants(t, http.StatusSeeOther)
	if len(f.published) != 1 || f.published[0].From.String() != "2026-07-27" || f.published[0].Key != "0123456789abcdef-1" || !f.published[0].To.IsZero() {
		t.Errorf("%+v", f.published)
	}
	b.get("/calendar").wants(t, 200, "Se publicó el calendario pe-2026.11.2")
}

func TestCalendar_aShorteningIsProposedAndConfirmedByAnother(t *testing.T) {
	f := newFake()
	b := as(t, f, "admin")
	b.post("/calendar", with(norm("working_day", "2026-07-25"), "do", "preview")).wants(t, 200, "Se acorta", "otra persona", ">Proponer<")
	b.post("/calendar", with(norm("working_day", "2026-07-25"), "do", "publish")).wants(t, http.StatusSeeOther)
	b.get("/calendar").wants(t, 200, "espera que otra persona lo publique")
	// Her own: she is not offered to publish it.
	if a := b.get("/calendar/proposals/p-1"); strings.Contains(a.body, `value="publish"`) || !strings.Contains(a.body, "Usted hizo esta propuesta") {
		t.Error("she is offered to confirm her own proposal")
	}
	b.post("/calendar/proposals/p-1", url.Values{"do": {"publish"}}).wants(t, http.StatusConflict, "Usted hizo esta propuesta")

	c := as(t, f, "jefa")
	a := c.get("/calendar")
	a.wants(t, 200, `href="/calendar/proposals/p-1"`)
	if strings.Contains(a.body, "Una norma nueva") {
		t.Error("a manager is offered to write the calendar")
	}
	c.get("/calendar/proposals/p-1").wants(t, 200, `value="publish"`, "Se acorta")
	c.post("/calendar/proposals/p-1", url.Values{"do": {""}}).wants(t, 422)
	c.post("/calendar/proposals/p-1", url.Values{"do": {"publish"}}).wants(t, http.StatusSeeOther)
	c.post("/calendar/proposals/p-1", url.Values{"do": {"dismiss"}}).wants(t, http.StatusSeeOther)
	if len(f.settled) != 2 {
		t.Errorf("%v", f.settled)
	}
}

func TestCalendar_mistakesComeBackWithWhatWasTyped(t *testing.T) {
	b := as(t, newFake(), "admin")
	b.post("/calendar", with(with(norm("holiday", "2026-07-27"), "norm", ""), "do", "publish")).wants(t, 422, `href="#norm"`, `value="2026-07-27"`, `value="holiday" selected`)
	b.post("/calendar", norm("holiday", "2031-07-27")).wants(t, 422, "hasta 2030", `href="#from"`)
	b.post("/calendar", norm("holiday", "27/07/2026")).wants(t, 422, "fecha que exista")
}

func TestCalendar_fileIsHandedOut(t *testing.T) {
	a := as(t, newFake(), "jefa").get("/calendar/pe-2026.11.1/days.ics")
	a.wants(t, 200, "BEGIN:VCALENDAR")
	if got := a.Header.Get("Content-Disposition"); !strings.Contains(got, "calendario-pe-2026.11.1.ics") || a.Header.Get("Content-Type") != "text/calendar" {
		t.Errorf("%v", a.Header)
	}
	as(t, newFake(), "jefa").get("/calendar/pe-1").wants(t, 404)
}
