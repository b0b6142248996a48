package e2e_test

import (
	"html"
	"net/http"
	"net/url"
	"regexp"
	"testing"

	"github.com/chromedp/chromedp"

	"foja/harness"
)

// TestSignInAtTheAgencysIdentityProvider: an officer signs in at a real provider and comes to her work; somebody whom
// only the provider knows is told so.
func TestSignInAtTheAgencysIdentityProvider(t *testing.T) {
	t.Parallel()
	p := realIn(t, sqlite)
	idp := harness.UseIdentityProvider(t, p.WebURL+"/login/sso/back",
		harness.Person{ID: "s-1", Username: "oficial", Password: "clave-de-la-entidad"},
		harness.Person{ID: "s-2", Username: "visitante", Password: "clave-de-la-entidad"})
	p.run.Env = append(p.run.Env, "FOJA_OIDC_ISSUER="+idp.Issuer, "FOJA_OIDC_CLIENT_ID="+idp.ClientID,
		"FOJA_OIDC_CLIENT_SECRET="+idp.ClientSecret,
		"FOJA_OIDC_NAME=la cuenta de la entidad", "FOJA_SECOND_FACTOR_ROLES=officer,manager")
	p.opened()
	first := p.window("sso")
	in := func(w *window, user string) {
		t.Helper()
		w.goes("/login?next=/today")
		w.follows("a[href^='/login/sso']")
		w.fills("#username", user)
		w.fills("#password", "clave-de-la-entidad")
		w.status("sign in", chromedp.Click("button[type=submit]", chromedp.ByQuery))
	}
	in(first, "oficial")
	first.says("«oficial»", "no está unida a una cuenta") // a name at the provider alone opens nothing
	const secret = "tijera nube grapa 77"
	foja(t, p.run.Env, secret+"\n", "user", "add", "admin", "--name", "Pilar Soto", "--role", "administrator")
	admin := p.stranger("127.0.0.1")
	if status, _, err := admin.posts("/login",
		url.Values{"login": {"admin"}, "password": {secret}}); status != http.StatusSeeOther {
		t.Fatal(status, err)
	}
	_, list, err := admin.do(http.MethodGet, "/admin/accounts", "", "")
	if err != nil {
		t.Fatal(err)
	}
	account := regexp.MustCompile(
		`/admin/accounts/([^"]+)">[^<]*</a>(?:<span class="sub">[^<]*</span>)?</th><td[^>]*>oficial<`,
	).FindStringSubmatch(list)
	if account == nil {
		t.Fatal("the account is not in the list")
	}
	_, told, err := admin.posts("/admin/accounts/"+account[1], url.Values{"do": {"invite"}})
	link := regexp.MustCompile(`/login/sso\?[^<\s]+`).FindString(told)
	if err != nil || link == "" {
		t.Fatalf("no invitation: %v", err)
	}
	first = first.private("invited")
	first.goes(html.UnescapeString(link))
	first.fills("#username", "oficial")
	first.fills("#password", "clave-de-la-entidad")
	first.status("sign in", chromedp.Click("button[type=submit]", chromedp.ByQuery))
	first.says("Mi cuenta")
	again := first.private("again")
	in(again, "oficial")
	again.says("Hoy")
	other := first.private("visitor")
	in(other, "visitante")
	other.says("«visitante»", "no está unida a una cuenta")
	manager := first.private("manager") // with a password, and without a second factor
	manager.signsIn(p.user("manager"))
	manager.says("Su función exige un segundo factor")
	p.refuses(http.StatusForbidden, "manager", "/requests", obj{}) // by her token neither
}
