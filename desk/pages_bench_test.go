package desk_test

import (
	"cmp"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/alexedwards/scs/v2/memstore"

	"foja/desk/desktest"
	"foja/web"
)

const password = "abre la casa de todos"

// BenchmarkPages measures the lists, the day and the board from the request to the last byte of the page, compressed, with as many cases
// in the register as FOJA_BENCH_ROWS says. It reports the 95th percentile beside the mean, and what goes over the wire.
//
//	FOJA_BENCH_ROWS=100000 go test ./desk -run '^$' -bench Pages -benchtime 100x -timeout 60m
func BenchmarkPages(b *testing.B) {
	d, officer, manager := desktest.Busy(b, password)
	site, err := web.New(web.Deps{Desk: screens(d), SessionStore: memstore.NewWithCleanupInterval(0), Logger: slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelError}))})
	if err != nil {
		b.Fatal(err)
	}
	for _, page := range []struct{ name, login, path, cookies string }{
		{"today", officer, "/today", ""},
		{"today in English", officer, "/today", "foja-lang=en"},
		{"tasks", officer, "/tasks", ""},
		{"requests", manager, "/requests", ""},
		{"overdue", manager, "/requests?overdue=yes", ""},
		{"search", manager, "/requests?text=Nazario", ""},
		{"held", manager, "/held", ""},
		{"register", manager, "/register", ""},
		{"a whole year of one kind", manager, "/register?from=2025-01-01&to=2025-12-31&only=hands:officer", ""}, // three fifths of the cases
		{"return of a whole year", manager, "/returns?year=2025", ""},
		{"audit", manager, "/audit", ""},
		{"board", manager, "/dashboard", ""},
		{"board in English", manager, "/dashboard", "foja-lang=en"},
	} {
		cookies := signIn(b, site, page.login) + "; " + page.cookies
		b.Run(page.name, func(b *testing.B) {
			var took []time.Duration
			bytes := 0
			for b.Loop() {
				r := httptest.NewRequestWithContext(b.Context(), http.MethodGet, page.path, nil)
				r.Header.Set("Cookie", cookies)
				r.Header.Set("Accept-Encoding", "gzip")
				w := httptest.NewRecorder()
				began := time.Now()
				site.ServeHTTP(w, r)
				took = append(took, time.Since(began))
				if bytes = w.Body.Len(); w.Code != http.StatusOK || w.Header().Get("Content-Encoding") != "gzip" {
					b.Fatalf("%s: %d, %s", page.path, w.Code, w.Header())
				}
			}
			slices.SortFunc(took, func(x, y time.Duration) int { return cmp.Compare(x, y) })
			b.ReportMetric(float64(took[len(took)*95/100].Microseconds())/1000, "p95-ms")
			b.ReportMetric(float64(bytes)/1000, "kB")
		})
	}
}

// signIn returns the cookie of somebody's session.
func signIn(b *testing.B, site http.Handler, login string) string {
	b.Helper()
	r := httptest.NewRequestWithContext(b.Context(), http.MethodPost, "/login", strings.NewReader(url.Values{"login": {login}, "password": {password}}.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := httptest.NewRecorder()
	site.ServeHTTP(w, r)
	for _, c := range w.Result().Cookies() {
		if c.Name == "foja" {
			return c.Name + "=" + c.Value
		}
	}
	b.Fatalf("%s is not signed in: %d", login, w.Code)
	return ""
}
