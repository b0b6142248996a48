package web

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
)

func TestCaseFileIsOfferedAndHandedOutToBeSaved(t *testing.T) {
	b := as(t, newFake(), "funcionario")
	b.get("/requests/r-123").wants(t, http.StatusOK, `href="/requests/r-123/case-file.pdf"`, "Expediente foliado (PDF)",
		`href="/requests/r-123/case-file.zip"`, "Expediente con originales (ZIP)")
	for path, kind := range map[string]string{"case-file.pdf": "application/pdf", "case-file.zip": "application/zip"} {
		a := b.get("/requests/r-123/" + path)
		if a.StatusCode != http.StatusOK || a.Header.Get("Content-Type") != kind || !strings.HasPrefix(a.Header.Get("Content-Disposition"), "attachment; filename=expediente-000123-2026") {
			t.Errorf("%s: %d %v", path, a.StatusCode, a.Header)
		}
		if b.get("/requests/no-existe/"+path).StatusCode != http.StatusNotFound {
			t.Errorf("%s of a case that is not", path)
		}
	}
}

// A bundle that breaks half-way must not look like a whole one.
func TestABrokenBundleBreaksTheDownload(t *testing.T) {
	f := newFake()
	b := as(t, f, "funcionario")
	f.broken = errors.New("lost")
	answer, err := b.http.Get(b.base + "/requests/r-123/case-file.zip")
	if err == nil {
		_, err = io.ReadAll(answer.Body)
		_ = answer.Body.Close()
	}
	if err == nil {
		t.Error("half a bundle passed for a whole one")
	}
}
