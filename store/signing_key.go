package store

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
)

func readSeed(row scanner) (seed []byte, err error) {
	err = row.Scan(&seed)
	return seed, err
}

// SigningSeed returns the seed of the register's own Ed25519 key, and creates it on the first call; concurrent calls
// get the same one. It is encrypted in the register: without the key ErrNoKey.
func (s *Store) SigningSeed(ctx context.Context) ([]byte, error) {
	if s.sealer == nil {
		return nil, ErrNoKey
	}
	const read = `SELECT seed FROM signing_key WHERE id=1`
	if all, err := list(ctx, s.read, readSeed, read); err != nil || len(all) > 0 {
		if err != nil {
			return nil, explain("read signing key", err)
		}
		return s.unsealed(string(all[0]), signingRow)
	}
	seed := make([]byte, ed25519.SeedSize)
	_, _ = rand.Read(seed) // never fails
	if _, err := s.write.ExecContext(ctx,
		`INSERT INTO signing_key (id, seed, made) VALUES (1,$1,$2) ON CONFLICT (id) DO NOTHING`,
		[]byte(s.sealer.Seal(seed, signingRow)), at(s.now())); err != nil {
		return nil, explain("make signing key", err)
	}
	kept, err := one(s.write.QueryRowContext(ctx, read), readSeed, "read signing key", nil)
	if err != nil {
		return nil, err
	}
	return s.unsealed(string(kept), signingRow)
}
