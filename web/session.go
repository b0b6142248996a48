package web

import (
	"net/http"

	"foja/access"
	"foja/docket"
)

const (
	sessionUser  = "user"
	sessionFlash = "flash"
	// How it began: what a person recognises her own sessions by (store.SessionSinceKey and its like).
	sessionSince  = "since"
	sessionDevice = "device"
	sessionPlace  = "place"
)

// signedIn returns the session's user, nil when nobody is signed in. The user is read anew
// for every page, so that a disabled account ends at once.
func (s *server) signedIn(r *http.Request) (*access.User, error) {
	id := s.sessions.GetString(r.Context(), sessionUser)
	if id == "" {
		return nil, nil
	}
	user, err := s.Desk.Access.UserByID(r.Context(), id)
	switch codeOf(err) {
	case docket.CodeNotFound, docket.CodeForbidden:
		return nil, s.sessions.Destroy(r.Context())
	default:
	}
	if err != nil {
		return nil, err
	}
	user = s.came(r, user)
	return &user, nil
}

type userKey struct{}

// userOf is the person who is signed in, nil when nobody is.
func userOf(r *http.Request) *access.User {
	user, _ := r.Context().Value(userKey{}).(*access.User)
	return user
}

// flash keeps one line to be shown on the next page: a Spanish sentence, and what stands in its gaps. It must name nobody.
func (s *server) flash(r *http.Request, sentence string, pairs ...any) {
	s.sessions.Put(r.Context(), sessionFlash, printerOf(r).T(sentence, pairs...))
}

// flashN is flash of a sentence with a number, for one thing and for several.
func (s *server) flashN(r *http.Request, n int, one, many string, pairs ...any) {
	s.sessions.Put(r.Context(), sessionFlash, printerOf(r).N(n, one, many, pairs...))
}

func (s *server) sessionLost(w http.ResponseWriter, r *http.Request, err error) {
	s.Logger.Error("session store", "err", err)
	// A session cannot be read while its store is away, so the page must not ask for one.
	s.write(w, r, nil, http.StatusServiceUnavailable, "problem", "No disponible por ahora", problemPage{
		Text: docket.Say("session.unreadable"), Retry: true,
	}, view{})
}
