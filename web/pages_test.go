package web

import (
	"net/http"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/alexedwards/scs/v2/memstore"
)

// pages are all the screens that a GET shows, with somebody who may see each.
var pages = []struct{ name, login, path string }{
	{"login", "", "/login"},
	{"status-form", "", "/status"},
	{"ask", "", "/ask"},
	{"verify", "", "/verify"},
	{"download", "", "/d/good"},
	{"upload", "", "/up/good"},
	{"unit", "", "/u/good"},
	{"status", "", "/s/000123-2026/K7M2-Q9RT"},
	{"counter", "recepcion", "/counter/new?procedure=public-information"},
	{"counter-religious", "recepcion", "/counter/new?procedure=religious-assistance"},
	{"receipt", "recepcion", "/requests/r-123/receipt"},
	{"held-list", "recepcion", "/held"},
	{"held", "recepcion", "/held/h-1"},
	{"held-bare", "recepcion", "/held/h-2"},
	{"today", "funcionario", "/today"},
	{"tasks", "funcionario", "/tasks"},
	{"load", "jefa", "/work?of=u-off"},
	{"tasks-all", "jefa", "/tasks?whose=all"},
	{"requests", "jefa", "/requests?open=yes&overdue=yes&received_from=2026-01-01&from=25"},
	{"requests-none", "jefa", "/requests?text=nada"},
	{"request", "funcionario", "/requests/r-123"},
	{"campaign", "funcionario", "/requests/r-123/campaign"},
	{"dashboard-as-of", "jefa", "/dashboard?as_of=2026-03-30T10:00"},
	{"request-as-of", "funcionario", "/requests/r-123?as_of=2026-03-30T10:00"},
	{"appeals", "funcionario", "/appeals"},
	{"dashboard", "jefa", "/dashboard"},
	{"register", "funcionario", "/register"},
	{"register-behind-a-number", "jefa", "/register?only=late&from=2026-01-01"},
	{"returns", "jefa", "/returns?year=2026"},
	{"audit", "auditor", "/audit?person=u-off"},
	{"reconcile", "jefa", "/reconcile"},
	{"notices", "funcionario", "/notices"},
	{"admin", "admin", "/admin"},
	{"system", "admin", "/admin/system"},
	{"stock-texts", "funcionario", "/texts"},
	{"stock-text", "funcionario", "/texts/t-1"},
	{"units", "admin", "/admin/units"},
	{"unit-card", "admin", "/admin/units/archivo"},
	{"accounts", "admin", "/admin/accounts"},
	{"account", "admin", "/admin/accounts/u-off"},
	{"own", "funcionario", "/account"},
	{"tokens", "admin", "/account/tokens?of=u-off"},
	{"letter-templates", "admin", "/templates"},
	{"letter-template", "admin", "/templates/response"},
	{"procedures", "admin", "/procedures?key=public-information&version=2024"},
	{"calendar", "admin", "/calendar"},
	{"calendar-proposal", "jefa", "/calendar/proposals/p-1"},
	{"calendar-days", "jefa", "/calendar/pe-2026.11.1"},
	{"demo-write", "", "/demo/write"},
	{"demo-reply", "", "/demo/write?reply=1"},
	{"demo-inbox", "", "/demo/inbox"},
	{"demo-mail", "", "/demo/mail/1"},
}

var heading = regexp.MustCompile(`<h1[ >]`)

func TestEveryPageIsAWholePage(t *testing.T) {
	f := newFake()
	for _, p := range pages {
		t.Run(p.name, func(t *testing.T) {
			a := as(t, f, p.login).get(p.path)
			a.wants(t, http.StatusOK, `<html lang="es"`, "<title>", "</html>", `id="main"`)
			if n := len(heading.FindAllString(a.body, -1)); n != 1 {
				t.Errorf("%d h1", n)
			}
			for _, bad := range []string{"ZgotmplZ", "<no value>", "%!", " style=", "onclick=", "<nil>", "gov.uk"} {
				if strings.Contains(a.body, bad) {
					t.Errorf("%q in the page", bad)
				}
			}
			for _, twice := range repeatedIDs(a.body) {
				t.Errorf("id %q stands twice", twice)
			}
			// A page that opens at a field further down hides what stands before it.
			_, main, _ := strings.Cut(a.body, `id="main"`)
			for i, f := range question.FindAllString(main, -1) {
				if i > 0 && strings.Contains(f, " autofocus") {
					t.Errorf("the page begins at %s", f)
				}
			}
		})
	}
}

var question = regexp.MustCompile(`<(?:input(?: [^>]*)? type="(?:text|email|tel|password|date|file|checkbox|radio)"|select|textarea)[^>]*>`)

var id = regexp.MustCompile(` id="([^"]+)"`)

func repeatedIDs(page string) (twice []string) {
	seen := map[string]bool{}
	for _, m := range id.FindAllStringSubmatch(page, -1) {
		if seen[m[1]] {
			twice = append(twice, m[1])
		}
		seen[m[1]] = true
	}
	return twice
}

func TestEmptyListsSaySo(t *testing.T) {
	f := newFake()
	f.tasks, f.held, f.notices, f.rows, f.absences = nil, nil, nil, nil, nil
	b := as(t, f, "jefa")
	for path, text := range map[string]string{
		"/tasks": "No tiene tareas", "/held": "No hay mensajes", "/notices": "No tiene avisos", "/requests": "Ninguna solicitud coincide", "/admin": "No hay ausencias",
	} {
		b.get(path).wants(t, http.StatusOK, text)
	}
}

func TestCasePageShowsWhoseHandsAndTheWorking(t *testing.T) {
	a := as(t, newFake(), "funcionario").get("/requests/r-123")
	a.wants(t, http.StatusOK,
		"◐", "Quedan 3 días hábiles", // glyph and words beside the colour
		"jueves 2 de abril de 2026: no se cuenta, Jueves Santo", "día hábil 10. Vencimiento", "Decreto Legislativo 713, art. 6",
		"en manos de área poseedora", "Con la otra lectura de la norma: 13 abr 2026",
		`name="alarm" value="three.1"`, "subió 1 nivel", "Unidad de Logística", "Se entrega copia de los catorce contratos")
	if strings.Contains(a.body, `value="half.1"`) {
		t.Error("an alarm that was acknowledged can be acknowledged again")
	}
	if strings.Contains(a.body, "nota.txt") {
		t.Error("an internal note is offered as a document of the answer")
	}
}

func TestDashboardNumbersAreLinksToTheCasesBehindThem(t *testing.T) {
	f := newFake()
	b := as(t, f, "jefa")
	a := b.get("/dashboard")
	a.wants(t, http.StatusOK, `href="/requests?open=yes&amp;overdue=yes"`, "94 %", "2 vencidas, 3 vencen hoy, 4 vencen esta semana, 15 vencen después")
	b.get("/requests?open=yes&overdue=yes").wants(t, http.StatusOK, "Vencidas: Solo vencidas", "Situación: En trámite")
	if got := f.filters[len(f.filters)-1]; !got.Overdue || got.Open != "yes" || got.Limit != pageSize {
		t.Errorf("the list was asked with %+v", got)
	}
}

func TestRefusesToStartWithoutAssets(t *testing.T) {
	_, err := newHandler(Deps{Desk: newFake().rooms(), SessionStore: memstore.NewWithCleanupInterval(0)}, fstest.MapFS{})
	if err == nil || !strings.Contains(err.Error(), "run make build") {
		t.Errorf("started, or did not say what to do: %v", err)
	}
}

func TestAssetsAreCachedByVersion(t *testing.T) {
	b := as(t, newFake(), "")
	href := regexp.MustCompile(`/static/foja\.css\?v=[0-9a-f]+`).FindString(b.get("/login").body)
	a := b.get(href)
	a.wants(t, http.StatusOK, "--petrol")
	if !strings.Contains(a.Header.Get("Cache-Control"), "immutable") || !strings.HasPrefix(a.Header.Get("Content-Type"), "text/css") {
		t.Errorf("headers %v", a.Header)
	}
	if got := b.get("/static/foja.css?v=old").Header.Get("Cache-Control"); got != "no-store" {
		t.Errorf("an old version is cached: %s", got)
	}
	b.get("/static/..%2fweb.go").wants(t, http.StatusNotFound)
}
