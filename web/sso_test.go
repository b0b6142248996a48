package web

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"foja/web/sso"
)

// idp is an identity provider that says what it is told to.
type idp struct {
	login string
	fail  error
	n     int
}

func (p *idp) Begin(context.Context) (sso.Attempt, error) {
	p.n++
	return sso.Attempt{URL: "https://id.example/authorize?state=s", State: "s", Nonce: "n", Verifier: "v"}, p.fail
}

func (p *idp) Finish(_ context.Context, a sso.Attempt, state, code string) (sso.Identity, error) {
	if a.State == "" || state != a.State || code != "c" {
		return sso.Identity{}, sso.ErrRefused
	}
	return sso.Identity{Issuer: "https://id.example", Subject: "1", Login: p.login}, p.fail
}

// Whom the provider confirms is led to where she wanted to go, in a session of her own; anything else leads back to the form with a
// reason, and an answer is good once, in the browser that asked.
func TestSignInByTheIdentityProvider(t *testing.T) {
	f, p := newFake(), &idp{login: "funcionario"}
	h := handlerWith(t, f, func(d *Deps) { d.SSO = p })
	b := newBrowser(t, h)
	b.get("/login?next=/tasks").wants(t, http.StatusOK, "Ingresar con", "/login/sso?next=%2ftasks")
	b.get("/login/sso/back?state=s&code=c").wants(t, http.StatusSeeOther) // nobody asked
	b.get("/tasks").wants(t, http.StatusSeeOther)

	begin := func(next string) {
		t.Helper()
		a := b.get("/login/sso?next=" + url.QueryEscape(next))
		if a.StatusCode != http.StatusSeeOther || !strings.HasPrefix(a.Header.Get("Location"), "https://id.example/") {
			t.Fatalf("%s %s", a.Status, a.Header.Get("Location"))
		}
	}
	begin("/tasks")
	b.get("/login/sso/back?state=otro&code=c").wants(t, http.StatusUnauthorized, "No se pudo comprobar su identidad")
	b.get("/login/sso/back?state=s&code=c").wants(t, http.StatusSeeOther)
	b.get("/tasks").wants(t, http.StatusSeeOther) // the attempt was spent
	begin("https://otro.example/")
	p.login = "nadie"
	b.get("/login/sso/back?state=s&code=c").wants(t, http.StatusUnauthorized, "«nadie»", "no tiene una cuenta")
	p.login = "funcionario"
	begin("https://otro.example/")
	if a := b.get("/login/sso/back?state=s&code=c"); a.Header.Get("Location") != "/" {
		t.Errorf("sent to %q", a.Header.Get("Location"))
	}
	b.get("/tasks").wants(t, http.StatusOK)
	if f.permit != "" {
		t.Errorf("a permit out of nowhere: %q", f.permit)
	}
	b.post("/account", url.Values{"do": {"identity"}, "identity_password": {"otra"}}).wants(t, http.StatusUnprocessableEntity, "Esa no es su contraseña")
	b.post("/account", url.Values{"do": {"identity"}, "identity_password": {"clave-funcionario"}}).wants(t, http.StatusOK, "Falta un paso", "permit=own-")
	b.get("/login/sso?permit=own-x").wants(t, http.StatusSeeOther)
	if b.get("/login/sso/back?state=s&code=c"); f.permit != "own-x" || f.permitFor == "" {
		t.Errorf("permit %q for %q", f.permit, f.permitFor)
	}

	c := newBrowser(t, h)
	p.fail = errors.New("no route to host")
	c.get("/login/sso").wants(t, http.StatusUnauthorized, "no responde", "ingrese con su contraseña")
	newBrowser(t, handlerWith(t, newFake(), func(d *Deps) { d.SSO = nil })).get("/login/sso").wants(t, http.StatusNotFound)
}

// Who must set up a second factor first is led there from everywhere, and nowhere else.
func TestASecondFactorThatMustBeSetUp(t *testing.T) {
	f := newFake()
	b := as(t, f, "funcionario")
	b.get("/account/second-factor").wants(t, http.StatusSeeOther)
	for i := range f.users {
		f.users[i].NeedsSecondFactor, f.users[i].Roles = true, nil
	}
	for _, path := range []string{"/", "/today", "/requests", "/requests/r-123", "/account", "/admin"} {
		if a := b.get(path); a.StatusCode != http.StatusSeeOther || a.Header.Get("Location") != "/account/second-factor" {
			t.Errorf("%s: %s to %q", path, a.Status, a.Header.Get("Location"))
		}
	}
	b.get("/account/second-factor").wants(t, http.StatusOK, "Su función exige un segundo factor", "Empezar")
	b.post("/account/second-factor", url.Values{"do": {"begin"}}).wants(t, http.StatusOK, "Apunte la cámara")
}
