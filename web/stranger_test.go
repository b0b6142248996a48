package web

import (
	"bytes"
	"fmt"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/textproto"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/alexedwards/scs/v2/memstore"

	"foja/access/limits"
	"foja/docket"
)

// countedStore tells how many bytes the sessions have.
type countedStore struct {
	*memstore.MemStore
	bytes int
}

func (c *countedStore) Commit(token string, b []byte, expiry time.Time) error {
	c.bytes += len(b)
	return c.MemStore.Commit(token, b, expiry)
}

func strangers(t *testing.T) (*fake, *countedStore, *browser) {
	t.Helper()
	f, kept := newFake(), &countedStore{MemStore: memstore.NewWithCleanupInterval(0)}
	return f, kept, newBrowser(t, handlerWith(t, f, func(d *Deps) {
		d.SessionStore, d.SSO = kept, &idp{login: "funcionario"}
		d.Logger = slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelError}))
	}))
}

// heavy is a form of many names of files and fields, and few words.
func heavy(t *testing.T) (kind string, body []byte) {
	t.Helper()
	var out bytes.Buffer
	form := multipart.NewWriter(&out)
	for i := range 3000 {
		part, err := form.CreatePart(textproto.MIMEHeader{"Content-Disposition": {fmt.Sprintf(`form-data; name="f%d"; filename="%s"`, i, strings.Repeat("x", 1000))}})
		if err != nil {
			t.Fatal(err)
		}
		_, _ = part.Write([]byte("x"))
	}
	_ = form.Close()
	return form.FormDataContentType(), out.Bytes()
}

// Anyone who has never signed in leaves nothing in the register, whatever she sends or looks at.
func TestNothingIsKeptOfAStranger(t *testing.T) {
	f, kept, b := strangers(t)
	kind, body := heavy(t)
	here, _ := url.Parse(b.base)
	b.http.Jar.SetCookies(here, []*http.Cookie{{Name: "foja-who", Value: "u-officer", Path: "/"}}) // what an outsider can make up
	for _, path := range []string{"/counter/new", "/requests/r-123/act"} {
		b.do("POST", path, kind, bytes.NewReader(body)).wants(t, http.StatusSeeOther)
		b.post(path, url.Values{"text": {strings.Repeat("x", 100_000)}}).wants(t, http.StatusSeeOther)
	}
	for _, path := range []string{"/ask", "/login", "/login/sso?next=/" + strings.Repeat("x", 10_000), "/status", "/verify", "/nowhere"} {
		b.get(path)
	}
	if kept.bytes != 0 || f.keptForms != 0 {
		t.Errorf("%d bytes of sessions are kept of a stranger, %d forms", kept.bytes, f.keptForms)
	}
}

// Of who has signed in before, one form is kept within its bounds.
func TestAKeptFormIsBounded(t *testing.T) {
	f, kept, b := strangers(t)
	b.signsIn("funcionario")
	here, _ := url.Parse(b.base)
	b.http.Jar.SetCookies(here, []*http.Cookie{{Name: "foja", Value: "gone", Path: "/"}})
	kind, body := heavy(t)
	kept.bytes = 0
	b.do("POST", "/counter/new", kind, bytes.NewReader(body)).wants(t, http.StatusSeeOther)
	b.post("/counter/new?x="+strings.Repeat("x", 5000), url.Values{"text": {"a"}}).wants(t, http.StatusSeeOther)
	f.tooMany = docket.TooMany(time.Minute, "Espere.")
	b.post("/counter/new", url.Values{"text": {"a"}}).wants(t, http.StatusSeeOther)
	if kept.bytes != 0 {
		t.Errorf("%d bytes are kept of forms beyond their bounds", kept.bytes)
	}
	f.tooMany = nil
	if to := b.post("/counter/new", url.Values{"text": {"a"}}).Header.Get("Location"); to != "/login?next=/resume" || kept.bytes == 0 {
		t.Errorf("a form within them: to %q, %d bytes", to, kept.bytes)
	}
}

// Forms that have no files are read up to a size, and those with files only after somebody has looked whether they may come.
func TestOutsidersFormsAreBoundedBeforeTheyAreRead(t *testing.T) {
	f, _, b := strangers(t)
	large := url.Values{"login": {strings.Repeat("x", 2*limits.SmallForm)}}
	for _, path := range []string{"/login", "/status", "/language", "/nowhere", "/d/good"} {
		b.post(path, large).wants(t, http.StatusRequestEntityTooLarge)
	}
	kind, receipt := multipartForm(t, nil, "files", "constancia.json", strings.Repeat("x", 2*limits.VerifyBytes))
	b.do("POST", "/verify", kind, receipt).wants(t, http.StatusRequestEntityTooLarge, "pasa de 1,0 MB")
	f.tooMany = docket.TooMany(time.Minute, "Espere un rato.")
	for _, path := range []string{"/ask", "/verify"} {
		a := b.post(path, url.Values{"text": {"x"}})
		if a.wants(t, http.StatusTooManyRequests, "Espere un rato."); a.Header.Get("Retry-After") != "60" {
			t.Errorf("%s: Retry-After %q", path, a.Header.Get("Retry-After"))
		}
	}
	kind, files := multipartForm(t, nil, "files", "a.bin", "x")
	b.do("POST", "/up/bad", kind, files).wants(t, http.StatusNotFound)
}
