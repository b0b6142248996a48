package store

import (
	"bytes"
	"errors"
	"os"
	"strings"
	"testing"

	"foja/store/seal"
)

const totpSecret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"

// A register from before holds its secrets in clear; opened with a key it holds none.
func TestWhatWasInClearIsSealedAtTheStart(t *testing.T) {
	test := func(t *testing.T, s *Store) string {
		ctx := t.Context()
		u, err := s.AddUser(ctx, User{Login: "ana", Name: "Ana"})
		must(t, err)
		seed := bytes.Repeat([]byte("seed-in-"), 4)
		_, err = s.write.ExecContext(ctx,
			`INSERT INTO second_factor (app_user, secret, since, last_step, recovery) VALUES ($1,$2,NULL,0,'')`,
			u.ID, totpSecret)
		must(t, err)
		_, err = s.write.ExecContext(ctx, `INSERT INTO signing_key (id, seed, made) VALUES (1,$1,NULL)`, seed)
		must(t, err)
		keyed(t, s)
		f, err := s.SecondFactor(ctx, u.ID)
		must(t, err)
		kept, err := s.SigningSeed(ctx)
		must(t, err)
		if f.Secret != totpSecret || !bytes.Equal(kept, seed) {
			t.Errorf("read back: %q and %q", f.Secret, kept)
		}
		for query, clear := range map[string]string{
			`SELECT secret FROM second_factor`: totpSecret, `SELECT seed FROM signing_key`: "seed-in-",
		} {
			all, err := list(ctx, s.read, readSeed, query)
			must(t, err)
			if len(all) != 1 || strings.Contains(string(all[0]), clear) || !seal.IsSealed(string(all[0])) {
				t.Errorf("%s: %q", query, all)
			}
		}
		return u.ID
	}
	t.Run("sqlite", func(t *testing.T) {
		dsn := sqliteDSN(t)
		s := opened(t, dsn)
		_, _, err := s.Migrate(t.Context())
		must(t, err)
		test(t, s)
		for _, suffix := range []string{"", "-wal"} {
			file, err := os.ReadFile(strings.TrimPrefix(dsn, "sqlite:") + suffix)
			must(t, err)
			if bytes.Contains(file, []byte(totpSecret)) || bytes.Contains(file, []byte("seed-in-")) {
				t.Errorf("the file%s still holds a secret in clear", suffix)
			}
		}
	})
	if !onlySQLite() {
		t.Run("postgres", func(t *testing.T) {
			s := opened(t, postgresDSN(t))
			_, _, err := s.Migrate(t.Context())
			must(t, err)
			test(t, s)
		})
	}
}

func TestARegisterKeepsToItsKey(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *Store) {
		ctx := t.Context()
		u, err := s.AddUser(ctx, User{Login: "ana", Name: "Ana"})
		must(t, err)
		must(t, s.SetSecondFactor(ctx, SecondFactor{User: u.ID, Secret: totpSecret}))
		next := seal.New()
		if err := s.UseKey(ctx, testKeys(t, next)); !errors.Is(err, ErrWrongKey) {
			t.Fatalf("another key: %v", err)
		}
		must(t, s.UseKey(ctx, testKeys(t, next+" "+testKey))) // rotation: the old one still opens, everything is sealed anew
		must(t, s.UseKey(ctx, testKeys(t, next)))
		if f, err := s.SecondFactor(ctx, u.ID); err != nil || f.Secret != totpSecret {
			t.Errorf("after the rotation: %+v, %v", f, err)
		}
		if err := s.UseKey(ctx, testKeys(t, testKey)); !errors.Is(err, ErrWrongKey) {
			t.Errorf("the old key alone: %v", err)
		}
	})
}

func TestASecretOfAnotherRowDoesNotOpen(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *Store) {
		ctx := t.Context()
		var ids []string
		for _, login := range []string{"ana", "eva"} {
			u, err := s.AddUser(ctx, User{Login: login, Name: login})
			must(t, err)
			must(t, s.SetSecondFactor(ctx, SecondFactor{User: u.ID, Secret: totpSecret + login}))
			ids = append(ids, u.ID)
		}
		// Somebody with the database, and not the key, gives eva ana's factor.
		_, err := s.write.ExecContext(ctx,
			`UPDATE second_factor SET secret=(SELECT secret FROM second_factor WHERE app_user=$1) WHERE app_user=$2`,
			ids[0], ids[1])
		must(t, err)
		if f, err := s.SecondFactor(ctx, ids[1]); !errors.Is(err, seal.ErrAltered) {
			t.Errorf("%+v, %v", f, err)
		}
	})
}

func TestWithoutAKeyNoSecretIsReadOrWritten(t *testing.T) {
	s := opened(t, sqliteDSN(t))
	_, _, err := s.Migrate(t.Context())
	must(t, err)
	if _, err := s.SigningSeed(t.Context()); !errors.Is(err, ErrNoKey) {
		t.Errorf("signing key: %v", err)
	}
	if err := s.SetSecondFactor(t.Context(), SecondFactor{User: "x", Secret: totpSecret}); !errors.Is(err, ErrNoKey) {
		t.Errorf("second factor: %v", err)
	}
}

func TestTheRegisterHoldsNoTokenOfASession(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *Store) {
		ctx := t.Context()
		must(t, s.Sessions().CommitCtx(ctx, "the-cookie-of-ana", []byte("data"), s.now().AddDate(1, 0, 0)))
		keys, err := list(ctx, s.read, word, `SELECT token FROM session`)
		must(t, err)
		if len(keys) != 1 || strings.Contains(keys[0], "cookie") {
			t.Fatalf("kept as %q", keys)
		}
		if _, found, err := s.Sessions().FindCtx(ctx, keys[0]); err != nil || found {
			t.Error("what stands in the register opens the session")
		}
		if data, found, err := s.Sessions().FindCtx(ctx, "the-cookie-of-ana"); err != nil || !found ||
			string(data) != "data" {
			t.Errorf("the token itself: %q, %v, %v", data, found, err)
		}
		must(t, s.Sessions().DeleteCtx(ctx, "the-cookie-of-ana"))
		if _, found, _ := s.Sessions().FindCtx(ctx, "the-cookie-of-ana"); found {
			t.Error("it was not ended")
		}
	})
}
