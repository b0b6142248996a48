package calendar_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"foja/calendar"
)

func date(t testing.TB, s string) calendar.Date {
	t.Helper()
	d, err := calendar.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// small is a calendar of four years around the worked examples, with the given
// entries and no other.
func small(entries ...calendar.Entry) calendar.Calendar {
	return calendar.Calendar{
		Version: "test-1",
		First:   calendar.Date{Year: 2023, Month: time.January, Day: 1},
		Last:    calendar.Date{Year: 2026, Month: time.December, Day: 31},
		Entries: entries,
	}
}

func entry(t testing.TB, day string, kind calendar.Kind, scope string) calendar.Entry {
	t.Helper()
	s, err := calendar.ParseScope(scope)
	if err != nil {
		t.Fatal(err)
	}
	return calendar.Entry{Date: date(t, day), Kind: kind, Name: "day off", Norm: "a norm", Scope: s}
}

func wantDue(t *testing.T, v calendar.View, from string, n int, want string) []calendar.Day {
	t.Helper()
	due, strip, err := v.AddBusinessDays(date(t, from), n)
	if err != nil {
		t.Fatalf("%s + %d: %v", from, n, err)
	}
	if due != date(t, want) {
		t.Errorf("%s + %d business days = %s (%s), want %s", from, n, due, due.Weekday(), want)
	}
	return strip
}

func TestSlice_refusesWhatItDoesNotHold(t *testing.T) {
	c := small(entry(t, "2026-04-02", calendar.Holiday, ""), entry(t, "2025-05-01", calendar.Holiday, ""))
	part, err := c.Slice(date(t, "2026-03-01"), date(t, "2026-04-30"))
	if err != nil {
		t.Fatal(err)
	}
	if len(part.Entries) != 1 || part.Version != c.Version {
		t.Errorf("slice = %+v", part)
	}
	wantDue(t, part.For("", ""), "2026-04-01", 1, "2026-04-03")

	var unknown *calendar.UnknownYearError
	if _, _, err := part.For("", "").AddBusinessDays(date(t, "2026-04-20"), 10); !errors.As(err, &unknown) {
		t.Fatalf("a count that leaves the slice: %v", err)
	}
	if unknown.Date != date(t, "2026-05-01") || unknown.Last != date(t, "2026-04-30") {
		t.Errorf("%+v", unknown)
	}
	if _, err := part.For("", "").BusinessDaysBefore(date(t, "2026-03-03"), 5); !errors.As(err, &unknown) {
		t.Errorf("a count back out of the slice: %v", err)
	}
	if _, err := c.Slice(date(t, "2030-01-01"), date(t, "2031-01-01")); !errors.As(err, &unknown) {
		t.Errorf("a slice of unknown years: %v", err)
	}
	if _, err := c.Slice(date(t, "2026-02-01"), date(t, "2026-01-01")); err == nil {
		t.Error("a slice that ends before it begins is accepted")
	}
	whole, err := c.Slice(date(t, "2000-01-01"), date(t, "2100-01-01"))
	if err != nil || whole.First != c.First || whole.Last != c.Last {
		t.Errorf("a slice wider than the calendar: %v, %v", whole, err)
	}
}

func TestZeroView_isAnError(t *testing.T) {
	var unknown *calendar.UnknownYearError
	if _, err := (calendar.View{}).Day(date(t, "2026-03-02")); !errors.As(err, &unknown) {
		t.Errorf("zero view: %v", err)
	}
	if _, err := small().For("", "").Day(calendar.Date{}); !errors.As(err, &unknown) {
		t.Errorf("zero date: %v", err)
	}
}

func TestHash_followsContentAlone(t *testing.T) {
	a, b := entry(t, "2026-04-02", calendar.Holiday, ""), entry(t, "2026-04-03", calendar.Holiday, "region:cusco")
	one, two := small(a, b), small(b, a)
	two.Version = "another label"
	if one.Hash() != two.Hash() {
		t.Error("label or order of entries changes the hash")
	}
	b.Norm = "another norm"
	switched := small(a, entry(t, "2026-04-03", calendar.Holiday, "region:cusco"))
	switched.CountDecreedDays = true
	for _, other := range []calendar.Calendar{small(a), small(a, b), switched} {
		if other.Hash() == one.Hash() {
			t.Errorf("%+v has the same hash as %+v", other, one)
		}
	}
}

func TestCalendar_survivesJSON(t *testing.T) {
	c := small(entry(t, "2026-04-02", calendar.Holiday, "region:cusco"),
		entry(t, "2026-04-03", calendar.ShortDay, "office:norte"))
	c.Regions = []string{"cusco"}
	data, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	var back calendar.Calendar
	if err := json.Unmarshal(data, &back); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(c, back); diff != "" {
		t.Error(diff)
	}
	if !strings.Contains(string(data), `"scope":"region:cusco"`) ||
		!strings.Contains(string(data), `"date":"2026-04-03"`) {
		t.Errorf("unreadable JSON: %s", data)
	}
}

func TestValidate_namesEachFault(t *testing.T) {
	holiday := entry(t, "2026-04-02", calendar.Holiday, "")
	nameless, odd := holiday, holiday
	nameless.Name, odd.Kind = "", "feast"
	withRegions := small(entry(t, "2026-04-02", calendar.Holiday, "region:cuzco"))
	withRegions.Regions = []string{"cusco"}
	unlabelled, reversed := small(), small()
	unlabelled.Version = ""
	reversed.First, reversed.Last = reversed.Last, reversed.First
	for name, c := range map[string]calendar.Calendar{
		"no version":                unlabelled,
		"impossible span":           reversed,
		"listed twice":              small(holiday, holiday),
		"needs a name and the norm": small(nameless),
		`kind "feast" is none of`:   small(odd),
		"not 2031-01-01":            small(entry(t, "2031-01-01", calendar.Holiday, "")),
		`no region "cuzco"`:         withRegions,
		"an office can only report": small(entry(t, "2026-04-02", calendar.NonWorkingDay, "office:norte")),
		"no possible date":          small(calendar.Entry{Name: "x", Norm: "y", Kind: calendar.Holiday}),
		"has two scopes": small(calendar.Entry{
			Date: holiday.Date, Name: "x", Norm: "y", Kind: calendar.Holiday, Scope: calendar.Scope{Region: "a", Office: "b"},
		}),
		`only a supreme decree or a `: small(entry(t, "2026-04-02", calendar.WorkingDay, "office:norte")),
	} {
		if err := c.Validate(); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("want an error that says %q, got: %v", name, err)
		}
	}
	if err := small(holiday, entry(t, "2026-04-02", calendar.ShortDay, "office:norte")).Validate(); err != nil {
		t.Errorf("a good calendar: %v", err)
	}
}

func TestAmend_needsItsOwnVersion(t *testing.T) {
	if _, err := small().Amend("test-1", entry(t, "2026-07-27", calendar.NonWorkingDay, "")); err == nil {
		t.Error("an amended calendar kept the old label")
	}
}

func TestDecreesKnown(t *testing.T) {
	c := small()
	c.DecreesFirst, c.DecreesLast = 2023, 2025
	if !c.DecreesKnown(date(t, "2025-12-31")) || c.DecreesKnown(date(t, "2026-01-01")) {
		t.Error("decreed days are known from 2023 to 2025 only")
	}
}

func TestFrom_tellsTheDaysInOrder(t *testing.T) {
	c := small(entry(t, "2026-12-30", calendar.Holiday, "region:cusco"))
	var got []string
	var last error
	for day, err := range c.For("cusco", "").From(date(t, "2026-12-29")) {
		if last = err; err == nil {
			got = append(got, day.Date.String()+" "+string(day.Kind)+" "+day.Scope.String())
		}
	}
	want := []string{"2026-12-29  nation", "2026-12-30 holiday region:cusco", "2026-12-31  nation"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	var unknown *calendar.UnknownYearError
	if !errors.As(last, &unknown) {
		t.Errorf("the end of the known days: %v", last)
	}
}
