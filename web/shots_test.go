package web

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/chromedp"
)

// TestShots draws every screen at the size of a desk and of a telephone, for people to look
// at, into the folder named by FOJA_SHOTS. It needs Chromium and the built style sheet.
func TestShots(t *testing.T) {
	dir := os.Getenv("FOJA_SHOTS")
	if dir == "" {
		t.Skip("FOJA_SHOTS names no folder")
	}
	css, err := os.ReadFile("dist/govuk.css")
	if err != nil {
		t.Fatal("run make build first: ", err)
	}
	built["govuk.css"].Data = css
	ctx := chromium(t)
	f := newFake()
	extra := []struct{ name, login, path string }{{"problem", "funcionario", "/requests/r-ajena"}}
	for _, p := range append(pages, extra...) {
		h := handler(t, f)
		server := httptest.NewServer(signedIn(t, h, p.login))
		shoot(t, ctx, dir, p.name, server.URL+p.path)
		server.Close()
	}
	errorsShown := func(w http.ResponseWriter, r *http.Request) { // a form that comes back with errors
		post := httptest.NewRequestWithContext(r.Context(), "POST", "/counter/new", nil)
		post.PostForm = url.Values{"procedure": {"public-information"}, "address": {"Jr. Los Cedros 123"}}
		post.Form = post.PostForm
		signedIn(t, handler(t, f), "recepcion").ServeHTTP(w, post)
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /errors", errorsShown)
	mux.Handle("/", handler(t, f))
	server := httptest.NewServer(mux)
	defer server.Close()
	shoot(t, ctx, dir, "counter-errors", server.URL+"/errors")
}

// signedIn gives every request the session of a user, so that Chromium needs no login.
func signedIn(t *testing.T, h http.Handler, login string) http.Handler {
	t.Helper()
	if login == "" {
		return h
	}
	w := httptest.NewRecorder()
	r := httptest.NewRequestWithContext(t.Context(), "POST", "/login", nil)
	r.PostForm = url.Values{"login": {login}, "password": {"clave-" + login}}
	r.Form = r.PostForm
	h.ServeHTTP(w, r)
	cookies := w.Result().Cookies()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r.Header.Del("Cookie") // Chromium's may be another server's: cookies know no ports
		for _, c := range cookies {
			r.AddCookie(c)
		}
		h.ServeHTTP(w, r)
	})
}

// shoot takes the whole page, however long. It also fails for a page that is wider than the
// screen: a telephone must not scroll sideways.
func shoot(t *testing.T, ctx context.Context, dir, name, address string) {
	t.Helper()
	for _, width := range []int64{1440, 375} {
		var png []byte
		var wide int64
		err := chromedp.Run(ctx,
			chromedp.EmulateViewport(width, 900),
			chromedp.Navigate(address),
			chromedp.Evaluate(`document.documentElement.scrollWidth`, &wide),
			chromedp.FullScreenshot(&png, 100),
		)
		if err == nil {
			err = os.WriteFile(filepath.Join(dir, fmt.Sprintf("%s-%d.png", name, width)), png, 0o600)
		}
		if err != nil {
			t.Fatalf("%s at %d: %v", name, width, err)
		}
		if wide > width {
			t.Errorf("%s is %d px wide on a screen of %d", name, wide, width)
		}
	}
}

// chromium starts one that talks to nobody but us.
func chromium(t *testing.T) context.Context {
	t.Helper()
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.NoSandbox, chromedp.DisableGPU, chromedp.UserDataDir(t.TempDir()),
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-sync", true))
	ctx, stop := chromedp.NewExecAllocator(t.Context(), options...)
	t.Cleanup(stop)
	ctx, end := chromedp.NewContext(ctx)
	t.Cleanup(end)
	t.Cleanup(func() { _ = chromedp.Cancel(ctx) }) // waits, so that its folder can go; it dies anyway
	return ctx
}
