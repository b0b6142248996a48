package norms_test

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"foja/desk"
	"foja/desk/acts"
	"foja/desk/desktest"
	"foja/desk/history"
	"foja/docket"
	"foja/languages"
)

// complaint is the third procedure, made only of data, as an administrator would hand it in.
func complaint(t *testing.T, version, from string) string {
	t.Helper()
	body, err := os.ReadFile("../../procedures/examples/complaints.yaml")
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(string(body), "\n")
	for i, l := range lines {
		if strings.HasPrefix(l, "version:") {
			lines[i] = "version: \"" + version + "\""
		}
		if strings.HasPrefix(l, "valid_from:") {
			lines[i] = "valid_from: " + from
		}
	}
	return strings.Join(lines, "\n")
}

func TestPublishedProcedureHoldsFromItsDayAndOpenCasesKeepTheirs(t *testing.T) {
	h := desktest.New(t) // Monday 2 March 2026
	admin, clerk := h.Person("Pilar", "", docket.RoleAdministrator), h.Person("Rosa", "lima", docket.RoleReception)
	before := h.Register(clerk, desktest.Form("t1"))
	body, err := h.Norms.ProcedureFile(h.Ctx, admin, "public-information", "2024")
	h.Must(err)
	next := regexp.MustCompile(`(?m)^version: .*$`).ReplaceAllString(string(body.Bytes), `version: "2026-b"`)
	next = regexp.MustCompile(`(?m)^valid_from: .*$`).ReplaceAllString(next, "valid_from: 2026-03-03")
	c, err := h.Norms.PublishProcedure(h.Ctx, admin, next)
	h.Must(err)
	if len(c.Mistakes) > 0 || c.Replaces != "2024" {
		t.Fatalf("%+v", c)
	}
	h.Now = h.Now.AddDate(0, 0, 1)
	after := h.Register(clerk, desktest.Form("t2"))
	for id, want := range map[string]string{before.ID: "2024", after.ID: "2026-b"} {
		if p, err := h.Cases.Request(h.Ctx, clerk, id); err != nil || p.Request.Version != want || p.Procedure.Version != want {
			t.Errorf("version %q of %q, want %s; %v", p.Procedure.Version, p.Request.Version, want, err)
		}
	}
	lines, err := h.Norms.ProcedureShelf(h.Ctx, admin)
	h.Must(err)
	for _, l := range lines {
		if l.Key != "public-information" {
			continue
		}
		if l.Version == "2024" && (l.InForce || l.ValidUntil.String() != "2026-03-02" || l.Open != 1) || l.Version == "2026-b" && (!l.InForce || l.Author == "" || l.Open != 1) {
			t.Errorf("%+v", l)
		}
	}
	// Another process, started afterwards, knows it too.
	other, err := desk.New(h.Deps)
	h.Must(err)
	if last, err := other.Norms.ReadProcedures(h.Ctx); err != nil || last != 1 {
		t.Errorf("%d, %v", last, err)
	}
}

func TestAProcedureOfDataAloneIsPublishedAndLived(t *testing.T) {
	h := desktest.New(t)
	admin, clerk := h.Person("Pilar", "", docket.RoleAdministrator), h.Person("Rosa", "lima", docket.RoleReception)
	if c, err := h.Norms.PublishProcedure(h.Ctx, admin, complaint(t, "1", "2026-03-03")); err != nil || len(c.Mistakes) > 0 || c.Replaces != "" {
		t.Fatalf("%+v, %v", c, err)
	}
	f := desktest.Form("q1")
	f.Procedure = "complaints"
	if _, err := h.Acts.Register(h.Ctx, clerk, f); err == nil {
		t.Error("it was registered the day before it comes into force")
	}
	h.Now = h.Now.AddDate(0, 0, 1)
	if r := h.Register(clerk, f); r.DueOn.IsZero() {
		t.Errorf("%+v", r)
	}
}

func TestPublicationIsRefusedWithTheLine(t *testing.T) {
	h := desktest.New(t)
	admin, manager := h.Person("Pilar", "", docket.RoleAdministrator), h.Person("Ana", "", docket.RoleManager)
	_, err := h.Norms.PublishProcedure(h.Ctx, manager, complaint(t, "1", "2026-03-03"))
	h.Code("by a manager", err, docket.CodeForbidden)
	_, err = h.Norms.PublishProcedure(h.Ctx, admin, " ")
	h.Code("nothing", err, docket.CodeInvalid)
	for name, c := range map[string]struct{ body, want string }{
		"today":       {complaint(t, "1", "2026-03-02"), "a partir de mañana"},
		"a typo":      {strings.Replace(complaint(t, "1", "2026-03-03"), "time_limit:", "time_limmit:", 1), "línea "},
		"not YAML":    {"key: [", "línea "},
		"known":       {strings.Replace(complaint(t, "2024", "2026-03-03"), "key: complaints", "key: public-information", 1), "ya existe"},
		"other shape": {"hola", "línea"},
	} {
		got, err := h.Norms.PublishProcedure(h.Ctx, admin, c.body)
		var said []string
		for _, m := range got.Mistakes {
			said = append(said, languages.For("es").Say(m))
		}
		if err != nil || !strings.Contains(strings.Join(said, "\n"), c.want) {
			t.Errorf("%s: %v, %v; want %q", name, said, err, c.want)
		}
	}
	if all, err := h.Core.Store.ProcedureVersions(h.Ctx, 0); err != nil || len(all) != 0 {
		t.Errorf("%v, %v", all, err)
	}
}

// The version says that it takes over the open cases: what that does is shown before, and done on its first day, once (law: R58).
func TestPublishedProcedureTakesOverOpenCasesWhereItSaysSo(t *testing.T) {
	h := desktest.New(t) // Monday 2 March 2026
	admin, clerk := h.Person("Pilar", "", docket.RoleAdministrator), h.Person("Rosa", "lima", docket.RoleReception)
	open, closed := h.Register(clerk, desktest.Form("t1")).ID, h.Register(clerk, desktest.Form("t2")).ID
	h.Do(clerk, closed, acts.Command{Action: docket.ActWithdraw, Text: "Lo dijo por teléfono."})
	next := "based_on: \"2024\"\nkey: public-information\nversion: \"2026-b\"\nvalid_from: 2026-03-03\ntime_limit: {n: 9, unit: business, rule: R1}\nmoves:\n  - {from: \"2024\"}\n"
	c, err := h.Norms.CheckProcedure(h.Ctx, admin, next)
	h.Must(err)
	if len(c.Mistakes) > 0 || c.Moves == nil || c.Moves.Open != 1 || c.Moves.Moved != 1 || c.Moves.Shortened != 1 || c.Moves.Moves[0].To != desktest.Day(t, "2026-03-13") {
		t.Fatalf("%+v, %+v", c, c.Moves)
	}
	if c, err = h.Norms.PublishProcedure(h.Ctx, admin, next); err != nil || len(c.Mistakes) > 0 {
		t.Fatalf("%+v, %v", c, err)
	}
	h.Must(h.Upkeep.Sweep(h.Ctx)) // its day has not come
	version := func(id, want, due string) {
		t.Helper()
		p, err := h.Cases.Request(h.Ctx, clerk, id)
		h.Must(err)
		if p.Request.Version != want || p.Procedure.Version != want || p.Case.Version != want || due != "" && p.Deadline.DueOn != desktest.Day(t, due) {
			t.Errorf("version %s, %s, %s; due %s: want %s, %s", p.Request.Version, p.Procedure.Version, p.Case.Version, p.Deadline.DueOn, want, due)
		}
	}
	version(open, "2024", "2026-03-16")
	h.Now = h.Now.AddDate(0, 0, 1)
	for range 2 {
		h.Must(h.Upkeep.Sweep(h.Ctx))
	}
	version(open, "2026-b", "2026-03-13")
	version(closed, "2024", "")
	if len(h.Workflows.Announced) != 1 {
		t.Errorf("told %v", h.Workflows.Announced)
	}
	p, err := h.Cases.Request(h.Ctx, clerk, open)
	h.Must(err)
	if !slices.ContainsFunc(p.Timeline, func(l history.Line) bool {
		return strings.HasPrefix(desktest.Words(l.Title), "Pasó a la versión 2026-b")
	}) {
		t.Error("its page does not say so")
	}
	// As it was known yesterday it is counted by yesterday's version.
	past, err := h.Cases.RequestAsOf(h.Ctx, clerk, open, "2026-03-02T12:00")
	h.Must(err)
	if past.Deadline.DueOn != desktest.Day(t, "2026-03-16") {
		t.Errorf("yesterday it was due %s", past.Deadline.DueOn)
	}
}
