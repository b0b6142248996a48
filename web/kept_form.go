package web

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"foja/access"
)

// A form that is sent after its session has ended is kept, and given back to the same person once she has signed in again. Its files
// are not: they would have to wait, unread by any check, for somebody who may never come.

const (
	sessionTyped = "typed"
	typedMost    = 256 << 10 // bytes that are kept of a form: its words, the names of its fields and those of its files
	pathMost     = 2000      // bytes of the address that it goes to, and of the one that it was written on

	sealedWho = "who"
	whoLasts  = 30 * 24 * time.Hour
)

// whoSigned is who signed in last with a browser.
type whoSigned struct {
	User    string `json:"u"`
	Expires int64  `json:"e"` // Unix seconds
}

// typed is such a form.
type typed struct {
	Who    string // user ID: nobody else is shown it
	Path   string
	Back   string // the page on which it was written
	Values url.Values
	Files  []string // names of those that were attached
}

// whoCookie names the last person who signed in with this browser, under our seal: nothing is kept of what somebody types who never
// signed in. It opens nothing: it only keeps what one person typed from the next at a shared counter.
func (s *server) whoCookie(r *http.Request, id string) (*http.Cookie, error) {
	//nolint:gosec // Secure where the site is
	c := &http.Cookie{Name: s.whoName(), Path: "/", HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: s.Secure}
	if id == "" {
		c.MaxAge = -1
		return c, nil
	}
	var err error
	c.Value, err = s.Desk.Links.Seal(r.Context(), sealedWho, whoSigned{id, time.Now().Add(whoLasts).Unix()})
	return c, err
}

func (s *server) whoName() string { return s.sessions.Cookie.Name + "-who" }

// whoSigned is the user of that cookie; "" = nobody's.
func (s *server) whoSigned(r *http.Request) string {
	c, err := r.Cookie(s.whoName())
	if err != nil {
		return ""
	}
	var who whoSigned
	if good, err := s.Desk.Links.Unseal(r.Context(), sealedWho, c.Value, &who); err != nil || !good || time.Now().Unix() > who.Expires {
		return ""
	}
	return who.User
}

// secretForm says whether a form carries passwords: such ones are never kept.
func secretForm(path string) bool {
	return strings.HasPrefix(path, "/account") || strings.HasPrefix(path, "/admin/accounts")
}

// keepTyped puts the form aside and says where to go after the login.
func (s *server) keepTyped(w http.ResponseWriter, r *http.Request) string {
	who := s.whoSigned(r)
	kept := typed{Who: who, Path: r.URL.RequestURI(), Back: "/", Values: url.Values{}}
	if r.Method != http.MethodPost || who == "" || secretForm(r.URL.Path) || len(kept.Path) > pathMost {
		return loginURL(r)
	}
	if err := s.Desk.Links.MayKeepForm(r.Context(), s.ip(r)); err != nil {
		s.Logger.Warn("a form was not kept for after the sign-in", "error", err)
		return loginURL(r)
	}
	if from, err := url.Parse(r.Referer()); err == nil && len(r.Referer()) <= pathMost {
		kept.Back = local(from.RequestURI())
	}
	r.Body = http.MaxBytesReader(w, r.Body, s.Limits.FormBytes)
	if err := kept.read(r); err != nil {
		return loginURL(r)
	}
	body, err := json.Marshal(kept)
	if err != nil || len(kept.Values) == 0 {
		return loginURL(r)
	}
	s.sessions.Put(r.Context(), sessionTyped, body)
	return "/login?next=/resume"
}

// read takes the texts of a form and the names of its files, as they come by: nothing waits on disk.
func (k *typed) read(r *http.Request) error {
	if !strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/form-data") {
		r.Body = struct {
			io.Reader
			io.Closer
		}{io.LimitReader(r.Body, typedMost), r.Body}
		err := r.ParseForm()
		k.Values = r.PostForm
		return err
	}
	parts, err := r.MultipartReader()
	if err != nil {
		return err
	}
	for left := int64(typedMost); ; {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if left -= int64(len(part.FormName()) + len(part.FileName())); left <= 0 {
			return errors.New("more than is kept of a form")
		}
		if part.FileName() != "" {
			k.Files = append(k.Files, fileName(part.FileName()))
			continue
		}
		text, err := io.ReadAll(io.LimitReader(part, left))
		if err != nil {
			return err
		}
		left -= int64(len(text))
		if utf8.Valid(text) && len(text) > 0 {
			k.Values.Add(part.FormName(), string(text))
		}
	}
}

// resumePage gives a kept form back.
type resumePage struct {
	typed
	Words []string // what a person wrote, without the form's own keys
}

func (s *server) resume(w http.ResponseWriter, r *http.Request, u access.User) error {
	var page resumePage
	body := s.sessions.GetBytes(r.Context(), sessionTyped)
	if len(body) == 0 || json.Unmarshal(body, &page.typed) != nil || page.Who != u.ID {
		s.sessions.Remove(r.Context(), sessionTyped)
		http.Redirect(w, r, "/", http.StatusSeeOther)
		return nil
	}
	for name, values := range page.Values {
		for _, v := range values {
			if name != "key" && strings.ContainsAny(strings.TrimSpace(v), " \n") {
				page.Words = append(page.Words, v)
			}
		}
	}
	slices.Sort(page.Words)
	return s.show(w, r, http.StatusOK, "resume", "Lo que estaba escribiendo", page)
}
