//go:build unix

package lockfile_test

import (
	"errors"
	"path/filepath"
	"runtime"
	"testing"

	"foja/embedded/lockfile"
)

func TestAForgottenLockHolds(t *testing.T) {
	file := filepath.Join(t.TempDir(), "x.db")
	if _, err := lockfile.Take(file); err != nil {
		t.Fatal(err)
	}
	for range 3 {
		runtime.GC()
	}
	if _, err := lockfile.Take(file); !errors.Is(err, lockfile.ErrHeld) {
		t.Fatalf("the garbage collector released it: %v", err)
	}
}

func TestOneOwnerAtATime(t *testing.T) {
	file := filepath.Join(t.TempDir(), "x.db")
	first, err := lockfile.Take(file)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := lockfile.Take(file); !errors.Is(err, lockfile.ErrHeld) {
		t.Fatalf("second owner: %v", err)
	}
	if err := first.Release(); err != nil {
		t.Fatal(err)
	}
	again, err := lockfile.Take(file)
	if err != nil {
		t.Fatalf("after release: %v", err)
	}
	if err := again.Release(); err != nil {
		t.Fatal(err)
	}
}
