package calendar_test

import (
	"encoding/json"
	"testing"
	"time"

	"pgregory.net/rapid"

	"foja/calendar"
)

func TestParseDate_refusesWhatIsNotADay(t *testing.T) {
	for _, s := range []string{
		"", "2026", "2026-3-2", "02-03-2026", "2026-02-29", "2026-13-01", "2026-00-10", "2026-01-00", "0000-01-01",
		" 2026-03-02", "2026-03-02 ", "2026-03-02T00:00:00Z", "２０２６-03-02", "+026-03-02", "12026-03-02",
	} {
		if d, err := calendar.ParseDate(s); err == nil {
			t.Errorf("%q read as %s", s, d)
		}
	}
	if d, err := calendar.NewDate(2023, time.February, 29); err == nil {
		t.Errorf("29 February 2023 made %s", d)
	}
}

func TestDateOf_isTheDayOfItsOwnZone(t *testing.T) {
	lima := time.FixedZone("-05", -5*60*60)
	instant := time.Date(2026, time.March, 3, 2, 30, 0, 0, time.UTC)
	if got := calendar.DateOf(instant.In(lima)); got != date(t, "2026-03-02") {
		t.Errorf("half past nine in the evening of the 2nd in Lima is %s", got)
	}
	if got := date(t, "2026-03-02").At(21, 30, lima); !got.Equal(instant) {
		t.Errorf("At = %s", got)
	}
}

func TestDate_zeroMeansUnset(t *testing.T) {
	var box struct {
		On calendar.Date `json:"on"`
	}
	if err := json.Unmarshal([]byte(`{"on":""}`), &box); err != nil || !box.On.IsZero() {
		t.Errorf("%v %v", box, err)
	}
	if data, err := json.Marshal(box); err != nil || string(data) != `{"on":""}` {
		t.Errorf("%s %v", data, err)
	}
	if err := json.Unmarshal([]byte(`{"on":"2026-02-30"}`), &box); err == nil {
		t.Error("30 February is read")
	}
	if _, err := json.Marshal(calendar.Date{Year: 2026, Month: 2, Day: 30}); err == nil {
		t.Error("30 February is written")
	}
	if (calendar.Date{}).Valid() {
		t.Error("the zero date is no day")
	}
}

func TestEaster(t *testing.T) {
	// As published in church tables, with the earliest and latest dates that
	// can be and the two corners of the cycle (1954, 1981).
	for year, want := range map[int]string{
		1818: "1818-03-22", 1943: "1943-04-25", 1954: "1954-04-18", 1981: "1981-04-19", 2000: "2000-04-23",
		2020: "2020-04-12", 2021: "2021-04-04", 2022: "2022-04-17", 2023: "2023-04-09", 2024: "2024-03-31",
		2025: "2025-04-20", 2026: "2026-04-05", 2027: "2027-03-28", 2028: "2028-04-16", 2029: "2029-04-01",
		2030: "2030-04-21", 2038: "2038-04-25",
	} {
		if got := calendar.Easter(year); got != date(t, want) {
			t.Errorf("Easter %d = %s, want %s", year, got, want)
		}
	}
}

func TestRule_Validate(t *testing.T) {
	for name, r := range map[string]calendar.Rule{
		"impossible day": {Month: time.February, Day: 30},
		"day, no month":  {Day: 3},
		"two bases":      {Month: time.May, Day: 1, Easter: -2},
		"ends too early": {Month: time.May, Day: 1, FromYear: 2024, UntilYear: 2023},
	} {
		if r.Validate() == nil {
			t.Errorf("%s: accepted", name)
		}
	}
	leap := calendar.Rule{Month: time.February, Day: 29}
	if err := leap.Validate(); err != nil {
		t.Error(err)
	}
	if got := calendar.Expand([]calendar.Rule{leap}, 2023, 2026); len(got) != 1 || got[0].Date.Year != 2024 {
		t.Errorf("29 February over 2023-2026: %v", got)
	}
}

func drawDate(t *rapid.T, name string, first, last calendar.Date) calendar.Date {
	return first.AddDays(rapid.IntRange(0, first.DaysUntil(last)).Draw(t, name))
}

func TestDate_arithmeticAgreesWithTime(t *testing.T) {
	first, last := calendar.Date{Year: 1, Month: 1, Day: 1}, calendar.Date{Year: 9999, Month: 12, Day: 31}
	rapid.Check(t, func(t *rapid.T) {
		a, b := drawDate(t, "a", first, last), drawDate(t, "b", first, last)
		if got := a.AddDays(a.DaysUntil(b)); got != b {
			t.Fatalf("%s + (%s - %s) = %s", a, b, a, got)
		}
		if a.Weekday() != a.At(0, 0, time.UTC).Weekday() {
			t.Fatalf("%s is a %s", a, a.Weekday())
		}
		if a.Before(b) != a.At(0, 0, time.UTC).Before(b.At(0, 0, time.UTC)) || a.After(b) != b.Before(a) {
			t.Fatalf("order of %s and %s", a, b)
		}
		if back, err := calendar.ParseDate(a.String()); err != nil || back != a {
			t.Fatalf("%s read back as %s, %v", a, back, err)
		}
	})
}

func FuzzParseDate(f *testing.F) {
	for _, s := range []string{
		"2026-03-02", "2024-02-29", "2023-02-29", "", "0000-00-00", "9999-12-31", "2026-3-2", "-001-01-01",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, err := calendar.ParseDate(s)
		if err != nil {
			if !d.IsZero() {
				t.Fatalf("%q fails and still gives %s", s, d)
			}
			return
		}
		if !d.Valid() || d.String() != s {
			t.Fatalf("%q read as %s", s, d)
		}
	})
}
