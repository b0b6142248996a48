package sso_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"foja/harness"
	"foja/web/sso"
)

const callback = "http://127.0.0.1:1/login/sso/back"

var people = []harness.Person{
	{ID: "s-ana", Username: "ana", Password: "clave-de-ana", Email: "ana@spn.example", EmailVerified: true},
	{ID: "s-luis", Username: "luis", Password: "clave-de-luis", Email: "luis@spn.example"},
}

// person is somebody's browser, which stops where it is sent back to us.
func signIn(t *testing.T, at, user, password string) url.Values {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	var back *url.URL
	browser := &http.Client{Jar: jar, CheckRedirect: func(r *http.Request, _ []*http.Request) error {
		if strings.HasPrefix(r.URL.String(), callback) {
			back = r.URL
			return http.ErrUseLastResponse
		}
		return nil
	}}
	read := func(r *http.Response, err error) (*http.Response, string) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(r.Body)
		if err = errors.Join(err, r.Body.Close()); err != nil {
			t.Fatal(err)
		}
		return r, string(body)
	}
	page, body := read(browser.Get(at)) //nolint:bodyclose // read closes it, here and below
	id := regexp.MustCompile(`name="id" value="([^"]+)"`).FindStringSubmatch(body)
	if id == nil {
		t.Fatalf("no form at %s:\n%s", page.Request.URL, body)
	}
	to := page.Request.URL.ResolveReference(&url.URL{Path: "/login/username"})
	values := url.Values{"id": {id[1]}, "username": {user}, "password": {password}}
	_, body = read(browser.PostForm(to.String(), values)) //nolint:bodyclose // as above
	if back == nil {
		t.Fatalf("nobody was sent back:\n%s", body)
	}
	return back.Query()
}

func TestWhoSomebodyIs(t *testing.T) {
	idp := harness.UseIdentityProvider(t, callback, people...)
	provider := func(claim string) *sso.Provider {
		return sso.New(sso.Settings{
			Issuer: idp.Issuer, ClientID: idp.ClientID, ClientSecret: idp.ClientSecret, Claim: claim, Callback: callback,
		})
	}
	begun := func(p *sso.Provider) sso.Attempt {
		t.Helper()
		a, err := p.Begin(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return a
	}
	p := provider("preferred_username")
	a := begun(p)
	q := signIn(t, a.URL, "ana", "clave-de-ana")
	who, err := p.Finish(t.Context(), a, q.Get("state"), q.Get("code"))
	if err != nil || who.Login != "ana" || who.Subject != "s-ana" || who.Issuer == "" {
		t.Fatalf("%+v, %v", who, err)
	}
	refused := func(what string, err error) {
		t.Helper()
		if !errors.Is(err, sso.ErrRefused) {
			t.Errorf("%s: %v", what, err)
		}
	}
	_, err = p.Finish(t.Context(), a, q.Get("state"), q.Get("code"))
	refused("a code that was used", err)
	_, err = p.Finish(t.Context(), begun(p), q.Get("state"), q.Get("code"))
	refused("the answer to another attempt", err)

	a = begun(p)
	q = signIn(t, a.URL, "ana", "clave-de-ana")
	b := a
	b.Nonce = "another"
	_, err = p.Finish(t.Context(), b, q.Get("state"), q.Get("code"))
	refused("another nonce", err)
	a = begun(p)
	q = signIn(t, a.URL, "ana", "clave-de-ana")
	a.Verifier = strings.Repeat("x", 43)
	_, err = p.Finish(t.Context(), a, q.Get("state"), q.Get("code"))
	refused("another verifier (RFC 7636)", err)

	for user, ok := range map[string]bool{"ana": true, "luis": false} { // luis's address is not verified
		p := provider("email")
		a := begun(p)
		q := signIn(t, a.URL, user, "clave-de-"+user)
		who, err := p.Finish(t.Context(), a, q.Get("state"), q.Get("code"))
		if ok != (err == nil && who.Login == user+"@spn.example") || !ok && !errors.Is(err, sso.ErrRefused) {
			t.Errorf("%s: %+v, %v", user, who, err)
		}
	}
	p = provider("employee_number")
	a = begun(p)
	q = signIn(t, a.URL, "ana", "clave-de-ana")
	_, err = p.Finish(t.Context(), a, q.Get("state"), q.Get("code"))
	refused("a claim that is not there", err)

	fresh := provider("email")
	if err := idp.Stop(); err != nil {
		t.Fatal(err)
	}
	if _, err := fresh.Begin(context.Background()); err == nil || errors.Is(err, sso.ErrRefused) {
		t.Errorf("a provider that is away: %v", err)
	}
}
