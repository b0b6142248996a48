// Package web is the house in HTML: reception, officers, managers, administrators and the
// citizen's status page. Every screen is rendered on the server and works without scripts;
// what a person may see or do is decided by the desk, which is the only door to the world.
package web

import (
	"embed"
	"errors"
	"io/fs"
	"log/slog"
	"net/http"
	"time"

	"github.com/alexedwards/scs/v2"

	"foja/webserver"
)

//go:embed templates static
var files embed.FS

// dist is filled by "make build" (web/build); it is not committed.
//
//go:embed all:dist
var dist embed.FS

// Deps is what the screens need from the program that serves them.
type Deps struct {
	Closing <-chan struct{} // closed when the server is about to stop: open streams end; nil = never
	Desk    Desk
	// SessionStore keeps sessions. They hold a user's ID and a one-line message, nothing else.
	SessionStore scs.Store
	// Secure marks the session cookie Secure and sends HSTS: true behind HTTPS.
	Secure bool
	// Caller tells a request's network address, for the limits; nil = webserver.Direct.
	Caller webserver.Caller
	// TrustedOrigins may send forms although the Host differs, for proxies that rewrite it:
	// "https://transparencia.example.gob.pe".
	TrustedOrigins []string
	// MaxUpload is the largest form with its files, in bytes; 0 = 32 MiB.
	MaxUpload int64
	// SSO is the agency's identity provider, which its people know as SSOName; nil = there is none.
	SSO     SignOn
	SSOName string
	Logger  *slog.Logger // nil = slog.Default()
	Demo    *DemoPage    // nil outside the demo
}

type server struct {
	Deps
	sessions *scs.SessionManager
	crowd    webserver.UploadLimiter // of large forms that are being read
	watching webserver.UploadLimiter // of pages that are kept up to date, by user
	screens  *screens
	assets   assets
	parts    http.Handler // of files that come by a link
	old      oldWords
}

// New builds the handler of all screens. It refuses to start without the built style sheet.
func New(d Deps) (http.Handler, error) {
	built, err := fs.Sub(dist, "dist")
	if err != nil {
		return nil, err
	}
	return newHandler(d, built)
}

func newHandler(d Deps, built fs.FS) (http.Handler, error) {
	if d.Desk == (Desk{}) || d.SessionStore == nil {
		return nil, errors.New("web: Deps needs Desk and SessionStore")
	}
	if d.Logger == nil {
		d.Logger = slog.Default()
	}
	if d.Caller == nil {
		d.Caller = webserver.Direct
	}
	if d.MaxUpload == 0 {
		d.MaxUpload = 32 << 20
	}
	assets, err := loadAssets(built, files)
	if err != nil {
		return nil, err
	}
	screens, err := loadScreens(files, assets)
	if err != nil {
		return nil, err
	}
	s := &server{Deps: d, assets: assets, screens: screens}
	s.crowd.PerAddress, s.crowd.All = crowdPerAddress, crowdOfAll
	s.watching.PerAddress, s.watching.All = livePerUser, liveOfAll
	if s.parts, err = s.resumable(); err != nil {
		return nil, err
	}
	s.sessions = scs.New()
	s.sessions.Store = d.SessionStore
	s.sessions.Lifetime = 12 * time.Hour
	s.sessions.IdleTimeout = 2 * time.Hour
	s.sessions.Cookie.Name = "foja"
	if d.Secure {
		s.sessions.Cookie.Name = "__Host-foja" // browsers then refuse one set by a neighbour domain
	}
	s.sessions.Cookie.HttpOnly = true
	s.sessions.Cookie.SameSite = http.SameSiteLaxMode
	s.sessions.Cookie.Secure = d.Secure
	s.sessions.Cookie.Persist = false // gone when the browser of a shared counter is closed
	s.sessions.ErrorFunc = s.sessionLost
	return s.guarded(s.routes())
}
