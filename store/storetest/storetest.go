// Package storetest gives a test a register of its own, without running all the migrations.
package storetest

import (
	"context"
	"errors"
	"path/filepath"
	"testing"

	"foja/harness"
	"foja/store"
	"foja/store/seal"
)

var empty = harness.CachedFile{Make: func(path string) error {
	ctx := context.Background() // shared by all tests
	s, err := store.Open(ctx, "sqlite:"+path)
	if err != nil {
		return err
	}
	_, _, err = s.Migrate(ctx)
	return errors.Join(err, s.Close())
}}

// Address is the address of a new, empty, migrated SQLite register in the test's folder.
func Address(t testing.TB) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "foja.db")
	empty.Copy(t, path)
	return "sqlite:" + path
}

// Open opens such a register until the test ends.
func Open(t testing.TB) *store.Store { return At(t, Address(t)) }

// At opens the register at an address until the test ends.
func At(t testing.TB, address string) *store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), address)
	if err != nil {
		t.Fatal(err)
	}
	harness.EndsWith(t, s.Close)
	keys, err := seal.Parse(Key)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.UseKey(t.Context(), keys); err != nil {
		t.Fatal(err)
	}
	return s
}

// Key is the secret key of every test register.
const Key = "dGVzdHMgb2YgZm9qYSBzaGFyZSBvbmUgc2VjcmV0ISE="
