package web

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// TestShots draws every screen at the size of a desk, a tablet and a telephone, by day and (at the
// first size) by night, for people to look at, into the folder named by FOJA_SHOTS. It needs Chromium and what npm
// fetched: the style sheet, and axe-core, whose checks each screen must pass.
func TestShots(t *testing.T) {
	c := newCamera(t)
	only := os.Getenv("FOJA_SHOTS_OF") // the names of some, for the person who works on them
	for _, p := range pages {
		if only != "" && !strings.Contains(only, p.name) {
			continue
		}
		c.shoot(t, scene{p.name, p.login, p.path, nil})
	}
	for _, s := range []scene{
		{"problem", "funcionario", "/requests/r-ajena", nil},
		{"counter-errors", "recepcion", "/counter/new", url.Values{"procedure": {"public-information"}, "address": {"Jr. Los Cedros 123"}}},
		{"counter-hints", "recepcion", "/counter/new", url.Values{"procedure": {"public-information"}, "do": {"look"}, "name": {"Rosa Quispe"}}},
		{"request-note-error", "funcionario", "/requests/r-123/act", url.Values{"action": {"note"}}},
		{"request-items", "funcionario", "/requests/r-123/act", url.Values{"action": {"respond_items"}, "task": {"x"}, "item_asked": {"Contratos de 2025"}}},
		{"request-deny", "funcionario", "/requests/r-123/act", url.Values{"action": {"deny"}, "task": {"x"}}},
		{"request-stock-text", "funcionario", "/requests/r-123/insert", url.Values{"action": {"respond"}, "text": {"Ya escribí esto."}, "stock": {"t-1"}}},
		{"held-dismiss", "recepcion", "/held/h-1", url.Values{"do": {"dismiss"}}},
		{"factor", "funcionario", "/account/second-factor", url.Values{"do": {"begin"}}},
		{"factor-codes", "funcionario", "/account/second-factor", url.Values{"do": {"confirm"}, "code": {rightCode}}},
		{"login-refused", "", "/login", url.Values{"login": {"jefa"}}},
		// By somebody who chose English.
		{"english-status", "", "/s/000123-2026/K7M2-Q9RT", nil},
		{"english-today", "funcionario", "/today", nil},
		{"english-request", "funcionario", "/requests/r-123", nil},
		{"english-dashboard", "jefa", "/dashboard", nil},
	} {
		if only != "" && !strings.Contains(only, s.name) {
			continue
		}
		c.shoot(t, s)
	}
}

// TestHintsAppearWhileTyping runs foja.js where it lives.
func TestHintsAppearWhileTyping(t *testing.T) {
	c := newCamera(t)
	c.scene = scene{login: "recepcion"}
	var hints string
	ctx, stop := context.WithTimeout(c.ctx, 20*time.Second)
	defer stop()
	err := chromedp.Run(ctx,
		chromedp.Navigate(c.url+"/counter/new"),
		chromedp.SendKeys("#name", "Rosa Quispe"),
		chromedp.WaitVisible("#duplicates a"),
		chromedp.Text("#duplicates", &hints),
	)
	if err != nil || !strings.Contains(hints, "000123-2026") {
		t.Errorf("hints %q, %v", hints, err)
	}
	c.silent(t)
}

// TestALivePage changes by itself where nobody is writing, and says that there is news where somebody is.
func TestALivePage(t *testing.T) {
	c := newCamera(t)
	c.scene = scene{login: "funcionario"}
	ctx, stop := context.WithTimeout(c.ctx, 30*time.Second)
	defer stop()
	happen := chromedp.ActionFunc(func(context.Context) error {
		c.fake.mu.Lock()
		c.fake.page.Request.Subject += " (con novedades)"
		c.fake.mu.Unlock()
		c.fake.beat.Add(1)
		return nil
	})
	heard := chromedp.Poll(`document.getElementById("main").textContent.includes("(con novedades)")`, nil)
	err := chromedp.Run(ctx, chromedp.Navigate(c.url+"/requests/r-123"), chromedp.Sleep(time.Second), happen, heard)
	if err != nil {
		t.Fatalf("the page does not change: %v", err)
	}
	err = chromedp.Run(ctx,
		chromedp.Navigate(c.url+"/requests/r-123"), chromedp.Sleep(time.Second),
		chromedp.Evaluate(`const box = document.querySelector("main textarea"); box.closest("details").open = true; box.value = "Lo que escribo"; box.dispatchEvent(new Event("input", {bubbles: true}))`, nil),
		happen, chromedp.WaitVisible("#news"),
		chromedp.Poll(`document.querySelector("main textarea").value === "Lo que escribo"`, nil),
	)
	if err != nil {
		t.Errorf("what was being written is gone, or nothing is told: %v", err)
	}
	c.silent(t)
}

// scene is one screen to draw: who looks, where, and what she has just sent, if anything.
type scene struct {
	name, login, path string
	form              url.Values
}

// camera is a browser before a server that plays scenes.
type camera struct {
	ctx      context.Context
	url, dir string
	axe      string
	scene    scene
	fake     *fake

	mu   sync.Mutex
	said []string // what the browser complained about, and addresses elsewhere that it was sent to
	got  float64  // bytes transferred since the count was last set to zero
}

func newCamera(t *testing.T) *camera {
	t.Helper()
	c := &camera{dir: os.Getenv("FOJA_SHOTS")}
	if c.dir == "" {
		t.Skip("FOJA_SHOTS names no folder")
	}
	css, err := os.ReadFile("dist/govuk.css")
	if err != nil {
		t.Fatal("run make build first: ", err)
	}
	built["govuk.css"].Data = css
	script, err := os.ReadFile("node_modules/axe-core/axe.min.js")
	if err != nil {
		t.Fatal("run make build first: ", err)
	}
	c.axe = string(script)
	c.fake = newFake()
	h := handler(t, c.fake)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { c.play(w, r, h) }))
	t.Cleanup(server.Close)
	c.url = server.URL

	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-sync", true))
	ctx, stop := chromedp.NewExecAllocator(t.Context(), options...)
	t.Cleanup(stop)
	ctx, end := chromedp.NewContext(ctx)
	t.Cleanup(end)
	t.Cleanup(func() { _ = chromedp.Cancel(ctx) }) // waits, so that its folder can go; it dies anyway
	c.ctx = ctx
	if err := chromedp.Run(ctx, chromedp.ActionFunc(func(ctx context.Context) error {
		_, err := page.AddScriptToEvaluateOnNewDocument(watchShifts).Do(ctx)
		return err
	})); err != nil {
		t.Fatal(err)
	}
	chromedp.ListenTarget(ctx, func(event any) {
		c.mu.Lock()
		defer c.mu.Unlock()
		switch e := event.(type) {
		case *log.EventEntryAdded:
			if e.Entry.Source == log.SourceSecurity {
				c.said = append(c.said, e.Entry.Text)
			}
		case *network.EventLoadingFinished:
			c.got += e.EncodedDataLength
		case *network.EventRequestWillBeSent:
			if address := e.Request.URL; !strings.HasPrefix(address, server.URL) && !strings.HasPrefix(address, "data:") {
				c.said = append(c.said, "asked for "+address)
			}
		case *runtime.EventExceptionThrown:
			c.said = append(c.said, e.ExceptionDetails.Error())
		}
	})
	return c
}

// watchShifts sums the layout shift of a page (Layout Instability, W3C): what jumps after it was seen.
const watchShifts = `window.moved = {By: 0, What: ""};
new PerformanceObserver(list => { for (const e of list.getEntries()) if (!e.hadRecentInput) {
	window.moved.By += e.value
	for (const s of e.sources) window.moved.What += " " + (s.node?.outerHTML ?? s.node?.textContent ?? "").slice(0, 90) + JSON.stringify([s.previousRect, s.currentRect])
}}).observe({type: "layout-shift", buffered: true})`

// play signs the scene's user in and turns the page's GET into the form that was sent. What the page then asks for itself,
// such as changes of the menu, stays as it is.
func (c *camera) play(w http.ResponseWriter, r *http.Request, h http.Handler) {
	if strings.HasPrefix(r.URL.Path, "/static/") {
		h.ServeHTTP(w, r)
		return
	}
	r.Header.Del("Cookie")
	if strings.HasPrefix(c.scene.name, "english-") {
		r.AddCookie(&http.Cookie{Name: languageCookie, Value: english})
	}
	if c.scene.login != "" {
		in := httptest.NewRecorder()
		h.ServeHTTP(in, posted(r.Context(), "/login", url.Values{"login": {c.scene.login}, "password": {"clave-" + c.scene.login}}))
		for _, cookie := range in.Result().Cookies() {
			r.AddCookie(cookie)
		}
	}
	if shown, _, _ := strings.Cut(c.scene.path, "?"); c.scene.form != nil && r.URL.Path == shown {
		cookies := r.Header["Cookie"]
		r = posted(r.Context(), c.scene.path, c.scene.form)
		r.Header["Cookie"] = cookies
	}
	h.ServeHTTP(w, r)
}

func posted(ctx context.Context, path string, form url.Values) *http.Request {
	r := httptest.NewRequestWithContext(ctx, http.MethodPost, path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return r
}

// shoot takes the whole page, however long. A telephone must not scroll sideways.
func (c *camera) shoot(t *testing.T, s scene) {
	t.Helper()
	c.scene = s
	for _, look := range []struct {
		width  int64
		scheme string
		suffix string
	}{{1440, "light", ""}, {768, "light", ""}, {375, "light", ""}, {1440, "dark", "-dark"}} {
		width := look.width
		var png []byte
		var wide int64
		var moved struct {
			By   float64
			What string
		}
		c.weight()
		err := chromedp.Run(c.ctx,
			chromedp.EmulateViewport(width, 900),
			emulation.SetEmulatedMedia().WithFeatures([]*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: look.scheme}}),
			network.SetCacheDisabled(true),
			chromedp.Navigate(c.url+s.path),
			chromedp.Evaluate(`document.documentElement.scrollWidth`, &wide),
			chromedp.Evaluate(`new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(window.moved))))`, &moved,
				func(p *runtime.EvaluateParams) *runtime.EvaluateParams { return p.WithAwaitPromise(true) }),
			chromedp.FullScreenshot(&png, 100),
		)
		if err == nil {
			err = os.WriteFile(filepath.Join(c.dir, fmt.Sprintf("%s-%d%s.png", s.name, width, look.suffix)), png, 0o600)
		}
		if err != nil {
			t.Fatalf("%s at %d: %v", s.name, width, err)
		}
		if kB := c.weight() / 1000; kB > 150 {
			t.Errorf("%s weighs %.0f kB on the wire", s.name, kB)
		}
		if moved.By > 0.01 {
			t.Errorf("%s moves under the reader's eyes at %d: layout shift %.3f of%s", s.name, width, moved.By, moved.What)
		}
		if wide > width {
			t.Errorf("%s is %d px wide on a screen of %d", s.name, wide, width)
		}
		c.check(t, fmt.Sprintf("%s at %d, %s", s.name, width, look.scheme))
	}
	c.silent(t)
}

// check asks axe-core what a person with other eyes or hands would stumble over.
func (c *camera) check(t *testing.T, name string) {
	t.Helper()
	var found []struct {
		ID, Help string
		Nodes    []struct{ HTML string }
	}
	var answer string
	err := chromedp.Run(c.ctx,
		chromedp.Evaluate(c.axe+";0", nil),
		chromedp.Evaluate(`axe.run().then(r => JSON.stringify(r.violations))`, &answer,
			func(p *runtime.EvaluateParams) *runtime.EvaluateParams { return p.WithAwaitPromise(true) }),
	)
	if err == nil {
		err = json.Unmarshal([]byte(answer), &found)
	}
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range found {
		t.Errorf("%s: axe %s: %s: %d times, first %s", name, v.ID, v.Help, len(v.Nodes), v.Nodes[0].HTML)
	}
}

// weight is what came over the wire since the last call, in bytes.
func (c *camera) weight() float64 {
	c.mu.Lock()
	defer c.mu.Unlock()
	got := c.got
	c.got = 0
	return got
}

// silent fails for every complaint of the browser: a refused script or style, an exception.
func (c *camera) silent(t *testing.T) {
	t.Helper()
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, line := range c.said {
		t.Errorf("%s: the browser says: %s", c.scene.name, line)
	}
	c.said = nil
}
