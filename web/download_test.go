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
	got := b.post("/d/good", nil)
	got.wants(t, http.StatusOK)
	if !strings.HasPrefix(got.Header.Get("Content-Disposition"), "attachment") || got.Header.Get("X-Content-Type-Options") != "nosniff" || !strings.Contains(got.Header.Get("Content-Security-Policy"), "sandbox") {
		t.Errorf("%v", got.Header)
	}
	b.get("/d/old").wants(t, http.StatusGone, "venció el", "Responda a la carta")
	b.post("/d/old", nil).wants(t, http.StatusConflict, "venció")
	b.get("/d/bad").wants(t, http.StatusNotFound)
}
