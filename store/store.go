// Package store is the persistence layer: raw mail, requests, the events and the projection of each case, documents,
// the outbox of letters, users, sessions, and the lists and figures for pages. One SQL text runs on SQLite and on
// PostgreSQL. It decides nothing: a case's rows are written from its workflow's events.
package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"strings"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // driver "pgx"
	_ "modernc.org/sqlite"             // driver "sqlite"
)

// Store is one open database. It is safe for concurrent use.
type Store struct {
	engine   engine
	read     *sql.DB
	write    *sql.DB
	zones    func(office string) *time.Location
	clock    func() time.Time
	external ExternalBlobs // nil = bytes are stored in the database
	sealer   Sealer        // nil = secrets are neither read nor written
	spools   chan struct{}
}

type engine string

const (
	sqlite   engine = "sqlite"
	postgres engine = "postgres"
)

// Option changes how a Store works.
type Option func(*Store)

// WithZones sets the time zone of each office, which determines whether an answer is in time. The default is Peru's,
// five hours behind UTC all year.
func WithZones(zones func(office string) *time.Location) Option {
	return func(s *Store) { s.zones = zones }
}

// Open opens "sqlite:path" or "postgres://…" and checks that it answers. It does not migrate.
func Open(ctx context.Context, dsn string, options ...Option) (*Store, error) {
	lima := time.FixedZone("America/Lima", -5*60*60)
	s := &Store{
		zones: func(string) *time.Location { return lima },
		clock: time.Now, spools: make(chan struct{}, spoolsAtOnce),
	}
	for _, o := range options {
		o(s)
	}
	var err error
	switch scheme, rest, _ := strings.Cut(dsn, ":"); scheme {
	case "sqlite":
		err = s.openSQLite(rest)
	case "postgres", "postgresql":
		err = s.openPostgres(dsn)
	default:
		return nil, fmt.Errorf("store: a database is sqlite:PATH or postgres://HOST/NAME, not %q", scheme+":…")
	}
	if err != nil {
		return nil, err
	}
	if err := s.Ping(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("store: the %s database does not answer: %w", s.engine, err), s.Close())
	}
	return s, nil
}

// openSQLite opens the file twice: one writer, because SQLite has one and waiting for it in Go is fair while its own
// busy timeout is not; and readers that never wait.
func (s *Store) openSQLite(path string) error {
	if path == "" || strings.Contains(path, ":memory:") {
		return fmt.Errorf("store: sqlite needs the path of a file, not %q", path)
	}
	// The file holds personal data: only its owner may read it. SQLite gives its side files the same mode.
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600) //nolint:gosec // the operator names the file
	if err != nil {
		return fmt.Errorf("store: the sqlite file cannot be opened: %w", err)
	}
	if err := file.Close(); err != nil {
		return fmt.Errorf("store: sqlite file: %w", err)
	}
	// synchronous FULL: a message may leave the mailbox as soon as KeepMessage has returned, so a commit must survive
	// a power cut.
	name := "file:" + (&url.URL{Path: path}).EscapedPath() + "?_pragma=busy_timeout(10000)&_pragma=journal_mode(WAL)" +
		"&_pragma=foreign_keys(1)&_pragma=synchronous(FULL)&_pragma=cache_size(-20000)&_time_format=sqlite&_txlock="
	if s.write, err = sql.Open("sqlite", name+"immediate"); err != nil {
		return fmt.Errorf("store: open sqlite: %w", err)
	}
	s.write.SetMaxOpenConns(1)
	if s.read, err = sql.Open("sqlite", name+"deferred&_pragma=query_only(1)"); err != nil {
		return errors.Join(fmt.Errorf("store: open sqlite: %w", err), s.write.Close())
	}
	s.read.SetMaxOpenConns(8)
	s.engine = sqlite
	return nil
}

func (s *Store) openPostgres(dsn string) error {
	db, err := sql.Open("pgx", dsn)
	if err != nil {
		return errors.New("store: the postgres address cannot be read; it looks like postgres://user@host:5432/name")
	}
	db.SetMaxOpenConns(20)
	db.SetMaxIdleConns(10)
	db.SetConnMaxIdleTime(5 * time.Minute)
	s.read, s.write, s.engine = db, db, postgres
	return nil
}

// Ping checks that the database answers.
func (s *Store) Ping(ctx context.Context) error {
	if err := s.write.PingContext(ctx); err != nil {
		return fmt.Errorf("store: ping: %w", err)
	}
	return nil
}

// Close releases the database.
func (s *Store) Close() error {
	var errs []error
	if s.read != s.write {
		errs = append(errs, s.read.Close())
	}
	return errors.Join(append(errs, s.write.Close())...)
}

// Page selects a part of a list. Limit 0 means 50; more than 500 means 500.
type Page struct{ Limit, Offset int }

func (p Page) bounds() (limit, offset int) {
	limit, offset = p.Limit, max(p.Offset, 0)
	if limit <= 0 {
		limit = 50
	}
	return min(limit, 500), offset
}

// now is the wall clock for the store's own timestamps (KeptAt, CreatedAt).
func (s *Store) now() time.Time { return s.clock().UTC().Truncate(time.Microsecond) }

func (s *Store) orNow(t time.Time) time.Time {
	if t.IsZero() {
		return s.now()
	}
	return t
}
