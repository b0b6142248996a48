package api

import (
	"errors"
	"net/http"
	"net/url"
	"runtime/debug"
	"slices"
	"strings"

	"foja/access"
	"foja/docket"
)

func headers(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Cache-Control", "no-store")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Content-Security-Policy", "default-src 'none'; sandbox; frame-ancestors 'none'")
		next.ServeHTTP(w, r)
	})
}

func (s *server) recovering(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			p := recover()
			if p == nil {
				return
			}
			if err, ok := p.(error); ok && errors.Is(err, http.ErrAbortHandler) {
				panic(p)
			}
			// Not the panic's value: it may quote what a citizen wrote.
			s.Logger.Error("panic in the API", "method", r.Method, "stack", string(debug.Stack()))
			s.problem(w, r, errPanic)
		}()
		next.ServeHTTP(w, r)
	})
}

// agreed lets a call through to its route when it asks for what the route gives and with
// parameters that the route knows. A misspelt filter would otherwise list everything.
func (s *server) agreed(one route) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if one.gives != "" && !accepts(r.Header.Values("Accept"), one.gives) {
			s.problem(w, r, docket.Refuse(codeNotAcceptable, "api.not_acceptable", "gives", one.gives))
			return
		}
		query, err := url.ParseQuery(r.URL.RawQuery)
		if err != nil {
			s.problem(w, r, docket.Refuse(codeMalformed, "api.query_unreadable"))
			return
		}
		for name, values := range query {
			switch {
			case !slices.Contains(one.query, name):
				s.problem(w, r, &docket.Error{Code: codeMalformed, Field: name, Reason: unknownParameter(name, one.query)})
				return
			case len(values) > 1:
				s.problem(w, r, &docket.Error{Code: codeMalformed, Field: name, Reason: docket.Say("api.parameter_repeated", "parameter", name)})
				return
			}
		}
		one.serve.ServeHTTP(w, r)
	})
}

func unknownParameter(name string, known []string) docket.Sentence {
	if len(known) == 0 {
		return docket.Say("api.no_parameters", "parameter", name)
	}
	return docket.Say("api.parameter_unknown", "parameter", name, "known", strings.Join(known, ", "))
}

type openHandler func(http.ResponseWriter, *http.Request) error

// open serves a call that needs no token.
func (s *server) open(h openHandler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := h(w, r); err != nil {
			s.problem(w, r, err)
		}
	})
}

// refusing answers every call with one refusal.
func (s *server) refusing(err error) http.Handler {
	return s.open(func(http.ResponseWriter, *http.Request) error { return err })
}

type staffHandler func(http.ResponseWriter, *http.Request, access.User) error

// staff serves a call to the owner of its bearer token. What she may do is the desk's to say.
func (s *server) staff(h staffHandler) http.Handler {
	return s.open(func(w http.ResponseWriter, r *http.Request) error {
		user, err := s.bearer(r)
		if err != nil {
			return err
		}
		return h(w, r, user)
	})
}

// bearer is the user whose token the call carries (RFC 6750 section 2.1).
func (s *server) bearer(r *http.Request) (access.User, error) {
	scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	token = strings.TrimSpace(token)
	if !strings.EqualFold(scheme, "Bearer") || token == "" {
		return access.User{}, errNoToken
	}
	user, err := s.Desk.Access.UserByToken(r.Context(), token)
	user.Place = s.ip(r)
	switch docket.CodeOf(err) {
	case docket.CodeForbidden, docket.CodeNotFound:
		return access.User{}, errBadToken
	default:
		return user, err
	}
}

func (s *server) ip(r *http.Request) string { return s.Caller(r) }
