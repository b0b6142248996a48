package web

import (
	"bufio"
	"context"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"foja/access"
)

// fakeChanges is the pulse of everything.
type fakeChanges struct{ beat atomic.Int64 }

func (f *fakeChanges) Watch(_ context.Context, by access.User, request string) (func(context.Context) (string, error), error) {
	if request == "r-ajena" {
		return nil, forbidden
	}
	return func(context.Context) (string, error) { return strings.Repeat("i", int(f.beat.Load())+1), nil }, nil
}

// listen opens a stream and gives its lines.
func (b *browser) listen(t *testing.T, path, last string) (int, *bufio.Scanner) {
	t.Helper()
	ctx, stop := context.WithTimeout(t.Context(), 20*time.Second)
	t.Cleanup(stop)
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, b.base+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	if last != "" {
		r.Header.Set("Last-Event-ID", last)
	}
	a, err := b.http.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = a.Body.Close() })
	return a.StatusCode, bufio.NewScanner(a.Body)
}

func nextData(lines *bufio.Scanner) string {
	for lines.Scan() {
		if data, is := strings.CutPrefix(lines.Text(), "data: "); is {
			return data
		}
	}
	return "the stream ended"
}

func TestAPageHearsThatSomethingHappened(t *testing.T) {
	f := newFake()
	b := as(t, f, "funcionario")
	code, lines := b.listen(t, "/live?of=r-123&seen=i", "")
	if code != http.StatusOK || nextData(lines) != "false" {
		t.Fatalf("%d: what the page shows is no news", code)
	}
	f.beat.Add(1)
	if got := nextData(lines); got != "true" {
		t.Errorf("the case went on: %s", got)
	}
	// What happened while the line was cut is reported when it is open again.
	f.beat.Add(1)
	if _, lines := b.listen(t, "/live?of=r-123&seen=i", "ii"); nextData(lines) != "true" {
		t.Error("the news between two streams is lost")
	}
	if _, lines := b.listen(t, "/live?of=", ""); nextData(lines) != "false" {
		t.Error("the first that a list hears is news")
	}
	b.get("/requests/r-123").wants(t, http.StatusOK, `data-live="r-123" data-seen="`, `id="news" role="status" hidden`)
	b.get("/today").wants(t, http.StatusOK, `data-live="lists"`)
}

func TestOnlyWhoMaySeeMayListen(t *testing.T) {
	f := newFake()
	for login, path := range map[string]string{"": "/live?of=r-123", "funcionario": "/live?of=r-ajena"} {
		if code, _ := as(t, f, login).listen(t, path, ""); code != http.StatusNoContent {
			t.Errorf("%q at %s: %d", login, path, code)
		}
	}
	if a := as(t, f, "").get("/login"); strings.Contains(a.body, "data-live") {
		t.Error("a page of nobody listens")
	}
}
