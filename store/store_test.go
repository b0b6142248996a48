package store

import (
	"os"
	"strings"
	"testing"
)

func TestOpenRefusesWhatItDoesNotKnow(t *testing.T) {
	for _, dsn := range []string{
		"", "mysql://root:secret@host/db", "sqlite:", "sqlite::memory:", "/var/lib/foja.db",
		"postgres://user:secret@h:notaport/x",
	} {
		s, err := Open(t.Context(), dsn)
		if err == nil {
			t.Errorf("%q was opened: %v", dsn, s.Close())
			continue
		}
		if strings.Contains(err.Error(), "secret") {
			t.Errorf("the error tells the password: %v", err)
		}
	}
}

func TestSQLiteFileIsPrivate(t *testing.T) {
	dsn := sqliteDSN(t)
	migrated(t, dsn)
	info, err := os.Stat(strings.TrimPrefix(dsn, "sqlite:"))
	must(t, err)
	if info.Mode().Perm() != 0o600 {
		t.Errorf("mode is %v", info.Mode())
	}
}

// What is said to be kept must survive a power cut, not only a crash.
func TestSQLiteSettings(t *testing.T) {
	s := migrated(t, sqliteDSN(t))
	for pragma, want := range map[string]string{
		"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1", "busy_timeout": "10000",
	} {
		var got string
		must(t, s.write.QueryRowContext(t.Context(), "PRAGMA "+pragma).Scan(&got))
		if got != want {
			t.Errorf("%s is %s, want %s", pragma, got, want)
		}
	}
	if _, err := s.read.ExecContext(t.Context(), "DELETE FROM request"); err == nil {
		t.Error("a reader may write")
	}
}

func TestMigrateTwice(t *testing.T) {
	dsns := map[string]string{"sqlite": sqliteDSN(t)}
	if !onlySQLite() {
		dsns["postgres"] = postgresDSN(t)
	}
	for engine, dsn := range dsns {
		t.Run(engine, func(t *testing.T) {
			s := opened(t, dsn)
			current, wanted, err := s.Version(t.Context())
			must(t, err)
			if current != 0 || wanted < 2 {
				t.Fatalf("a new database has version %d, wants %d", current, wanted)
			}
			from, to, err := s.Migrate(t.Context())
			must(t, err)
			if from != 0 || to != wanted {
				t.Fatalf("migrated from %d to %d", from, to)
			}
			from, to, err = s.Migrate(t.Context())
			must(t, err)
			if from != wanted || to != wanted {
				t.Fatalf("migrated again from %d to %d", from, to)
			}
		})
	}
}
