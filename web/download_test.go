package web

import (
	"net/http"
	"strings"
	"testing"
)

// A link shows what it leads to and hands it out on a click, to be saved and never opened in our pages.
func TestADownloadLink(t *testing.T) {
	b := as(t, newFake(), "")
	a := b.get("/d/good")
	a.wants(t, http.StatusOK, "Resoluciones 2020-2025.pdf", "48,3 MB", "hasta el lunes 8 de junio de 2026", "000123-2026")
	if a.Header.Get("Referrer-Policy") != "no-referrer" || a.Header.Get("X-Robots-Tag") != "noindex" {
		t.Error("the address travels")
	}
	to := b.post("/d/good", nil)
	if to.wants(t, http.StatusSeeOther); to.Header.Get("Location") != "/d/good/ticket" {
		t.Errorf("to %q", to.Header.Get("Location"))
	}
	got := b.get("/d/good/ticket")
	got.wants(t, http.StatusOK)
	if got.Header.Get("ETag") != `"9f86"` || got.Header.Get("Accept-Ranges") != "bytes" || got.Header.Get("Content-Encoding") != "" || got.Header.Get("No-Gzip-Compression") != "" {
		t.Errorf("it cannot be fetched in parts: %v", got.Header)
	}
	b.get("/d/good/other").wants(t, http.StatusNotFound)
	if !strings.HasPrefix(got.Header.Get("Content-Disposition"), "attachment") || got.Header.Get("X-Content-Type-Options") != "nosniff" || !strings.Contains(got.Header.Get("Content-Security-Policy"), "sandbox") {
		t.Errorf("%v", got.Header)
	}
	b.get("/d/old").wants(t, http.StatusGone, "venció el", "Responda a la carta")
	b.post("/d/old", nil).wants(t, http.StatusConflict, "venció")
	b.get("/d/bad").wants(t, http.StatusNotFound)
}
