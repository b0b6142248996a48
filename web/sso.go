package web

import (
	"context"
	"errors"
	"net/http"
	"time"

	"foja/access"
	"foja/docket"
	"foja/web/sso"
)

// SignOn is an identity provider (package sso).
type SignOn interface {
	Begin(ctx context.Context) (sso.Attempt, error)
	Finish(ctx context.Context, a sso.Attempt, state, code string) (sso.Identity, error)
}

// A sign-in at the identity provider that is under way stands sealed in a cookie: nothing is kept of who only begins one.
const (
	sealedSSO = "sso"
	ssoLasts  = 10 * time.Minute
	nextMost  = 1000 // bytes of the page to go on to
)

type ssoAttempt struct {
	State, Nonce, Verifier string
	Next                   string
	Permit                 string `json:",omitempty"` // to tie an account (access.IdentityDesk)
	Expires                int64  // Unix seconds
}

func (s *server) ssoCookie(value string, lasts time.Duration) *http.Cookie {
	return &http.Cookie{ //nolint:gosec // Secure where the site is
		Name: s.sessions.Cookie.Name + "-sso", Value: value, Path: "/", MaxAge: int(lasts.Seconds()), HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: s.Secure,
	}
}

// ssoBegin leads the browser to the identity provider.
func (s *server) ssoBegin(w http.ResponseWriter, r *http.Request) error {
	if s.SSO == nil {
		return docket.Refuse(docket.CodeNotFound, "No existe esa página. Revise la dirección.")
	}
	a, err := s.SSO.Begin(r.Context())
	if err != nil {
		return s.ssoFailed(w, r, err)
	}
	begun := ssoAttempt{
		State: a.State, Nonce: a.Nonce, Verifier: a.Verifier, Next: local(r.URL.Query().Get("next")), Permit: r.URL.Query().Get("permit"),
		Expires: time.Now().Add(ssoLasts).Unix(),
	}
	if len(begun.Next) > nextMost {
		begun.Next = "/"
	}
	if len(begun.Permit) > nextMost {
		begun.Permit = ""
	}
	kept, err := s.Desk.Links.Seal(r.Context(), sealedSSO, begun)
	if err != nil {
		return err
	}
	http.SetCookie(w, s.ssoCookie(kept, ssoLasts))
	http.Redirect(w, r, a.URL, http.StatusSeeOther)
	return nil
}

// ssoBack is where the provider sends the browser back to. An attempt is good in the browser that began it, which forgets it here; the
// provider's code is good once.
func (s *server) ssoBack(w http.ResponseWriter, r *http.Request) error {
	var a ssoAttempt
	kept, err := r.Cookie(s.ssoCookie("", 0).Name)
	good := err == nil && s.SSO != nil
	if good {
		http.SetCookie(w, s.ssoCookie("", -time.Second))
		good, err = s.Desk.Links.Unseal(r.Context(), sealedSSO, kept.Value, &a)
	}
	if err != nil || !good || time.Now().Unix() > a.Expires {
		http.Redirect(w, r, "/login", http.StatusSeeOther)
		return nil
	}
	q := r.URL.Query()
	who, err := s.SSO.Finish(r.Context(), sso.Attempt{State: a.State, Nonce: a.Nonce, Verifier: a.Verifier}, q.Get("state"), q.Get("code"))
	if err != nil {
		return s.ssoFailed(w, r, err)
	}
	user, err := s.Desk.Access.SignInAs(r.Context(), access.Identity(who), a.Permit, s.sessions.GetString(r.Context(), sessionUser))
	if codeOf(err) == docket.CodeForbidden {
		return s.ssoRefused(w, r, messageOf(err))
	}
	return s.letIn(w, r, user, a.Next, err)
}

func (s *server) ssoFailed(w http.ResponseWriter, r *http.Request, err error) error {
	s.Logger.Warn("a sign-in at the identity provider failed", "error", err)
	if errors.Is(err, sso.ErrRefused) {
		return s.ssoRefused(w, r, docket.Say("No se pudo comprobar su identidad. Inténtelo otra vez."))
	}
	return s.ssoRefused(w, r, docket.Say("El servicio de identidad de la entidad no responde. Inténtelo en unos minutos, o ingrese con su contraseña."))
}

func (s *server) ssoRefused(w http.ResponseWriter, r *http.Request, why docket.Sentence) error {
	f := s.newLogin(r)
	f.Problems = []problem{{Text: why}}
	return s.showLogin(w, r, http.StatusUnauthorized, f)
}
