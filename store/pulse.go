package store

import (
	"context"
	"fmt"
)

// CasePulse changes whenever something happens to a case: the number of its last event, 0 before the first.
func (s *Store) CasePulse(ctx context.Context, request string) (string, error) {
	n, err := count(ctx, s.read, `SELECT coalesce(max(seq), 0) FROM event WHERE request=$1`, request)
	return fmt.Sprint(n), explain("feel the pulse of a case", err)
}

// ListPulse changes whenever work comes, goes or changes hands: open tasks, those that somebody holds, the last request, held mail.
func (s *Store) ListPulse(ctx context.Context) (string, error) {
	var open, held, last, mail int
	err := s.read.QueryRowContext(ctx, `SELECT (SELECT count(*) FROM task WHERE state<>'done'), (SELECT count(*) FROM task WHERE state<>'done' AND holder<>''),
		(SELECT coalesce(max(ordinal), 0) FROM request), (SELECT count(*) FROM message WHERE fate='held')`).Scan(&open, &held, &last, &mail)
	return fmt.Sprintf("%d.%d.%d.%d", open, held, last, mail), explain("feel the pulse of the lists", err)
}
