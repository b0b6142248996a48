package postoffice

import (
	"context"
	"database/sql"
	"errors"
	"strings"
	"time"

	"github.com/emersion/go-imap/v2"
)

// message is one message of a mailbox without its bytes.
type message struct {
	uid    imap.UID
	body   int64
	flags  []imap.Flag
	date   time.Time
	size   int64
	modseq int64
}

// Stored is a message as the demo's pages show it.
type Stored struct {
	UID          uint32
	InternalDate time.Time // when it was stored, UTC
	Flags        []string
	Raw          []byte
}

// Messages lists a mailbox of an account, oldest first.
func (po *PostOffice) Messages(ctx context.Context, address, mailboxName string) ([]Stored, error) {
	account, _, err := po.store.recipient(ctx, address)
	if err != nil {
		return nil, err
	}
	m, err := findMailbox(ctx, po.store.db, account, mailboxName)
	if err != nil {
		return nil, err
	}
	list, err := po.store.messages(ctx, m.id)
	if err != nil {
		return nil, err
	}
	out := make([]Stored, 0, len(list))
	for _, msg := range list {
		raw, err := po.store.raw(ctx, msg.body)
		if errors.Is(err, errNotFound) {
			continue // expunged meanwhile
		} else if err != nil {
			return nil, err
		}
		s := Stored{UID: uint32(msg.uid), InternalDate: msg.date, Raw: raw}
		for _, f := range msg.flags {
			s.Flags = append(s.Flags, string(f))
		}
		out = append(out, s)
	}
	return out, nil
}

// messages lists a mailbox by UID.
func (s *store) messages(ctx context.Context, mailboxID int64) ([]message, error) {
	return listMessages(ctx, s.db, mailboxID)
}

func listMessages(ctx context.Context, q querier, mailboxID int64) (list []message, err error) {
	rows, err := q.QueryContext(ctx, `SELECT m.uid, m.body, m.flags, m.internal_date, m.modseq, b.size
		FROM message m JOIN body b ON b.id = m.body WHERE m.mailbox=? ORDER BY m.uid`, mailboxID)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var m message
		var flags string
		var date int64
		if err := rows.Scan(&m.uid, &m.body, &flags, &date, &m.modseq, &m.size); err != nil {
			return nil, err
		}
		m.flags, m.date = parseFlags(flags), time.Unix(0, date).UTC()
		list = append(list, m)
	}
	return list, rows.Err()
}

// raw returns a body's bytes.
func (s *store) raw(ctx context.Context, body int64) (raw []byte, err error) {
	err = s.db.QueryRowContext(ctx, `SELECT raw FROM body WHERE id=?`, body).Scan(&raw)
	return raw, orNotFound(err)
}

func insertBody(ctx context.Context, tx *sql.Tx, raw []byte) (body int64, err error) {
	err = tx.QueryRowContext(ctx, `INSERT INTO body(size, raw) VALUES(?, ?) RETURNING id`, len(raw), raw).Scan(&body)
	return body, err
}

// file puts a body into a mailbox under the mailbox's next UID.
func file(ctx context.Context, tx *sql.Tx, mailboxID, body int64, flags []imap.Flag, date time.Time) (imap.UID, error) {
	var uid, modseq int64
	err := tx.QueryRowContext(ctx, `UPDATE mailbox SET uid_next=uid_next+1, modseq=modseq+1 WHERE id=?
		RETURNING uid_next-1, modseq`, mailboxID).Scan(&uid, &modseq)
	if err != nil {
		return 0, orNotFound(err)
	}
	_, err = tx.ExecContext(ctx,
		`INSERT INTO message(mailbox, uid, body, flags, internal_date, modseq) VALUES(?,?,?,?,?,?)`,
		mailboxID, uid, body, formatFlags(flags), date.UnixNano(), modseq)
	return imap.UID(uid), err
}

// discard removes messages from a mailbox and the bodies nobody else shows.
func discard(ctx context.Context, tx *sql.Tx, mailboxID int64, uids []imap.UID) error {
	for _, uid := range uids {
		if _, err := tx.ExecContext(ctx, `DELETE FROM message WHERE mailbox=? AND uid=?`, mailboxID, uid); err != nil {
			return err
		}
	}
	if _, err := touch(ctx, tx, mailboxID); err != nil {
		return err
	}
	return sweepBodies(ctx, tx)
}

func sweepBodies(ctx context.Context, tx *sql.Tx) error {
	_, err := tx.ExecContext(ctx, `DELETE FROM body WHERE NOT EXISTS (SELECT 1 FROM message WHERE message.body = body.id)`)
	return err
}

// systemFlags by their lower-case form: flags are compared without case (RFC 3501, 2.3.2).
var systemFlags = map[string]imap.Flag{
	`\seen`: imap.FlagSeen, `\answered`: imap.FlagAnswered, `\flagged`: imap.FlagFlagged,
	`\deleted`: imap.FlagDeleted, `\draft`: imap.FlagDraft,
}

func parseFlags(s string) []imap.Flag {
	flags := []imap.Flag{}
	for _, f := range strings.Fields(s) {
		flags = append(flags, imap.Flag(f))
	}
	return flags
}

// formatFlags canonicalises, drops doubles and \Recent.
func formatFlags(flags []imap.Flag) string {
	var out []string
	seen := map[string]bool{`\recent`: true}
	for _, f := range flags {
		low := strings.ToLower(string(f))
		if seen[low] {
			continue
		}
		seen[low] = true
		if canonical, ok := systemFlags[low]; ok {
			f = canonical
		}
		out = append(out, string(f))
	}
	return strings.Join(out, " ")
}

func hasFlag(flags []imap.Flag, want imap.Flag) bool {
	for _, f := range flags {
		if strings.EqualFold(string(f), string(want)) {
			return true
		}
	}
	return false
}

// changeFlags applies a STORE to a flag list.
func changeFlags(have []imap.Flag, by *imap.StoreFlags) []imap.Flag {
	var out []imap.Flag
	if by.Op != imap.StoreFlagsSet {
		for _, f := range have {
			if by.Op == imap.StoreFlagsAdd || !hasFlag(by.Flags, f) {
				out = append(out, f)
			}
		}
	}
	if by.Op != imap.StoreFlagsDel {
		out = append(out, by.Flags...)
	}
	return out
}
