package store

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"
)

// Outside keeps bytes beside the database, under their SHA-256 in hexadecimal (package blobs). Get and Open say
// fs.ErrNotExist of what is not there.
type Outside interface {
	Put(ctx context.Context, sum string, bytes []byte) error
	Get(ctx context.Context, sum string) ([]byte, error)
	Open(ctx context.Context, sum string) (io.ReadSeekCloser, error)
	Each(ctx context.Context, do func(sum string, since time.Time) error) error
}

// KeepingOutside lets the bytes of raw mail and of documents be kept beside the database. What was kept inside before
// is read from there until MoveBytes has moved it.
func KeepingOutside(o Outside) Option { return func(s *Store) { s.outside = o } }

// put keeps bytes outside, if that is where they go, before the transaction that speaks of them: what a crash in
// between leaves is a file that nobody asks for, and never a row without its bytes. It returns what goes into the row.
func (s *Store) put(ctx context.Context, sum string, bytes []byte) (inside []byte, outside bool, err error) {
	if s.outside == nil || len(bytes) == 0 {
		return append([]byte{}, bytes...), false, nil
	}
	if err := s.outside.Put(ctx, sum, bytes); err != nil {
		return nil, false, explain("keep the bytes of "+sum, err)
	}
	return []byte{}, true, nil
}

// get returns bytes from where their row says that they are.
func (s *Store) get(ctx context.Context, sum string, inside []byte, outside bool) ([]byte, error) {
	if !outside {
		return inside, nil
	}
	if s.outside == nil {
		return nil, fmt.Errorf("store: the bytes of %s are kept outside the database: set FOJA_BLOBS as it was", sum)
	}
	return s.outside.Get(ctx, sum)
}

// heaps are the tables whose bytes may lie outside. A message too big to fetch has no bytes: its ID says where it lies.
var heaps = []struct{ table, key, bytes string }{
	{"message_raw", "message", "raw"},
	{"blob", "sha256", "bytes"},
}

// moveFailures is how many failures in a row mean that the other place is away, and not that some bytes are damaged.
const moveFailures = 20

// MoveBytes brings the bytes that are inside the database out of it, or, when the store keeps none outside, those that
// lie in from back into it. Each is held against its hash before its row changes, and nothing is deleted outside. It
// can be stopped and run again. What cannot be moved stays where it is, is told, and keeps nothing else from being
// moved.
func (s *Store) MoveBytes(ctx context.Context, from Outside) (moved int, err error) {
	var failures []error
	inARow := 0
	for _, h := range heaps {
		for after := ""; ; {
			sums, err := list(ctx, s.read, readText,
				`SELECT `+h.key+` FROM `+h.table+` WHERE outside=$1 AND (outside OR length(`+h.bytes+`) > 0)
				AND `+h.key+` > $2 ORDER BY `+h.key+` LIMIT 100`, s.outside == nil, after)
			if err != nil {
				return moved, explain("list bytes to move", errors.Join(append(failures, err)...))
			}
			if len(sums) == 0 {
				break
			}
			for _, sum := range sums {
				if err := s.relocate(ctx, h.table, h.key, h.bytes, sum, from); err != nil {
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

func (s *Store) relocate(ctx context.Context, table, named, column, key string, from Outside) (err error) {
	var content []byte
	if s.outside != nil {
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
	inside, outside, err := s.put(ctx, key, content)
	if err != nil {
		return err
	}
	_, err = s.write.ExecContext(ctx, `UPDATE `+table+` SET `+column+`=$1, outside=$2 WHERE `+named+`=$3`, //nolint:gosec // names of a table in this file
		inside, outside, key)
	return explain("move "+table+" "+key, err)
}

// OutsideAudit holds what is kept outside against the rows that ask for it: it counts them, and lists what no row asks
// for and was put there before an instant. What is missing, AuditBytes tells.
func (s *Store) OutsideAudit(ctx context.Context, before time.Time) (kept int, unknown []string, err error) {
	if s.outside == nil {
		return 0, nil, nil
	}
	asked := map[string]bool{}
	for _, h := range heaps {
		sums, err := list(ctx, s.read, readText, `SELECT `+h.key+` FROM `+h.table+` WHERE outside`)
		if err != nil {
			return 0, nil, explain("list bytes outside", err)
		}
		for _, sum := range sums {
			asked[sum] = true
		}
	}
	err = s.outside.Each(ctx, func(sum string, since time.Time) error {
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
