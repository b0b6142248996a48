package store

import (
	"context"
	"time"

	"foja/docket"
)

// IdentityUser is whose account an identity provider's subject is; CodeNotFound when it is nobody's.
func (s *Store) IdentityUser(ctx context.Context, issuer, subject string) (user string, err error) {
	return one(s.read.QueryRowContext(ctx, `SELECT app_user FROM identity WHERE issuer=$1 AND subject=$2`, issuer, subject), readText,
		"read identity", docket.Refuse(docket.CodeNotFound, "Nadie tiene esa identidad."))
}

// Identified says whether a user has signed in through an identity provider.
func (s *Store) Identified(ctx context.Context, user string) (bool, error) {
	n, err := count(ctx, s.read, `SELECT count(*) FROM identity WHERE app_user=$1`, user)
	return n > 0, explain("count identities", err)
}

// Identities lists who has.
func (s *Store) Identities(ctx context.Context) (map[string]bool, error) {
	return s.setOf(ctx, "list identities", `SELECT app_user FROM identity`)
}

// Identify ties a subject to a user, once; false when either is tied to another.
func (s *Store) Identify(ctx context.Context, issuer, subject, user string, when time.Time) (bool, error) {
	tied, err := change(ctx, s.write, `INSERT INTO identity (issuer, subject, app_user, since) VALUES ($1,$2,$3,$4) ON CONFLICT DO NOTHING`,
		issuer, subject, user, at(when))
	return tied, explain("keep identity", err)
}

// Unidentify unties a user: she may then sign in with another identity.
func (s *Store) Unidentify(ctx context.Context, user string) error {
	_, err := s.write.ExecContext(ctx, `DELETE FROM identity WHERE app_user=$1`, user)
	return explain("drop identity", err)
}
