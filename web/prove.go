package web

import (
	"net/http"
	"time"

	"foja/access"
)

// sessionProved is when the session's user last proved who she is (RFC 3339): at the sign-in, or by typing her password again.
const sessionProved = "proved"

// came tells the desk how a session's user came.
func (s *server) came(r *http.Request, u access.User) access.User {
	u.Place = s.ip(r)
	u.ProvedAt, _ = time.Parse(time.RFC3339, s.sessions.GetString(r.Context(), sessionProved)) // none = never
	return u
}

func (s *server) noteProof(r *http.Request) {
	s.sessions.Put(r.Context(), sessionProved, time.Now().UTC().Format(time.RFC3339))
}

// prove takes the password that a form brings for an act on an account. Without one it leaves the user as she is: the desk says whether that
// is enough.
func (s *server) prove(r *http.Request, u access.User) (access.User, error) {
	password := r.PostFormValue(access.FieldProof)
	if password == "" {
		return u, nil
	}
	proved, err := s.Desk.Access.Prove(r.Context(), u, password, s.ip(r))
	if err != nil {
		return u, err
	}
	s.noteProof(r)
	return proved, nil
}

// proofField asks for one's own password, unless it was typed a moment ago.
func (s *server) proofField(u access.User) []field {
	if s.Desk.Access.Fresh(u) {
		return nil
	}
	return []field{{
		Name: access.FieldProof, Label: "Su propia contraseña", Kind: kindPassword, Width: "half", Autocomplete: "current-password",
		Hint: "Para saber que es usted. Vale diez minutos.",
	}}
}
