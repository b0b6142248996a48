package postoffice

import (
	"context"
	"database/sql"
	"errors"
	"strings"
	"unicode/utf8"
)

const delimiter = '/'

var errExists = errors.New("exists already")

// mailbox is a row of its table.
type mailbox struct {
	id         int64
	name       string
	validity   uint32
	uidNext    uint32
	modseq     int64
	subscribed bool
}

// querier is a transaction or the database.
type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
}

const mailboxColumns = `id, name, validity, uid_next, modseq, subscribed`

func scanMailbox(row interface{ Scan(...any) error }) (m mailbox, err error) {
	err = row.Scan(&m.id, &m.name, &m.validity, &m.uidNext, &m.modseq, &m.subscribed)
	return m, orNotFound(err)
}

func findMailbox(ctx context.Context, q querier, account int64, name string) (mailbox, error) {
	if strings.EqualFold(name, "INBOX") {
		name = "INBOX"
	}
	return scanMailbox(q.QueryRowContext(ctx, `SELECT `+mailboxColumns+` FROM mailbox WHERE account=? AND name=?`,
		account, name))
}

func (s *store) mailboxes(ctx context.Context, account int64) (all []mailbox, err error) {
	rows, err := s.db.QueryContext(ctx, `SELECT `+mailboxColumns+` FROM mailbox WHERE account=? ORDER BY name`, account)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		m, err := scanMailbox(rows)
		if err != nil {
			return nil, err
		}
		all = append(all, m)
	}
	return all, rows.Err()
}

// createMailbox gives the new mailbox a UIDVALIDITY that no mailbox of this file ever had:
// one deleted and made again under its name is a different one (RFC 3501, 2.3.1.1).
func createMailbox(ctx context.Context, tx *sql.Tx, account int64, name string) (mailbox, error) {
	if _, err := findMailbox(ctx, tx, account, name); !errors.Is(err, errNotFound) {
		if err == nil {
			err = errExists
		}
		return mailbox{}, err
	}
	var validity int64
	err := tx.QueryRowContext(ctx,
		`UPDATE office SET next_validity=next_validity+1 RETURNING next_validity-1`).Scan(&validity)
	if err != nil {
		return mailbox{}, err
	}
	return scanMailbox(tx.QueryRowContext(ctx,
		`INSERT INTO mailbox(account, name, validity) VALUES(?, ?, ?) RETURNING `+mailboxColumns, account, name, validity))
}

// create makes a mailbox and the missing ones above it (RFC 3501, 6.3.3).
func (s *store) create(ctx context.Context, account int64, name string) error {
	return s.change(ctx, func(tx *sql.Tx) error {
		for i, r := range name {
			if r == delimiter && i > 0 {
				if _, err := createMailbox(ctx, tx, account, name[:i]); err != nil && !errors.Is(err, errExists) {
					return err
				}
			}
		}
		_, err := createMailbox(ctx, tx, account, name)
		return err
	})
}

func (s *store) remove(ctx context.Context, account int64, name string) (id int64, err error) {
	err = s.change(ctx, func(tx *sql.Tx) error {
		m, err := findMailbox(ctx, tx, account, name)
		if err != nil {
			return err
		}
		id = m.id
		if _, err := tx.ExecContext(ctx, `DELETE FROM message WHERE mailbox=?`, m.id); err != nil {
			return err
		}
		if err := sweepBodies(ctx, tx); err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `DELETE FROM mailbox WHERE id=?`, m.id)
		return err
	})
	return id, err
}

// rename renames a mailbox and the ones below it; UIDs and UIDVALIDITY stay.
func (s *store) rename(ctx context.Context, account int64, from, to string) error {
	return s.change(ctx, func(tx *sql.Tx) error {
		if _, err := findMailbox(ctx, tx, account, from); err != nil {
			return err
		}
		if _, err := findMailbox(ctx, tx, account, to); !errors.Is(err, errNotFound) {
			return errors.Join(errExists, err)
		}
		below := from + string(delimiter)
		_, err := tx.ExecContext(ctx, `UPDATE mailbox SET name = ? || substr(name, ?)
			WHERE account=? AND (name=? OR substr(name, 1, ?)=?)`,
			to, utf8.RuneCountInString(from)+1, account, from, utf8.RuneCountInString(below), below)
		return err
	})
}

func (s *store) subscribe(ctx context.Context, account int64, name string, yes bool) error {
	return s.change(ctx, func(tx *sql.Tx) error {
		m, err := findMailbox(ctx, tx, account, name)
		if err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `UPDATE mailbox SET subscribed=? WHERE id=?`, yes, m.id)
		return err
	})
}

// touch counts one change of a mailbox and returns the count.
func touch(ctx context.Context, tx *sql.Tx, id int64) (modseq int64, err error) {
	err = tx.QueryRowContext(ctx, `UPDATE mailbox SET modseq=modseq+1 WHERE id=? RETURNING modseq`, id).Scan(&modseq)
	return modseq, orNotFound(err)
}
