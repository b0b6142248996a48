package store

import (
	"testing"
	"time"

	"foja/calendar"
)

// An instant means the same in every engine, whatever zone it was said in, and it sorts.
func TestTimesRoundTrip(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *Store) {
		ctx := t.Context()
		lima := time.FixedZone("", -5*60*60)
		kathmandu := time.FixedZone("", 5*60*60+45*60)
		ascending := []time.Time{
			time.Date(1969, 7, 20, 20, 17, 0, 0, time.UTC),
			time.Date(2026, 1, 1, 0, 0, 0, 0, kathmandu),
			time.Date(2025, 12, 31, 23, 59, 59, 0, time.UTC),
			time.Date(2025, 12, 31, 18, 59, 59, 999_999_000, lima),
			time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC),
			time.Date(2026, 1, 1, 0, 0, 0, 1_000, time.UTC),
			time.Date(2026, 1, 1, 0, 0, 0, 500_000_000, time.UTC),
			time.Date(2026, 1, 1, 0, 0, 0, 550_000_000, time.UTC),
			time.Date(2026, 1, 1, 1, 0, 0, 0, time.UTC),
		}
		for i, v := range ascending {
			_, err := s.write.ExecContext(ctx,
				`INSERT INTO remembered (scope, key, request_hash, response, status, at) VALUES ('t', $1, '', '', 0, $2)`,
				string(rune('a'+i)), at(v))
			must(t, err)
		}
		got, err := list(ctx, s.read, func(row scanner) (v time.Time, err error) {
			err = row.Scan(toTime(&v))
			return v, err
		}, `SELECT at FROM remembered ORDER BY at`)
		must(t, err)
		for i, v := range got {
			if !v.Equal(ascending[i]) || v.Location() != time.UTC {
				t.Errorf("%d: %v came back as %v", i, ascending[i], v)
			}
		}
		for i, v := range ascending {
			n, err := count(ctx, s.read, `SELECT count(*) FROM remembered WHERE at < $1`, at(v.In(lima)))
			must(t, err)
			if n != i {
				t.Errorf("%d instants before the %dth", n, i)
			}
		}
		var latest time.Time
		must(t, s.read.QueryRowContext(ctx, `SELECT max(at) FROM remembered`).Scan(toTime(&latest)))
		if !latest.Equal(ascending[len(ascending)-1]) {
			t.Errorf("max is %v", latest)
		}
		must(t, s.read.QueryRowContext(ctx, `SELECT max(at) FROM remembered WHERE key='none'`).Scan(toTime(&latest)))
		if !latest.IsZero() {
			t.Errorf("no instant is %v", latest)
		}
	})
}

func TestDatesRoundTrip(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *Store) {
		u, err := s.AddUser(t.Context(), User{Login: "a"})
		must(t, err)
		for _, v := range []string{"2024-02-29", "2026-01-01", "2026-12-31", "0001-01-02", "9999-12-31"} {
			a, err := s.AddAbsence(t.Context(), Absence{User: u.ID, From: date(t, v), To: date(t, v)})
			must(t, err)
			got, found, err := s.AbsenceOn(t.Context(), u.ID, date(t, v))
			must(t, err)
			if !found || got != a {
				t.Errorf("%s came back as %v", v, got)
			}
		}
		var none calendar.Date
		must(t, toDate(&none).Scan(nil))
		if !none.IsZero() {
			t.Errorf("no day is %v", none)
		}
	})
}
