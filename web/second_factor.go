package web

import (
	"encoding/base64"
	"html/template"
	"net/http"
	"net/url"
	"strings"
	"time"

	"foja/access"
	"foja/docket"
)

// A login with a second factor has two pages. Between them the session knows whose password was right, and opens nothing.

const (
	sessionHalf = "half" // user ID and when, with a space between
	halfLife    = 5 * time.Minute
)

func (s *server) askCode(w http.ResponseWriter, r *http.Request, user access.User, next string) error {
	if err := s.sessions.RenewToken(r.Context()); err != nil {
		return err
	}
	s.sessions.Put(r.Context(), sessionHalf, user.ID+" "+time.Now().UTC().Format(time.RFC3339))
	http.Redirect(w, r, "/login/code?next="+url.QueryEscape(local(next)), http.StatusSeeOther)
	return nil
}

// half is whose password was right in this session, not long ago; "" = nobody's.
func (s *server) half(r *http.Request) string {
	id, when, _ := strings.Cut(s.sessions.GetString(r.Context(), sessionHalf), " ")
	if at, err := time.Parse(time.RFC3339, when); err != nil || time.Since(at) > halfLife {
		return ""
	}
	return id
}

const (
	signInHint = "El que muestra ahora su aplicación de autenticación. Si perdió el teléfono, escriba uno de sus códigos de recuperación."
	setUpHint  = "El que muestra ahora su aplicación de autenticación."
)

// pictureOf shows our own PNG in the page: no address of it has to be guarded.
func pictureOf(png []byte) template.URL {
	return template.URL("data:image/png;base64," + base64.StdEncoding.EncodeToString(png)) //nolint:gosec // base64 of our own bytes
}

func newCode(r *http.Request, hint string) form {
	return form{Sections: []section{{Fields: []field{
		{Name: "code", Label: "Código de seis cifras", Kind: kindText, Autocomplete: "one-time-code", Autofocus: true, Hint: hint},
		{Name: "next", Kind: kindHidden, Value: local(r.FormValue("next"))},
	}}}}
}

func (s *server) codeForm(w http.ResponseWriter, r *http.Request) error {
	if userOf(r) != nil || s.half(r) == "" {
		http.Redirect(w, r, "/login", http.StatusSeeOther)
		return nil
	}
	return s.show(w, r, http.StatusOK, "login_code", "Ingresar: segundo paso", loginPage{form: newCode(r, signInHint)})
}

func (s *server) code(w http.ResponseWriter, r *http.Request) error {
	id := s.half(r)
	if id == "" {
		http.Redirect(w, r, "/login", http.StatusSeeOther)
		return nil
	}
	user, err := s.Desk.Access.SignInCode(r.Context(), id, r.PostFormValue("code"), s.ip(r))
	switch codeOf(err) {
	case docket.CodeInvalid, docket.CodeTooMany:
		f := newCode(r, signInHint)
		f.Problems = []problem{{Target: "code", Text: messageOf(err)}}
		status := http.StatusUnauthorized
		if codeOf(err) == docket.CodeTooMany {
			status = http.StatusTooManyRequests
			askToWait(w, err)
		}
		return s.show(w, r, status, "login_code", "Ingresar: segundo paso", loginPage{form: f})
	default:
	}
	if err != nil {
		return err
	}
	s.sessions.Remove(r.Context(), sessionHalf)
	return s.begin(w, r, user, r.PostFormValue("next"))
}

// factorPage is the setting up of one's own second factor: first the secret, then the recovery codes.
type factorPage struct {
	form
	Secret  string
	Picture template.URL
	Codes   []string
	Must    bool
	Proof   []field // one's own password, to begin
}

// bareForm is all that somebody sees who must set up her second factor first.
func (s *server) bareForm(w http.ResponseWriter, r *http.Request, u access.User) error {
	if !u.NeedsSecondFactor {
		http.Redirect(w, r, "/account", http.StatusSeeOther)
		return nil
	}
	return s.show(w, r, http.StatusOK, "factor", "Segundo factor", factorPage{Must: true, Proof: s.proofField(u)})
}

// setFactor begins, confirms or ends one's own second factor.
func (s *server) setFactor(w http.ResponseWriter, r *http.Request, u access.User) error {
	const title = "Segundo factor"
	switch r.PostFormValue("do") {
	case "confirm":
		codes, err := s.Desk.Access.ConfirmSecondFactor(r.Context(), u, r.PostFormValue("code"), s.ip(r))
		if err == nil {
			return s.show(w, r, http.StatusOK, "factor", title, factorPage{Codes: codes})
		}
		// The secret is not shown again: it stands in the telephone already.
		page := factorPage{form: newCode(r, setUpHint)}
		if !page.refuse(err) {
			return err
		}
		return s.show(w, r, http.StatusUnprocessableEntity, "factor", title, page)
	case "drop":
		if err := s.Desk.Access.DropSecondFactor(r.Context(), u, r.PostFormValue("password"), s.ip(r)); err != nil {
			return s.refuseOwn(w, r, u, err)
		}
		s.flash(r, "El segundo factor se quitó.")
		http.Redirect(w, r, "/account", http.StatusSeeOther)
		return nil
	default:
		u, err := s.prove(r, u)
		var given access.Enrolment
		if err == nil {
			given, err = s.Desk.Access.BeginSecondFactor(r.Context(), u)
		}
		if err != nil {
			page := factorPage{Must: true, Proof: s.proofField(u)}
			if !page.refuse(err) {
				return err
			}
			return s.show(w, r, http.StatusUnprocessableEntity, "factor", title, page)
		}
		return s.show(w, r, http.StatusOK, "factor", title, factorPage{form: newCode(r, setUpHint), Secret: given.Secret, Picture: pictureOf(given.Image)})
	}
}
