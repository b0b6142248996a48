package store

import (
	"context"
	"time"

	"github.com/google/uuid"

	"foja/docket"
)

// Token lets a program act for a user. Only the hash of the secret is stored.
type Token struct {
	ID        string
	User      string
	Name      string
	Hash      string
	CreatedAt time.Time
	ExpiresAt time.Time // zero = never
	RevokedAt time.Time
}

const tokenColumns = `t.id, t.user_id, t.name, t.hash, t.created_at, t.expires_at, t.revoked_at` //nolint:gosec // names of columns

func readToken(row scanner) (t Token, err error) {
	err = row.Scan(&t.ID, &t.User, &t.Name, &t.Hash, toTime(&t.CreatedAt), toTime(&t.ExpiresAt), toTime(&t.RevokedAt))
	return t, err
}

// AddToken stores a token's hash; ID and CreatedAt are set here when empty.
func (s *Store) AddToken(ctx context.Context, t Token) (Token, error) {
	if t.Hash == "" {
		return Token{}, docket.Invalid("hash", "token.hash_missing")
	}
	if t.ID == "" {
		t.ID = uuid.NewString()
	}
	t.CreatedAt = s.orNow(t.CreatedAt).UTC().Truncate(time.Microsecond)
	_, err := s.write.ExecContext(ctx,
		`INSERT INTO token (id, user_id, name, hash, created_at, expires_at) VALUES ($1,$2,$3,$4,$5,$6)`,
		t.ID, t.User, clean(t.Name), t.Hash, at(t.CreatedAt), at(t.ExpiresAt))
	return t, explain("add token", err)
}

// TokenByHash returns a valid token: not revoked, not expired, of an enabled user.
func (s *Store) TokenByHash(ctx context.Context, hash string) (Token, error) {
	return one(s.read.QueryRowContext(ctx, `SELECT `+tokenColumns+` FROM token t JOIN app_user u ON u.id=t.user_id
		WHERE t.hash=$1 AND t.revoked_at IS NULL AND (t.expires_at IS NULL OR t.expires_at>$2) AND u.disabled=FALSE`,
		hash, at(s.now())),
		readToken, "read token",
		docket.Refuse(docket.CodeNotFound, "token.key_over"))
}

// Token returns a token by ID, valid or not.
func (s *Store) Token(ctx context.Context, id string) (Token, error) {
	return one(s.read.QueryRowContext(ctx, `SELECT `+tokenColumns+` FROM token t WHERE t.id=$1`,
		id), readToken, "read token",
		docket.Refuse(docket.CodeNotFound, "token.key_unknown"))
}

// Tokens lists a user's tokens, the newest first, revoked ones too.
func (s *Store) Tokens(ctx context.Context, user string) ([]Token, error) {
	all, err := list(ctx, s.read, readToken,
		`SELECT `+tokenColumns+` FROM token t WHERE t.user_id=$1 ORDER BY t.created_at DESC, t.id`, user)
	return all, explain("list tokens", err)
}

// RevokeToken invalidates a token.
func (s *Store) RevokeToken(ctx context.Context, id string) error {
	found, err := change(ctx, s.write, `UPDATE token SET revoked_at=COALESCE(revoked_at, $2) WHERE id=$1`, id, at(s.now()))
	if err == nil && !found {
		return docket.Refuse(docket.CodeNotFound, "token.key_unknown")
	}
	return explain("revoke token", err)
}
