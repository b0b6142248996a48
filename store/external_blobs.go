package store

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"
)

// ExternalBlobs stores bytes outside the database, under their SHA-256 in hexadecimal (package blobs). Get and Open
// return fs.ErrNotExist for missing ones.
type ExternalBlobs interface {
	Put(ctx context.Context, sum string, bytes []byte) error
	Get(ctx context.Context, sum string) ([]byte, error)
	Open(ctx context.Context, sum string) (io.ReadSeekCloser, error)
	Each(ctx context.Context, do func(sum string, since time.Time) error) error
}

// WithExternalBlobs stores the bytes of raw mail and of documents outside the database. Bytes stored inside before
// are read from there until MoveBytes has moved them.
func WithExternalBlobs(o ExternalBlobs) Option { return func(s *Store) { s.external = o } }

// storeBlob stores bytes externally, if configured, before the transaction that refers to them: a crash in between
// leaves an unused blob, never a row without its bytes. It returns the values for the row.
func (s *Store) storeBlob(ctx context.Context, sum string, bytes []byte) (inside []byte, external bool, err error) {
	if s.external == nil || len(bytes) == 0 {
		return append([]byte{}, bytes...), false, nil
	}
	if err := s.external.Put(ctx, sum, bytes); err != nil {
		return nil, false, explain("keep the bytes of "+sum, err)
	}
	return []byte{}, true, nil
}

// loadBlob returns bytes from where their row says they are.
func (s *Store) loadBlob(ctx context.Context, sum string, inside []byte, external bool) ([]byte, error) {
	if !external {
		return inside, nil
	}
	if s.external == nil {
		return nil, fmt.Errorf("store: the bytes of %s are kept outside the database: set FOJA_BLOBS as it was", sum)
	}
	return s.external.Get(ctx, sum)
}

// blobTables are the tables whose bytes may be external. A message too big to fetch has no bytes; its ID names its
// place in the mailbox.
var blobTables = []struct{ table, key, bytes string }{
	{"message_raw", "message", "raw"},
	{"blob", "sha256", "bytes"},
}

// moveFailures is how many failures in a row mean that the other store is down, and not that some bytes are damaged.
const moveFailures = 20

// MoveBytes moves bytes from the database to the external store or, when none is configured, from the given store
// into the database. It checks each hash before it changes the row, and deletes nothing externally. It can be stopped
// and repeated. Bytes that cannot be moved stay where they are and are reported, without blocking the others.
func (s *Store) MoveBytes(ctx context.Context, from ExternalBlobs) (moved int, err error) {
	var failures []error
	inARow := 0
	for _, h := range blobTables {
		for after := ""; ; {
			sums, err := list(ctx, s.read, readText,
				`SELECT `+h.key+` FROM `+h.table+` WHERE outside=$1 AND (outside OR length(`+h.bytes+`) > 0)
				AND `+h.key+` > $2 ORDER BY `+h.key+` LIMIT 100`, s.external == nil, after)
			if err != nil {
				return moved, explain("list bytes to move", errors.Join(append(failures, err)...))
			}
			if len(sums) == 0 {
				break
			}
			for _, sum := range sums {
				if err := s.moveBlob(ctx, h.table, h.key, h.bytes, sum, from); err != nil {
					failures = append(failures, err)
					if inARow++; inARow >= moveFailures || ctx.Err() != nil {
						return moved, errors.Join(failures...)
					}
					continue
				}
				inARow = 0
				moved++
			}
			after = sums[len(sums)-1]
		}
	}
	return moved, errors.Join(failures...)
}

func (s *Store) moveBlob(ctx context.Context, table, named, column, key string, from ExternalBlobs) (err error) {
	var content []byte
	if s.external != nil {
		err = s.read.QueryRowContext(ctx, `SELECT `+column+` FROM `+table+` WHERE `+named+`=$1`, key).Scan(&content)
	} else {
		content, err = from.Get(ctx, key)
	}
	if err != nil {
		return explain("read the bytes of "+key, err)
	}
	if sum(content) != key {
		return explain("move "+table+" "+key, errors.New("its bytes do not have its hash: run foja reconcile"))
	}
	inside, external, err := s.storeBlob(ctx, key, content)
	if err != nil {
		return err
	}
	_, err = s.write.ExecContext(ctx, `UPDATE `+table+` SET `+column+`=$1, outside=$2 WHERE `+named+`=$3`, //nolint:gosec // names of a table in this file
		inside, external, key)
	return explain("move "+table+" "+key, err)
}

// AuditExternalBlobs compares the external blobs with the rows that refer to them: it counts them, and lists unused
// ones stored before an instant. AuditBytes reports missing ones.
func (s *Store) AuditExternalBlobs(ctx context.Context, before time.Time) (kept int, unknown []string, err error) {
	if s.external == nil {
		return 0, nil, nil
	}
	asked := map[string]bool{}
	for _, h := range blobTables {
		sums, err := list(ctx, s.read, readText, `SELECT `+h.key+` FROM `+h.table+` WHERE outside`)
		if err != nil {
			return 0, nil, explain("list bytes outside", err)
		}
		for _, sum := range sums {
			asked[sum] = true
		}
	}
	err = s.external.Each(ctx, func(sum string, since time.Time) error {
		kept++
		if !asked[sum] && since.Before(before) {
			unknown = append(unknown, sum)
		}
		return nil
	})
	return kept, unknown, explain("list what is kept outside", err)
}

func readText(row scanner) (text string, err error) {
	err = row.Scan(&text)
	return text, err
}
