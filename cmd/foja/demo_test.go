package main

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"foja/embedded/lockfile"
)

func TestResetLeavesARunningDemoAlone(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"foja.db", "mail.db", "temporal.db-wal", "notes.txt"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	held, err := lockfile.Take(filepath.Join(dir, "mail.db"))
	if err != nil {
		t.Fatal(err)
	}
	if err := resetDemo(dir); !errors.Is(err, lockfile.ErrHeld) {
		t.Errorf("reset under a running demo: %v", err)
	}
	if _, err := os.Stat(filepath.Join(dir, "foja.db")); err != nil {
		t.Error("a refused reset took a file away")
	}
	if err := held.Release(); err != nil {
		t.Fatal(err)
	}
	if err := resetDemo(dir); err != nil {
		t.Fatal(err)
	}
	for name, stays := range map[string]bool{"foja.db": false, "mail.db": false, "temporal.db-wal": false, "notes.txt": true} {
		if _, err := os.Stat(filepath.Join(dir, name)); (err == nil) != stays {
			t.Errorf("%s: %v", name, err)
		}
	}
}
