package archives

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/bzip2"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// Part is a file in an archive.
type Part struct {
	Name string
	open func() (io.ReadCloser, error)
	b    *Budget
}

// Zip lists the files of a ZIP archive without unpacking any. Directories are left out.
func (b *Budget) Zip(data []byte) ([]Part, error) {
	// The standard library makes an entry for each record of the directory before anybody can count them.
	if bytes.Count(data, []byte("PK\x01\x02")) > max(b.Parts, 0)*2 {
		return nil, ErrBudget
	}
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return nil, fmt.Errorf("archives: %w", err)
	}
	var all []Part
	for _, f := range archive.File {
		if f.FileInfo().IsDir() && f.UncompressedSize64 == 0 {
			continue
		}
		if err := b.takePart(); err != nil {
			return all, err
		}
		all = append(all, Part{nameOf(f), func() (io.ReadCloser, error) {
			if f.Flags&1 != 0 {
				return nil, ErrLocked
			}
			return f.Open()
		}, b})
	}
	return all, nil
}

// nameOf reads names without the mark of UTF-8 as the MS-DOS programs that write them mean them.
func nameOf(f *zip.File) string {
	if f.NonUTF8 && !utf8.ValidString(f.Name) {
		if name, err := charmap.CodePage850.NewDecoder().String(f.Name); err == nil {
			return name
		}
	}
	return strings.ToValidUTF8(f.Name, "?")
}

// Read unpacks a part.
func (p Part) Read() (data []byte, err error) {
	r, err := p.open()
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	return p.b.All(r)
}

// Head unpacks the first bytes of a part.
func (p Part) Head(n int) (data []byte, err error) {
	r, err := p.open()
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	return io.ReadAll(io.LimitReader(p.b.Reader(r), int64(n)))
}

// XML reads a part as XML; see Budget.XML.
func (p Part) XML(see TokenHandler) (err error) {
	r, err := p.open()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	return p.b.XML(r, see)
}

// Tar gives each file of a tar archive to see.
func (b *Budget) Tar(data []byte, see func(name string, data []byte, err error)) error {
	r := tar.NewReader(b.Reader(bytes.NewReader(data)))
	for {
		h, err := r.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil && !errors.Is(err, tar.ErrInsecurePath) {
			return fmt.Errorf("archives: %w", err)
		}
		if h.Typeflag != tar.TypeReg {
			continue
		}
		if err := b.takePart(); err != nil {
			return err
		}
		body, err := b.All(r)
		see(strings.ToValidUTF8(h.Name, "?"), body, err)
		if errors.Is(err, ErrBudget) {
			return err
		}
	}
}

// Gzip unpacks what is packed with gzip, and gives its name if it has one.
func (b *Budget) Gzip(data []byte) (name string, body []byte, err error) {
	if err := b.takePart(); err != nil {
		return "", nil, err
	}
	r, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		return "", nil, fmt.Errorf("archives: %w", err)
	}
	body, err = b.All(r)
	return strings.ToValidUTF8(r.Name, "?"), body, err
}

// Bzip2 unpacks what is packed with bzip2.
func (b *Budget) Bzip2(data []byte) ([]byte, error) {
	if err := b.takePart(); err != nil {
		return nil, err
	}
	return b.All(bzip2.NewReader(bytes.NewReader(data)))
}
