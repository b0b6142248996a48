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

// spoolFrom is the size from which bytes inside the database wait in a file while they are handed out, in bytes: a slow
// reader must not hold them in memory. spoolsAtOnce bounds how many are brought there at a time.
const (
	spoolFrom    = 1 << 20
	spoolsAtOnce = 2
)

// OpenDocument is DocumentBytes for whoever reads slowly, or a part only: the bytes stay where they lie, or wait in a
// file, and not in memory. The caller closes the content. Bytes that are no longer those that were kept are an error;
// read from the first to the last out of object storage or a folder, that error comes in place of the last of them.
func (s *Store) OpenDocument(ctx context.Context, id string) (Document, io.ReadSeekCloser, error) {
	doc, err := s.Document(ctx, id)
	if err != nil {
		return doc, nil, err
	}
	var outside bool
	if err := s.read.QueryRowContext(ctx, `SELECT outside FROM blob WHERE sha256=$1`,
		doc.SHA256).Scan(&outside); err != nil {
		return doc, nil, explain("read document", err)
	}
	if outside && s.outside != nil {
		content, err := s.outside.Open(ctx, doc.SHA256)
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
		return doc, &verified{ReadSeekCloser: content, want: doc.SHA256, size: doc.Size, hash: sha256.New()}, nil
	}
	if doc.Size < spoolFrom {
		body, err := s.DocumentBytes(ctx, id)
		return doc, closeless{bytes.NewReader(body)}, err
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

type closeless struct{ *bytes.Reader }

func (closeless) Close() error { return nil }

// spool puts bytes into a file that has no name any more: the system removes it when it is closed, or when the program
// dies.
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

// verified holds what is read from the first byte to the last against its hash, before the last bytes are given out.
type verified struct {
	io.ReadSeekCloser
	want   string
	size   int64
	at     int64 // where the next read begins
	hashed int64 // so many from the beginning are in hash
	hash   hash.Hash
}

// Read implements io.Reader.
func (v *verified) Read(p []byte) (int, error) {
	n, err := v.ReadSeekCloser.Read(p)
	if v.at == v.hashed {
		_, _ = v.hash.Write(p[:n]) // a hash takes everything
		v.hashed += int64(n)
	}
	v.at += int64(n)
	if v.hashed == v.size && v.at == v.size && hex.EncodeToString(v.hash.Sum(nil)) != v.want || v.at > v.size {
		return 0, fmt.Errorf("store: the bytes of %s do not have its hash", v.want)
	}
	return n, err
}

// Seek implements io.Seeker.
func (v *verified) Seek(offset int64, whence int) (int64, error) {
	at, err := v.ReadSeekCloser.Seek(offset, whence)
	v.at = at
	return at, err
}
