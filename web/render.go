package web

import (
	"bytes"
	"fmt"
	"html/template"
	"io/fs"
	"net/http"
	"path"
	"slices"
	"strings"
	"sync"
	"time"

	"foja/access"
	"foja/calendar"
	"foja/docket"
	"foja/languages"
)

// screens are the parsed templates: one file per page, each with layout and partials. A page is made for a language when
// somebody first reads it there.
type screens struct {
	parsed map[string]*template.Template

	mu   sync.Mutex
	made map[screen]*template.Template
}

// screen is a page in a language.
type screen struct{ lang, name string }

func loadScreens(fsys fs.FS, a assets) (*screens, error) {
	base, err := template.New("layout.html").Funcs(wordsOf(languages.For(languages.Spanish))).Funcs(template.FuncMap{"asset": a.url}).
		ParseFS(fsys, "templates/layout.html", "templates/partials/*.html")
	if err != nil {
		return nil, err
	}
	pages, err := fs.Glob(fsys, "templates/pages/*.html")
	if err != nil {
		return nil, err
	}
	all := &screens{parsed: map[string]*template.Template{}, made: map[screen]*template.Template{}}
	for _, p := range pages {
		t, err := template.Must(base.Clone()).ParseFS(fsys, p)
		if err != nil {
			return nil, err
		}
		all.parsed[strings.TrimSuffix(path.Base(p), ".html")] = t
	}
	return all, nil
}

// view is what every template is given: the page's own Data inside the common frame.
type view struct {
	Title    string
	Problems bool // the title then begins with "Error:", so that it is read out first
	Path     string
	Back     string // where a choice of language leads back to
	Lang     string
	Others   []tongue // the languages that it can be read in as well
	User     *access.User
	Menu     []link
	Agency   docket.Agency
	Flash    string
	Demo     bool
	Today    calendar.Date
	Loc      *time.Location // zone of the times shown
	Live     string         // what foja.js listens to: "lists", a request's ID, or ""
	Seen     string         // the pulse that the page shows; "" = the first that comes
	Refresh  int            // seconds after which foja.js reloads the page; 0 = never
	Data     any
}

// show renders a page with its title, a Spanish sentence, for the person who is signed in.
func (s *server) show(w http.ResponseWriter, r *http.Request, status int, name, title string, data any) error {
	return s.showIn(w, r, status, name, title, data, view{})
}

// showIn is show with the parts of the frame that the page knows better.
func (s *server) showIn(w http.ResponseWriter, r *http.Request, status int, name, title string, data any, v view) error {
	user := userOf(r)
	v.Flash = s.sessions.PopString(r.Context(), sessionFlash)
	s.write(w, r, user, status, name, title, data, v)
	return nil
}

// write renders into memory first: a template that fails must not leave half a page.
func (s *server) write(w http.ResponseWriter, r *http.Request, user *access.User, status int, name, title string, data any, v view) {
	v.Data, v.User, v.Path, v.Demo = data, user, r.URL.Path, s.Demo != nil
	v.Back, v.Lang = "/", languageOf(r, user != nil)
	p := languages.For(v.Lang)
	v.Title, v.Others = p.T(title), others(v.Lang, user != nil)
	if at := r.URL.Query().Get("at"); name == "menu" && strings.HasPrefix(at, "/") {
		v.Path = at // of the page that fetches it
	}
	if r.Method == http.MethodGet {
		v.Back = r.URL.RequestURI()
	}
	if user != nil && status == http.StatusOK && slices.Contains(livePages, name) {
		v.Live = "lists"
	}
	v.Agency = s.Desk.Core.Agency()
	office := ""
	if user != nil {
		v.Menu, office = s.counted(r, *user, menu(user.Has)), user.Office
	}
	if v.Loc == nil {
		v.Loc = s.zone(office)
	}
	if v.Today.IsZero() {
		v.Today = s.Desk.Core.Today(office)
	}
	if p, ok := data.(interface{ wrong() bool }); ok {
		v.Problems = p.wrong()
	}
	var page bytes.Buffer
	if err := s.screens.execute(&page, name, v); err != nil {
		s.Logger.Error("template", "name", name, "err", err)
		http.Error(w, p.T("La página no se pudo mostrar. Vuelva a intentarlo."), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Add("Vary", "Cookie")
	w.WriteHeader(status)
	_, _ = w.Write(s.translated(v.Lang, page.Bytes())) // the reader has gone: nobody to tell
}

// in is a page in a language: the same template, with that language's functions.
func (all *screens) in(lang, name string) (*template.Template, error) {
	all.mu.Lock()
	defer all.mu.Unlock()
	if t := all.made[screen{lang, name}]; t != nil {
		return t, nil
	}
	parsed, ok := all.parsed[name]
	if !ok {
		return nil, fmt.Errorf("web: no template %q", name)
	}
	t, err := parsed.Clone()
	if err != nil {
		return nil, err
	}
	t.Funcs(wordsOf(languages.For(lang)))
	all.made[screen{lang, name}] = t
	return t, nil
}

func (all *screens) execute(to *bytes.Buffer, name string, v view) error {
	t, err := all.in(v.Lang, name)
	if err != nil {
		return err
	}
	return t.ExecuteTemplate(to, "layout.html", v)
}

// zone is the location of an office's times; without an office, that of the first one.
func (s *server) zone(office string) *time.Location {
	agency := s.Desk.Core.Agency()
	o, ok := agency.Office(office)
	if !ok && len(agency.Offices) > 0 {
		o = agency.Offices[0]
	}
	loc, err := time.LoadLocation(o.Zone)
	if err != nil {
		s.Logger.Error("unknown zone: showing UTC", "zone", o.Zone)
		return time.UTC
	}
	return loc
}
