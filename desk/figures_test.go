package desk

import (
	"cmp"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"testing"
	"time"

	"foja/docket"
)

// crowd fills the register with cases of both offices in every state.
func (h *house) crowd() (manager User) {
	h.Helper()
	officers := []User{h.person("Julio", "lima", docket.RoleOfficer), h.person("Elena", "lima", docket.RoleOfficer), h.person("Iván", "trujillo", docket.RoleOfficer)}
	clerk := h.person("Rosa", "", docket.RoleReception)
	manager = h.person("Carmen", "", docket.RoleManager) // who alone may authorise religious assistance
	start := h.now
	for i := range 24 {
		f := form(fmt.Sprint("crowd ", i))
		officer := officers[i%3]
		f.Office = officer.Office
		if i%4 == 0 {
			f.Procedure, f.DeliveryMode = "religious-assistance", ""
		}
		h.now = start.AddDate(0, 0, -i*2)
		id := h.register(clerk, f).ID
		h.now = start
		if i%5 == 0 {
			continue // nobody takes it
		}
		h.do(officer, id, Command{Action: docket.ActClaim})
		switch i % 5 {
		case 1:
			h.do(manager, id, Command{Action: docket.ActRespond, Text: "Va."})
			h.sent(id)
		case 2:
			h.do(officer, id, Command{Action: docket.ActWithdraw, Text: "Lo dijo por teléfono."})
		}
	}
	return manager
}

func TestEveryFigureIsTheTotalOfItsList(t *testing.T) {
	h := newHouse(t)
	manager := h.crowd()
	nonzero := 0
	check := func(u User, what string, f Figure) {
		t.Helper()
		_, total, err := h.Requests(h.ctx, u, f.Filter)
		h.must(err)
		if total != f.N {
			t.Errorf("%s says %d, its list has %d (%+v)", what, f.N, total, f.Filter)
		}
		if f.N > 0 {
			nonzero++
		}
	}
	row := func(u User, what string, r FigureRow) {
		check(u, what+" open", r.Open)
		check(u, what+" due today", r.DueToday)
		check(u, what+" due this week", r.DueThisWeek)
		check(u, what+" overdue", r.Overdue)
		check(u, what+" in time", r.InTime)
		check(u, what+" late", r.Late)
	}
	for _, u := range []User{manager, h.person("Sur", "trujillo", docket.RoleManager)} {
		for _, filter := range []DashboardFilter{{}, {Procedure: "public-information"}, {Office: "lima"}, {From: day(t, "2026-02-01"), To: day(t, "2026-02-28")}} {
			f, err := h.Dashboard(h.ctx, u, filter)
			h.must(err)
			check(u, "received", f.Received)
			row(u, "all", FigureRow{Open: f.Open, DueToday: f.DueToday, DueThisWeek: f.DueThisWeek, Overdue: f.Overdue, InTime: f.InTime, Late: f.Late})
			for _, table := range [][]FigureRow{f.ByOffice, f.ByOfficer, f.ByProcedure} {
				sum := 0
				for _, r := range table {
					row(u, r.Name, r)
					sum += r.Open.N
					if r.Name == "" {
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
	_, err := h.Dashboard(h.ctx, h.person("x", "", docket.RoleOfficer), DashboardFilter{})
	h.code("officer looks at the dashboard", err, docket.CodeForbidden)
}

func TestWorkLists(t *testing.T) {
	h := newHouse(t)
	manager := h.crowd()
	both := h.person("Ana", "lima", docket.RoleReception, docket.RoleOfficer)
	for _, u := range []User{both, manager} {
		for _, whose := range []string{"mine", "pool", "all"} {
			_, total, err := h.Tasks(h.ctx, u, TaskFilter{Whose: whose})
			h.must(err)
			var ids []string
			last := day(t, "2000-01-01")
			for offset := 0; ; offset += 3 {
				rows, n, err := h.Tasks(h.ctx, u, TaskFilter{Whose: whose, Limit: 3, Offset: offset})
				h.must(err)
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
					if r.Title == "" || len(r.Strip) == 0 || (u.Office != "" && whose == "pool" && r.Task.Holder != "") {
						t.Errorf("%s: %+v", whose, r)
					}
					if r.Overdue != r.DueOn.Before(h.Today("lima")) {
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
	_, _, err := h.Tasks(h.ctx, manager, TaskFilter{Whose: "theirs"})
	h.code("no such list", err, docket.CodeInvalid)
}

func TestOfficeSeesItsOwn(t *testing.T) {
	h := newHouse(t)
	h.crowd()
	north := h.person("Teresa", "trujillo", docket.RoleReception)
	rows, total, err := h.Requests(h.ctx, north, Filter{Office: "lima", Limit: 100})
	h.must(err)
	if total != 8 {
		t.Errorf("%d cases, want Trujillo's 8", total)
	}
	for _, r := range rows {
		if r.Office != "Oficina Regional Norte" {
			t.Errorf("%s of %s", r.Number, r.Office)
		}
	}
	limas, _, err := h.Requests(h.ctx, h.person("todo", "", docket.RoleAuditor), Filter{Office: "lima"})
	h.must(err)
	_, err = h.Request(h.ctx, north, limas[0].ID)
	h.code("case of another office", err, docket.CodeNotFound)
	_, err = h.RequestByNumber(h.ctx, north, limas[0].Number)
	h.code("number of another office", err, docket.CodeNotFound)
	_, err = h.Receipt(h.ctx, north, limas[0].ID)
	h.code("receipt of another office", err, docket.CodeNotFound)
	_, _, err = h.Requests(h.ctx, north, Filter{Open: "maybe"})
	h.code("bad filter", err, docket.CodeInvalid)
}

// What stood on the board at a moment stands there again, whatever happened since.
func TestTheFiguresAsTheyWereKnown(t *testing.T) {
	h := newHouse(t)
	manager := h.crowd()
	sur := h.person("Sur", "trujillo", docket.RoleManager)
	filters := []DashboardFilter{{}, {Procedure: "public-information"}, {Office: "lima"}, {From: day(t, "2026-02-01"), To: day(t, "2026-02-28")}}
	bare := func(f Figures) Figures { // the numbers alone
		of := func(f *Figure) { f.Filter = Filter{} }
		each := func(rows []FigureRow) (shown []FigureRow) {
			for _, r := range rows {
				for _, n := range []*Figure{&r.Open, &r.DueToday, &r.DueThisWeek, &r.Overdue, &r.InTime, &r.Late} {
					of(n)
				}
				shown = append(shown, r)
			}
			slices.SortFunc(shown, func(a, b FigureRow) int { return cmp.Compare(a.Key, b.Key) })
			return shown
		}
		for _, n := range []*Figure{&f.Received, &f.Open, &f.DueToday, &f.DueThisWeek, &f.Overdue, &f.InTime, &f.Late} {
			of(n)
		}
		f.ByOffice, f.ByOfficer, f.ByProcedure = each(f.ByOffice), each(f.ByOfficer), each(f.ByProcedure)
		f.AsOf, f.Past = time.Time{}, false
		return f
	}
	var then []Figures
	moment := h.now
	for _, u := range []User{manager, sur} {
		for _, filter := range filters {
			f, err := h.Dashboard(h.ctx, u, filter)
			h.must(err)
			then = append(then, bare(f))
		}
	}
	// A week later everybody has taken, answered or received something.
	h.now = h.now.AddDate(0, 0, 8)
	rows, _, err := h.Requests(h.ctx, manager, Filter{Open: "yes", Limit: 100})
	h.must(err)
	for i, r := range rows {
		switch {
		case r.Holder == "":
			h.do(manager, r.ID, Command{Action: docket.ActClaim})
		case i%2 == 0:
			h.do(manager, r.ID, Command{Action: docket.ActWithdraw, Text: "Lo dijo por teléfono."})
		default:
			h.do(manager, r.ID, Command{Action: docket.ActRespond, Text: "Va."})
			h.sent(r.ID)
		}
	}
	h.register(h.person("Rosa B", "", docket.RoleReception), form("later"))
	for i, u := range []User{manager, sur} {
		for j, filter := range filters {
			want := then[i*len(filters)+j]
			filter.When = moment.Format(time.RFC3339)
			f, err := h.Dashboard(h.ctx, u, filter)
			h.must(err)
			if !f.Past || !f.AsOf.Equal(moment) {
				t.Errorf("past %t, as of %s", f.Past, f.AsOf)
			}
			if got := bare(f); !reflect.DeepEqual(got, want) {
				t.Errorf("%+v:\n got %+v\nwant %+v", filter, got, want)
			}
		}
	}
	_, err = h.Dashboard(h.ctx, manager, DashboardFilter{When: "2099-01-01"})
	var wrong FieldErrors
	if !errors.As(err, &wrong) || wrong[0].Field != "as_of" {
		t.Errorf("the future: %v", err)
	}
}

// A form that asks for no procedure means the main one, whatever others the agency has.
func TestTheMainProcedureComesFirst(t *testing.T) {
	h := newHouse(t)
	if all := h.Procedures(h.Today("")); len(all) < 3 || all[0].Key != mainProcedure || all[1].Key > all[2].Key {
		t.Errorf("%d procedures, first %s", len(all), all[0].Key)
	}
}
