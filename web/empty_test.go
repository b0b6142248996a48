package web

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"foja/access"
	"foja/access/accounts"
	"foja/desk/figures"
	"foja/desk/lists"
	"foja/desk/norms"
	"foja/desk/pen"
	"foja/desk/upkeep"
	"foja/docket"
)

// The desk of an agency before anything has come, by noun.
type (
	firstDayAccounts struct{ fakeAccountsRoom }
	firstDayFigures  struct{ fakeFiguresRoom }
	firstDayLists    struct{ fakeListsRoom }
	firstDayNorms    struct{ fakeNormsRoom }
	firstDayPen      struct{ fakePenRoom }
	firstDayUpkeep   struct{ fakeUpkeepRoom }
)

func firstDay(f *fake) Desk {
	all := f.rooms()
	all.Accounts = firstDayAccounts{fakeAccountsRoom{f}}
	all.Figures = firstDayFigures{fakeFiguresRoom{f}}
	all.Lists = firstDayLists{fakeListsRoom{f}}
	all.Norms = firstDayNorms{fakeNormsRoom{f}}
	all.Pen = firstDayPen{fakePenRoom{f}}
	all.Upkeep = firstDayUpkeep{fakeUpkeepRoom{f}}
	return all
}

func (firstDayLists) Appeals(context.Context, access.User) ([]lists.AppealRow, error) {
	return nil, nil
}

func (firstDayLists) Requests(context.Context, access.User, lists.Filter) ([]lists.Row, int, error) {
	return nil, 0, nil
}

func (firstDayLists) Tasks(context.Context, access.User, lists.TaskFilter) ([]lists.TaskRow, int, error) {
	return nil, 0, nil
}

func (firstDayLists) Notices(context.Context, access.User, int, int) ([]lists.Notice, int, error) {
	return nil, 0, nil
}

func (firstDayPen) Held(context.Context, access.User, bool, int, int) ([]pen.Message, int, error) {
	return nil, 0, nil
}

func (firstDayLists) Day(context.Context, access.User) (lists.Today, error) {
	return lists.Today{May: true}, nil
}

func (firstDayUpkeep) Reconciliations(context.Context, access.User) ([]upkeep.ReconcileReport, error) {
	return nil, nil
}

func (firstDayUpkeep) Outages(context.Context, access.User) ([]upkeep.Outage, error) { return nil, nil }

func (firstDayAccounts) Absences(context.Context, access.User) ([]accounts.Absence, error) {
	return nil, nil
}

func (firstDayNorms) Units(context.Context, access.User) ([]docket.Unit, error) { return nil, nil }

func (firstDayNorms) StockTexts(context.Context, access.User) ([]norms.StockText, error) {
	return nil, nil
}

func (firstDayAccounts) Tokens(context.Context, access.User, string) ([]accounts.Token, error) {
	return nil, nil
}

func (firstDayFigures) Audit(context.Context, access.User, figures.AuditFilter) (figures.Audit, error) {
	return figures.Audit{From: today.AddDays(-30), To: today}, nil
}

func (firstDayFigures) StatutoryRegister(context.Context, access.User, figures.RegisterFilter) (figures.StatutoryRegister, error) {
	return figures.StatutoryRegister{From: today.AddDays(-30), To: today}, nil
}

func (firstDayFigures) Return(context.Context, access.User, figures.ReturnFilter) (figures.Return, error) {
	return figures.Return{Year: 2026, ProcedureName: docket.Text{ES: "Acceso a la información pública"}}, nil
}

// A list with nothing in it says so and what to do, in both languages.
func TestAListWithNothingInItTeaches(t *testing.T) {
	f := newFake()
	c, err := (&oldWords{}).english(f.rooms().Core.Procedures(today))
	if err != nil {
		t.Fatal(err)
	}
	for path, login := range map[string]string{
		"/today": "funcionario", "/tasks": "funcionario", "/tasks?whose=pool": "funcionario", "/tasks?whose=all": "jefa", "/requests": "jefa", "/appeals": "funcionario",
		"/held": "recepcion", "/held?dismissed=yes": "recepcion", "/register": "jefa", "/returns": "jefa", "/audit": "auditor", "/notices": "funcionario", "/reconcile": "admin",
		"/texts": "funcionario", "/admin": "admin", "/admin/units": "admin", "/account/tokens": "admin",
	} {
		b := newBrowser(t, handlerWith(t, f, func(d *Deps) { d.Desk = firstDay(f) }))
		b.post("/login", url.Values{"login": {login}, "password": {"clave-" + login}})
		a := b.get(path)
		a.wants(t, http.StatusOK, "<h1", `class="empty"`)
		if strings.Contains(a.body, "ZgotmplZ") {
			t.Errorf("%s: a broken template", path)
		}
		if _, missing := c.Page([]byte(a.body)); len(missing) > 0 {
			for _, m := range missing {
				if !foreign.MatchString(m) && !invented.MatchString(m) {
					t.Errorf("%s: no English words in web/languages/en.po for %q", path, m)
				}
			}
		}
	}
}
