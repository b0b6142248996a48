package store

import (
	"context"
	"database/sql"
	"time"

	"foja/docket"
)

// IdentityUser is the user linked to an identity provider's subject; CodeNotFound when there is none.
func (s *Store) IdentityUser(ctx context.Context, issuer, subject string) (user string, err error) {
	return one(s.read.QueryRowContext(ctx, `SELECT app_user FROM identity WHERE issuer=$1 AND subject=$2`, issuer,
		subject), readText,
		"read identity", docket.Refuse(docket.CodeNotFound, "identity.nobody"))
}

// HasIdentity reports whether a user is linked to an identity.
func (s *Store) HasIdentity(ctx context.Context, user string) (bool, error) {
	n, err := count(ctx, s.read, `SELECT count(*) FROM identity WHERE app_user=$1`, user)
	return n > 0, explain("count identities", err)
}

// Identities lists the linked users.
func (s *Store) Identities(ctx context.Context) (map[string]bool, error) {
	return s.setOf(ctx, "list identities", `SELECT app_user FROM identity`)
}

// LinkIdentity links a subject to a user, once; false when either is linked already.
func (s *Store) LinkIdentity(ctx context.Context, issuer, subject, user string, when time.Time) (bool, error) {
	tied, err := change(ctx, s.write,
		`INSERT INTO identity (issuer, subject, app_user, since) VALUES ($1,$2,$3,$4) ON CONFLICT DO NOTHING`,
		issuer, subject, user, at(when))
	return tied, explain("keep identity", err)
}

// Invitation lets a user's account be linked to an identity, once. Only the hash of its secret is stored.
type Invitation struct {
	User, Hash string
	By         string // user ID of who invites
	ExpiresAt  time.Time
}

// Invite stores an invitation and invalidates an earlier one of the same user.
func (s *Store) Invite(ctx context.Context, i Invitation) error {
	_, err := s.write.ExecContext(ctx,
		`INSERT INTO identity_invitation (app_user, hash, by_user, made_at, expires_at) VALUES ($1,$2,$3,$4,$5)
		ON CONFLICT (app_user) DO UPDATE SET hash=excluded.hash, by_user=excluded.by_user, made_at=excluded.made_at,
			expires_at=excluded.expires_at`,
		i.User, i.Hash, i.By, at(s.now()), at(i.ExpiresAt))
	return explain("invite", err)
}

// LinkInvitedIdentity is LinkIdentity with an invitation, which it consumes; false when the invitation is invalid or
// expired.
func (s *Store) LinkInvitedIdentity(ctx context.Context, issuer, subject, user, hash string,
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

// UnlinkIdentity removes the link: the user may then sign in with another identity.
func (s *Store) UnlinkIdentity(ctx context.Context, user string) error {
	_, err := s.write.ExecContext(ctx, `DELETE FROM identity WHERE app_user=$1`, user)
	return explain("drop identity", err)
}
