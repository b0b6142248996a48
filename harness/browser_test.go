package harness_test

import (
	"bytes"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"foja/harness"
)

func TestBrowserSeesLoopbackOnly(t *testing.T) {
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		seen, err := r.Cookie("seen")
		http.SetCookie(w, &http.Cookie{Name: "seen", Value: "yes"})
		_, _ = fmt.Fprintf(w, "<title>%v</title><h1>hola</h1>", err == nil && seen.Value == "yes")
	}))
	defer site.Close()
	browser := harness.UseBrowser(t)
	visit := func(b *harness.Browser) (title string) {
		t.Helper()
		if err := b.Do(30*time.Second, chromedp.Navigate(site.URL), chromedp.Title(&title)); err != nil {
			t.Fatal(err)
		}
		return title
	}
	if first, second := visit(browser), visit(browser); first != "false" || second != "true" {
		t.Errorf("cookie seen at the first visit %s, at the second %s", first, second)
	}
	private, err := browser.Private()
	if err != nil {
		t.Fatal(err)
	}
	defer private.Stop()
	if title := visit(private); title != "false" {
		t.Error("the private window knows the other's cookie")
	}
	path := filepath.Join(t.TempDir(), "shots", "page.png")
	if err := browser.Screenshot(path); err != nil {
		t.Fatal(err)
	}
	png, err := os.ReadFile(path)
	if err != nil || !bytes.HasPrefix(png, []byte("\x89PNG")) {
		t.Errorf("no PNG: %v", err)
	}
	if err := browser.Do(30*time.Second, chromedp.Navigate("http://example.org/")); err == nil {
		t.Error("the browser reached beyond loopback")
	}
}
