package store

import (
	"context"
	"database/sql"
	"time"
)

// turnsKept is how long turns are remembered: longer than any letter waits for its own.
const turnsKept = 30 * 24 * time.Hour

// LastTurn is when a scope had its last automatic answer but that of id; zero when there was none.
func (s *Store) LastTurn(ctx context.Context, scope, id string) (last time.Time, err error) {
	err = s.read.QueryRowContext(ctx, `SELECT max(at) FROM automatic_answer WHERE scope=$1 AND id<>$2`, clean(scope),
		id).Scan(toTime(&last))
	return last, explain("read the last turn", err)
}

// TakeTurn lets an automatic answer take one of limit turns that its scope has since the given instant, and says
// whether there was one. The same answer asking again has the turn it took. Two that ask in the same
// instant on PostgreSQL may both get the last one: it is a brake, not a count.
func (s *Store) TakeTurn(ctx context.Context, scope, id string, now, since time.Time,
	limit int,
) (taken bool, err error) {
	err = s.inTx(ctx, "take a turn", func(tx *sql.Tx) error {
		n, err := count(ctx, tx, `SELECT count(*) FROM automatic_answer WHERE scope=$1 AND id=$2`, clean(scope), id)
		if taken = n > 0; err != nil || taken {
			return err
		}
		used, err := count(ctx, tx, `SELECT count(*) FROM automatic_answer WHERE scope=$1 AND at>$2`, clean(scope), at(since))
		if err != nil || used >= limit {
			return err
		}
		if _, err := tx.ExecContext(ctx, `DELETE FROM automatic_answer WHERE at<$1`, at(now.Add(-turnsKept))); err != nil {
			return err
		}
		taken, err = change(ctx, tx, `INSERT INTO automatic_answer (scope, id, at) VALUES ($1,$2,$3) ON CONFLICT DO NOTHING`,
			clean(scope), id, at(now))
		return err
	})
	return taken, err
}
