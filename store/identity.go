package store

import (
	"context"
	"database/sql"
	"time"

	"foja/docket"
)

// IdentityUser is whose account an identity provider's subject is; CodeNotFound when it is nobody's.
func (s *Store) IdentityUser(ctx context.Context, issuer, subject string) (user string, err error) {
	return one(s.read.QueryRowContext(ctx, `SELECT app_user FROM identity WHERE issuer=$1 AND subject=$2`, issuer,
		subject), readText,
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
	tied, err := change(ctx, s.write,
		`INSERT INTO identity (issuer, subject, app_user, since) VALUES ($1,$2,$3,$4) ON CONFLICT DO NOTHING`,
		issuer, subject, user, at(when))
	return tied, explain("keep identity", err)
}

// Invitation lets a user's account be tied to an identity, once. Its secret is told to whoever is invited, and kept as
// a hash.
type Invitation struct {
	User, Hash string
	By         string // user ID of who invites
	ExpiresAt  time.Time
}

// Invite keeps an invitation; an earlier one of the same user is good no longer.
func (s *Store) Invite(ctx context.Context, i Invitation) error {
	_, err := s.write.ExecContext(ctx,
		`INSERT INTO identity_invitation (app_user, hash, by_user, made_at, expires_at) VALUES ($1,$2,$3,$4,$5)
		ON CONFLICT (app_user) DO UPDATE SET hash=excluded.hash, by_user=excluded.by_user, made_at=excluded.made_at,
			expires_at=excluded.expires_at`,
		i.User, i.Hash, i.By, at(s.now()), at(i.ExpiresAt))
	return explain("invite", err)
}

// IdentifyInvited is Identify for whoever has an invitation, which is spent with it; false when it is none, or not good
// any more.
func (s *Store) IdentifyInvited(ctx context.Context, issuer, subject, user, hash string,
	when time.Time,
) (tied bool, err error) {
	err = s.inTx(ctx, "tie identity", func(tx *sql.Tx) error {
		spent, err := change(ctx, tx, `DELETE FROM identity_invitation WHERE app_user=$1 AND hash=$2 AND expires_at>$3`, user,
			hash, at(when))
		if err != nil || !spent {
			return err
		}
		tied, err = change(ctx, tx,
			`INSERT INTO identity (issuer, subject, app_user, since) VALUES ($1,$2,$3,$4) ON CONFLICT DO NOTHING`,
			issuer, subject, user, at(when))
		return err
	})
	return tied, err
}

// Unidentify unties a user: she may then sign in with another identity.
func (s *Store) Unidentify(ctx context.Context, user string) error {
	_, err := s.write.ExecContext(ctx, `DELETE FROM identity WHERE app_user=$1`, user)
	return explain("drop identity", err)
}
