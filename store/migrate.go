package store

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"time"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
)

//go:embed migrations
var migrations embed.FS

// Migrate migrates the schema to this program's version. Programs that start together do it one after the other.
func (s *Store) Migrate(ctx context.Context) (from, to int64, err error) {
	p, err := s.provider()
	if err != nil {
		return 0, 0, err
	}
	if from, err = p.GetDBVersion(ctx); err != nil {
		return 0, 0, fmt.Errorf("store: read schema version: %w", err)
	}
	if _, err := p.Up(ctx); err != nil {
		return from, from, fmt.Errorf("store: migrate: %w", err)
	}
	if to, err = p.GetDBVersion(ctx); err != nil {
		return from, from, fmt.Errorf("store: read schema version: %w", err)
	}
	if err := s.fillAnsweredOn(ctx); err != nil {
		return from, to, err
	}
	if err := s.fillWork(ctx); err != nil {
		return from, to, err
	}
	return from, to, s.Upkeep(ctx)
}

// Upkeep refreshes the planner's statistics of SQLite where data has changed much. It is cheap when there is nothing
// to do. PostgreSQL does it by itself.
func (s *Store) Upkeep(ctx context.Context) error {
	if s.engine != sqlite {
		return nil
	}
	// all tables, not only those that this connection has used
	_, err := s.write.ExecContext(ctx, `PRAGMA optimize=0x10002`)
	return explain("refresh statistics", err)
}

// fillAnsweredOn sets the day of answers from before migration 18.
func (s *Store) fillAnsweredOn(ctx context.Context) error {
	type answer struct {
		id, office string
		at         time.Time
	}
	all, err := list(ctx, s.read, func(row scanner) (a answer, err error) {
		err = row.Scan(&a.id, &a.office, toTime(&a.at))
		return a, err
	}, `SELECT id, office, answered_at FROM request WHERE answered_at IS NOT NULL AND answered_on IS NULL`)
	if err != nil {
		return explain("list answers without a day", err)
	}
	for _, a := range all {
		if _, err := s.write.ExecContext(ctx, `UPDATE request SET answered_on=$2 WHERE id=$1`, a.id,
			on(s.answeredOn(a.office, a.at))); err != nil {
			return explain("give an answer its day", err)
		}
	}
	return nil
}

// Version returns the version that the database has and the one that this program wants.
func (s *Store) Version(ctx context.Context) (current, wanted int64, err error) {
	p, err := s.provider()
	if err != nil {
		return 0, 0, err
	}
	if current, err = p.GetDBVersion(ctx); err != nil {
		return 0, 0, fmt.Errorf("store: read schema version: %w", err)
	}
	for _, source := range p.ListSources() {
		wanted = max(wanted, source.Version)
	}
	return current, wanted, nil
}

func (s *Store) provider() (*goose.Provider, error) {
	dialect, options := goose.DialectSQLite3, []goose.ProviderOption{}
	if s.engine == postgres {
		locker, err := lock.NewPostgresSessionLocker(lock.WithLockTimeout(1, 300)) // seconds, tries
		if err != nil {
			return nil, fmt.Errorf("store: migration lock: %w", err)
		}
		dialect, options = goose.DialectPostgres, append(options, goose.WithSessionLocker(locker))
	}
	p, err := goose.NewProvider(dialect, s.write, union{"migrations/common", "migrations/" + string(s.engine)}, options...)
	if err != nil {
		return nil, fmt.Errorf("store: migrations: %w", err)
	}
	return p, nil
}

// union shows several embedded directories as one: the schema is common except for the search index, and the version
// numbers are shared.
type union []string

// Open implements fs.FS.
func (u union) Open(name string) (fs.File, error) {
	for _, dir := range u {
		file, err := migrations.Open(path.Join(dir, name))
		if err == nil || !errors.Is(err, fs.ErrNotExist) {
			return file, err
		}
	}
	return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
}

// ReadDir implements fs.ReadDirFS.
func (u union) ReadDir(name string) ([]fs.DirEntry, error) {
	var all []fs.DirEntry
	for _, dir := range u {
		entries, err := migrations.ReadDir(path.Join(dir, name))
		if err != nil {
			return nil, err
		}
		all = append(all, entries...)
	}
	return all, nil
}
