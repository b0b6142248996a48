package store

import (
	"context"
	"time"
)

type remembered struct {
	hash     string
	response []byte
	status   int
}

func readRemembered(row scanner) (r remembered, err error) {
	err = row.Scan(&r.hash, &r.response, &r.status)
	return r, err
}

// Remember stores the answer to a command under its idempotency key. The first answer stays. The answer must contain
// IDs only, because this table is not among those with personal data.
func (s *Store) Remember(ctx context.Context, scope, key, requestHash string, response []byte, status int,
	when time.Time,
) error {
	_, err := s.write.ExecContext(ctx, `INSERT INTO remembered (scope, key, request_hash, response, status, at)
		VALUES ($1,$2,$3,$4,$5,$6) ON CONFLICT (scope, key) DO NOTHING`,
		clean(scope), clean(key), requestHash, append([]byte{}, response...), status, at(s.orNow(when)))
	return explain("remember answer", err)
}

// Recall returns the stored answer of a command.
func (s *Store) Recall(ctx context.Context,
	scope, key string,
) (requestHash string, response []byte, status int, found bool, err error) {
	all, err := list(ctx, s.read, readRemembered,
		`SELECT request_hash, response, status FROM remembered WHERE scope=$1 AND key=$2`,
		clean(scope), clean(key))
	if err != nil || len(all) == 0 {
		return "", nil, 0, false, explain("recall answer", err)
	}
	return all[0].hash, all[0].response, all[0].status, true, nil
}

// Forget deletes answers from before an instant and returns their number.
func (s *Store) Forget(ctx context.Context, before time.Time) (int64, error) {
	res, err := s.write.ExecContext(ctx, `DELETE FROM remembered WHERE at<$1`, at(before))
	if err != nil {
		return 0, explain("forget answers", err)
	}
	n, err := res.RowsAffected()
	return n, explain("forget answers", err)
}
