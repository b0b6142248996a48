package harness

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/target"
	"github.com/chromedp/chromedp"
)

// Browser is one headless Chromium. It can reach 127.0.0.1 and nothing else: a page that asks for anything from outside
// fails in the test as it would in an agency without internet.
type Browser struct {
	ctx context.Context // the first tab; chromedp carries the browser in a context

	stop []context.CancelFunc
}

// UseBrowser gives the test a browser with an empty profile and closes it at the test's end.
func UseBrowser(t testing.TB) *Browser {
	t.Helper()
	b, err := StartBrowser(Dir(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(b.Stop)
	return b
}

// StartBrowser starts Debian's Chromium with its profile under dir. The error names the package when it is missing.
func StartBrowser(dir string) (*Browser, error) {
	program, err := findBrowser()
	if err != nil {
		return nil, err
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(program),
		chromedp.UserDataDir(filepath.Join(dir, "profile")),
		chromedp.NoSandbox, // tests run as root in a container, where Chromium's sandbox cannot
		chromedp.DisableGPU,
		chromedp.NoFirstRun,
		chromedp.WindowSize(1280, 900),
		chromedp.WSURLReadTimeout(startTimeout), // a loaded machine starts it slowly
		chromedp.Flag("disable-quic", true),
		chromedp.Flag("disable-background-networking", true),
		chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-sync", true),
		chromedp.Flag("disable-dev-shm-usage", true),
		chromedp.Flag("host-resolver-rules", "MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost"),
	)
	allocated, stopAllocator := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, stopTab := chromedp.NewContext(allocated)
	b := &Browser{ctx: ctx, stop: []context.CancelFunc{stopTab, stopAllocator}}
	if err := chromedp.Run(ctx); err != nil { // the first Run starts the browser
		b.Stop()
		return nil, fmt.Errorf("chromium: %w", err)
	}
	return b, nil
}

func findBrowser() (string, error) {
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := findProgram(name, "chromium"); err == nil {
			return path, nil
		}
	}
	return findProgram("chromium", "chromium")
}

// Do runs the actions in the first tab; they share its cookies and history with the calls before.
func (b *Browser) Do(within time.Duration, actions ...chromedp.Action) error {
	ctx, cancel := context.WithTimeout(b.ctx, within)
	defer cancel()
	return chromedp.Run(ctx, actions...)
}

// Screenshot writes the whole page as a PNG to path and makes its directory.
func (b *Browser) Screenshot(path string) error {
	var png []byte
	if err := b.Do(startTimeout, chromedp.FullScreenshot(&png, 100)); err != nil { // 100 is PNG, less is JPEG
		return err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil { // pictures for people to look at
		return err
	}
	return os.WriteFile(path, png, 0o644)
}

// Private opens a window that shares no cookies with the first: another person at another machine.
func (b *Browser) Private() (*Browser, error) {
	var window target.ID
	err := b.Do(startTimeout, chromedp.ActionFunc(func(ctx context.Context) error {
		// A target of the browser, not of the first tab; Chromium opens no *tab* in a new profile, only a window.
		ctx = cdp.WithExecutor(ctx, chromedp.FromContext(ctx).Browser)
		profile, err := target.CreateBrowserContext().WithDisposeOnDetach(true).Do(ctx)
		if err != nil {
			return err
		}
		window, err = target.CreateTarget("about:blank").WithBrowserContextID(profile).WithNewWindow(true).Do(ctx)
		return err
	}))
	if err != nil {
		return nil, fmt.Errorf("no private window: %w", err)
	}
	ctx, stop := chromedp.NewContext(b.ctx, chromedp.WithTargetID(window))
	if err := chromedp.Run(ctx); err != nil {
		stop()
		return nil, fmt.Errorf("no private window: %w", err)
	}
	return &Browser{ctx: ctx, stop: []context.CancelFunc{stop}}, nil
}

// Stop closes the browser, or the private window.
func (b *Browser) Stop() {
	for _, stop := range b.stop {
		stop()
	}
}
