package store

import (
	"context"
	"fmt"
)

// CaseChangeMark changes whenever something happens to a case: it consists of the number of its last event (0 before
// the first), and the counts of its appeals' events, its messages and the reports about its letters.
func (s *Store) CaseChangeMark(ctx context.Context, request string) (string, error) {
	var last, appeals, mail, reports int
	err := s.read.QueryRowContext(ctx, `SELECT (SELECT coalesce(max(seq), 0) FROM event WHERE request=$1),
		(SELECT coalesce(sum(seq), 0) FROM appeal WHERE request=$1), (SELECT count(*) FROM message WHERE request=$1
			AND request<>''),
		(SELECT count(*) FROM delivery_fact f JOIN letter l ON l.id=f.letter WHERE l.request=$1)`, request).Scan(&last,
		&appeals, &mail, &reports)
	return fmt.Sprintf("%d.%d.%d.%d", last, appeals, mail, reports), explain("feel the pulse of a case", err)
}

// ListChangeMark changes whenever work is added, finished or reassigned: open and claimed tasks, the last request, held
// mail, appeals, and news.
func (s *Store) ListChangeMark(ctx context.Context) (string, error) {
	var open, held, last, mail, appeals, news int
	err := s.read.QueryRowContext(ctx,
		`SELECT (SELECT count(*) FROM task WHERE state<>'done'), (SELECT count(*) FROM task WHERE state<>'done'
				AND holder<>''),
		(SELECT coalesce(max(ordinal), 0) FROM request), (SELECT count(*) FROM message WHERE fate='held'),
		(SELECT coalesce(sum(seq), 0) FROM appeal), (SELECT count(*) FROM work_item WHERE news)`).Scan(&open, &held, &last,
		&mail, &appeals, &news)
	return fmt.Sprintf("%d.%d.%d.%d.%d.%d", open, held, last, mail, appeals, news),
		explain("feel the pulse of the lists", err)
}
