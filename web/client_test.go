package web

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/alexedwards/scs/v2/memstore"
)

// built stands for web/dist: tests do not need npm.
var built = fstest.MapFS{"govuk.css": {Data: []byte(".govuk-button{}")}, "tus.js": {Data: []byte("// tus")}}

func handler(t *testing.T, f *fake) http.Handler {
	t.Helper()
	return handlerWith(t, f, func(*Deps) {})
}

func handlerWith(t *testing.T, f *fake, change func(*Deps)) http.Handler {
	t.Helper()
	d := Deps{
		SSO: &idp{login: "funcionario"}, SSOName: "la cuenta de la entidad",
		Desk: f.rooms(), SessionStore: memstore.NewWithCleanupInterval(0), Logger: slog.New(slog.NewTextHandler(io.Discard, nil)),
		Demo: &DemoPage{Box: newBox(), Citizen: "rosa@ciudadana.example", Agency: "transparencia@sepen.example", Logins: []DemoLogin{
			{"Mesa de partes", "Carmen Rojas", "recepcion", "clave-recepcion"},
			{"Responsable de acceso", "Luis Paredes", "funcionario", "clave-funcionario"},
			{"Jefatura", "Ana Salcedo", "jefa", "clave-jefa"},
			{"Administración", "Pilar Núñez", "admin", "clave-admin"},
		}},
	}
	change(&d)
	h, err := newHandler(d, built)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// browser is one person's browser: it keeps cookies and does not follow redirects.
type browser struct {
	t    *testing.T
	base string
	http *http.Client
}

type answer struct {
	*http.Response
	body string
}

func newBrowser(t *testing.T, h http.Handler) *browser {
	t.Helper()
	server := httptest.NewServer(h)
	t.Cleanup(server.Close)
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &browser{t, server.URL, &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
}

// as signs a user in. An empty login stays anonymous.
func as(t *testing.T, f *fake, login string) *browser {
	t.Helper()
	b := newBrowser(t, handler(t, f))
	if login == "" {
		return b
	}
	a := b.post("/login", url.Values{"login": {login}, "password": {"clave-" + login}})
	if a.StatusCode != http.StatusSeeOther {
		t.Fatalf("login of %s: %d", login, a.StatusCode)
	}
	return b
}

func (b *browser) do(method, path, kind string, body io.Reader, headers ...string) answer {
	b.t.Helper()
	r, err := http.NewRequestWithContext(context.Background(), method, b.base+path, body)
	if err != nil {
		b.t.Fatal(err)
	}
	if kind != "" {
		r.Header.Set("Content-Type", kind)
	}
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	resp, err := b.http.Do(r)
	if err != nil {
		b.t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	return answer{resp, string(text)}
}

func (b *browser) get(path string) answer { b.t.Helper(); return b.do("GET", path, "", nil) }

func (b *browser) post(path string, form url.Values, headers ...string) answer {
	b.t.Helper()
	return b.do("POST", path, "application/x-www-form-urlencoded", strings.NewReader(form.Encode()), headers...)
}

var keyField = regexp.MustCompile(`name="key" value="([^"]+)"`)

func (a answer) key(t *testing.T) string {
	t.Helper()
	m := keyField.FindStringSubmatch(a.body)
	if m == nil {
		t.Fatal("the page has no form with a key")
	}
	return m[1]
}

func (a answer) wants(t *testing.T, status int, parts ...string) {
	t.Helper()
	if a.StatusCode != status {
		t.Errorf("%s %s: status %d, want %d", a.Request.Method, a.Request.URL.Path, a.StatusCode, status)
	}
	for _, p := range parts {
		if !strings.Contains(a.body, p) {
			t.Errorf("%s %s: no %q in\n%s", a.Request.Method, a.Request.URL.Path, p, a.body)
		}
	}
}
