package e2e_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"foja/harness"
)

// window is a browser window with somebody in front of it.
type window struct {
	t    testing.TB
	b    *harness.Browser
	base string
	set  string // for the names of screenshots
	n    int
}

// window opens the first window of a browser; private opens further ones, for other people.
func (p *place) window(set string) *window {
	p.t.Helper()
	return &window{t: p.t, b: harness.UseBrowser(p.t), base: p.WebURL, set: set}
}

func (w *window) private(who string) *window {
	w.t.Helper()
	b, err := w.b.Private()
	if err != nil {
		w.t.Fatal(err)
	}
	w.t.Cleanup(b.Stop)
	return &window{t: w.t, b: b, base: w.base, set: w.set + "-" + who}
}

const pageWithin = 30 * time.Second

func (w *window) do(what string, actions ...chromedp.Action) {
	w.t.Helper()
	if err := w.b.Do(pageWithin, actions...); err != nil {
		w.shot("failed")
		w.t.Fatalf("%s: %v\nthe page says: %s", what, err, w.text())
	}
}

// leads does what leads to another page, and fails unless that page is in order.
func (w *window) leads(what string, actions ...chromedp.Action) {
	w.t.Helper()
	if status := w.status(what, actions...); status != http.StatusOK {
		w.shot("failed")
		w.t.Fatalf("%s: status %d\nthe page says: %s", what, status, w.text())
	}
}

func (w *window) status(what string, actions ...chromedp.Action) int {
	w.t.Helper()
	var status int64
	w.do(what, chromedp.ActionFunc(func(ctx context.Context) error {
		resp, err := chromedp.RunResponse(ctx, actions...)
		if err == nil && resp != nil {
			status = resp.Status
		}
		return err
	}))
	return int(status)
}

// goes to a page by its path.
func (w *window) goes(path string) {
	w.t.Helper()
	w.leads("go to "+path, chromedp.Navigate(w.base+path))
}

// follows clicks on what is found by a CSS selector and waits for the page behind it.
func (w *window) follows(selector string) {
	w.t.Helper()
	w.leads("click on "+selector, chromedp.Click(selector, chromedp.ByQuery, chromedp.NodeVisible))
}

// fills types into a field.
func (w *window) fills(selector, text string) {
	w.t.Helper()
	w.do("type into "+selector, chromedp.SendKeys(selector, text, chromedp.ByQuery, chromedp.NodeVisible))
}

// unfolds opens a details element, unless it is open.
func (w *window) unfolds(selector string) {
	w.t.Helper()
	var isOpen bool
	w.do("look at "+selector, chromedp.WaitVisible(selector, chromedp.ByQuery),
		chromedp.Evaluate(fmt.Sprintf("document.querySelector(%q).open", selector), &isOpen))
	if !isOpen {
		w.do("unfold "+selector, chromedp.Click(selector+" > summary", chromedp.ByQuery))
	}
}

// attaches chooses a file of this name and content.
func (w *window) attaches(selector, name string, content []byte) {
	w.t.Helper()
	path := filepath.Join(w.t.TempDir(), name)
	if err := os.WriteFile(path, content, 0o600); err != nil {
		w.t.Fatal(err)
	}
	w.choose(selector, []string{path})
}

func (w *window) choose(selector string, paths []string) {
	w.t.Helper()
	w.do("choose files for "+selector, chromedp.SetUploadFiles(selector, paths, chromedp.ByQuery))
}

// text is everything the page shows.
func (w *window) text() string {
	var text string
	if err := w.b.Do(pageWithin, chromedp.Text("main", &text, chromedp.ByQuery)); err != nil {
		return "(no page: " + err.Error() + ")"
	}
	return text
}

// says fails unless the page shows all these texts.
func (w *window) says(texts ...string) {
	w.t.Helper()
	all := w.text()
	for _, text := range texts {
		if !strings.Contains(strings.ToLower(all), strings.ToLower(text)) {
			w.shot("failed")
			w.t.Fatalf("%q is not on the page:\n%s", text, all)
		}
	}
}

// attribute of the first element found.
func (w *window) attribute(selector, name string) string {
	w.t.Helper()
	var value string
	var found bool
	w.do("look at "+selector, chromedp.AttributeValue(selector, name, &value, &found, chromedp.ByQuery))
	if !found {
		w.t.Fatalf("%s has no %s", selector, name)
	}
	return value
}

// value is what stands in a field.
func (w *window) value(selector string) string {
	w.t.Helper()
	var value string
	w.do("read "+selector, chromedp.Value(selector, &value, chromedp.ByQuery))
	return value
}

// shot keeps a picture of the page for people to look at.
func (w *window) shot(name string) {
	w.t.Helper()
	w.n++
	path := filepath.Join("screenshots", fmt.Sprintf("%s-%02d-%s.png", w.set, w.n, name))
	if err := w.b.Screenshot(path); err != nil {
		w.t.Errorf("no screenshot: %v", err)
	}
}

// signsIn fills in the login page.
func (w *window) signsIn(u user) {
	w.t.Helper()
	w.goes("/login")
	w.fills("#login", u.User)
	w.fills("#password", u.Password)
	w.follows("main form button[type=submit]")
	w.says() // the page is there
}

// fetch gets a file with the window's own session, as a click on its link would.
func (w *window) fetch(path string) ([]byte, string, error) {
	var cookies []*network.Cookie
	err := w.b.Do(pageWithin, chromedp.ActionFunc(func(ctx context.Context) (err error) {
		cookies, err = network.GetCookies().Do(ctx)
		return err
	}))
	if err != nil {
		return nil, "", err
	}
	ctx, cancel := short()
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, w.base+path, http.NoBody)
	if err != nil {
		return nil, "", err
	}
	for _, c := range cookies {
		req.AddCookie(&http.Cookie{Name: c.Name, Value: c.Value})
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return nil, "", err
	}
	body, err := readAll(resp)
	if err == nil && resp.StatusCode != http.StatusOK {
		err = errors.New(resp.Status)
	}
	return body, resp.Header.Get("Content-Type"), err
}
