package store

import (
	"context"
	"time"
)

// LoginFailure remembers a failed login, so that guessing becomes slow.
func (s *Store) LoginFailure(ctx context.Context, login, ip string, when time.Time) error {
	_, err := s.write.ExecContext(ctx, `INSERT INTO login_failure (login_hash, ip, at) VALUES ($1,$2,$3)`,
		sum([]byte(loginKey(login))), clean(ip), at(s.or(when)))
	return explain("remember failed login", err)
}

// LoginFailures counts the failed logins under a name since an instant.
func (s *Store) LoginFailures(ctx context.Context, login string, since time.Time) (int, error) {
	n, err := count(ctx, s.read, `SELECT count(*) FROM login_failure WHERE login_hash=$1 AND at>=$2`, sum([]byte(loginKey(login))), at(since))
	return n, explain("count failed logins", err)
}

// ClearLoginFailures forgets the failed logins under a name: somebody got in.
func (s *Store) ClearLoginFailures(ctx context.Context, login string) error {
	_, err := s.write.ExecContext(ctx, `DELETE FROM login_failure WHERE login_hash=$1`, sum([]byte(loginKey(login))))
	return explain("forget failed logins", err)
}
