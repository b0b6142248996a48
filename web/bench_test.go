package web

import (
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/alexedwards/scs/v2/memstore"

	"foja/languages"
)

// BenchmarkPage is the page of a case and the register, in each language that the staff is offered. A page in another language than
// Spanish may cost at most 1.1 times the Spanish one.
func BenchmarkPage(b *testing.B) {
	h, err := newHandler(Deps{
		Desk: newFake().rooms(), SessionStore: memstore.NewWithCleanupInterval(0), Logger: slog.New(slog.NewTextHandler(io.Discard, nil)),
	}, built)
	if err != nil {
		b.Fatal(err)
	}
	in := httptest.NewRecorder()
	form := url.Values{"login": {"jefa"}, "password": {"clave-jefa"}}.Encode()
	r := httptest.NewRequest(http.MethodPost, "/login", strings.NewReader(form))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	h.ServeHTTP(in, r)
	for _, path := range []string{"/requests/r-123", "/requests", "/dashboard"} {
		for _, code := range languages.Codes() {
			if !languages.Whole(code) {
				continue
			}
			b.Run(strings.Trim(path, "/")+"/"+code, func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					r := httptest.NewRequest(http.MethodGet, path, nil)
					for _, c := range in.Result().Cookies() {
						r.AddCookie(c)
					}
					r.AddCookie(&http.Cookie{Name: languageCookie, Value: code})
					w := httptest.NewRecorder()
					h.ServeHTTP(w, r)
					if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), `lang="`+code+`"`) {
						b.Fatalf("%d", w.Code)
					}
				}
			})
		}
	}
}
