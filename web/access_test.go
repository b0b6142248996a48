package web

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/alexedwards/scs/v2/memstore"
	"github.com/gorilla/mux"

	"foja/access"
	"foja/docket"
)

// routes are the staff's, with the roles that may use them; everybody else must be refused.
var staffRoutes = []struct {
	method, path string
	roles        []docket.Role
}{
	{"GET", "/", access.Staff},
	{"GET", "/resume", access.Staff},
	{"GET", "/counter/new", access.Registrars},
	{"POST", "/counter/new", access.Registrars},
	{"POST", "/counter/duplicates", access.Registrars},
	{"GET", "/held", access.HeldReaders},
	{"GET", "/held/h-1", access.HeldReaders},
	{"POST", "/held/h-1", access.Registrars},
	{"GET", "/messages/m-9", access.Staff},
	{"POST", "/messages/m-9/move", access.Registrars},
	{"GET", "/messages/m-9/raw", access.Staff},
	{"GET", "/messages/m-9/html", access.Staff},
	{"GET", "/messages/m-9/files/1", access.Staff},
	{"GET", "/menu", access.Staff},
	{"GET", "/today", access.Workers},
	{"POST", "/today/claim", access.Workers},
	{"GET", "/tasks", access.Workers},
	{"GET", "/requests", access.Staff},
	{"POST", "/requests/assign", access.Assigners},
	{"GET", "/work?of=u-off", access.Assigners},
	{"POST", "/requests/filters", access.Staff},
	{"GET", "/requests/r-123", access.Staff},
	{"POST", "/requests/r-123/act", access.Staff},
	{"POST", "/requests/r-123/preview", access.Staff},
	{"GET", "/requests/r-123/campaign", access.Staff},
	{"POST", "/requests/r-123/campaign", access.Workers},
	{"POST", "/requests/r-123/appeals/1", access.Staff},
	{"GET", "/appeals", access.Staff},
	{"GET", "/requests/r-123/receipt", access.Staff},
	{"GET", "/requests/r-123/receipt.pdf", access.Staff},
	{"GET", "/requests/r-123/receipt-80mm.pdf", access.Staff},
	{"GET", "/requests/r-123/clock.json", access.Staff},
	{"GET", "/requests/r-123/documents/d-1", access.Staff},
	{"GET", "/requests/r-123/letters/r-123.receipt.1", access.Staff},
	{"GET", "/requests/r-123/case-file.pdf", access.Staff},
	{"GET", "/requests/r-123/case-file.zip", access.Staff},
	{"GET", "/dashboard", access.Watchers},
	{"GET", "/register", access.RegisterReaders},
	{"GET", "/register.csv", access.RegisterReaders},
	{"GET", "/register.xlsx", access.RegisterReaders},
	{"GET", "/returns", access.Watchers},
	{"GET", "/returns.xlsx", access.Watchers},
	{"GET", "/dashboard.xlsx", access.Watchers},
	{"GET", "/dashboard.pdf", access.Watchers},
	{"GET", "/audit", access.Watchers},
	{"GET", "/audit/accounts", access.AccountAuditors},
	{"GET", "/reconcile", access.Watchers},
	{"POST", "/reconcile", access.DayKeepers},
	{"GET", "/outages/o-1.pdf", access.Watchers},
	{"GET", "/notices", access.Staff},
	{"POST", "/notices/n-1/read", access.Staff},
	{"GET", "/admin", access.DayKeepers},
	{"POST", "/admin/absences", access.DayKeepers},
	{"GET", "/admin/system", access.AccountReaders},
	{"POST", "/admin/system", access.AccountKeepers},
	{"GET", "/texts", access.RegisterReaders},
	{"POST", "/texts", access.StockTextKeepers},
	{"GET", "/texts/t-1", access.RegisterReaders},
	{"POST", "/texts/t-1", access.StockTextKeepers},
	{"POST", "/requests/r-123/insert", access.Staff},
	{"GET", "/admin/units", access.AccountReaders},
	{"POST", "/admin/units", access.AccountKeepers},
	{"GET", "/admin/units/archivo", access.AccountReaders},
	{"POST", "/admin/units/archivo", access.AccountKeepers},
	{"GET", "/admin/accounts", access.AccountReaders},
	{"POST", "/admin/accounts", access.AccountKeepers},
	{"GET", "/admin/accounts/u-off", access.AccountReaders},
	{"POST", "/admin/accounts/u-off", access.AccountKeepers},
	{"GET", "/account", access.Staff},
	{"POST", "/account", access.Staff},
	{"GET", "/account/tokens", access.Staff},
	{"POST", "/account/tokens", access.Staff},
	{"GET", "/account/second-factor", access.Staff},
	{"POST", "/account/second-factor", access.Staff},
	{"GET", "/templates", access.Watchers},
	{"GET", "/templates/response", access.Watchers},
	{"POST", "/templates/response", access.Watchers},
	{"GET", "/procedures", access.Watchers},
	{"POST", "/procedures", access.ProcedureWriters},
	{"GET", "/procedures/public-information/2024.yaml", access.Watchers},
	{"GET", "/calendar", access.Watchers},
	{"POST", "/calendar", access.CalendarWriters},
	{"GET", "/calendar/proposals/p-1", access.CalendarSeconders},
	{"POST", "/calendar/proposals/p-1", access.CalendarSeconders},
	{"GET", "/calendar/pe-2026.11.1", access.Watchers},
	{"GET", "/calendar/pe-2026.11.1/days.ics", access.Watchers},
}

func TestWhoMayOpenWhat(t *testing.T) {
	f := newFake()
	for _, u := range f.users {
		b := as(t, f, u.Login)
		for _, r := range staffRoutes {
			a := b.do(r.method, r.path, "application/x-www-form-urlencoded", strings.NewReader(""))
			allowed := u.Has(r.roles...)
			if allowed && a.StatusCode == http.StatusForbidden || !allowed && a.StatusCode != http.StatusForbidden {
				t.Errorf("%s %s by %s: %d", r.method, r.path, u.Login, a.StatusCode)
			}
		}
	}
}

// publicPages are for anybody: how they are guarded is tested with each.
var publicPages = []string{
	"/login", "/login/code", "/login/sso", "/login/sso/back", "/logout", "/language", "/ask", "/password/{token}", "/u/{token}", "/d/{token}", "/d/{token}/{ticket}", "/up/{token}", "/verify", "/status",
	"/s/{number}/{code}", "/s/{number}/{code}/receipt.pdf", "/s/{number}/{code}/letters/{letter}.pdf", "/s/{number}/{code}/dates.ics", "/s/{number}/{code}/clock.json",
}

// A route that nobody put into staffRoutes or publicPages fails here.
func TestEveryRouteIsTried(t *testing.T) {
	r := (&server{}).router()
	tried := map[string]bool{}
	for _, known := range staffRoutes {
		var m mux.RouteMatch
		if !r.Match(httptest.NewRequest(known.method, known.path, nil), &m) || m.Route == nil {
			t.Errorf("%s %s leads nowhere", known.method, known.path)
			continue
		}
		path, _ := m.Route.GetPathTemplate()
		tried[known.method+path] = true
	}
	err := r.Walk(func(route *mux.Route, _ *mux.Router, _ []*mux.Route) error {
		path, err := route.GetPathTemplate()
		if err != nil {
			return err
		}
		methods, err := route.GetMethods()
		if err == nil && !tried[methods[0]+path] && !slices.Contains(publicPages, path) {
			t.Errorf("%s %s is in no table of who may open what", methods[0], path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestTheMenuOffersOnlyWhatOpens(t *testing.T) {
	f := newFake()
	for _, u := range f.users {
		b := as(t, f, u.Login)
		links := menu(u.Has)
		if len(links) == 0 {
			t.Errorf("%s has no menu", u.Login)
		}
		for _, l := range links {
			b.get(l.Href).wants(t, http.StatusOK, `href="`+l.Href+`"`, `aria-current="page"`)
		}
	}
}

func TestAnonymousGoesToLoginAndBack(t *testing.T) {
	f := newFake()
	b := as(t, f, "")
	for _, r := range staffRoutes {
		a := b.do(r.method, r.path, "application/x-www-form-urlencoded", strings.NewReader(""))
		if a.StatusCode != http.StatusSeeOther || !strings.HasPrefix(a.Header.Get("Location"), "/login") {
			t.Errorf("%s %s: %d to %q", r.method, r.path, a.StatusCode, a.Header.Get("Location"))
		}
	}
	if len(f.commands)+len(f.forms)+len(f.decisions)+len(f.read) > 0 {
		t.Error("somebody who is not signed in changed something")
	}
	b.get("/login?next=%2Frequests%2Fr-123").wants(t, 200, `name="next" value="/requests/r-123"`)
	a := b.post("/login", url.Values{"login": {"funcionario"}, "password": {"clave-funcionario"}, "next": {"/requests/r-123"}})
	if a.StatusCode != http.StatusSeeOther || a.Header.Get("Location") != "/requests/r-123" {
		t.Errorf("after login: %d to %q", a.StatusCode, a.Header.Get("Location"))
	}
}

func TestLoginLeadsNowhereElse(t *testing.T) {
	for _, next := range []string{"https://malo.example/", "//malo.example", `/\malo.example`, "javascript:alert(1)", "/\t/malo.example", "", "requests"} {
		if got := local(next); got != "/" {
			t.Errorf("%q leads to %q", next, got)
		}
	}
	if got := local("/requests?open=yes&from=25"); got != "/requests?open=yes&from=25" {
		t.Errorf("a path of ours became %q", got)
	}
}

func TestPublicPagesKeepTheMenuOfWhoIsSignedIn(t *testing.T) {
	f := newFake()
	for _, path := range []string{"/status", "/demo/inbox", "/no-existe"} {
		if a := as(t, f, "jefa").get(path); !strings.Contains(a.body, "Ana Salcedo") || strings.Contains(a.body, ">Ingresar<") {
			t.Errorf("%s forgets who is signed in", path)
		}
	}
	if a := as(t, f, "jefa").get("/login"); a.StatusCode != http.StatusSeeOther {
		t.Errorf("login is asked of who is signed in: %d", a.StatusCode)
	}
}

func TestSecureCookie(t *testing.T) {
	f := newFake()
	h, err := newHandler(Deps{Desk: f.rooms(), SessionStore: memstore.NewWithCleanupInterval(0), Secure: true}, built)
	if err != nil {
		t.Fatal(err)
	}
	a := newBrowser(t, h).post("/login", url.Values{"login": {"jefa"}, "password": {"clave-jefa"}})
	set := a.Cookies()
	for i, name := range []string{"__Host-foja-who", "__Host-foja"} {
		if len(set) != 2 || !set[i].Secure || set[i].Name != name || set[i].Path != "/" || set[i].Domain != "" {
			t.Errorf("cookie %v", set)
		}
	}
	if a.Header.Get("Strict-Transport-Security") == "" {
		t.Error("no HSTS behind HTTPS")
	}
}

func TestHomeByRole(t *testing.T) {
	f := newFake()
	for login, want := range map[string]string{"recepcion": "/counter/new", "funcionario": "/today", "jefa": "/today", "cabeza": "/today", "admin": "/admin", "auditor": "/dashboard"} {
		if got := as(t, f, login).get("/").Header.Get("Location"); got != want {
			t.Errorf("%s goes to %s, want %s", login, got, want)
		}
	}
}

func TestWrongPasswordSaysOneThing(t *testing.T) {
	b := as(t, newFake(), "")
	a := b.post("/login", url.Values{"login": {"funcionario"}, "password": {"mala-clave"}})
	a.wants(t, http.StatusUnauthorized, badLogin.Reason.String(), "<title>Error: Ingresar", `value="funcionario"`)
	if a.Header.Get("WWW-Authenticate") == "" {
		t.Error("401 without a challenge")
	}
	if strings.Contains(a.body, "mala-clave") {
		t.Error("the password came back in the page")
	}
}

func TestLockedLoginSaysHowLong(t *testing.T) {
	f := newFake()
	f.fail = docket.TooMany(15*time.Minute, "Espere 15 minutos.")
	a := as(t, f, "").post("/login", url.Values{"login": {"funcionario"}, "password": {"clave-funcionario"}})
	a.wants(t, http.StatusTooManyRequests, "Espere 15 minutos.", "<title>Error: Ingresar", `value="funcionario"`)
	if got := a.Header.Get("Retry-After"); got != "900" {
		t.Errorf("Retry-After %q", got)
	}
}

func TestSessionIsRenewedAtLoginAndEndsAtLogout(t *testing.T) {
	f := newFake()
	b := as(t, f, "funcionario")
	here, _ := url.Parse(b.base)
	cookie := func() string {
		for _, c := range b.http.Jar.Cookies(here) {
			if c.Name == "foja" {
				return c.Value
			}
		}
		return ""
	}
	first := cookie()
	a := b.post("/login", url.Values{"login": {"jefa"}, "password": {"clave-jefa"}})
	set := a.Cookies()
	for _, c := range set {
		if len(set) != 2 || !c.HttpOnly || c.SameSite != http.SameSiteLaxMode {
			t.Errorf("cookie %v", c)
		}
	}
	if cookie() == first || cookie() == "" {
		t.Error("the session's token did not change at login")
	}
	kept := cookie()
	b.post("/logout", nil).wants(t, http.StatusSeeOther)
	a = b.do("GET", "/tasks", "", nil, "Cookie", "foja="+kept)
	if a.StatusCode != http.StatusSeeOther {
		t.Errorf("the old cookie still opens: %d", a.StatusCode)
	}
}

func TestDisabledUserIsOutAtOnce(t *testing.T) {
	f := newFake()
	b := as(t, f, "funcionario")
	f.users = slices.DeleteFunc(f.users, func(u access.User) bool { return u.Login == "funcionario" })
	if a := b.get("/tasks"); a.StatusCode != http.StatusSeeOther {
		t.Errorf("a disabled user sees %d", a.StatusCode)
	}
}

func TestCrossSiteFormsAreRefused(t *testing.T) {
	f := newFake()
	b := as(t, f, "funcionario")
	form := url.Values{"action": {"note"}, "text": {"x"}, "key": {newKey()}}
	for _, headers := range [][]string{{"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Site", "same-site"}, {"Origin", "https://malo.example"}, {"Origin", "null"}} {
		b.post("/requests/r-123/act", form, headers...).wants(t, http.StatusForbidden, "desde otro sitio")
	}
	if len(f.commands) != 0 {
		t.Fatal("a form from another site did something")
	}
	b.post("/requests/r-123/act", form, "Sec-Fetch-Site", "same-origin").wants(t, http.StatusSeeOther)
	b.post("/requests/r-123/act", form, "Origin", b.base).wants(t, http.StatusSeeOther)
}

func TestSecurityHeaders(t *testing.T) {
	b := as(t, newFake(), "funcionario")
	for _, path := range []string{"/tasks", "/login", "/no-existe", "/s/000123-2026/K7M2-Q9RT", "/requests/r-123"} {
		h := b.get(path).Header
		csp := h.Get("Content-Security-Policy")
		if strings.Contains(csp, "unsafe") || !strings.Contains(csp, "default-src 'none'") || !strings.Contains(csp, "frame-ancestors 'none'") {
			t.Errorf("%s: CSP %q", path, csp)
		}
		for name, want := range map[string]string{"X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin", "X-Frame-Options": "DENY", "Cache-Control": "no-store"} {
			if h.Get(name) != want {
				t.Errorf("%s: %s is %q", path, name, h.Get(name))
			}
		}
	}
	if b.get("/s/000123-2026/K7M2-Q9RT").Header.Get("X-Robots-Tag") != "noindex" {
		t.Error("a citizen's page may be indexed")
	}
}
