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
	"time"

	"foja/access"
	"foja/calendar"
	"foja/docket"
)

// screens are the parsed templates: one file per page, each with layout and partials.
type screens map[string]*template.Template

func loadScreens(fsys fs.FS, a assets) (screens, error) {
	base, err := template.New("layout.html").Funcs(words).Funcs(template.FuncMap{"asset": a.url}).
		ParseFS(fsys, "templates/layout.html", "templates/partials/*.html")
	if err != nil {
		return nil, err
	}
	pages, err := fs.Glob(fsys, "templates/pages/*.html")
	if err != nil {
		return nil, err
	}
	all := screens{}
	for _, p := range pages {
		t, err := template.Must(base.Clone()).ParseFS(fsys, p)
		if err != nil {
			return nil, err
		}
		all[strings.TrimSuffix(path.Base(p), ".html")] = t
	}
	return all, nil
}

// view is what every template is given: the page's own Data inside the common frame.
type view struct {
	Title    string
	Problems bool // the title then begins with "Error:", so that it is read out first
	Path     string
	Back     string // where a choice of language leads back to
	English  bool   // the page will be in English
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

// show renders a page for whoever is signed in.
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
	v.Title, v.Data, v.User, v.Path, v.Demo = title, data, user, r.URL.Path, s.Demo != nil
	v.Back, v.English = "/", languageOf(r) == english
	if r.Method == http.MethodGet {
		v.Back = r.URL.RequestURI()
	}
	if user != nil && status == http.StatusOK && slices.Contains(livePages, name) {
		v.Live = "lists"
	}
	v.Agency = s.Desk.Core.Agency()
	office := ""
	if user != nil {
		v.Menu, office = menu(user.Has), user.Office
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
		http.Error(w, "La página no se pudo mostrar. Vuelva a intentarlo.", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Add("Vary", "Cookie")
	w.WriteHeader(status)
	_, _ = w.Write(s.translated(r, page.Bytes())) // the reader has gone: nobody to tell
}

func (all screens) execute(to *bytes.Buffer, name string, v view) error {
	t, ok := all[name]
	if !ok {
		return fmt.Errorf("web: no template %q", name)
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
