package store

import (
	"context"
	"database/sql"
	"strings"
)

// Unsearched is a document or a message of a case whose text is not in the search index yet.
type Unsearched struct {
	ID, Request string
	Name        string // of a document
	SHA256      string // of a document
	Message     bool
}

// Unsearched lists some of them; files that crashed their reader come last, so that nothing waits behind them.
func (s *Store) Unsearched(ctx context.Context, limit int) ([]Unsearched, error) {
	all, err := list(ctx, s.read, func(row scanner) (u Unsearched, err error) {
		err = row.Scan(&u.ID, &u.Request, &u.Name, &u.SHA256, &u.Message)
		return u, err
	}, `SELECT id, request, name, sha256, message FROM (
			SELECT d.id, d.request, d.name, d.sha256, FALSE AS message, COALESCE(r.attempts + r.cut_off, 0) + (CASE
				WHEN r.begun_at IS NULL THEN 0 ELSE 1 END) AS attempts FROM document d
				LEFT JOIN file_reading r ON r.sha256=d.sha256 AND r.task='words' WHERE NOT d.searched AND d.request<>''
			UNION ALL SELECT id, request, subject, '', TRUE, 0 FROM message WHERE NOT searched AND request<>'') u
		ORDER BY attempts LIMIT $1`, limit)
	return all, explain("list what is not searched", err)
}

// AddToSearch adds words to a case's search column, up to its limit.
func (s *Store) AddToSearch(ctx context.Context, u Unsearched, words string) error {
	return s.inTx(ctx, "add to search", func(tx *sql.Tx) error {
		var had string
		if err := tx.QueryRowContext(ctx, `SELECT search FROM requester WHERE request=$1`, u.Request).Scan(&had); err != nil {
			return err
		}
		if all := strings.Join(merged(strings.Fields(had), stems(words)), " "); all != had {
			if _, err := tx.ExecContext(ctx, `UPDATE requester SET search=$1 WHERE request=$2`, all, u.Request); err != nil {
				return err
			}
		}
		table := "document"
		if u.Message {
			table = "message"
		}
		_, err := tx.ExecContext(ctx, `UPDATE `+table+` SET searched=TRUE WHERE id=$1`, u.ID)
		return err
	})
}

// merged are the old and new words, up to the limit of the column.
func merged(had, more []string) []string {
	seen, size := make(map[string]bool, len(had)), 0
	for _, w := range had {
		seen[w] = true
		size += len(w) + 1
	}
	for _, w := range more {
		if !seen[w] && size+len(w) < maxSearch {
			had, seen[w] = append(had, w), true
			size += len(w) + 1
		}
	}
	return had
}
