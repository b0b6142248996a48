package store

import (
	"context"
	"database/sql"
	"strings"
	"time"

	"github.com/google/uuid"

	"foja/docket"
)

// MovedMessage is a move of a message out of a case.
type MovedMessage struct {
	Request string // the case that it left
	Seq     int    // of the event that records it
	Message string
	To      docket.MoveTo
	Case    string // request ID of the target; "" = the holding pen
	Reason  string // document ID
	By      string // user ID
	At      time.Time
}

// MovesOf lists the moves of a message, the first one first.
func (s *Store) MovesOf(ctx context.Context, message string) ([]MovedMessage, error) {
	return s.moves(ctx, "message", message)
}

// MovedFrom lists the messages that left a case, the first one first.
func (s *Store) MovedFrom(ctx context.Context, request string) ([]MovedMessage, error) {
	return s.moves(ctx, "request", request)
}

func (s *Store) moves(ctx context.Context, column, value string) ([]MovedMessage, error) {
	all, err := list(ctx, s.read, func(row scanner) (m MovedMessage, err error) {
		err = row.Scan(&m.Request, &m.Seq, &m.Message, &m.To, &m.Case, &m.Reason, &m.By, toTime(&m.At))
		return m, err
	}, `SELECT request, seq, message, move_to, to_request, reason, by_user, at FROM message_move WHERE `+column+
		`=$1 ORDER BY at, request, seq`, value)
	return all, explain("list moved messages", err)
}

// projectMove updates the rows of a message and of its documents for an event that moves it. The target case is
// projected first, so that a message always belongs somewhere.
func (s *Store) projectMove(ctx context.Context, tx *sql.Tx, request string, e docket.Event) error {
	if e.Kind == docket.EventKind(docket.ActTakeMessage) {
		if e.Move.To == docket.MoveToNew {
			return nil // the registration assigned it
		}
		if err := moveDocuments(ctx, tx, e.Message, e.Move.Case, request); err != nil {
			return err
		}
		further, err := change(ctx, tx, `DELETE FROM message_case WHERE message=$1 AND request=$2`, e.Message, e.Move.Case)
		if err != nil {
			return err
		}
		if further { // it belongs to several cases, and leaves one that is not its first
			if err := addCases(ctx, tx, e.Message, []string{request}); err != nil {
				return err
			}
			return forgetWords(ctx, tx, e.Move.Case)
		}
		_, err = tx.ExecContext(ctx,
			`UPDATE message SET fate=$2, request=$3, reason='', suggested='', letter='', note='', settled_at=$4, settled_by=$5,
			searched=FALSE WHERE id=$1`, e.Message, string(docket.FateReply), request, at(e.At), e.By.User)
		if err != nil {
			return err
		}
		return forgetWords(ctx, tx, e.Move.Case)
	}
	_, err := tx.ExecContext(ctx,
		`INSERT INTO message_move (request, seq, message, move_to, to_request, reason, by_user, at)
		VALUES ($1,$2,$3,$4,$5,$6,$7,$8)`, request, e.Seq, e.Message, string(e.Move.To), e.Move.Case, e.Text,
		e.By.User, at(e.At))
	if err != nil || e.Move.To == docket.MoveToCase {
		return err
	}
	if _, err := tx.ExecContext(ctx, `DELETE FROM message_case WHERE message=$1 AND request=$2`, e.Message,
		request); err != nil {
		return err
	}
	left, err := change(ctx, tx,
		`UPDATE message SET fate=$3, request='', reason=$4, suggested='', letter='', note='', settled_at=$5, settled_by=$6,
		searched=FALSE WHERE id=$1 AND request=$2`, e.Message, request, string(docket.FateHeld), string(docket.HeldMoved),
		at(e.At), e.By.User)
	if err != nil || !left {
		return err
	}
	if err := moveDocuments(ctx, tx, e.Message, request, ""); err != nil {
		return err
	}
	return forgetWords(ctx, tx, request)
}

// moveDocuments assigns the files of a message to another request, "" = to none. A file that an event of the old case
// refers to stays there as well, under the same ID, because an answer may rely on it. The other request then gets a
// copy that shares the bytes.
func moveDocuments(ctx context.Context, tx *sql.Tx, message, from, to string) error {
	docs, err := list(ctx, tx, readDocument, `SELECT `+documentColumns+` FROM document WHERE request=$1 AND request<>''
		AND (key LIKE $2 OR id IN (SELECT u.document FROM upload u WHERE u.message=$3))`, from,
		"message:"+message+":%", message)
	if err != nil {
		return err
	}
	for _, d := range docs {
		named, err := count(ctx, tx, `SELECT (SELECT count(*) FROM event WHERE request=$1 AND body LIKE $2)
			+ (SELECT count(*) FROM appeal_event WHERE request=$1 AND body LIKE $2)`, from, `%"`+d.ID+`"%`)
		if err != nil {
			return err
		}
		if named > 0 {
			err = copyDocument(ctx, tx, d, to)
		} else {
			_, err = tx.ExecContext(ctx, `UPDATE document SET request=$2, searched=FALSE WHERE id=$1`, d.ID, to)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// copyDocument gives another request a document of its own with the same bytes and the same key.
func copyDocument(ctx context.Context, tx *sql.Tx, d Document, to string) error {
	twin := uuid.NewString()
	var key sql.NullString
	if err := tx.QueryRowContext(ctx, `SELECT key FROM document WHERE id=$1`, d.ID).Scan(&key); err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, `UPDATE document SET key=NULL WHERE id=$1`, d.ID); err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx,
		`INSERT INTO document (id, key, request, kind, name, type, size, sha256, by_user, kept_at)
		VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10)`, twin, key, to, d.Kind, d.Name, d.Type, d.Size, d.SHA256, d.By,
		at(d.At)); err != nil {
		return err
	}
	_, err := tx.ExecContext(ctx, `UPDATE upload SET document=$2 WHERE document=$1`, d.ID, twin)
	return err
}

// forgetWords removes the words of a moved message from a case's search: the search starts again with the
// registration, and the remaining files are read again.
func forgetWords(ctx context.Context, tx *sql.Tx, request string) error {
	r, err := one(tx.QueryRowContext(ctx, requestQuery+`r.id=$1`, request), readRequest, "read request", noRequest())
	if err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, `UPDATE requester SET search=$1 WHERE request=$2`,
		strings.Join(registeredWords(r), " "), request); err != nil {
		return err
	}
	for _, table := range []string{"document", "message"} {
		if _, err := tx.ExecContext(ctx, `UPDATE `+table+` SET searched=FALSE WHERE request=$1`, request); err != nil { //nolint:gosec // a name of a table in this file
			return err
		}
	}
	return nil
}
