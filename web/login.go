package web

import (
	"net/http"
	"time"

	"foja/access"
	"foja/docket"
)

type loginPage struct {
	form
	SSO  string // name of the identity provider; "" = none
	Next string
	Demo []DemoLogin
}

func (s *server) loginForm(w http.ResponseWriter, r *http.Request) error {
	if userOf(r) != nil {
		http.Redirect(w, r, "/", http.StatusSeeOther)
		return nil
	}
	return s.showLogin(w, r, http.StatusOK, s.newLogin(r))
}

func (s *server) newLogin(r *http.Request) form {
	return form{Sections: []section{{Fields: []field{
		{Name: "login", Label: "Usuario", Kind: kindText, Autocomplete: "username", Autofocus: true, Value: r.PostFormValue("login")},
		{Name: "password", Label: "Contraseña", Kind: kindPassword, Autocomplete: "current-password"},
		{Name: "next", Kind: kindHidden, Value: local(r.FormValue("next"))},
	}}}}
}

func (s *server) showLogin(w http.ResponseWriter, r *http.Request, status int, f form) error {
	page := loginPage{form: f, Next: local(r.FormValue("next"))}
	if s.SSO != nil {
		page.SSO = s.SSOName
	}
	if s.Demo != nil {
		page.Demo = s.Demo.Logins
	}
	return s.show(w, r, status, "login", "Ingresar", page)
}

func (s *server) login(w http.ResponseWriter, r *http.Request) error {
	user, err := s.Desk.Access.SignIn(r.Context(), r.PostFormValue("login"), r.PostFormValue("password"), s.ip(r))
	switch code := codeOf(err); code {
	case docket.CodeForbidden, docket.CodeInvalid, docket.CodeNotFound, docket.CodeTooMany:
		f := s.newLogin(r)
		f.Problems = []problem{{Target: "login", Text: messageOf(err)}}
		status := http.StatusUnauthorized
		if code == docket.CodeTooMany {
			status = http.StatusTooManyRequests
			askToWait(w, err)
		} else {
			// RFC 9110 section 11.6.1 wants a challenge; browsers pass over one they do not know.
			w.Header().Set("WWW-Authenticate", `Form realm="foja"`)
		}
		return s.showLogin(w, r, status, f)
	default:
	}
	return s.letIn(w, r, user, r.PostFormValue("next"), err)
}

// letIn goes on where a sign-in has come to.
func (s *server) letIn(w http.ResponseWriter, r *http.Request, user access.User, next string, err error) error {
	if codeOf(err) == access.CodeSecondFactor {
		return s.askCode(w, r, user, next)
	}
	if err != nil {
		return err
	}
	return s.begin(w, r, user, next)
}

// begin opens the session of somebody who has proved who she is.
func (s *server) begin(w http.ResponseWriter, r *http.Request, user access.User, next string) error {
	// A new token, so that a session planted before the login is worth nothing.
	if err := s.sessions.RenewToken(r.Context()); err != nil {
		return err
	}
	s.sessions.Put(r.Context(), sessionUser, user.ID)
	s.sessions.Put(r.Context(), sessionSince, time.Now().UTC().Format(time.RFC3339))
	s.sessions.Put(r.Context(), sessionDevice, r.UserAgent()[:min(len(r.UserAgent()), 300)])
	s.sessions.Put(r.Context(), sessionPlace, s.ip(r))
	s.noteProof(r)
	if news, err := s.Desk.Access.UnseenEvents(r.Context(), user); err != nil {
		s.Logger.Warn("what happened to an account could not be looked up", "error", err)
	} else if news {
		s.flash(r, "Hubo cambios en su cuenta o en otras que le conciernen. Véalos en «Mi cuenta».")
	}
	who, err := s.whoCookie(r, user.ID)
	if err != nil {
		return err
	}
	http.SetCookie(w, who)
	http.Redirect(w, r, local(next), http.StatusSeeOther)
	return nil
}

func (s *server) logout(w http.ResponseWriter, r *http.Request) error {
	if err := s.sessions.Destroy(r.Context()); err != nil {
		return err
	}
	who, err := s.whoCookie(r, "")
	if err != nil {
		return err
	}
	http.SetCookie(w, who)
	http.Redirect(w, r, "/login", http.StatusSeeOther)
	return nil
}

// home sends people to where their work is.
func (s *server) home(w http.ResponseWriter, r *http.Request, u access.User) error {
	to := "/requests"
	switch {
	case u.Has(docket.RoleOfficer, docket.RoleManager, docket.RoleHead):
		to = "/today"
	case u.Has(docket.RoleAuditor):
		to = "/dashboard"
	case u.Has(docket.RoleReception):
		to = "/counter/new"
	case u.Has(docket.RoleAdministrator):
		to = "/admin"
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
	return nil
}
