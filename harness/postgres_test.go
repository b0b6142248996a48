package harness_test

import (
	"testing"

	"github.com/jackc/pgx/v5"

	"foja/harness"
)

func TestPostgreSQLAnswers(t *testing.T) {
	server := harness.UsePostgreSQL(t)
	seen := map[string]bool{}
	for range 2 {
		dsn, err := server.NewDatabase(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		conn, err := pgx.Connect(t.Context(), dsn)
		if err != nil {
			t.Fatal(err)
		}
		var name, encoding string
		if err := conn.QueryRow(t.Context(), "SELECT current_database(), current_setting('server_encoding')").Scan(&name,
			&encoding); err != nil {
			t.Fatal(err)
		}
		if encoding != "UTF8" || seen[name] {
			t.Errorf("database %s with encoding %s, want a new one with UTF8", name, encoding)
		}
		seen[name] = true
		if err := conn.Close(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if err := server.Stop(); err != nil {
		t.Fatal(err)
	}
	if _, err := pgx.Connect(t.Context(), server.DSN("postgres")); err == nil {
		t.Error("a stopped cluster still answers")
	}
}
