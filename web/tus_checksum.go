package web

import (
	"bytes"
	"crypto/sha1" //nolint:gosec // the protocol wants it of every server; it guards against accidents and not against people
	"crypto/sha256"
	"encoding/base64"
	"hash"
	"io"
	"net/http"
	"strings"
)

// tusd does not know the protocol's extension for checksums: a part that comes with one is read whole, compared, and only then kept.

// summedMost is the largest part with a checksum, in bytes; our page sends half of it.
const summedMost = 8 << 20

var checksums = map[string]func() hash.Hash{"sha1": sha1.New, "sha256": sha256.New}

// statusMismatch is the protocol's own (tus 1.0, checksum extension).
const statusMismatch = 460

// summed compares the parts of files with their Upload-Checksum.
func summed(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodOptions {
			w.Header().Set("Tus-Checksum-Algorithm", "sha1,sha256")
			w = &extended{ResponseWriter: w}
		}
		sent := r.Header.Get("Upload-Checksum")
		if sent == "" || r.Method != http.MethodPatch {
			next.ServeHTTP(w, r)
			return
		}
		name, coded, _ := strings.Cut(sent, " ")
		make, known := checksums[strings.ToLower(name)]
		want, err := base64.StdEncoding.DecodeString(strings.TrimSpace(coded))
		if !known || err != nil {
			http.Error(w, "ERR_CHECKSUM: Upload-Checksum: sha1 o sha256 y su valor en base64", http.StatusBadRequest)
			return
		}
		part, err := io.ReadAll(http.MaxBytesReader(w, r.Body, summedMost))
		if err != nil {
			http.Error(w, "ERR_TOO_LARGE: una parte con Upload-Checksum tiene como máximo 8 MiB", http.StatusRequestEntityTooLarge)
			return
		}
		sum := make()
		_, _ = sum.Write(part) // a hash takes everything
		if !bytes.Equal(sum.Sum(nil), want) {
			http.Error(w, "ERR_CHECKSUM: la parte llegó dañada; envíela otra vez", statusMismatch)
			return
		}
		r.Body = io.NopCloser(bytes.NewReader(part))
		next.ServeHTTP(w, r)
	})
}

// extended adds the extension to those that tusd tells of.
type extended struct{ http.ResponseWriter }

func (e *extended) WriteHeader(code int) {
	if told := e.Header().Get("Tus-Extension"); told != "" {
		e.Header().Set("Tus-Extension", told+",checksum")
	}
	e.ResponseWriter.WriteHeader(code)
}
