package web

import (
	"encoding/base64"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// An upload link shows what to do and what has come; it takes words, and lets go what has not come whole.
func TestAnUploadLink(t *testing.T) {
	f := newFake()
	b := as(t, f, "")
	a := b.get("/up/good")
	a.wants(t, http.StatusOK, "Planos del pabellón B", "52,4 MB", "fotos.zip", "4,2 MB de 90,0 MB", "No llegó entero", "200,0 MB")
	if a.Header.Get("Referrer-Policy") != "no-referrer" || a.Header.Get("X-Robots-Tag") != "noindex" {
		t.Error("the address travels")
	}
	b.get("/up/infected").wants(t, http.StatusOK, "tiene un virus")
	b.get("/up/done").wants(t, http.StatusOK, "Recibimos su entrega el", "planos.pdf", "9f86d081")
	b.get("/up/bad").wants(t, http.StatusNotFound, "no es válido")
	b.post("/up/good", url.Values{"text": {""}}).wants(t, http.StatusUnprocessableEntity, "Escriba lo que pide")
	b.post("/up/good", url.Values{"text": {"Los planos."}}).wants(t, http.StatusSeeOther)
	b.post("/up/good", url.Values{"drop": {"2"}}).wants(t, http.StatusSeeOther)
	if f.handed != "Los planos." || f.dropped != "2" {
		t.Errorf("handed in %q, dropped %q", f.handed, f.dropped)
	}
}

// A file comes in parts by tus 1.0: the server says how far it has come, takes what follows, and refuses what does not.
func TestAFileComesInParts(t *testing.T) {
	f := newFake()
	b := as(t, f, "")
	type said struct {
		StatusCode int
		Header     http.Header
	}
	call := func(method, path, body string, header ...string) said {
		t.Helper()
		r, err := http.NewRequestWithContext(t.Context(), method, b.base+path, strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Tus-Resumable", "1.0.0")
		for i := 0; i < len(header); i += 2 {
			r.Header.Set(header[i], header[i+1])
		}
		answer, err := b.http.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		_ = answer.Body.Close() // nothing in it is looked at
		return said{answer.StatusCode, answer.Header}
	}
	coded := func(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) }
	meta := "filename " + coded("planos ñ.pdf") + ",token "
	if r := call(http.MethodPost, "/up-files/", "", "Upload-Length", "10", "Upload-Metadata", meta+coded("bad")); r.StatusCode != http.StatusNotFound {
		t.Fatalf("a false link begins a file: %d", r.StatusCode)
	}
	r := call(http.MethodPost, "/up-files/", "", "Upload-Length", "10", "Upload-Metadata", meta+coded("good"))
	if r.StatusCode != http.StatusCreated {
		t.Fatalf("%d", r.StatusCode)
	}
	at, err := url.Parse(r.Header.Get("Location"))
	if err != nil || at.Path != "/up-files/0123456789abcdef" {
		t.Fatalf("it is at %q, %v", r.Header.Get("Location"), err)
	}
	patch := func(offset, body string) int {
		t.Helper()
		return call(http.MethodPatch, at.Path, body, "Upload-Offset", offset, "Content-Type", "application/offset+octet-stream").StatusCode
	}
	if code := patch("0", "0123"); code != http.StatusNoContent {
		t.Errorf("the first part: %d", code)
	}
	if code := patch("0", "0123"); code != http.StatusConflict {
		t.Errorf("the first part again: %d", code)
	}
	if r := call(http.MethodHead, at.Path, ""); r.Header.Get("Upload-Offset") != "4" || r.Header.Get("Upload-Length") != "10" {
		t.Errorf("how far it has come: %v", r.Header)
	}
	if code := patch("4", "456789"); code != http.StatusNoContent || string(f.partBytes) != "0123456789" {
		t.Errorf("the rest: %d, %q", code, f.partBytes)
	}
	if f.part.Name != "planos ñ.pdf" {
		t.Errorf("its name is %q", f.part.Name)
	}
	for method, path := range map[string]string{http.MethodGet: at.Path, http.MethodDelete: at.Path, http.MethodHead: "/up-files/otro"} {
		if code := call(method, path, "").StatusCode; code < 400 {
			t.Errorf("%s %s: %d", method, path, code)
		}
	}
}
