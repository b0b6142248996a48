// Package blobs keeps bytes outside the database, each under the SHA-256 of its content: in a directory, or in
// S3-compatible object storage. The same bytes are kept once, and nothing is ever changed or deleted.
package blobs

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"io/fs"
	"regexp"
	"strings"
	"time"
)

// Store is a place for bytes. Sums are SHA-256 in hexadecimal.
type Store interface {
	// Put keeps bytes under their sum; when it returns they survive a power cut. Bytes that are there are left alone.
	Put(ctx context.Context, sum string, bytes []byte) error
	// Get returns bytes, or ErrMissing. Anyone who reads compares them with their sum.
	Get(ctx context.Context, sum string) ([]byte, error)
	// Open is Get for slow readers, or a part only; ctx holds until it is closed.
	Open(ctx context.Context, sum string) (io.ReadSeekCloser, error)
	// Each calls do for all that is kept, in no order that means anything, with when it was put there.
	Each(ctx context.Context, do func(sum string, since time.Time) error) error
}

// ErrMissing says that nothing is kept under a sum.
var ErrMissing = fmt.Errorf("blobs: nothing is kept under this sum: %w", fs.ErrNotExist)

// Settings say where bytes are kept.
type Settings struct {
	Where                        string // "dir:PATH" or "s3://BUCKET" or "s3://BUCKET/PREFIX"
	Endpoint                     string // of S3, a URL; "" = Amazon's
	Region, AccessKey, SecretKey string
}

// Open opens a place and tries whether it can be read and written: better now than with the first letter.
func Open(ctx context.Context, s Settings) (Store, error) {
	var k Store
	var err error
	if path, ok := strings.CutPrefix(s.Where, "dir:"); ok && path != "" {
		k, err = openDirectory(path)
	} else if rest, ok := strings.CutPrefix(s.Where, "s3://"); ok && rest != "" {
		k, err = openBucket(rest, s)
	} else {
		err = fmt.Errorf("blobs: a place is dir:PATH or s3://BUCKET/PREFIX, not %q", s.Where)
	}
	if err != nil {
		return nil, err
	}
	trial := []byte("foja keeps files here; each is named after the SHA-256 of its content\n")
	if err := k.Put(ctx, Sum(trial), trial); err != nil {
		return nil, fmt.Errorf("%s cannot be written: %w", s.Where, err)
	}
	if _, err := k.Get(ctx, Sum(trial)); err != nil {
		return nil, fmt.Errorf("%s cannot be read: %w", s.Where, err)
	}
	return withoutProbe{k, Sum(trial)}, nil
}

// withoutProbe does not tell of the file that tries the place.
type withoutProbe struct {
	Store
	trial string
}

// Each implements Keeper.
func (s withoutProbe) Each(ctx context.Context, do func(sum string, since time.Time) error) error {
	return s.Store.Each(ctx, func(sum string, since time.Time) error {
		if sum == s.trial {
			return nil
		}
		return do(sum, since)
	})
}

// Sum is the name that bytes are kept under.
func Sum(bytes []byte) string {
	h := sha256.Sum256(bytes)
	return hex.EncodeToString(h[:])
}

var sumForm = regexp.MustCompile(`^[0-9a-f]{64}$`)

// check refuses what is no sum before it becomes part of a path.
func check(sum string) error {
	if !sumForm.MatchString(sum) {
		return fmt.Errorf("blobs: %q is no SHA-256", sum)
	}
	return nil
}

// name is where bytes lie below their place: in folders of at most some thousands.
func name(sum string) string { return sum[:2] + "/" + sum }
