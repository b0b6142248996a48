package desk

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"foja/calendar"
	"foja/docket"
	"foja/procedures"
	"foja/store"
)

// Decree does at once what the workflow does: every open case moves itself.
func (l *lawful) Decree(ctx context.Context, version string) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.down != nil {
		return l.down
	}
	ids, _, err := l.desk.Store.OpenCases(ctx, nil, 0, 500)
	if err != nil {
		return err
	}
	for _, id := range ids {
		r, err := l.desk.Store.Request(ctx, id)
		if err != nil {
			return err
		}
		c, err := l.desk.Store.Case(ctx, id)
		if err != nil {
			return err
		}
		law := l.law(r)
		if law.Calendar, err = l.desk.almanac.InForce(ctx); err != nil {
			return err
		}
		events, err := c.ApplyProcedureVersion(law, l.desk.Now())
		if err == nil && len(events) == 0 {
			events, err = c.ApplyCalendarVersion(law, l.desk.Now())
		}
		if err != nil {
			return err
		}
		if len(events) == 0 {
			continue
		}
		if _, err := l.project(ctx, c, events); err != nil {
			return err
		}
	}
	if strings.HasPrefix(version, "procedure/") {
		l.told = append(l.told, version)
		return l.desk.Store.SetSetting(ctx, store.AnnouncedSetting(version), "now")
	}
	return l.desk.Store.MarkCalendarAnnounced(ctx, version, l.desk.Now())
}

func july(kind string, from string) CalendarChange {
	d, err := calendar.ParseDate(from)
	if err != nil {
		panic(err)
	}
	return CalendarChange{Key: "key-" + from, Kind: kind, Name: "Día no laborable", Norm: "DS 100-2026-PCM", Scope: "nation", From: d}
}

// ofJuly is the law brief's example: a request of Friday 17 July 2026, due on 5 August.
func ofJuly(t *testing.T) (h *house, admin, clerk User, id string) {
	h = newHouse(t)
	h.now = time.Date(2026, 7, 17, 15, 30, 0, 0, time.UTC)
	admin, clerk = h.person("Ada", "", docket.RoleAdministrator), h.person("Clara", "lima", docket.RoleReception)
	r := h.register(clerk, form("f-1"))
	if r.DueOn != day(t, "2026-08-05") {
		t.Fatalf("due %s", r.DueOn)
	}
	h.now = time.Date(2026, 7, 20, 14, 0, 0, 0, time.UTC)
	return h, admin, clerk, r.ID
}

func TestR9_previewSaysWhatPublicationThenDoes(t *testing.T) {
	h, admin, clerk, id := ofJuly(t)
	p, err := h.PreviewCalendar(h.ctx, admin, july("non_working_day", "2026-07-27"))
	h.must(err)
	if p.Open != 1 || p.Moved != 1 || p.Shortened+p.StartsLate+p.StopsLate != 0 || len(p.Moves) != 1 {
		t.Fatalf("%+v", p)
	}
	if m := p.Moves[0]; m.From != day(t, "2026-08-05") || m.To != day(t, "2026-08-07") || m.Request != id || m.Shortens {
		t.Errorf("%+v", m)
	}
	if page, err := h.Request(h.ctx, clerk, id); err != nil || page.Case.DueOn != day(t, "2026-08-05") {
		t.Errorf("the preview moved the case: %s, %v", page.Case.DueOn, err)
	}

	out, err := h.PublishCalendar(h.ctx, admin, july("non_working_day", "2026-07-27"))
	h.must(err)
	if out.Waits || out.Version != p.Version {
		t.Errorf("%+v", out)
	}
	page, err := h.Request(h.ctx, clerk, id)
	h.must(err)
	if page.Case.DueOn != day(t, "2026-08-07") || page.Deadline.DueOn != page.Case.DueOn || page.Deadline.CalendarVersion != out.Version {
		t.Errorf("due %s, working %s by %s", page.Case.DueOn, page.Deadline.DueOn, page.Deadline.CalendarVersion)
	}
	told := false
	for _, l := range page.Timeline {
		told = told || strings.Contains(l.Title, out.Version) && strings.Contains(l.Title, "7 de agosto")
	}
	if !told {
		t.Error("the timeline does not tell of it")
	}
	// What comes in from now on is counted with it.
	h.now = time.Date(2026, 7, 20, 15, 0, 0, 0, time.UTC)
	if r := h.register(clerk, form("f-2")); r.DueOn != day(t, "2026-08-10") {
		t.Errorf("a new request is due %s", r.DueOn)
	}
	shelf, err := h.Calendars(h.ctx, admin)
	h.must(err)
	if len(shelf.Versions) != 2 || shelf.InForce != out.Version || shelf.Versions[0].Author != "Ada" || shelf.Versions[0].Hash == shelf.Versions[1].Hash || shelf.Versions[0].ToldAt.IsZero() {
		t.Errorf("%+v", shelf.Versions)
	}
}

func TestR9_closedCasesKeepTheirWorking(t *testing.T) {
	h, admin, clerk, id := ofJuly(t)
	officer := h.person("Olga", "lima", docket.RoleOfficer)
	h.do(officer, id, Command{Action: docket.ActClaim})
	h.do(officer, id, Command{Action: docket.ActWithdraw, Text: "Se desistió."})
	p, err := h.PreviewCalendar(h.ctx, admin, july("non_working_day", "2026-07-27"))
	h.must(err)
	if p.Open != 0 {
		t.Errorf("%+v", p)
	}
	_, err = h.PublishCalendar(h.ctx, admin, july("non_working_day", "2026-07-27"))
	h.must(err)
	page, err := h.Request(h.ctx, clerk, id)
	h.must(err)
	if page.Case.DueOn != day(t, "2026-08-05") || page.Deadline.DueOn != page.Case.DueOn {
		t.Errorf("due %s, working %s", page.Case.DueOn, page.Deadline.DueOn)
	}
}

func TestCalendar_aShorteningNeedsASecondPerson(t *testing.T) {
	h, admin, clerk, id := ofJuly(t)
	other := h.person("Berta", "lima", docket.RoleManager)
	saturday := july("working_day", "2026-07-25")
	p, err := h.PreviewCalendar(h.ctx, admin, saturday)
	h.must(err)
	if p.Shortened != 1 || !p.Moves[0].Shortens || p.Moves[0].To != day(t, "2026-08-04") {
		t.Fatalf("%+v", p)
	}
	for range 2 { // sent twice, one proposal
		out, err := h.PublishCalendar(h.ctx, admin, saturday)
		h.must(err)
		if !out.Waits || out.Version != "" {
			t.Fatalf("%+v", out)
		}
	}
	shelf, err := h.Calendars(h.ctx, other)
	h.must(err)
	if len(shelf.Proposals) != 1 || shelf.Proposals[0].Mine || len(shelf.Versions) != 1 || shelf.MayWrite {
		t.Fatalf("%+v", shelf)
	}
	proposal := shelf.Proposals[0].ID
	_, err = h.SettleProposal(h.ctx, admin, proposal, true)
	h.code("her own proposal", err, docket.CodeForbidden)
	_, err = h.SettleProposal(h.ctx, clerk, proposal, true)
	h.code("by a clerk", err, docket.CodeForbidden)
	if page, err := h.Request(h.ctx, clerk, id); err != nil || page.Case.DueOn != day(t, "2026-08-05") {
		t.Errorf("it moved the case before it was confirmed: %s, %v", page.Case.DueOn, err)
	}
	if p, err := h.PreviewProposal(h.ctx, other, proposal); err != nil || p.Shortened != 1 || len(p.Entries) != 1 {
		t.Errorf("%+v, %v", p, err)
	}
	out, err := h.SettleProposal(h.ctx, other, proposal, true)
	h.must(err)
	page, err := h.Request(h.ctx, clerk, id)
	h.must(err)
	if page.Case.DueOn != day(t, "2026-08-04") {
		t.Errorf("due %s", page.Case.DueOn)
	}
	shelf, err = h.Calendars(h.ctx, admin)
	h.must(err)
	if v := shelf.Versions[0]; v.Version != out.Version || v.Author != "Ada" || v.ConfirmedBy != "Berta" || len(shelf.Proposals) != 0 {
		t.Errorf("%+v", shelf)
	}
	_, err = h.SettleProposal(h.ctx, other, proposal, true)
	h.code("once more", err, docket.CodeNotFound)
}

func TestCalendar_lateCasesInThePreview(t *testing.T) {
	h, admin, _, _ := ofJuly(t)
	h.now = time.Date(2026, 8, 7, 14, 0, 0, 0, time.UTC)
	p, err := h.PreviewCalendar(h.ctx, admin, july("non_working_day", "2026-07-27"))
	h.must(err)
	if p.StopsLate != 1 || !p.Moves[0].StopsLate {
		t.Errorf("%+v", p)
	}
	h.now = time.Date(2026, 8, 5, 14, 0, 0, 0, time.UTC)
	p, err = h.PreviewCalendar(h.ctx, admin, july("working_day", "2026-07-25"))
	h.must(err)
	if p.StartsLate != 1 || !p.Moves[0].StartsLate {
		t.Errorf("%+v", p)
	}
}

func TestCalendar_whoMayWhat(t *testing.T) {
	h, _, _, _ := ofJuly(t)
	change := july("non_working_day", "2026-07-27")
	for _, role := range staff {
		u := h.person("Persona "+string(role), "", role)
		allowed := func(what string, err error, may bool) {
			t.Helper()
			if denied := docket.CodeOf(err) == docket.CodeForbidden && err != nil; denied == may {
				t.Errorf("%s by %s: %v", what, role, err)
			}
		}
		writes := role == docket.RoleAdministrator
		seconds := writes || role == docket.RoleManager || role == docket.RoleHead
		_, err := h.Calendars(h.ctx, u)
		allowed("list", err, seconds || role == docket.RoleAuditor)
		_, err = h.CalendarDays(h.ctx, u, h.Calendar.Version)
		allowed("days", err, seconds || role == docket.RoleAuditor)
		_, err = h.CalendarFile(h.ctx, u, h.Calendar.Version)
		allowed("file", err, seconds || role == docket.RoleAuditor)
		_, err = h.PreviewCalendar(h.ctx, u, change)
		allowed("preview", err, writes)
		_, err = h.PreviewProposal(h.ctx, u, "none")
		allowed("preview of a proposal", err, seconds)
		_, err = h.SettleProposal(h.ctx, u, "none", true)
		allowed("confirmation", err, seconds)
		if !writes {
			_, err = h.PublishCalendar(h.ctx, u, change)
			allowed("publication", err, false)
		}
	}
	if all, err := h.Store.CalendarVersions(h.ctx); err != nil || len(all) != 0 {
		t.Errorf("something was published: %v, %v", all, err)
	}
}

func TestCalendar_whatIsRefused(t *testing.T) {
	h, admin, _, _ := ofJuly(t)
	for name, change := range map[string]func(*CalendarChange){
		"a year that is not known": func(c *CalendarChange) { c.From = day(t, "2031-07-27") },
		"no norm":                  func(c *CalendarChange) { c.Norm = "  " },
		"no name":                  func(c *CalendarChange) { c.Name = "" },
		"no day":                   func(c *CalendarChange) { c.From = calendar.Date{} },
		"backwards":                func(c *CalendarChange) { c.To = day(t, "2026-07-26") },
		"years of it":              func(c *CalendarChange) { c.To = day(t, "2028-07-26") },
		"a window of one day":      func(c *CalendarChange) { c.Kind = KindSuspension },
		"an unknown kind":          func(c *CalendarChange) { c.Kind = "feast" },
		"an unknown scope":         func(c *CalendarChange) { c.Scope = "municipality:lima" },
		"an unknown region":        func(c *CalendarChange) { c.Scope = "region:atlantida" },
		"an office's own day off":  func(c *CalendarChange) { c.Scope = "office:lima" },
		"a holiday already there":  func(c *CalendarChange) { c.Kind, c.From = "holiday", day(t, "2026-07-28") },
	} {
		c := july("non_working_day", "2026-07-27")
		change(&c)
		_, err := h.PublishCalendar(h.ctx, admin, c)
		h.code(name, err, docket.CodeInvalid)
	}
	c := july(KindSuspension, "2026-07-27")
	c.To = day(t, "2026-07-31")
	p, err := h.PreviewCalendar(h.ctx, admin, c)
	h.must(err)
	if len(p.Entries) != 5 || p.Moves[0].To != day(t, "2026-08-11") {
		t.Errorf("a window: %+v", p)
	}
	c = july("short_day", "2026-08-05")
	c.Scope = "office:lima"
	if p, err = h.PreviewCalendar(h.ctx, admin, c); err != nil || len(p.Moves) != 1 || p.Moves[0].To != day(t, "2026-08-07") {
		t.Errorf("a short day: %+v, %v", p, err)
	}
}

// The engine is away when a calendar is published: the sweep tells the cases later.
func TestSweep_tellsWhatCouldNotBeTold(t *testing.T) {
	h, admin, clerk, id := ofJuly(t)
	h.cases.down = errors.New("no server")
	_, err := h.PublishCalendar(h.ctx, admin, july("non_working_day", "2026-07-27"))
	h.must(err)
	page, err := h.Request(h.ctx, clerk, id)
	h.must(err)
	if page.Case.DueOn != day(t, "2026-08-05") || page.Deadline.DueOn != page.Case.DueOn {
		t.Errorf("a case that was not told: due %s, working %s", page.Case.DueOn, page.Deadline.DueOn)
	}
	h.cases.down = nil
	h.must(h.Sweep(h.ctx))
	page, err = h.Request(h.ctx, clerk, id)
	h.must(err)
	if page.Case.DueOn != day(t, "2026-08-07") {
		t.Errorf("due %s", page.Case.DueOn)
	}
}

func TestCalendarFile_canBeReadBack(t *testing.T) {
	h, admin, _, _ := ofJuly(t)
	out, err := h.PublishCalendar(h.ctx, admin, july("non_working_day", "2026-07-27"))
	h.must(err)
	f, err := h.CalendarFile(h.ctx, admin, out.Version)
	h.must(err)
	entries, err := procedures.ReadICal(strings.NewReader(string(f.Bytes)), "")
	h.must(err)
	sheet, err := h.CalendarDays(h.ctx, admin, out.Version)
	h.must(err)
	if len(entries) != len(sheet.Entries) || len(entries) == 0 || f.Name != "calendario-"+out.Version+".ics" {
		t.Errorf("%s: %d entries of %d", f.Name, len(entries), len(sheet.Entries))
	}
	_, err = h.CalendarFile(h.ctx, admin, "pe-0")
	h.code("no such version", err, docket.CodeNotFound)
}

// A decree was repealed: the day is taken back, which shortens a term, so a second person publishes it; a day that is not listed
// is refused, and says so (law: R9).
func TestR9_aDayIsTakenBack(t *testing.T) {
	h, admin, clerk, id := ofJuly(t)
	due := func() calendar.Date {
		t.Helper()
		p, err := h.Request(h.ctx, clerk, id)
		h.must(err)
		return p.Deadline.DueOn
	}
	_, err := h.PublishCalendar(h.ctx, admin, july("removed", "2026-07-27"))
	var wrong *docket.Error
	if !errors.As(err, &wrong) || wrong.Field != "from" || !strings.Contains(wrong.Message, "no hay nada que quitar") {
		t.Errorf("nothing to take back: %v", err)
	}
	_, err = h.PublishCalendar(h.ctx, admin, july("non_working_day", "2026-07-27"))
	h.must(err)
	if due() != day(t, "2026-08-07") {
		t.Fatalf("due %s", due())
	}
	back := july("removed", "2026-07-27")
	back.Key, back.Norm = "key-back", "DS 101-2026-PCM"
	p, err := h.PreviewCalendar(h.ctx, admin, back)
	h.must(err)
	if p.Shortened != 1 || p.Moves[0].To != day(t, "2026-08-05") {
		t.Errorf("%+v", p)
	}
	out, err := h.PublishCalendar(h.ctx, admin, back)
	h.must(err)
	if !out.Waits || due() != day(t, "2026-08-07") {
		t.Fatalf("published alone: %+v", out)
	}
	shelf, err := h.Calendars(h.ctx, admin)
	h.must(err)
	out, err = h.SettleProposal(h.ctx, h.person("Marta", "", docket.RoleManager), shelf.Proposals[0].ID, true)
	h.must(err)
	if out.Version == "" || due() != day(t, "2026-08-05") {
		t.Errorf("%+v, due %s", out, due())
	}
}
