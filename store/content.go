package store

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"os"
)

// spoolThreshold is the size, in bytes, from which bytes in the database are copied to a temporary file while they
// are served: a slow reader must not hold them in memory. spoolsAtOnce bounds how many are copied at a time.
const (
	spoolThreshold = 1 << 20
	spoolsAtOnce   = 2
)

// OpenDocument is DocumentBytes for slow or partial readers: it reads from the blob store or a temporary file, not
// from memory. The caller closes the content. Corrupt bytes are an error; when read sequentially from the blob store,
// the error replaces the last bytes.
func (s *Store) OpenDocument(ctx context.Context, id string) (Document, io.ReadSeekCloser, error) {
	doc, err := s.Document(ctx, id)
	if err != nil {
		return doc, nil, err
	}
	var external bool
	if err := s.read.QueryRowContext(ctx, `SELECT outside FROM blob WHERE sha256=$1`,
		doc.SHA256).Scan(&external); err != nil {
		return doc, nil, explain("read document", err)
	}
	if external && s.external != nil {
		content, err := s.external.Open(ctx, doc.SHA256)
		if err != nil {
			return doc, nil, explain("read document "+id, err)
		}
		if end, err := content.Seek(0, io.SeekEnd); err != nil || end != doc.Size {
			return doc, nil, errors.Join(fmt.Errorf("store: %d bytes of %s are kept outside, and not %d", end, doc.SHA256,
				doc.Size), err, content.Close())
		}
		if _, err := content.Seek(0, io.SeekStart); err != nil {
			return doc, nil, errors.Join(err, content.Close())
		}
		return doc, &verifyingReader{ReadSeekCloser: content, want: doc.SHA256, size: doc.Size, hash: sha256.New()}, nil
	}
	if doc.Size < spoolThreshold {
		body, err := s.DocumentBytes(ctx, id)
		return doc, nopCloser{bytes.NewReader(body)}, err
	}
	select {
	case s.spools <- struct{}{}:
		defer func() { <-s.spools }()
	case <-ctx.Done():
		return doc, nil, ctx.Err()
	}
	body, err := s.DocumentBytes(ctx, id)
	if err != nil {
		return doc, nil, err
	}
	file, err := spool(body)
	return doc, file, explain("read document "+id, err)
}

type nopCloser struct{ *bytes.Reader }

func (nopCloser) Close() error { return nil }

// spool writes bytes to an unlinked file: the system removes it when it is closed, or when the program dies.
func spool(body []byte) (*os.File, error) {
	file, err := os.CreateTemp("", "foja-*")
	if err != nil {
		return nil, err
	}
	err = os.Remove(file.Name())
	if err == nil {
		_, err = file.Write(body)
	}
	if err == nil {
		_, err = file.Seek(0, io.SeekStart)
	}
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return file, nil
}

// verifyingReader checks the hash of what is read sequentially, before it returns the last bytes.
type verifyingReader struct {
	io.ReadSeekCloser
	want   string
	size   int64
	at     int64 // offset of the next read
	hashed int64 // number of bytes from the beginning that are in hash
	hash   hash.Hash
}

// Read implements io.Reader.
func (v *verifyingReader) Read(p []byte) (int, error) {
	n, err := v.ReadSeekCloser.Read(p)
	if v.at == v.hashed {
		_, _ = v.hash.Write(p[:n]) // a hash never fails
		v.hashed += int64(n)
	}
	v.at += int64(n)
	if v.hashed == v.size && v.at == v.size && hex.EncodeToString(v.hash.Sum(nil)) != v.want || v.at > v.size {
		return 0, fmt.Errorf("store: the bytes of %s do not have its hash", v.want)
	}
	return n, err
}

// Seek implements io.Seeker.
func (v *verifyingReader) Seek(offset int64, whence int) (int64, error) {
	at, err := v.ReadSeekCloser.Seek(offset, whence)
	v.at = at
	return at, err
}
