package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"foja/calendar"
	"foja/docket"
	"foja/harness"
	"foja/store/seal"
)

// The same tests run on every engine. FOJA_TEST_POSTGRES is the address of a PostgreSQL
// database in which they may make schemas; FOJA_TEST_ENGINES=sqlite leaves PostgreSQL out.
// They are asked for within each test: only then does go test know that a result of one engine is none for two.
func testPostgres() string { return os.Getenv("FOJA_TEST_POSTGRES") }
func onlySQLite() bool     { return os.Getenv("FOJA_TEST_ENGINES") == "sqlite" }

func TestMain(m *testing.M) {
	if testPostgres() == "" && !onlySQLite() {
		fmt.Println("store: FOJA_TEST_POSTGRES is not set: give it a PostgreSQL address, or set FOJA_TEST_ENGINES=sqlite to test SQLite alone")
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// eachEngine runs a test on a new, migrated, empty database of every engine.
func eachEngine(t *testing.T, test func(t *testing.T, s *Store)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { test(t, copied(t)) })
	if !onlySQLite() {
		t.Run("postgres", func(t *testing.T) { test(t, migrated(t, postgresDSN(t))) })
	}
}

func sqliteDSN(t testing.TB) string {
	return "sqlite:" + filepath.Join(t.TempDir(), "foja test.db")
}

func postgresDSN(t testing.TB) string {
	t.Helper()
	address, err := url.Parse(testPostgres())
	if err != nil {
		t.Fatalf("FOJA_TEST_POSTGRES is not an address: %v", err)
	}
	admin, err := sql.Open("pgx", testPostgres())
	must(t, err)
	schema := "t_" + strings.ReplaceAll(uuid.NewString(), "-", "")
	_, err = admin.ExecContext(t.Context(), "CREATE SCHEMA "+schema)
	must(t, err)
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), time.Minute) // t's own is over
		defer cancel()
		if _, err := admin.ExecContext(ctx, "DROP SCHEMA "+schema+" CASCADE"); err != nil {
			t.Errorf("drop schema: %v", err)
		}
		if err := admin.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	query := address.Query()
	query.Set("search_path", schema)
	address.RawQuery = query.Encode()
	return address.String()
}

var empty = harness.CachedFile{Make: func(path string) error {
	ctx := context.Background() // whichever test is first: it is made for all
	s, err := Open(ctx, "sqlite:"+path)
	if err != nil {
		return err
	}
	_, _, err = s.Migrate(ctx)
	return errors.Join(err, s.Close())
}}

// copied is a migrated database on SQLite, without the time that all the migrations take.
func copied(t testing.TB) *Store {
	t.Helper()
	dsn := sqliteDSN(t)
	empty.Copy(t, strings.TrimPrefix(dsn, "sqlite:"))
	return keyed(t, opened(t, dsn))
}

func migrated(t testing.TB, dsn string) *Store {
	t.Helper()
	s := opened(t, dsn)
	_, _, err := s.Migrate(t.Context())
	must(t, err)
	return keyed(t, s)
}

// keyed gives a store a secret key.
func keyed(t testing.TB, s *Store) *Store {
	t.Helper()
	must(t, s.UseKey(t.Context(), testKeys(t, testKey)))
	return s
}

const testKey = "dGVzdHMgb2YgZm9qYSBzaGFyZSBvbmUgc2VjcmV0ISE="

func testKeys(t testing.TB, text string) *seal.Keys {
	t.Helper()
	k, err := seal.Parse(text)
	must(t, err)
	return k
}

func opened(t testing.TB, dsn string) *Store {
	t.Helper()
	s, err := Open(t.Context(), dsn)
	must(t, err)
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	return s
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func wantCode(t testing.TB, err error, code docket.Code) {
	t.Helper()
	if err == nil || docket.CodeOf(err) != code {
		t.Fatalf("error is %v, want code %s", err, code)
	}
}

func date(t testing.TB, s string) calendar.Date {
	t.Helper()
	d, err := calendar.ParseDate(s)
	must(t, err)
	return d
}

// noon is 12:00 in Lima on 2 March 2026, with more digits than a database keeps.
var noon = time.Date(2026, 3, 2, 17, 0, 0, 123_456_789, time.UTC)

// registration is a plausible one; each key is another person's.
func registration(key string) docket.Registration {
	return docket.Registration{
		Key: key, Procedure: "public-information", Version: "2025-1", Office: "lima", Channel: docket.ChannelCounter,
		Requester: docket.Requester{Name: "Requester " + key, IDKind: "DNI", IDNumber: "9" + key},
		Subject:   "Subject " + key, Text: "Text " + key,
		ReceivedAt: noon, ReceivedOn: calendar.Date{Year: 2026, Month: 3, Day: 2}, Policy: docket.OfficeHours,
		DueOn: calendar.Date{Year: 2026, Month: 3, Day: 16},
	}
}

func register(t testing.TB, s *Store, reg docket.Registration) docket.Request {
	t.Helper()
	r, existed, err := s.Register(t.Context(), reg, RegisterOptions{At: noon, Year: 2026})
	must(t, err)
	if existed {
		t.Fatalf("%s existed already", reg.Key)
	}
	return r
}
