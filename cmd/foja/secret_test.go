package main

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"foja/config"
	"foja/store"
	"foja/store/seal"
)

// register is a migrated register on SQLite in a folder of its own, as foja serve finds it.
func register(t *testing.T) (config.Config, *store.Store) {
	t.Helper()
	cfg := config.Config{Database: "sqlite:" + filepath.Join(t.TempDir(), "foja.db")}
	s, err := store.Open(t.Context(), cfg.Database)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	if _, _, err := s.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	return cfg, s
}

func TestTheFirstStartMakesAKeyAndLaterOnesWantIt(t *testing.T) {
	cfg, s := register(t)
	if err := giveKey(t.Context(), cfg, s); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(keyPath(cfg))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Fatalf("the key file: %v, %v", info, err)
	}
	made, err := os.ReadFile(keyPath(cfg))
	if err != nil {
		t.Fatal(err)
	}
	refuses := func(what, word string) {
		t.Helper()
		err := giveKey(t.Context(), cfg, s)
		var usage errUsage
		if err == nil || !errors.As(err, &usage) || !strings.Contains(err.Error(), word) || !strings.Contains(err.Error(), "operate.md") && word != "chmod 600" {
			t.Errorf("%s: %v", what, err)
		}
		if err != nil && strings.Contains(err.Error(), strings.TrimSpace(string(made))) {
			t.Errorf("%s: the error tells the key", what)
		}
	}
	if err := giveKey(t.Context(), cfg, s); err != nil {
		t.Errorf("the second start: %v", err)
	}
	if err := os.Chmod(keyPath(cfg), 0o644); err != nil {
		t.Fatal(err)
	}
	refuses("a key that others read", "chmod 600")
	if err := os.Remove(keyPath(cfg)); err != nil {
		t.Fatal(err)
	}
	refuses("no key", "is missing: restore")
	if _, err := os.Stat(keyPath(cfg)); err == nil {
		t.Error("another key was made in place of the lost one")
	}
	cfg.SecretKey = seal.New()
	refuses("another key", "is not the secret key of this register")
	cfg.SecretKey = string(made)
	if err := giveKey(t.Context(), cfg, s); err != nil {
		t.Errorf("the key in the settings: %v", err)
	}
	if err := giveKey(t.Context(), config.Config{Database: "postgres://foja@db/foja"}, s); err == nil || !strings.Contains(err.Error(), "foja secret new") {
		t.Errorf("PostgreSQL without a key: %v", err)
	}
}

func TestRotationReplacesTheKeyFile(t *testing.T) {
	cfg, s := register(t)
	if err := giveKey(t.Context(), cfg, s); err != nil {
		t.Fatal(err)
	}
	seed, err := s.SigningSeed(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	old, err := os.ReadFile(keyPath(cfg))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(keyPath(cfg)+".new", []byte("of an attempt that was cut short"), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("FOJA_DATABASE", cfg.Database)
	if err := (secretRotateCmd{}).Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	next, err := os.ReadFile(keyPath(cfg))
	if err != nil || len(strings.Fields(string(next))) != 1 || string(next) == string(old) {
		t.Fatalf("the key file after the rotation: %d keys, %v", len(strings.Fields(string(next))), err)
	}
	if err := (secretCheckCmd{}).Run(t.Context()); err != nil {
		t.Error(err)
	}
	if err := giveKey(t.Context(), cfg, s); err != nil {
		t.Fatal(err)
	}
	if again, err := s.SigningSeed(t.Context()); err != nil || string(again) != string(seed) {
		t.Errorf("the signing key after the rotation: %v", err)
	}
	cfg.SecretKey = string(old)
	if err := giveKey(t.Context(), cfg, s); !errors.Is(err, store.ErrWrongKey) {
		t.Errorf("the old key: %v", err)
	}
}
