package web

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"runtime/debug"
	"strings"
	"time"

	"foja/access"
	"foja/access/limits"
	"foja/docket"
)

// policy lets a page load our own style sheet, script and images, and nothing else from anywhere.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
	"form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'"

// guarded puts what every answer needs around the routes: recover, headers, refusal of
// cross-site forms.
func (s *server) guarded(next http.Handler) (http.Handler, error) {
	cross := http.NewCrossOriginProtection()
	for _, origin := range s.TrustedOrigins {
		if err := cross.AddTrustedOrigin(origin); err != nil {
			return nil, err
		}
	}
	cross.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.problem(w, r, nil, docket.Refuse(docket.CodeForbidden,
			"form.from_another_site"))
	}))
	return s.recovering(s.headers(cross.Handler(next))), nil
}

func (s *server) headers(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("X-Frame-Options", "DENY")
		// Not "no-referrer": with it browsers send "Origin: null" with our own forms.
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
		h.Set("Cache-Control", "no-store")
		if s.Secure {
			h.Set("Strict-Transport-Security", "max-age=31536000")
		}
		next.ServeHTTP(w, r)
	})
}

// secretAddress keeps a page whose address is the permission out of search engines and out of what other sites are
// reported.
func secretAddress(w http.ResponseWriter) {
	w.Header().Set("X-Robots-Tag", "noindex")
	w.Header().Set("Referrer-Policy", "no-referrer")
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
			s.Logger.Error("panic in a screen", "method", r.Method, "route", routeOf(r), "stack", string(debug.Stack()))
			s.problem(w, r, nil, errPanic)
		}()
		next.ServeHTTP(w, r)
	})
}

type openHandler func(http.ResponseWriter, *http.Request) error

// open serves a page that needs nobody to be signed in, with the menu of anyone who is. Its form has no files.
func (s *server) open(h openHandler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		user, err := s.signedIn(r)
		if err != nil {
			s.problem(w, r, nil, err)
			return
		}
		s.serve(w, r, user, limits.SmallForm, h)
	})
}

// How many large forms of people without an account are taken at a time. Each may hold ten megabytes in memory and as many as it may
// have on disk while it comes.
const (
	crowdOfAll = 40
)

// openLarge is open for a form of at most so many bytes. may refuses anyone who may not send it, before any of it is
// read.
func (s *server) openLarge(most int64, may func(*http.Request) error, h openHandler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		user, err := s.signedIn(r)
		if err == nil && r.Method == http.MethodPost {
			if err = may(r); err == nil {
				leave, ok := s.crowd.Enter(s.ip(r))
				if ok {
					defer leave()
				} else {
					err = docket.Busy(30*time.Second, "form.too_many_at_once")
				}
			}
		}
		if err != nil {
			s.problem(w, r, user, err)
			return
		}
		s.serve(w, r, user, most, h)
	})
}

// serve reads the form, of at most so many bytes, and runs a handler; what it refuses is shown as a page.
func (s *server) serve(w http.ResponseWriter, r *http.Request, user *access.User, most int64, h openHandler) {
	if !s.readForm(w, r, user, most) {
		return
	}
	defer dropUploads(r)
	if err := h(w, r.WithContext(context.WithValue(r.Context(), userKey{}, user))); err != nil {
		s.problem(w, r, user, err)
	}
}

type staffHandler func(http.ResponseWriter, *http.Request, access.User) error

// staff serves a page to a signed-in user who has one of the roles.
func (s *server) staff(roles []docket.Role, h staffHandler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		user, err := s.signedIn(r)
		if err != nil {
			s.problem(w, r, nil, err)
			return
		}
		if user == nil {
			http.Redirect(w, r, s.keepTyped(w, r), http.StatusSeeOther) //nolint:gosec // keepTyped gives a path of ours
			return
		}
		if user.NeedsSecondFactor {
			http.Redirect(w, r, "/account/second-factor", http.StatusSeeOther)
			return
		}
		if !user.Has(roles...) {
			s.problem(w, r, user, docket.Refuse(docket.CodeForbidden, "page.not_permitted"))
			return
		}
		s.serve(w, r, user, s.Limits.FormBytes, func(w http.ResponseWriter, r *http.Request) error { return h(w, r, *user) })
	})
}

// owner lets anybody in who is signed in, also who must set up a second factor first.
func (s *server) owner(h staffHandler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		user, err := s.signedIn(r)
		switch {
		case err != nil:
			s.problem(w, r, nil, err)
		case user == nil:
			http.Redirect(w, r, s.keepTyped(w, r), http.StatusSeeOther) //nolint:gosec // keepTyped gives a path of ours
		default:
			s.serve(w, r, user, s.Limits.FormBytes, func(w http.ResponseWriter, r *http.Request) error { return h(w, r, *user) })
		}
	})
}

// loginURL remembers where the person was going, unless a form was being sent.
func loginURL(r *http.Request) string {
	if r.Method != http.MethodGet || r.URL.Path == "/" {
		return "/login"
	}
	return "/login?next=" + url.QueryEscape(r.URL.RequestURI())
}

// local returns a path of this site, or "/" for anything that could lead elsewhere.
func local(next string) string {
	u, err := url.Parse(next)
	if err != nil || u.IsAbs() || u.Host != "" || !strings.HasPrefix(next, "/") ||
		strings.HasPrefix(next, "//") || strings.ContainsAny(next, "\\\r\n\t") {
		return "/"
	}
	return next
}

func (s *server) ip(r *http.Request) string { return s.Caller(r) }
