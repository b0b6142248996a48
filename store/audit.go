package store

import (
	"context"
	"database/sql"
	"errors"
	"io/fs"
	"time"

	"foja/docket"
)

// The reads of this file are for the nothing-lost report: whole tables, without texts of people.

// AuditMessage is a kept message as the nothing-lost report compares it with the mailbox.
type AuditMessage struct {
	ID         string
	MessageID  string
	Size       int64
	ReceivedAt time.Time
	KeptAt     time.Time
	Fate       docket.Fate // "" = not settled
	Sightings  int         // number of places in which the same bytes were seen
}

// AuditMessages lists the messages that arrived, or were seen again, since an instant, oldest first.
func (s *Store) AuditMessages(ctx context.Context, since time.Time) ([]AuditMessage, error) {
	all, err := list(ctx, s.read, func(row scanner) (m AuditMessage, err error) {
		err = row.Scan(&m.ID, &m.MessageID, &m.Size, toTime(&m.ReceivedAt), toTime(&m.KeptAt), &m.Fate, &m.Sightings)
		return m, err
	}, `SELECT m.id, m.message_id, m.size, m.received_at, m.kept_at, m.fate,
		(SELECT count(*) FROM message_sighting g WHERE g.message=m.id) FROM message m
		WHERE m.received_at >= $1 OR EXISTS (SELECT 1 FROM message_sighting g WHERE g.message=m.id AND g.seen_at >= $1)
		ORDER BY m.received_at, m.id`, at(since))
	return all, explain("audit messages", err)
}

// AuditLetters lists the whole outbox, without the texts of the letters.
func (s *Store) AuditLetters(ctx context.Context) ([]LetterRow, error) {
	all, err := list(ctx, s.read, readLetter, `SELECT `+letterColumns+` FROM letter ORDER BY id`)
	return all, explain("audit letters", err)
}

// AuditCases calls do for every request that has events, by number, with the case as projected and its time of
// registration. Earlier events came with the case, from paper.
func (s *Store) AuditCases(ctx context.Context, do func(c docket.Case, registered time.Time) error) error {
	const page = 200
	type place struct {
		id         string
		ordinal    int64
		registered time.Time
	}
	for after := int64(0); ; {
		rows, err := list(ctx, s.read, func(row scanner) (p place, err error) {
			err = row.Scan(&p.id, &p.ordinal, toTime(&p.registered))
			return p, err
		}, `SELECT id, ordinal, registered_at FROM request WHERE seq > 0 AND ordinal > $1 ORDER BY ordinal LIMIT $2`, after,
			page)
		if err != nil {
			return explain("audit cases", err)
		}
		for _, r := range rows {
			after = r.ordinal
			c, err := s.Case(ctx, r.id)
			if err != nil {
				return err
			}
			if err := do(c, r.registered); err != nil {
				return err
			}
		}
		if len(rows) < page {
			return nil
		}
	}
}

// Damage is a row whose bytes do not match their hash.
type Damage struct{ Table, ID string }

// AuditBytes checks the hash of every stored byte: raw mail, documents and sent letters. It returns how many it read,
// so that an empty result can be reported from an empty register.
func (s *Store) AuditBytes(ctx context.Context) (looked int, damaged []Damage, err error) {
	for _, t := range []struct{ table, query string }{
		// A message too big to fetch has no bytes; its ID names its place in the mailbox.
		{
			"message",
			`SELECT message, message, raw, outside FROM message_raw WHERE outside OR length(raw) > 0 ORDER BY message`,
		},
		{"blob", `SELECT sha256, sha256, bytes, outside FROM blob ORDER BY sha256`},
		{"letter", `SELECT id, raw_sha256, raw, FALSE FROM letter WHERE raw IS NOT NULL ORDER BY id`},
	} {
		err := s.eachRow(ctx, t.query, func(rows *sql.Rows) error {
			var id, want string
			var bytes []byte
			var external bool
			if err := rows.Scan(&id, &want, &bytes, &external); err != nil {
				return err
			}
			looked++
			bytes, err := s.loadBlob(ctx, want, bytes, external)
			if err != nil && !errors.Is(err, fs.ErrNotExist) {
				return err
			}
			if err != nil || sum(bytes) != want {
				damaged = append(damaged, Damage{t.table, id})
			}
			return nil
		})
		if err != nil {
			return looked, damaged, explain("audit bytes of "+t.table, err)
		}
	}
	return looked, damaged, nil
}

// eachRow reads rows one by one, because together they may not fit into memory.
func (s *Store) eachRow(ctx context.Context, query string, do func(*sql.Rows) error, args ...any) error {
	rows, err := s.read.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	defer rows.Close() //nolint:errcheck // Err tells it
	for rows.Next() {
		if err := do(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

// Report is one run of the nothing-lost report, kept as it was said.
type Report struct {
	At    time.Time
	Clean bool
	Body  []byte // JSON
}

// KeepReport keeps a report.
func (s *Store) KeepReport(ctx context.Context, r Report) error {
	_, err := s.write.ExecContext(ctx, `INSERT INTO report (at, clean, body) VALUES ($1,$2,$3)
		ON CONFLICT (at) DO UPDATE SET clean=excluded.clean, body=excluded.body`, at(r.At), r.Clean, string(r.Body))
	return explain("keep report", err)
}

// Reports lists the newest reports first.
func (s *Store) Reports(ctx context.Context, limit int) ([]Report, error) {
	all, err := list(ctx, s.read, func(row scanner) (r Report, err error) {
		var body string
		err = row.Scan(toTime(&r.At), &r.Clean, &body)
		r.Body = []byte(body)
		return r, err
	}, `SELECT at, clean, body FROM report ORDER BY at DESC LIMIT $1`, limit)
	return all, explain("list reports", err)
}
