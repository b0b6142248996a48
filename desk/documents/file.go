package documents

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"io"
)

// Fingerprint is the SHA-256 of bytes in hexadecimal digits.
func Fingerprint(b []byte) string {
	h := sha256.Sum256(b)
	return hex.EncodeToString(h[:])
}

// File is a document's bytes to hand out.
type File struct {
	Name   string
	Type   string
	Bytes  []byte
	SHA256 string

	content io.ReadSeekCloser // nil = Bytes
}

// Open reads the file from where it lies. The receiver of a File opens it once and closes it.
func (f File) Open() io.ReadSeekCloser {
	if f.content != nil {
		return f.content
	}
	return unclosed{bytes.NewReader(f.Bytes)}
}

type unclosed struct{ *bytes.Reader }

func (unclosed) Close() error { return nil }

// Upload is a file that a person hands in. It is read once.
type Upload struct {
	Name string
	Type string // as declared; the desk sniffs its own
	Body io.Reader
}
