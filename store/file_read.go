package store

import (
	"context"
	"database/sql"
	"errors"
	"time"
)

// maxCrashes is how often a file may crash the child process that reads it before it is not opened any more.
// maxInterrupted is how often the main program may be killed meanwhile: that is hardly the file's fault, because it
// is read by another process.
const (
	maxCrashes     = 2
	maxInterrupted = 5
)

// readTimeout is when an unfinished attempt counts as interrupted: reading a file takes seconds.
const readTimeout = 2 * time.Minute

// ReadAnswer is the answer of BeginRead.
type ReadAnswer string

// The answers of BeginRead.
const (
	ReadBegun ReadAnswer = "begun" // open it, and record how it ended
	ReadBusy  ReadAnswer = "busy"  // it is being read: ask again later
	ReadNever ReadAnswer = "never" // it crashed its reader too often
)

// BeginRead records, before a file is opened, that it will be. failure is how the last attempt ended; "" = it was
// interrupted.
func (s *Store) BeginRead(ctx context.Context, sha256, task string) (answer ReadAnswer, failure string, err error) {
	now := s.now()
	err = s.inTx(ctx, "begin reading", func(tx *sql.Tx) error {
		var attempts, cutOff int
		var begun time.Time
		lock := ""
		if s.engine == postgres {
			lock = ` FOR UPDATE`
		}
		row := tx.QueryRowContext(ctx,
			`SELECT attempts, cut_off, failure, begun_at FROM file_reading WHERE sha256=$1 AND task=$2`+lock, sha256, task)
		if err := row.Scan(&attempts, &cutOff, &failure, toTime(&begun)); err != nil && !errors.Is(err, sql.ErrNoRows) {
			return err
		}
		if !begun.IsZero() {
			cutOff++
		}
		switch {
		case attempts >= maxCrashes:
			answer = ReadNever
			return nil
		case cutOff >= maxInterrupted:
			if answer, failure = ReadNever, ""; now.Sub(begun) < readTimeout {
				answer = ReadBusy
			}
			return nil
		}
		answer = ReadBegun
		_, err := tx.ExecContext(ctx,
			`INSERT INTO file_reading (sha256, task, attempts, cut_off, begun_at) VALUES ($1,$2,0,0,$3)
			ON CONFLICT (sha256, task) DO UPDATE SET cut_off=$4, begun_at=$3`, sha256, task, at(now), cutOff)
		return err
	})
	return answer, failure, err
}

// EndRead records that an attempt succeeded; the file may be read again at any time.
func (s *Store) EndRead(ctx context.Context, sha256, task string) error {
	_, err := s.write.ExecContext(ctx, `DELETE FROM file_reading WHERE sha256=$1 AND task=$2`, sha256, task)
	return explain("end reading", err)
}

// FailRead records that the file crashed its reader, and how. last reports that it will not be opened again.
func (s *Store) FailRead(ctx context.Context, sha256, task, failure string) (last bool, err error) {
	err = s.inTx(ctx, "fail reading", func(tx *sql.Tx) error {
		var attempts int
		err := tx.QueryRowContext(ctx,
			`INSERT INTO file_reading (sha256, task, attempts, cut_off, failure) VALUES ($1,$2,1,0,$3)
			ON CONFLICT (sha256, task) DO UPDATE SET attempts=file_reading.attempts+1, failure=$3, begun_at=NULL
				RETURNING attempts`,
			sha256, task, failure).Scan(&attempts)
		last = attempts >= maxCrashes
		return err
	})
	return last, err
}

// CancelRead removes an attempt that was not the file's fault: the program stopped, or no reader could be started.
func (s *Store) CancelRead(ctx context.Context, sha256, task string) error {
	_, err := s.write.ExecContext(ctx, `UPDATE file_reading SET begun_at=NULL WHERE sha256=$1 AND task=$2`, sha256, task)
	return explain("cancel reading", err)
}

// Unreadable lists, by hash, the files that are not opened any more for a task, with how the last attempt ended.
func (s *Store) Unreadable(ctx context.Context, task, request string) (map[string]string, error) {
	type unreadable struct{ sha, failure string }
	all, err := list(ctx, s.read, func(row scanner) (u unreadable, err error) {
		err = row.Scan(&u.sha, &u.failure)
		return u, err
	}, `SELECT DISTINCT r.sha256, r.failure FROM file_reading r JOIN document d ON d.sha256=r.sha256
		WHERE r.task=$1 AND (r.attempts >= $2 OR r.cut_off+(CASE WHEN r.begun_at IS NULL THEN 0 ELSE 1 END) >= $4)
			AND d.request=$3`,
		task, maxCrashes, request, maxInterrupted)
	byHash := make(map[string]string, len(all))
	for _, u := range all {
		byHash[u.sha] = u.failure
	}
	return byHash, explain("list unreadable files", err)
}

// AllowRead lets an operator have a file opened again: its attempts are deleted and the search reads it again.
func (s *Store) AllowRead(ctx context.Context, sha256 string) (known bool, err error) {
	err = s.inTx(ctx, "read again", func(tx *sql.Tx) error {
		if known, err = change(ctx, tx, `DELETE FROM file_reading WHERE sha256=$1`, sha256); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, `UPDATE document SET searched=FALSE WHERE sha256=$1`, sha256)
		return err
	})
	return known, err
}

// FileAttempts is a file with failed or running attempts.
type FileAttempts struct {
	SHA256, Task string
	Attempts     int       // crashes of the reader
	CutOff       int       // interrupted, with unknown outcome
	Failure      string    // how the last one ended; "" = interrupted, or none has ended
	BegunAt      time.Time // zero = none is under way
}

// FileReads lists all of them.
func (s *Store) FileReads(ctx context.Context) ([]FileAttempts, error) {
	all, err := list(ctx, s.read, func(row scanner) (f FileAttempts, err error) {
		err = row.Scan(&f.SHA256, &f.Task, &f.Attempts, &f.CutOff, &f.Failure, toTime(&f.BegunAt))
		return f, err
	}, `SELECT sha256, task, attempts, cut_off, failure, begun_at FROM file_reading WHERE attempts > 0 OR cut_off > 0
			OR begun_at IS NOT NULL ORDER BY sha256, task`)
	return all, explain("list file readings", err)
}
