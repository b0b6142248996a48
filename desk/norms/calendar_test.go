package norms_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"foja/access"
	"foja/calendar"
	"foja/desk/acts"
	"foja/desk/desktest"
	"foja/desk/norms"
	"foja/docket"
	"foja/procedures"
)

func TestR9_previewSaysWhatPublicationThenDoes(t *testing.T) {
	h, admin, clerk, id := desktest.OfJuly(t)
	p, err := h.Norms.PreviewCalendar(h.Ctx, admin, desktest.July("non_working_day", "2026-07-27"))
	h.Must(err)
	if p.Open != 1 || p.Moved != 1 || p.Shortened+p.StartsLate+p.StopsLate != 0 || len(p.Moves) != 1 {
		t.Fatalf("%+v", p)
	}
	if m := p.Moves[0]; m.From != desktest.Day(t, "2026-08-05") || m.To != desktest.Day(t, "2026-08-07") || m.Request != id || m.Shortens {
		t.Errorf("%+v", m)
	}
	if page, err := h.Cases.Request(h.Ctx, clerk, id); err != nil || page.Case.DueOn != desktest.Day(t, "2026-08-05") {
		t.Errorf("the preview moved the case: %s, %v", page.Case.DueOn, err)
	}

	out, err := h.Norms.PublishCalendar(h.Ctx, admin, desktest.July("non_working_day", "2026-07-27"))
	h.Must(err)
	if out.Waits || out.Version != p.Version {
		t.Errorf("%+v", out)
	}
	page, err := h.Cases.Request(h.Ctx, clerk, id)
	h.Must(err)
	if page.Case.DueOn != desktest.Day(t, "2026-08-07") || page.Deadline.DueOn != page.Case.DueOn || page.Deadline.CalendarVersion != out.Version {
		t.Errorf("due %s, working %s by %s", page.Case.DueOn, page.Deadline.DueOn, page.Deadline.CalendarVersion)
	}
	announced := false
	for _, l := range page.Timeline {
		announced = announced || strings.Contains(desktest.Words(l.Title), out.Version) && strings.Contains(desktest.Words(l.Title), "7 de agosto")
	}
	if !announced {
		t.Error("the timeline does not tell of it")
	}
	// What comes in from now on is counted with it.
	h.Now = time.Date(2026, 7, 20, 15, 0, 0, 0, time.UTC)
	if r := h.Register(clerk, desktest.Form("f-2")); r.DueOn != desktest.Day(t, "2026-08-10") {
		t.Errorf("a new request is due %s", r.DueOn)
	}
	shelf, err := h.Norms.Calendars(h.Ctx, admin)
	h.Must(err)
	if len(shelf.Versions) != 2 || shelf.InForce != out.Version || shelf.Versions[0].Author != "Ada" || shelf.Versions[0].Hash == shelf.Versions[1].Hash || shelf.Versions[0].AnnouncedAt.IsZero() {
		t.Errorf("%+v", shelf.Versions)
	}
}

func TestR9_closedCasesKeepTheirWorking(t *testing.T) {
	h, admin, clerk, id := desktest.OfJuly(t)
	officer := h.Person("Olga", "lima", docket.RoleOfficer)
	h.Do(officer, id, acts.Command{Action: docket.ActClaim})
	h.Do(officer, id, acts.Command{Action: docket.ActWithdraw, Text: "Se desistió."})
	p, err := h.Norms.PreviewCalendar(h.Ctx, admin, desktest.July("non_working_day", "2026-07-27"))
	h.Must(err)
	if p.Open != 0 {
		t.Errorf("%+v", p)
	}
	_, err = h.Norms.PublishCalendar(h.Ctx, admin, desktest.July("non_working_day", "2026-07-27"))
	h.Must(err)
	page, err := h.Cases.Request(h.Ctx, clerk, id)
	h.Must(err)
	if page.Case.DueOn != desktest.Day(t, "2026-08-05") || page.Deadline.DueOn != page.Case.DueOn {
		t.Errorf("due %s, working %s", page.Case.DueOn, page.Deadline.DueOn)
	}
}

func TestCalendar_aShorteningNeedsASecondPerson(t *testing.T) {
	h, admin, clerk, id := desktest.OfJuly(t)
	other := h.Person("Berta", "lima", docket.RoleManager)
	saturday := desktest.July("working_day", "2026-07-25")
	p, err := h.Norms.PreviewCalendar(h.Ctx, admin, saturday)
	h.Must(err)
	if p.Shortened != 1 || !p.Moves[0].Shortens || p.Moves[0].To != desktest.Day(t, "2026-08-04") {
		t.Fatalf("%+v", p)
	}
	for range 2 { // sent twice, one proposal
		out, err := h.Norms.PublishCalendar(h.Ctx, admin, saturday)
		h.Must(err)
		if !out.Waits || out.Version != "" {
			t.Fatalf("%+v", out)
		}
	}
	shelf, err := h.Norms.Calendars(h.Ctx, other)
	h.Must(err)
	if len(shelf.Proposals) != 1 || shelf.Proposals[0].Mine || len(shelf.Versions) != 1 || shelf.MayWrite {
		t.Fatalf("%+v", shelf)
	}
	proposal := shelf.Proposals[0].ID
	_, err = h.Norms.SettleProposal(h.Ctx, admin, proposal, true)
	h.Code("her own proposal", err, docket.CodeForbidden)
	_, err = h.Norms.SettleProposal(h.Ctx, clerk, proposal, true)
	h.Code("by a clerk", err, docket.CodeForbidden)
	if page, err := h.Cases.Request(h.Ctx, clerk, id); err != nil || page.Case.DueOn != desktest.Day(t, "2026-08-05") {
		t.Errorf("it moved the case before it was confirmed: %s, %v", page.Case.DueOn, err)
	}
	if p, err := h.Norms.PreviewProposal(h.Ctx, other, proposal); err != nil || p.Shortened != 1 || len(p.Entries) != 1 {
		t.Errorf("%+v, %v", p, err)
	}
	out, err := h.Norms.SettleProposal(h.Ctx, other, proposal, true)
	h.Must(err)
	page, err := h.Cases.Request(h.Ctx, clerk, id)
	h.Must(err)
	if page.Case.DueOn != desktest.Day(t, "2026-08-04") {
		t.Errorf("due %s", page.Case.DueOn)
	}
	shelf, err = h.Norms.Calendars(h.Ctx, admin)
	h.Must(err)
	if v := shelf.Versions[0]; v.Version != out.Version || v.Author != "Ada" || v.ConfirmedBy != "Berta" || len(shelf.Proposals) != 0 {
		t.Errorf("%+v", shelf)
	}
	_, err = h.Norms.SettleProposal(h.Ctx, other, proposal, true)
	h.Code("once more", err, docket.CodeNotFound)
}

func TestCalendar_lateCasesInThePreview(t *testing.T) {
	h, admin, _, _ := desktest.OfJuly(t)
	h.Now = time.Date(2026, 8, 7, 14, 0, 0, 0, time.UTC)
	p, err := h.Norms.PreviewCalendar(h.Ctx, admin, desktest.July("non_working_day", "2026-07-27"))
	h.Must(err)
	if p.StopsLate != 1 || !p.Moves[0].StopsLate {
		t.Errorf("%+v", p)
	}
	h.Now = time.Date(2026, 8, 5, 14, 0, 0, 0, time.UTC)
	p, err = h.Norms.PreviewCalendar(h.Ctx, admin, desktest.July("working_day", "2026-07-25"))
	h.Must(err)
	if p.StartsLate != 1 || !p.Moves[0].StartsLate {
		t.Errorf("%+v", p)
	}
}

func TestCalendar_whoMayWhat(t *testing.T) {
	h, _, _, _ := desktest.OfJuly(t)
	change := desktest.July("non_working_day", "2026-07-27")
	for _, role := range access.Staff {
		u := h.Person("Persona "+string(role), "", role)
		allowed := func(what string, err error, may bool) {
			t.Helper()
			if denied := docket.CodeOf(err) == docket.CodeForbidden && err != nil; denied == may {
				t.Errorf("%s by %s: %v", what, role, err)
			}
		}
		writes := role == docket.RoleAdministrator
		seconds := writes || role == docket.RoleManager || role == docket.RoleHead
		_, err := h.Norms.Calendars(h.Ctx, u)
		allowed("list", err, seconds || role == docket.RoleAuditor)
		_, err = h.Norms.CalendarDays(h.Ctx, u, h.Core.ShippedCalendar.Version)
		allowed("days", err, seconds || role == docket.RoleAuditor)
		_, err = h.Norms.CalendarFile(h.Ctx, u, h.Core.ShippedCalendar.Version)
		allowed("file", err, seconds || role == docket.RoleAuditor)
		_, err = h.Norms.PreviewCalendar(h.Ctx, u, change)
		allowed("preview", err, writes)
		_, err = h.Norms.PreviewProposal(h.Ctx, u, "none")
		allowed("preview of a proposal", err, seconds)
		_, err = h.Norms.SettleProposal(h.Ctx, u, "none", true)
		allowed("confirmation", err, seconds)
		if !writes {
			_, err = h.Norms.PublishCalendar(h.Ctx, u, change)
			allowed("publication", err, false)
		}
	}
	if all, err := h.Core.Store.CalendarVersions(h.Ctx); err != nil || len(all) != 0 {
		t.Errorf("something was published: %v, %v", all, err)
	}
}

func TestCalendar_whatIsRefused(t *testing.T) {
	h, admin, _, _ := desktest.OfJuly(t)
	for name, change := range map[string]func(*norms.CalendarChange){
		"a year that is not known": func(c *norms.CalendarChange) { c.From = desktest.Day(t, "2031-07-27") },
		"no norm":                  func(c *norms.CalendarChange) { c.Norm = "  " },
		"no name":                  func(c *norms.CalendarChange) { c.Name = "" },
		"no day":                   func(c *norms.CalendarChange) { c.From = calendar.Date{} },
		"backwards":                func(c *norms.CalendarChange) { c.To = desktest.Day(t, "2026-07-26") },
		"years of it":              func(c *norms.CalendarChange) { c.To = desktest.Day(t, "2028-07-26") },
		"a window of one day":      func(c *norms.CalendarChange) { c.Kind = norms.KindSuspension },
		"an unknown kind":          func(c *norms.CalendarChange) { c.Kind = "feast" },
		"an unknown scope":         func(c *norms.CalendarChange) { c.Scope = "municipality:lima" },
		"an unknown region":        func(c *norms.CalendarChange) { c.Scope = "region:atlantida" },
		"an office's own day off":  func(c *norms.CalendarChange) { c.Scope = "office:lima" },
		"a holiday already there":  func(c *norms.CalendarChange) { c.Kind, c.From = "holiday", desktest.Day(t, "2026-07-28") },
	} {
		c := desktest.July("non_working_day", "2026-07-27")
		change(&c)
		_, err := h.Norms.PublishCalendar(h.Ctx, admin, c)
		h.Code(name, err, docket.CodeInvalid)
	}
	c := desktest.July(norms.KindSuspension, "2026-07-27")
	c.To = desktest.Day(t, "2026-07-31")
	p, err := h.Norms.PreviewCalendar(h.Ctx, admin, c)
	h.Must(err)
	if len(p.Entries) != 5 || p.Moves[0].To != desktest.Day(t, "2026-08-11") {
		t.Errorf("a window: %+v", p)
	}
	c = desktest.July("short_day", "2026-08-05")
	c.Scope = "office:lima"
	if p, err = h.Norms.PreviewCalendar(h.Ctx, admin, c); err != nil || len(p.Moves) != 1 || p.Moves[0].To != desktest.Day(t, "2026-08-07") {
		t.Errorf("a short day: %+v, %v", p, err)
	}
}

// The engine is away when a calendar is published: the sweep tells the cases later.
func TestSweep_tellsWhatCouldNotBeTold(t *testing.T) {
	h, admin, clerk, id := desktest.OfJuly(t)
	h.Workflows.Down = errors.New("no server")
	_, err := h.Norms.PublishCalendar(h.Ctx, admin, desktest.July("non_working_day", "2026-07-27"))
	h.Must(err)
	page, err := h.Cases.Request(h.Ctx, clerk, id)
	h.Must(err)
	if page.Case.DueOn != desktest.Day(t, "2026-08-05") || page.Deadline.DueOn != page.Case.DueOn {
		t.Errorf("a case that was not told: due %s, working %s", page.Case.DueOn, page.Deadline.DueOn)
	}
	h.Workflows.Down = nil
	h.Must(h.Upkeep.Sweep(h.Ctx))
	page, err = h.Cases.Request(h.Ctx, clerk, id)
	h.Must(err)
	if page.Case.DueOn != desktest.Day(t, "2026-08-07") {
		t.Errorf("due %s", page.Case.DueOn)
	}
}

func TestCalendarFile_canBeReadBack(t *testing.T) {
	h, admin, _, _ := desktest.OfJuly(t)
	out, err := h.Norms.PublishCalendar(h.Ctx, admin, desktest.July("non_working_day", "2026-07-27"))
	h.Must(err)
	f, err := h.Norms.CalendarFile(h.Ctx, admin, out.Version)
	h.Must(err)
	entries, err := procedures.ReadICal(strings.NewReader(string(f.Bytes)), "")
	h.Must(err)
	sheet, err := h.Norms.CalendarDays(h.Ctx, admin, out.Version)
	h.Must(err)
	if len(entries) != len(sheet.Entries) || len(entries) == 0 || f.Name != "calendario-"+out.Version+".ics" {
		t.Errorf("%s: %d entries of %d", f.Name, len(entries), len(sheet.Entries))
	}
	_, err = h.Norms.CalendarFile(h.Ctx, admin, "pe-0")
	h.Code("no such version", err, docket.CodeNotFound)
}

// A decree was repealed: the day is taken back, which shortens a term, so a second person publishes it; a day that is not listed
// is refused, and says so (law: R9).
func TestR9_aDayIsTakenBack(t *testing.T) {
	h, admin, clerk, id := desktest.OfJuly(t)
	due := func() calendar.Date {
		t.Helper()
		p, err := h.Cases.Request(h.Ctx, clerk, id)
		h.Must(err)
		return p.Deadline.DueOn
	}
	_, err := h.Norms.PublishCalendar(h.Ctx, admin, desktest.July("removed", "2026-07-27"))
	var wrong *docket.Error
	if !errors.As(err, &wrong) || wrong.Field != "from" || wrong.Reason.Key != "calendar.day_absent" {
		t.Errorf("nothing to take back: %v", err)
	}
	_, err = h.Norms.PublishCalendar(h.Ctx, admin, desktest.July("non_working_day", "2026-07-27"))
	h.Must(err)
	if due() != desktest.Day(t, "2026-08-07") {
		t.Fatalf("due %s", due())
	}
	back := desktest.July("removed", "2026-07-27")
	back.Key, back.Norm = "key-back", "DS 101-2026-PCM"
	p, err := h.Norms.PreviewCalendar(h.Ctx, admin, back)
	h.Must(err)
	if p.Shortened != 1 || p.Moves[0].To != desktest.Day(t, "2026-08-05") {
		t.Errorf("%+v", p)
	}
	out, err := h.Norms.PublishCalendar(h.Ctx, admin, back)
	h.Must(err)
	if !out.Waits || due() != desktest.Day(t, "2026-08-07") {
		t.Fatalf("published alone: %+v", out)
	}
	shelf, err := h.Norms.Calendars(h.Ctx, admin)
	h.Must(err)
	out, err = h.Norms.SettleProposal(h.Ctx, h.Person("Marta", "", docket.RoleManager), shelf.Proposals[0].ID, true)
	h.Must(err)
	if out.Version == "" || due() != desktest.Day(t, "2026-08-05") {
		t.Errorf("%+v, due %s", out, due())
	}
}
