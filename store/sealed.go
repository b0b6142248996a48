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

// sealedColumn is a column of secrets. Its row's key stands in another column.
type sealedColumn struct {
	table, key, text string
	row              func(key string) string
}

var sealedColumns = []sealedColumn{
	{"second_factor", "app_user", "secret", factorRow},
	{"upload_link", "message", "token", uploadLinkRow},
	{"unit_mail", "message_id", "token", unitMailRow},
}

// sealColumn encrypts what is not encrypted with the current key.
func (s *Store) sealColumn(ctx context.Context, c sealedColumn) (changed bool, err error) {
	type secret struct{ key, text string }
	all, err := list(ctx, s.write, func(row scanner) (f secret, err error) {
		err = row.Scan(&f.key, &f.text)
		return f, err
	}, fmt.Sprintf(`SELECT %s, %s FROM %s`, c.key, c.text, c.table))
	if err != nil {
		return false, explain("seal "+c.table, err)
	}
	for _, f := range all {
		again, err := s.sealed(f.text, c.row(f.key))
		if err != nil {
			return changed, fmt.Errorf("store: %s of %s: %w", c.table, f.key, err)
		}
		if again == f.text {
			continue
		}
		changed = true
		if _, err := s.write.ExecContext(ctx, fmt.Sprintf(`UPDATE %s SET %s=$2 WHERE %s=$1 AND %s=$3`, c.table, c.text, c.key,
			c.text), f.key, again, f.text); err != nil {
			return changed, explain("seal "+c.table, err)
		}
	}
	return changed, nil
}

// sealAgain encrypts every secret that is not encrypted with the current key.
func (s *Store) sealAgain(ctx context.Context, check string) error {
	var changed bool
	if s.engine == sqlite { // clear text must not stay in the free space of the file
		if _, err := s.write.ExecContext(ctx, `PRAGMA secure_delete=ON`); err != nil {
			return explain("seal secrets", err)
		}
	}
	for _, c := range sealedColumns {
		some, err := s.sealColumn(ctx, c)
		if err != nil {
			return err
		}
		changed = changed || some
	}
	some, err := s.hashDownloads(ctx)
	if err != nil {
		return err
	}
	changed = changed || some
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

func uploadLinkRow(message string) string { return "upload_link:" + message }

func unitMailRow(messageID string) string { return "unit_mail:" + messageID }

func factorRow(user string) string { return "second_factor:" + user }

// seal encrypts a new secret.
func (s *Store) seal(plain, row string) (string, error) {
	if s.sealer == nil {
		return "", ErrNoKey
	}
	return s.sealer.Seal([]byte(plain), row), nil
}

// opened reads a secret that is a text.
func (s *Store) opened(text, row string) (string, error) {
	plain, err := s.unsealed(text, row)
	return string(plain), err
}

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
