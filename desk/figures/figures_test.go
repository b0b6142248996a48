package figures_test

import (
	"cmp"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"testing"
	"time"

	"foja/access"
	"foja/desk/acts"
	"foja/desk/core"
	"foja/desk/desktest"
	"foja/desk/figures"
	"foja/desk/lists"
	"foja/docket"
)

func TestEveryFigureIsTheTotalOfItsList(t *testing.T) {
	h := desktest.New(t)
	manager := h.ManyCases()
	nonzero := 0
	check := func(u access.User, what string, f figures.Figure) {
		t.Helper()
		_, total, err := h.Lists.Requests(h.Ctx, u, f.Filter)
		h.Must(err)
		if total != f.N {
			t.Errorf("%s says %d, its list has %d (%+v)", what, f.N, total, f.Filter)
		}
		if f.N > 0 {
			nonzero++
		}
	}
	row := func(u access.User, what string, r figures.FigureRow) {
		check(u, what+" open", r.Open)
		check(u, what+" due today", r.DueToday)
		check(u, what+" due this week", r.DueThisWeek)
		check(u, what+" overdue", r.Overdue)
		check(u, what+" in time", r.InTime)
		check(u, what+" late", r.Late)
	}
	for _, u := range []access.User{manager, h.Person("Sur", "trujillo", docket.RoleManager)} {
		for _, filter := range []figures.DashboardFilter{{}, {Procedure: "public-information"}, {Office: "lima"}, {From: desktest.Day(t, "2026-02-01"), To: desktest.Day(t, "2026-02-28")}} {
			f, err := h.Figures.Dashboard(h.Ctx, u, filter)
			h.Must(err)
			check(u, "received", f.Received)
			row(u, "all", figures.FigureRow{Open: f.Open, DueToday: f.DueToday, DueThisWeek: f.DueThisWeek, Overdue: f.Overdue, InTime: f.InTime, Late: f.Late})
			for _, table := range [][]figures.FigureRow{f.ByOffice, f.ByOfficer, f.ByProcedure} {
				sum := 0
				for _, r := range table {
					row(u, desktest.Words(r.Name), r)
					sum += r.Open.N
					if desktest.Words(r.Name) == "" {
						t.Errorf("a row without a name: %+v", r)
					}
				}
				if sum != f.Open.N {
					t.Errorf("the rows' open ones are %d, all are %d", sum, f.Open.N)
				}
			}
		}
	}
	if nonzero < 40 {
		t.Errorf("only %d figures were not zero: the crowd proves little", nonzero)
	}
	_, err := h.Figures.Dashboard(h.Ctx, h.Person("x", "", docket.RoleOfficer), figures.DashboardFilter{})
	h.Code("officer looks at the dashboard", err, docket.CodeForbidden)
}

func TestWorkLists(t *testing.T) {
	h := desktest.New(t)
	manager := h.ManyCases()
	both := h.Person("Ana", "lima", docket.RoleReception, docket.RoleOfficer)
	for _, u := range []access.User{both, manager} {
		for _, whose := range []string{"mine", "pool", "all"} {
			_, total, err := h.Lists.Tasks(h.Ctx, u, lists.TaskFilter{Whose: whose})
			h.Must(err)
			var ids []string
			last := desktest.Day(t, "2000-01-01")
			for offset := 0; ; offset += 3 {
				rows, n, err := h.Lists.Tasks(h.Ctx, u, lists.TaskFilter{Whose: whose, Limit: 3, Offset: offset})
				h.Must(err)
				if n != total {
					t.Errorf("%s: total %d, then %d", whose, total, n)
				}
				if len(rows) == 0 {
					break
				}
				for _, r := range rows {
					ids = append(ids, fmt.Sprint(r.Request, r.Task.ID))
					if r.DueOn.Before(last) {
						t.Errorf("%s: %s comes after %s", whose, r.DueOn, last)
					}
					last = r.DueOn
					if desktest.Words(r.Title) == "" || len(r.Strip) == 0 || (u.Office != "" && whose == "pool" && r.Task.Holder != "") {
						t.Errorf("%s: %+v", whose, r)
					}
					if r.Overdue != r.DueOn.Before(h.Core.Today("lima")) {
						t.Errorf("%s due %s: overdue %t", r.Number, r.DueOn, r.Overdue)
					}
				}
			}
			seen := map[string]bool{}
			for _, id := range ids {
				seen[id] = true
			}
			if len(ids) != total || len(seen) != total {
				t.Errorf("%s %s: %d tasks announced, %d listed, %d different", u.Name, whose, total, len(ids), len(seen))
			}
		}
	}
	_, _, err := h.Lists.Tasks(h.Ctx, manager, lists.TaskFilter{Whose: "theirs"})
	h.Code("no such list", err, docket.CodeInvalid)
}

func TestOfficeSeesItsOwn(t *testing.T) {
	h := desktest.New(t)
	h.ManyCases()
	north := h.Person("Teresa", "trujillo", docket.RoleReception)
	rows, total, err := h.Lists.Requests(h.Ctx, north, lists.Filter{Office: "lima", Limit: 100})
	h.Must(err)
	if total != 8 {
		t.Errorf("%d cases, want Trujillo's 8", total)
	}
	for _, r := range rows {
		if r.Office != "Oficina Regional Norte" {
			t.Errorf("%s of %s", r.Number, r.Office)
		}
	}
	limas, _, err := h.Lists.Requests(h.Ctx, h.Person("todo", "", docket.RoleAuditor), lists.Filter{Office: "lima"})
	h.Must(err)
	_, err = h.Cases.Request(h.Ctx, north, limas[0].ID)
	h.Code("case of another office", err, docket.CodeNotFound)
	_, err = h.Cases.RequestByNumber(h.Ctx, north, limas[0].Number)
	h.Code("number of another office", err, docket.CodeNotFound)
	_, err = h.Papers.Receipt(h.Ctx, north, limas[0].ID)
	h.Code("receipt of another office", err, docket.CodeNotFound)
	_, _, err = h.Lists.Requests(h.Ctx, north, lists.Filter{Open: "maybe"})
	h.Code("bad filter", err, docket.CodeInvalid)
}

// What stood on the board at a moment stands there again, whatever happened since.
func TestTheFiguresAsTheyWereKnown(t *testing.T) {
	h := desktest.New(t)
	manager := h.ManyCases()
	sur := h.Person("Sur", "trujillo", docket.RoleManager)
	filters := []figures.DashboardFilter{{}, {Procedure: "public-information"}, {Office: "lima"}, {From: desktest.Day(t, "2026-02-01"), To: desktest.Day(t, "2026-02-28")}}
	bare := func(f figures.Figures) figures.Figures { // the numbers alone
		of := func(f *figures.Figure) { f.Filter = lists.Filter{} }
		each := func(rows []figures.FigureRow) (shown []figures.FigureRow) {
			for _, r := range rows {
				for _, n := range []*figures.Figure{&r.Open, &r.DueToday, &r.DueThisWeek, &r.Overdue, &r.InTime, &r.Late} {
					of(n)
				}
				shown = append(shown, r)
			}
			slices.SortFunc(shown, func(a, b figures.FigureRow) int { return cmp.Compare(a.Key, b.Key) })
			return shown
		}
		for _, n := range []*figures.Figure{&f.Received, &f.Open, &f.DueToday, &f.DueThisWeek, &f.Overdue, &f.InTime, &f.Late} {
			of(n)
		}
		f.ByOffice, f.ByOfficer, f.ByProcedure = each(f.ByOffice), each(f.ByOfficer), each(f.ByProcedure)
		f.AsOf, f.Past = time.Time{}, false
		return f
	}
	var then []figures.Figures
	moment := h.Now
	for _, u := range []access.User{manager, sur} {
		for _, filter := range filters {
			f, err := h.Figures.Dashboard(h.Ctx, u, filter)
			h.Must(err)
			then = append(then, bare(f))
		}
	}
	// A week later everybody has taken, answered or received something.
	h.Now = h.Now.AddDate(0, 0, 8)
	rows, _, err := h.Lists.Requests(h.Ctx, manager, lists.Filter{Open: "yes", Limit: 100})
	h.Must(err)
	for i, r := range rows {
		switch {
		case r.Holder == "":
			h.Do(manager, r.ID, acts.Command{Action: docket.ActClaim})
		case i%2 == 0:
			h.Do(manager, r.ID, acts.Command{Action: docket.ActWithdraw, Text: "Lo dijo por teléfono."})
		default:
			h.Do(manager, r.ID, acts.Command{Action: docket.ActRespond, Text: "Va."})
			h.Sent(r.ID)
		}
	}
	h.Register(h.Person("Rosa B", "", docket.RoleReception), desktest.Form("later"))
	for i, u := range []access.User{manager, sur} {
		for j, filter := range filters {
			want := then[i*len(filters)+j]
			filter.When = moment.Format(time.RFC3339)
			f, err := h.Figures.Dashboard(h.Ctx, u, filter)
			h.Must(err)
			if !f.Past || !f.AsOf.Equal(moment) {
				t.Errorf("past %t, as of %s", f.Past, f.AsOf)
			}
			if got := bare(f); !reflect.DeepEqual(got, want) {
				t.Errorf("%+v:\n got %+v\nwant %+v", filter, got, want)
			}
		}
	}
	_, err = h.Figures.Dashboard(h.Ctx, manager, figures.DashboardFilter{When: "2099-01-01"})
	var wrong access.FieldErrors
	if !errors.As(err, &wrong) || wrong[0].Field != "as_of" {
		t.Errorf("the future: %v", err)
	}
}

// A form that asks for no procedure means the main one, whatever others the agency has.
func TestTheMainProcedureComesFirst(t *testing.T) {
	h := desktest.New(t)
	if all := h.Core.Procedures(h.Core.Today("")); len(all) < 3 || all[0].Key != core.MainProcedure || all[1].Key > all[2].Key {
		t.Errorf("%d procedures, first %s", len(all), all[0].Key)
	}
}
