package store

import (
	"context"
	"errors"
	"fmt"
)

// Sealer encrypts secrets in the database (package seal). row identifies the place of the text.
type Sealer interface {
	Seal(plain []byte, row string) string
	Open(sealed, row string) ([]byte, error)
	Current(sealed string) bool // sealed with the key in use
}

// Errors about the key of sealed secrets.
var (
	ErrNoKey    = errors.New("store: the secret key was not given")
	ErrWrongKey = errors.New("store: this is not the secret key of this register")
)

// keyCheck is the setting by which the register recognises its key.
const keyCheck = "secret.check"

// HasKey reports whether the register has been used with a key: then it must be given the same one.
func (s *Store) HasKey(ctx context.Context) (bool, error) {
	_, found, err := s.GetSetting(ctx, keyCheck)
	return found, err
}

// UseKey sets the key for secrets, and encrypts those stored in clear or under an older key. The first key becomes
// the register's; another one is refused with ErrWrongKey. Call it before the store is used by others.
func (s *Store) UseKey(ctx context.Context, k Sealer) error {
	if _, err := s.write.ExecContext(ctx, `INSERT INTO setting (key, value) VALUES ($1,$2) ON CONFLICT (key) DO NOTHING`,
		keyCheck, k.Seal([]byte(keyCheck), "setting:"+keyCheck)); err != nil {
		return explain("keep the key's check", err)
	}
	check, _, err := s.GetSetting(ctx, keyCheck)
	if err != nil {
		return err
	}
	if _, err := k.Open(check, "setting:"+keyCheck); err != nil {
		return fmt.Errorf("%w: %w", ErrWrongKey, err)
	}
	s.sealer = k
	return s.sealAgain(ctx, check)
}

// sealAgain encrypts every secret that is not encrypted with the current key.
func (s *Store) sealAgain(ctx context.Context, check string) error {
	var changed bool
	if s.engine == sqlite { // clear text must not stay in the free space of the file
		if _, err := s.write.ExecContext(ctx, `PRAGMA secure_delete=ON`); err != nil {
			return explain("seal secrets", err)
		}
	}
	type secret struct{ user, text string }
	factors, err := list(ctx, s.write, func(row scanner) (f secret, err error) {
		err = row.Scan(&f.user, &f.text)
		return f, err
	}, `SELECT app_user, secret FROM second_factor`)
	if err != nil {
		return explain("seal second factors", err)
	}
	for _, f := range factors {
		again, err := s.sealed(f.text, factorRow(f.user))
		if err != nil || again == f.text {
			if err != nil {
				return fmt.Errorf("store: second factor of %s: %w", f.user, err)
			}
			continue
		}
		changed = true
		if _, err := s.write.ExecContext(ctx, `UPDATE second_factor SET secret=$2 WHERE app_user=$1 AND secret=$3`, f.user,
			again, f.text); err != nil {
			return explain("seal a second factor", err)
		}
	}
	seeds, err := list(ctx, s.write, readSeed, `SELECT seed FROM signing_key WHERE id=1`)
	if err != nil {
		return explain("seal signing key", err)
	}
	for _, seed := range seeds {
		again, err := s.sealed(string(seed), signingRow)
		if err != nil || again == string(seed) {
			if err != nil {
				return fmt.Errorf("store: signing key: %w", err)
			}
			continue
		}
		changed = true
		if _, err := s.write.ExecContext(ctx, `UPDATE signing_key SET seed=$1 WHERE id=1 AND seed=$2`, []byte(again),
			seed); err != nil {
			return explain("seal signing key", err)
		}
	}
	if !s.sealer.Current(check) {
		changed = true
		if err := s.SetSetting(ctx, keyCheck, s.sealer.Seal([]byte(keyCheck), "setting:"+keyCheck)); err != nil {
			return err
		}
	}
	if changed && s.engine == sqlite { // the write-ahead log contained it too
		_, err = s.write.ExecContext(ctx, `PRAGMA wal_checkpoint(TRUNCATE)`)
	}
	return explain("seal secrets", err)
}

const (
	signingRow = "signing_key:1"
	sealMark   = "v1:" // prefix of sealed text; neither base32 nor our 32 random bytes begin with it
)

func factorRow(user string) string { return "second_factor:" + user }

// sealed is a secret as it should be stored: clear text is encrypted, text under an older key is encrypted again.
func (s *Store) sealed(text, row string) (string, error) {
	if s.sealer.Current(text) {
		return text, nil
	}
	plain, err := s.unsealed(text, row)
	if err != nil {
		return "", err
	}
	return s.sealer.Seal(plain, row), nil
}

// unsealed reads a secret. Clear text is from before the register had a key.
func (s *Store) unsealed(text, row string) ([]byte, error) {
	if s.sealer == nil {
		return nil, ErrNoKey
	}
	if len(text) < len(sealMark) || text[:len(sealMark)] != sealMark {
		return []byte(text), nil
	}
	return s.sealer.Open(text, row)
}
