package store

import (
	"context"
	"database/sql"
	"errors"
	"time"
)

// mostReadings is how often a file may end its reader before it is left alone. mostCutOff is how often the program may
// be killed while it reads the file: that is hardly the file's doing, since its reader is another process.
const (
	mostReadings = 2
	mostCutOff   = 5
)

// readingLasts is after how long an attempt that nobody has ended was cut off: a file has seconds.
const readingLasts = 2 * time.Minute

// FileReading is what is known of a file before it is opened.
type FileReading string

// The answers of BeginReading.
const (
	FileBegun FileReading = "begun" // open it, and say how it ended
	FileBusy  FileReading = "busy"  // it is being read: ask again later
	FileNever FileReading = "never" // it has ended its reader as often as it may
)

// BeginReading records, before a file is opened, that it will be. failure is how the last attempt ended; "" = it was
// cut off.
func (s *Store) BeginReading(ctx context.Context, sha256, task string) (answer FileReading, failure string, err error) {
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
		case attempts >= mostReadings:
			answer = FileNever
			return nil
		case cutOff >= mostCutOff:
			if answer, failure = FileNever, ""; now.Sub(begun) < readingLasts {
				answer = FileBusy
			}
			return nil
		}
		answer = FileBegun
		_, err := tx.ExecContext(ctx,
			`INSERT INTO file_reading (sha256, task, attempts, cut_off, begun_at) VALUES ($1,$2,0,0,$3)
			ON CONFLICT (sha256, task) DO UPDATE SET cut_off=$4, begun_at=$3`, sha256, task, at(now), cutOff)
		return err
	})
	return answer, failure, err
}

// EndReading records that an attempt went well; the file may be read as often as somebody wants.
func (s *Store) EndReading(ctx context.Context, sha256, task string) error {
	_, err := s.write.ExecContext(ctx, `DELETE FROM file_reading WHERE sha256=$1 AND task=$2`, sha256, task)
	return explain("end reading", err)
}

// FailReading records that the file ended its reader, and how. last says that it will not be opened again.
func (s *Store) FailReading(ctx context.Context, sha256, task, failure string) (last bool, err error) {
	err = s.inTx(ctx, "fail reading", func(tx *sql.Tx) error {
		var attempts int
		err := tx.QueryRowContext(ctx,
			`INSERT INTO file_reading (sha256, task, attempts, cut_off, failure) VALUES ($1,$2,1,0,$3)
			ON CONFLICT (sha256, task) DO UPDATE SET attempts=file_reading.attempts+1, failure=$3, begun_at=NULL
				RETURNING attempts`,
			sha256, task, failure).Scan(&attempts)
		last = attempts >= mostReadings
		return err
	})
	return last, err
}

// CancelReading takes an attempt back: the program stopped, or no reader could be started. It says nothing of the file.
func (s *Store) CancelReading(ctx context.Context, sha256, task string) error {
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
		task, mostReadings, request, mostCutOff)
	byHash := make(map[string]string, len(all))
	for _, u := range all {
		byHash[u.sha] = u.failure
	}
	return byHash, explain("list unreadable files", err)
}

// ReadAgain lets an operator have a file opened again, which is not by itself: its attempts are forgotten and the
// search reads it anew.
func (s *Store) ReadAgain(ctx context.Context, sha256 string) (known bool, err error) {
	err = s.inTx(ctx, "read again", func(tx *sql.Tx) error {
		if known, err = change(ctx, tx, `DELETE FROM file_reading WHERE sha256=$1`, sha256); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, `UPDATE document SET searched=FALSE WHERE sha256=$1`, sha256)
		return err
	})
	return known, err
}

// FileAttempts is a file whose reading did not end well, or is under way.
type FileAttempts struct {
	SHA256, Task string
	Attempts     int       // that ended the reader
	CutOff       int       // of which nobody knows how they ended
	Failure      string    // how the last one ended; "" = it was cut off, or none has ended
	BegunAt      time.Time // zero = none is under way
}

// FileReadings lists all of them.
func (s *Store) FileReadings(ctx context.Context) ([]FileAttempts, error) {
	all, err := list(ctx, s.read, func(row scanner) (f FileAttempts, err error) {
		err = row.Scan(&f.SHA256, &f.Task, &f.Attempts, &f.CutOff, &f.Failure, toTime(&f.BegunAt))
		return f, err
	}, `SELECT sha256, task, attempts, cut_off, failure, begun_at FROM file_reading WHERE attempts > 0 OR cut_off > 0
			OR begun_at IS NOT NULL ORDER BY sha256, task`)
	return all, explain("list file readings", err)
}
