package desk

import (
	"bytes"
	"io"
)

// File is a document's bytes to hand out.
type File struct {
	Name   string
	Type   string
	Bytes  []byte
	SHA256 string

	content io.ReadSeekCloser // nil = Bytes
}

// Open reads the file from where it lies. Whoever gets a File opens it once and closes it.
func (f File) Open() io.ReadSeekCloser {
	if f.content != nil {
		return f.content
	}
	return unclosed{bytes.NewReader(f.Bytes)}
}

type unclosed struct{ *bytes.Reader }

func (unclosed) Close() error { return nil }
