package docket_test

import (
	"archive/zip"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
	_ "time/tzdata"

	"pgregory.net/rapid"

	"foja/docket"
)

func zoneOf(t testing.TB, name string) (docket.Zone, *time.Location) {
	t.Helper()
	loc, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return docket.ZoneOf(loc, time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC),
		time.Date(2031, 1, 1, 0, 0, 0, 0, time.UTC)), loc
}

func TestZoneOf_agreesWithTheZoneDatabase(t *testing.T) {
	for _, name := range []string{
		"America/Lima", "America/Santiago", "Europe/Madrid", "Asia/Kathmandu", "Pacific/Apia", "UTC",
	} {
		z, loc := zoneOf(t, name)
		rapid.Check(t, func(t *rapid.T) {
			at := time.Unix(rapid.Int64Range(1577836800, 1924905600).Draw(t, "at"), 0)
			d, hour, minute := z.Local(at)
			want := at.In(loc)
			if d.At(hour, minute, time.UTC).Format(time.DateTime) != want.Truncate(time.Minute).Format(time.DateTime) {
				t.Fatalf("%s: %s %02d:%02d, want %s", name, d, hour, minute, want)
			}
			if got := z.In(at); got.Format(time.RFC3339) != want.Format(time.RFC3339) || !got.Equal(at) {
				t.Fatalf("%s: %s, want %s", name, got, want)
			}
			// There and back: the same wall time, and the same instant or the first of two.
			back := z.Instant(d, hour, minute)
			if d2, h2, m2 := z.Local(back); d2 != d || h2 != hour || m2 != minute || back.After(at) {
				t.Fatalf("%s: %s is %s %02d:%02d is %s", name, at.UTC(), d, hour, minute, back)
			}
		})
	}
	z, _ := zoneOf(t, "America/Lima")
	if len(z.Spans) != 1 {
		t.Errorf("Peru has no daylight saving: %+v", z.Spans)
	}
}

// Every zone of the database gives its spans, with the offsets of the database at each change and between, from the
// first laws on time zones to beyond any term.
func TestZoneOf_everyZoneOfTheDatabase(t *testing.T) {
	from, to := time.Date(1900, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(2200, 1, 1, 0, 0, 0, 0, time.UTC)
	names := zoneNames(t)
	if len(names) < 500 {
		t.Fatalf("only %d zones are listed", len(names))
	}
	for _, name := range names {
		loc, err := time.LoadLocation(name)
		if err != nil {
			t.Fatal(err)
		}
		z := docket.ZoneOf(loc, from, to)
		agrees := func(at time.Time) {
			_, want := at.In(loc).Zone()
			if _, got := z.In(at).Zone(); got != want {
				t.Fatalf("%s at %s: offset %d, want %d", name, at, got, want)
			}
		}
		for i, span := range z.Spans {
			if span.Until.IsZero() != (i == len(z.Spans)-1) || i > 0 && span.Offset == z.Spans[i-1].Offset {
				t.Fatalf("%s: span %d of %d is %+v", name, i, len(z.Spans), span)
			}
			if !span.Until.IsZero() {
				agrees(span.Until.Add(-time.Second))
				agrees(span.Until)
			}
		}
		for at := from; at.Before(to); at = at.AddDate(0, 0, 61) {
			agrees(at.Add(11 * time.Hour))
		}
		for _, lastDay := range []int{2040, 2096, 2196} { // of leap years that follow the rule
			agrees(time.Date(lastDay, 12, 31, 12, 0, 0, 0, time.UTC))
		}
	}
}

// zoneNames are those of the database that comes with Go.
func zoneNames(t *testing.T) (names []string) {
	t.Helper()
	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		t.Fatal(err)
	}
	archive, err := zip.OpenReader(filepath.Join(strings.TrimSpace(string(root)), "lib", "time", "zoneinfo.zip"))
	if err != nil {
		t.Fatal(err)
	}
	defer archive.Close() //nolint:errcheck // it was only read
	for _, f := range archive.File {
		if !strings.HasSuffix(f.Name, "/") {
			names = append(names, f.Name)
		}
	}
	return names
}

func TestInstant_whereClocksChange(t *testing.T) {
	madrid, _ := zoneOf(t, "Europe/Madrid")
	for _, e := range []struct {
		date   string
		hour   int
		minute int
		want   string
	}{
		{"2026-10-25", 2, 30, "2026-10-25T00:30:00Z"}, // twice: the first, in summer time
		{"2026-10-25", 3, 0, "2026-10-25T02:00:00Z"},
		{"2026-03-29", 2, 30, "2026-03-29T01:30:00Z"}, // never: half past three in summer time
		{"2026-03-29", 3, 0, "2026-03-29T01:00:00Z"},
		{"2026-03-29", 1, 59, "2026-03-29T00:59:00Z"},
	} {
		if got := madrid.Instant(day(t, e.date), e.hour, e.minute).Format(time.RFC3339); got != e.want {
			t.Errorf("%s %02d:%02d is %s, want %s", e.date, e.hour, e.minute, got, e.want)
		}
	}
	// The day on which clocks go forward has 23 hours; a term that ends on it ends with it.
	if got := docket.BreachAt(docket.Deadline{DueOn: day(t, "2026-03-29")},
		madrid).Format(time.RFC3339); got != "2026-03-29T22:00:00Z" {
		t.Error(got)
	}
}

func TestParseClock(t *testing.T) {
	if hour, minute, err := docket.ParseClock("16:30"); err != nil || hour != 16 || minute != 30 {
		t.Error(hour, minute, err)
	}
	for _, s := range []string{"", "8:00", "24:00", "08:60", "08h30", "08:00 "} {
		if _, _, err := docket.ParseClock(s); err == nil {
			t.Errorf("%q is read", s)
		}
	}
}
