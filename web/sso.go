package web

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"

	"foja/desk"
	"foja/docket"
	"foja/sso"
)

// SignOn is an identity provider (package sso).
type SignOn interface {
	Begin(ctx context.Context) (sso.Attempt, error)
	Finish(ctx context.Context, a sso.Attempt, state, code string) (sso.Identity, error)
}

// sessionSSO is a sign-in at the identity provider that is under way.
const sessionSSO = "sso"

type ssoAttempt struct {
	sso.Attempt
	Next string
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
	kept, err := json.Marshal(ssoAttempt{a, local(r.URL.Query().Get("next"))})
	if err != nil {
		return err
	}
	s.sessions.Put(r.Context(), sessionSSO, string(kept))
	http.Redirect(w, r, a.URL, http.StatusSeeOther)
	return nil
}

// ssoBack is where the provider sends the browser back to. An attempt is good once, in the session that began it.
func (s *server) ssoBack(w http.ResponseWriter, r *http.Request) error {
	var a ssoAttempt
	if s.SSO == nil || json.Unmarshal([]byte(s.sessions.PopString(r.Context(), sessionSSO)), &a) != nil {
		http.Redirect(w, r, "/login", http.StatusSeeOther)
		return nil
	}
	q := r.URL.Query()
	who, err := s.SSO.Finish(r.Context(), a.Attempt, q.Get("state"), q.Get("code"))
	if err != nil {
		return s.ssoFailed(w, r, err)
	}
	user, err := s.Desk.SignInAs(r.Context(), desk.Identity(who))
	if codeOf(err) == docket.CodeForbidden {
		return s.ssoRefused(w, r, messageOf(err))
	}
	return s.letIn(w, r, user, a.Next, err)
}

func (s *server) ssoFailed(w http.ResponseWriter, r *http.Request, err error) error {
	s.Logger.Warn("a sign-in at the identity provider failed", "error", err)
	if errors.Is(err, sso.ErrRefused) {
		return s.ssoRefused(w, r, "No se pudo comprobar su identidad. Inténtelo otra vez.")
	}
	return s.ssoRefused(w, r, "El servicio de identidad de la entidad no responde. Inténtelo en unos minutos, o ingrese con su contraseña.")
}

func (s *server) ssoRefused(w http.ResponseWriter, r *http.Request, why string) error {
	f := s.newLogin(r)
	f.Problems = []problem{{Text: why}}
	return s.showLogin(w, r, http.StatusUnauthorized, f)
}
