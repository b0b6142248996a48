package postoffice

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"strings"
	"sync"
	"time"

	_ "modernc.org/sqlite" // the driver
)

// schema. body.raw is the message as IMAP shows it, our own header lines on top; copies share
// a body. modseq counts a mailbox's changes; a message carries the count of its last change.
const schema = `
CREATE TABLE IF NOT EXISTS office (only INTEGER PRIMARY KEY CHECK (only = 1), next_validity INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS account (id INTEGER PRIMARY KEY, address TEXT NOT NULL UNIQUE, password TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS mailbox (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  account INTEGER NOT NULL REFERENCES account(id),
  name TEXT NOT NULL,
  validity INTEGER NOT NULL,
  uid_next INTEGER NOT NULL DEFAULT 1,
  modseq INTEGER NOT NULL DEFAULT 1,
  subscribed INTEGER NOT NULL DEFAULT 1,
  UNIQUE (account, name));
CREATE TABLE IF NOT EXISTS body (id INTEGER PRIMARY KEY, size INTEGER NOT NULL, raw BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS message (
  mailbox INTEGER NOT NULL REFERENCES mailbox(id),
  uid INTEGER NOT NULL,
  body INTEGER NOT NULL REFERENCES body(id),
  flags TEXT NOT NULL,
  internal_date INTEGER NOT NULL, -- nanoseconds since 1970, UTC
  modseq INTEGER NOT NULL,
  PRIMARY KEY (mailbox, uid)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS message_body ON message(body);
`

// store is the mail file.
type store struct {
	db      *sql.DB
	writing sync.Mutex // one writer at a time waits here instead of polling SQLite's lock
}

func openStore(ctx context.Context, file string) (*store, error) {
	f, err := os.OpenFile(file, os.O_CREATE|os.O_RDWR, 0o600) //nolint:gosec // the operator names the file; SQLite would let everybody read it
	if err != nil {
		return nil, err
	}
	if err := f.Close(); err != nil {
		return nil, err
	}
	q := url.Values{
		// NORMAL with a write-ahead log survives kill -9; a power cut may take the last moments.
		"_pragma": {"busy_timeout(10000)", "journal_mode(WAL)", "synchronous(NORMAL)", "foreign_keys(1)"},
		"_txlock": {"immediate"},
	}
	path := strings.NewReplacer("%", "%25", "?", "%3f", "#", "%23").Replace(file)
	db, err := sql.Open("sqlite", "file:"+path+"?"+q.Encode())
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(4)
	s := &store{db: db}
	err = s.change(ctx, func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, schema); err != nil {
			return err
		}
		// UIDVALIDITY starts at the file's birth: a file made anew never repeats an old
		// one's values, so a reader's memory of the old mail cannot be taken for new mail.
		_, err := tx.ExecContext(ctx, `INSERT INTO office(only, next_validity) VALUES(1, ?) ON CONFLICT DO NOTHING`,
			time.Now().Unix())
		return err
	})
	if err != nil {
		return nil, errors.Join(fmt.Errorf("open %s: %w", file, err), db.Close())
	}
	return s, nil
}

// change runs do in one write transaction.
func (s *store) change(ctx context.Context, do func(*sql.Tx) error) error {
	s.writing.Lock()
	defer s.writing.Unlock()
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	if err := do(tx); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	return tx.Commit()
}
