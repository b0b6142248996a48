package web

import (
	"crypto/sha256"
	"encoding/base64"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// A part that comes with a checksum is kept only when it is the part that was sent.
func TestAPartWithAChecksum(t *testing.T) {
	kept := ""
	h := summed(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		kept = string(body)
		w.Header().Set("Tus-Extension", "creation")
		w.WriteHeader(http.StatusNoContent)
	}))
	sum := sha256.Sum256([]byte("0123"))
	good := "sha256 " + base64.StdEncoding.EncodeToString(sum[:])
	for _, c := range []struct {
		name, sum, body string
		status          int
	}{
		{"right", good, "0123", http.StatusNoContent},
		{"none", "", "0123", http.StatusNoContent},
		{"damaged", good, "0124", statusMismatch},
		{"of an unknown kind", "crc32 AAAA", "0123", http.StatusBadRequest},
		{"not base64", "sha256 !", "0123", http.StatusBadRequest},
		{"too large to compare", good, strings.Repeat("x", summedMost+1), http.StatusRequestEntityTooLarge},
	} {
		kept = ""
		r, w := httptest.NewRequest(http.MethodPatch, "/", strings.NewReader(c.body)), httptest.NewRecorder()
		if c.sum != "" {
			r.Header.Set("Upload-Checksum", c.sum)
		}
		if h.ServeHTTP(w, r); w.Code != c.status || (kept != "") != (c.status == http.StatusNoContent) {
			t.Errorf("%s: %d, kept %d bytes", c.name, w.Code, len(kept))
		}
	}
	w := httptest.NewRecorder()
	if h.ServeHTTP(w, httptest.NewRequest(http.MethodOptions, "/", nil)); w.Header().Get("Tus-Extension") != "creation,checksum" || w.Header().Get("Tus-Checksum-Algorithm") == "" {
		t.Errorf("what it can: %v", w.Header())
	}
}
