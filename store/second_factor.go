package store

import (
	"context"
	"strings"
	"time"

	"foja/docket"
)

// SecondFactor is a user's TOTP secret (RFC 6238).
type SecondFactor struct {
	User     string
	Secret   string    // base32
	Since    time.Time // when it was confirmed; zero = being set up, not in force yet
	LastStep int64     // of the last code taken, in steps of 30 s since 1970
	Recovery []string  // SHA-256 of the recovery codes left, in hexadecimal digits
}

// SecondFactor returns a user's; CodeNotFound when there is none. Its secret is encrypted in the register: without
// the key ErrNoKey.
func (s *Store) SecondFactor(ctx context.Context, user string) (SecondFactor, error) {
	f, err := s.sealedFactor(ctx, user)
	if err != nil {
		return SecondFactor{}, err
	}
	secret, err := s.unsealed(f.Secret, factorRow(user))
	f.Secret = string(secret)
	return f, err
}

// HasSecondFactor reports whether a user's account is protected by one.
func (s *Store) HasSecondFactor(ctx context.Context, user string) (bool, error) {
	n, err := count(ctx, s.read, `SELECT count(*) FROM second_factor WHERE app_user=$1 AND since IS NOT NULL`, user)
	return n > 0, explain("read second factor", err)
}

func (s *Store) sealedFactor(ctx context.Context, user string) (SecondFactor, error) {
	row := s.read.QueryRowContext(ctx,
		`SELECT app_user, secret, since, last_step, recovery FROM second_factor WHERE app_user=$1`, user)
	return one(row, func(row scanner) (f SecondFactor, err error) {
		var recovery string
		err = row.Scan(&f.User, &f.Secret, toTime(&f.Since), &f.LastStep, &recovery)
		f.Recovery = strings.Fields(recovery)
		return f, err
	}, "read second factor", docket.Refuse(docket.CodeNotFound, "second_factor.none"))
}

// SecondFactors lists the users protected by one.
func (s *Store) SecondFactors(ctx context.Context) (map[string]bool, error) {
	return s.setOf(ctx, "list second factors", `SELECT app_user FROM second_factor WHERE since IS NOT NULL`)
}

// setOf is a column as a set.
func (s *Store) setOf(ctx context.Context, what, query string) (map[string]bool, error) {
	all, err := list(ctx, s.read, readText, query)
	have := map[string]bool{}
	for _, one := range all {
		have[one] = true
	}
	return have, explain(what, err)
}

// SetSecondFactor replaces a user's second factor.
func (s *Store) SetSecondFactor(ctx context.Context, f SecondFactor) error {
	if s.sealer == nil {
		return ErrNoKey
	}
	_, err := s.write.ExecContext(ctx,
		`INSERT INTO second_factor (app_user, secret, since, last_step, recovery) VALUES ($1,$2,$3,$4,$5)
		ON CONFLICT (app_user) DO UPDATE SET secret=$2, since=$3, last_step=$4, recovery=$5`,
		f.User, s.sealer.Seal([]byte(f.Secret), factorRow(f.User)), at(f.Since), f.LastStep, strings.Join(f.Recovery, " "))
	return explain("set second factor", err)
}

// TakeStep uses the code of a step: false when that step, or a later one, was used before.
func (s *Store) TakeStep(ctx context.Context, user string, step int64) (bool, error) {
	taken, err := change(ctx, s.write,
		`UPDATE second_factor SET last_step=$2 WHERE app_user=$1 AND last_step<$2`, user, step)
	return taken, explain("take a code", err)
}

// TakeRecovery uses up one recovery code: false when it was used meanwhile.
func (s *Store) TakeRecovery(ctx context.Context, f SecondFactor, hash string) (bool, error) {
	var left []string
	for _, r := range f.Recovery {
		if r != hash {
			left = append(left, r)
		}
	}
	taken, err := change(ctx, s.write, `UPDATE second_factor SET recovery=$3 WHERE app_user=$1 AND recovery=$2`,
		f.User, strings.Join(f.Recovery, " "), strings.Join(left, " "))
	return taken, explain("take a recovery code", err)
}

// DropSecondFactor deletes a user's, if there is one.
func (s *Store) DropSecondFactor(ctx context.Context, user string) error {
	_, err := s.write.ExecContext(ctx, `DELETE FROM second_factor WHERE app_user=$1`, user)
	return explain("drop second factor", err)
}
