package web

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"foja/desk"
	"foja/docket"
)

// firstDay is an agency's desk before anything has come.
type firstDay struct{ *fake }

func (firstDay) Appeals(context.Context, desk.User) ([]desk.AppealRow, error) { return nil, nil }

func (firstDay) Requests(context.Context, desk.User, desk.Filter) ([]desk.Row, int, error) {
	return nil, 0, nil
}

func (firstDay) Tasks(context.Context, desk.User, desk.TaskFilter) ([]desk.TaskRow, int, error) {
	return nil, 0, nil
}

func (firstDay) Notices(context.Context, desk.User, int, int) ([]desk.Notice, int, error) {
	return nil, 0, nil
}

func (firstDay) Held(context.Context, desk.User, bool, int, int) ([]desk.Message, int, error) {
	return nil, 0, nil
}

func (firstDay) Day(context.Context, desk.User) (desk.Today, error) {
	return desk.Today{May: true}, nil
}

func (firstDay) Reconciliations(context.Context, desk.User) ([]desk.ReconcileReport, error) {
	return nil, nil
}

func (firstDay) Outages(context.Context, desk.User) ([]desk.Outage, error) { return nil, nil }

func (firstDay) Absences(context.Context, desk.User) ([]desk.Absence, error) { return nil, nil }

func (firstDay) Units(context.Context, desk.User) ([]docket.Unit, error) { return nil, nil }

func (firstDay) StockTexts(context.Context, desk.User) ([]desk.StockText, error) { return nil, nil }

func (firstDay) Tokens(context.Context, desk.User, string) ([]desk.Token, error) { return nil, nil }

func (firstDay) Audit(context.Context, desk.User, desk.AuditFilter) (desk.Audit, error) {
	return desk.Audit{From: today.AddDays(-30), To: today}, nil
}

func (firstDay) Book(context.Context, desk.User, desk.BookFilter) (desk.Book, error) {
	return desk.Book{From: today.AddDays(-30), To: today}, nil
}

func (firstDay) Return(context.Context, desk.User, desk.ReturnFilter) (desk.Return, error) {
	return desk.Return{Year: 2026, ProcedureName: "Acceso a la información pública"}, nil
}

// A list with nothing in it says so and what to do, in both languages.
func TestAListWithNothingInItTeaches(t *testing.T) {
	f := newFake()
	c, err := (&tongue{}).english(f.Procedures(today))
	if err != nil {
		t.Fatal(err)
	}
	for path, login := range map[string]string{
		"/today": "funcionario", "/tasks": "funcionario", "/tasks?whose=pool": "funcionario", "/tasks?whose=all": "jefa", "/requests": "jefa", "/appeals": "funcionario",
		"/held": "recepcion", "/held?dismissed=yes": "recepcion", "/register": "jefa", "/returns": "jefa", "/audit": "auditor", "/notices": "funcionario", "/reconcile": "admin",
		"/texts": "funcionario", "/admin": "admin", "/admin/units": "admin", "/account/tokens": "admin",
	} {
		b := newBrowser(t, handlerWith(t, f, func(d *Deps) { d.Desk = firstDay{f} }))
		b.post("/login", url.Values{"login": {login}, "password": {"clave-" + login}})
		a := b.get(path)
		a.wants(t, http.StatusOK, "<h1", `class="empty"`)
		if strings.Contains(a.body, "ZgotmplZ") {
			t.Errorf("%s: a broken template", path)
		}
		if _, missing := c.Page([]byte(a.body)); len(missing) > 0 {
			for _, m := range missing {
				if !foreign.MatchString(m) && !invented.MatchString(m) {
					t.Errorf("%s: no English words in languages/en.po for %q", path, m)
				}
			}
		}
	}
}
