package store

import (
	"context"
	"database/sql"
	"time"
)

// quotaUsesKept is how long uses are kept: longer than any letter waits.
const quotaUsesKept = 30 * 24 * time.Hour

// LastQuotaUse is the time of the last automatic answer in a scope, other than id's; zero when there was none.
func (s *Store) LastQuotaUse(ctx context.Context, scope, id string) (last time.Time, err error) {
	err = s.read.QueryRowContext(ctx, `SELECT max(at) FROM automatic_answer WHERE scope=$1 AND id<>$2`, clean(scope),
		id).Scan(toTime(&last))
	return last, explain("read the last turn", err)
}

// TakeQuota counts an automatic answer against the limit of its scope since the given instant, and reports whether
// the limit allowed it. Repeating the call for the same answer returns the same result. On PostgreSQL two concurrent
// calls may both get the last place: the limit is approximate.
func (s *Store) TakeQuota(ctx context.Context, scope, id string, now, since time.Time,
	limit int,
) (taken bool, err error) {
	err = s.inTx(ctx, "take from a quota", func(tx *sql.Tx) error {
		n, err := count(ctx, tx, `SELECT count(*) FROM automatic_answer WHERE scope=$1 AND id=$2`, clean(scope), id)
		if taken = n > 0; err != nil || taken {
			return err
		}
		used, err := count(ctx, tx, `SELECT count(*) FROM automatic_answer WHERE scope=$1 AND at>$2`, clean(scope), at(since))
		if err != nil || used >= limit {
			return err
		}
		_, err = tx.ExecContext(ctx, `DELETE FROM automatic_answer WHERE at<$1`, at(now.Add(-quotaUsesKept)))
		if err != nil {
			return err
		}
		taken, err = change(ctx, tx, `INSERT INTO automatic_answer (scope, id, at) VALUES ($1,$2,$3) ON CONFLICT DO NOTHING`,
			clean(scope), id, at(now))
		return err
	})
	return taken, err
}
