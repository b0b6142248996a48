package store

import (
	"context"
	"database/sql"
	"errors"
	"time"
)

// LimitKey names what is counted. Kind is the meaning of Value (a login, a network address), so that equal values of
// two kinds are counted apart. The database stores a hash of Value.
type LimitKey struct{ Kind, Value string }

// Limit allows Most uses at once; they are restored evenly within Window.
type Limit struct {
	Key    LimitKey
	Most   int64
	Window time.Duration
}

// LimitUse counts N uses against a limit; N is at least 1.
type LimitUse struct {
	Limit
	N int64
}

// cost is how long the uses take to be restored, in microseconds.
func (u LimitUse) cost() int64 {
	// rounded down, so that Most uses always fit
	return max(1, int64(float64(u.Window.Microseconds())/float64(u.Most)*float64(u.N)))
}

// Exceeded is a limit without a free use. Wait is when there will be one; zero = never, because the request exceeds
// Most.
type Exceeded struct {
	Limit
	Wait time.Duration
}

// Reserve counts uses against all limits, or against none: then it returns the first exceeded one. Reserving before
// the check is safe against concurrent attempts, in this process or another. Refund restores uses that turn out to be
// allowed.
func (s *Store) Reserve(ctx context.Context, now time.Time, uses ...LimitUse) (over *Exceeded, err error) {
	// Most refusals need no write: an exceeded limit costs one read.
	if over, err = s.Exhausted(ctx, now, uses...); err != nil || over != nil {
		return over, err
	}
	err = s.inTx(ctx, "reserve", func(tx *sql.Tx) error {
		for _, u := range uses {
			taken, err := reserve(ctx, tx, u, now.UnixMicro())
			if err != nil {
				return err
			}
			if !taken {
				if over, err = exceeded(ctx, tx, u, now.UnixMicro()); err == nil && over == nil {
					over = &Exceeded{Limit: u.Limit, Wait: time.Second} // a use was restored in between
				}
				return errors.Join(err, errNoRow) // rolls back the others
			}
		}
		return nil
	})
	if over != nil {
		return over, nil
	}
	return nil, err
}

// reserve is the generic cell rate algorithm in one statement. Its update locks the row, so that uses are counted one
// after the other on both engines.
func reserve(ctx context.Context, q querier, u LimitUse, now int64) (bool, error) {
	cost, window := u.cost(), u.Window.Microseconds()
	if cost > window {
		return false, nil
	}
	return change(ctx, q, `INSERT INTO limit_use (kind, value, full_at) VALUES ($1,$2,$3)
		ON CONFLICT (kind, value) DO UPDATE SET full_at = CASE WHEN limit_use.full_at > $4 THEN limit_use.full_at
			ELSE $4 END + $5
		WHERE limit_use.full_at + $5 <= $4 + $6`, u.Key.Kind, u.Key.hash(), now+cost, now, cost, window)
}

// Exhausted returns the first limit without enough uses left, nil when all have. It counts nothing.
func (s *Store) Exhausted(ctx context.Context, now time.Time, uses ...LimitUse) (*Exceeded, error) {
	for _, u := range uses {
		if over, err := exceeded(ctx, s.read, u, now.UnixMicro()); err != nil || over != nil {
			return over, explain("look at limits", err)
		}
	}
	return nil, nil
}

func exceeded(ctx context.Context, q querier, u LimitUse, now int64) (*Exceeded, error) {
	cost, window := u.cost(), u.Window.Microseconds()
	if cost > window {
		return &Exceeded{Limit: u.Limit}, nil
	}
	all, err := list(ctx, q, func(row scanner) (at int64, err error) {
		err = row.Scan(&at)
		return at, err
	}, `SELECT full_at FROM limit_use WHERE kind=$1 AND value=$2`, u.Key.Kind, u.Key.hash())
	if err != nil || len(all) == 0 || all[0]+cost <= now+window {
		return nil, err
	}
	return &Exceeded{Limit: u.Limit, Wait: time.Duration(all[0]+cost-now-window) * time.Microsecond}, nil
}

// Refund restores what Reserve counted.
func (s *Store) Refund(ctx context.Context, uses ...LimitUse) error {
	return s.inTx(ctx, "refund", func(tx *sql.Tx) error {
		for _, u := range uses {
			if _, err := tx.ExecContext(ctx, `UPDATE limit_use SET full_at=full_at-$1 WHERE kind=$2 AND value=$3`, u.cost(),
				u.Key.Kind, u.Key.hash()); err != nil {
				return err
			}
		}
		return nil
	})
}

// Reset restores all uses of a key.
func (s *Store) Reset(ctx context.Context, key LimitKey) error {
	_, err := s.write.ExecContext(ctx, `DELETE FROM limit_use WHERE kind=$1 AND value=$2`, key.Kind, key.hash())
	return explain("reset limit", err)
}

// ForgetLimits deletes rows of fully restored limits and returns their number.
func (s *Store) ForgetLimits(ctx context.Context, now time.Time) (int64, error) {
	res, err := s.write.ExecContext(ctx, `DELETE FROM limit_use WHERE full_at<=$1`, now.UnixMicro())
	if err != nil {
		return 0, explain("forget limits", err)
	}
	n, err := res.RowsAffected()
	return n, explain("forget limits", err)
}

func (k LimitKey) hash() string { return sum([]byte(k.Value)) }
