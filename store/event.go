package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"

	"foja/docket"
)

// link is the hash of an event on top of the previous hash. The first one includes the request's ID, so that a chain
// cannot be moved to another request.
func link(request, before string, body []byte) string {
	if before == "" {
		before = request
	}
	return sum(append([]byte(before), body...))
}

type eventRow struct {
	seq        int
	body, hash string
}

func readEvent(row scanner) (e eventRow, err error) {
	err = row.Scan(&e.seq, &e.body, &e.hash)
	return e, err
}

func events(ctx context.Context, q querier, request string) ([]eventRow, error) {
	return list(ctx, q, readEvent, `SELECT seq, body, hash FROM event WHERE request=$1 ORDER BY seq`, request)
}

// Events returns the history of a request in order.
func (s *Store) Events(ctx context.Context, request string) ([]docket.Event, error) {
	rows, err := events(ctx, s.read, request)
	if err != nil {
		return nil, explain("list events", err)
	}
	all := make([]docket.Event, len(rows))
	for i, row := range rows {
		if err := json.Unmarshal([]byte(row.body), &all[i]); err != nil {
			return nil, explain("read event", err)
		}
	}
	return all, nil
}

// VerifyChain recomputes the hashes of a request's history. When ok is false, atSeq is the first event that was
// changed, is missing, or was cut off at the end. It cannot detect a forger who rewrites all later hashes and the
// request's row: for that, compare with a backup or with the hashes in letters.
func (s *Store) VerifyChain(ctx context.Context, request string) (ok bool, atSeq int, err error) {
	tx, err := s.snapshot(ctx)
	if err != nil {
		return false, 0, explain("verify chain: begin", err)
	}
	defer func() { err = errors.Join(err, tx.Rollback()) }()
	var last int
	var chain string
	err = tx.QueryRowContext(ctx, `SELECT seq, chain FROM request WHERE id=$1`, request).Scan(&last, &chain)
	if errors.Is(err, sql.ErrNoRows) {
		return false, 0, noRequest()
	}
	if err != nil {
		return false, 0, explain("verify chain", err)
	}
	rows, err := events(ctx, tx, request)
	if err != nil {
		return false, 0, explain("verify chain", err)
	}
	ok, atSeq = verifyChain(request, rows, last, chain)
	return ok, atSeq, nil
}

// verifyChain recomputes a chain from its root and compares it with the end stored in its row.
func verifyChain(root string, rows []eventRow, last int, chain string) (ok bool, atSeq int) {
	before := ""
	for i, row := range rows {
		if row.seq != i+1 || row.hash != link(root, before, []byte(row.body)) {
			return false, i + 1
		}
		before = row.hash
	}
	if len(rows) != last || before != chain {
		return false, min(len(rows), last) + 1
	}
	return true, 0
}
