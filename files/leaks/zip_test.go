package leaks

import (
	"archive/zip"
	"io"
)

// newZip writes an archive with its parts in order; it is for buffers, which take everything.
func newZip(to io.Writer) zipped { return zipped{zip.NewWriter(to)} }

type zipped struct{ *zip.Writer }

func (z zipped) add(name, text string) {
	w, err := z.Create(name)
	if err == nil {
		_, err = io.WriteString(w, text)
	}
	if err != nil {
		panic(err)
	}
}

func (z zipped) close() {
	if err := z.Close(); err != nil {
		panic(err)
	}
}
