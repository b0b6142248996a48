package procedures_test

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"foja/calendar"
	"foja/procedures"
)

var update = flag.Bool("update", false, "rewrite the golden files")

func shipped(t testing.TB) calendar.Calendar {
	t.Helper()
	c, err := procedures.LoadCalendar()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func day(t testing.TB, s string) calendar.Date {
	t.Helper()
	d, err := calendar.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

var weekdays = [...]string{"domingo", "lunes", "martes", "miércoles", "jueves", "viernes", "sábado"}

// The golden list is for a lawyer to read: every national holiday, year by
// year, with the law behind it. Rewrite it with: go test ./procedures -update
func TestNationalHolidays_golden(t *testing.T) {
	const golden = "calendars/pe-holidays.golden"
	var list strings.Builder
	c := shipped(t)
	fmt.Fprintf(&list, "# Feriados nacionales del calendario %s\n", c.Version)
	year := 0
	for _, e := range c.Entries {
		if e.Kind != calendar.Holiday || e.Scope != (calendar.Scope{}) {
			continue
		}
		if e.Date.Year != year {
			year = e.Date.Year
			fmt.Fprintf(&list, "\n# %d\n", year)
		}
		fmt.Fprintf(&list, "%s\t%s\t%s\t%s\n", e.Date, weekdays[e.Date.Weekday()], e.Name, e.Norm)
	}
	if *update {
		if err := os.WriteFile(golden, []byte(list.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), list.String()); diff != "" {
		t.Error(diff)
	}
}

func TestNationalHolidays_perYear(t *testing.T) {
	want := map[int]int{
		2020: 12, 2021: 12, 2022: 14, 2023: 15, 2024: 16, 2025: 16, 2026: 16, 2027: 16, 2028: 16, 2029: 16, 2030: 16,
	}
	got := map[int]int{}
	for _, e := range shipped(t).Entries {
		if e.Kind == calendar.Holiday && e.Scope == (calendar.Scope{}) {
			got[e.Date.Year]++
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// The worked examples of the rules, on the shipped calendar.
func TestWorkedExamples_onTheShippedCalendar(t *testing.T) {
	c := shipped(t)
	for _, e := range []struct {
		rule, region, from string
		days               int
		want               string
	}{
		{"R1", "lima", "2026-03-02", 10, "2026-03-16"},
		{"R3 Holy Week", "lima", "2026-03-27", 10, "2026-04-14"},
		{"R3 July", "lima", "2026-07-17", 10, "2026-08-05"},
		{"R3 Easter 2025", "lima", "2025-04-14", 10, "2025-04-30"},
		{"R3 December", "lima", "2025-11-28", 10, "2025-12-16"},
		{"R4", "lima", "2025-12-22", 10, "2026-01-09"},
		{"R5 in La Libertad", "la-libertad", "2025-12-22", 10, "2026-01-12"},
		{"R18", "lima", "2026-03-02", 2, "2026-03-04"},
		{"R21", "lima", "2026-03-05", 10, "2026-03-19"},
		{"R24", "lima", "2026-03-02", 4, "2026-03-06"},
		{"R28", "lima", "2026-03-02", 30, "2026-04-15"},
		{"R31", "lima", "2026-03-02", 9, "2026-03-13"},
		{"R43", "lima", "2026-08-03", 5, "2026-08-11"},
		{"R44", "lima", "2026-03-16", 15, "2026-04-08"},
		{"R47", "lima", "2026-04-08", 7, "2026-04-17"},
		{"R48", "lima", "2026-04-20", 7, "2026-04-29"},
		{"R49", "lima", "2026-04-20", 10, "2026-05-05"},
		{"R50", "lima", "2026-05-15", 7, "2026-05-26"},
		{"R53", "lima", "2026-04-15", 5, "2026-04-22"},
		{"APEC in Lima", "lima", "2024-11-13", 1, "2024-11-18"},
		{"APEC in Callao", "callao", "2024-11-13", 1, "2024-11-18"},
		{"APEC in Huaral", "lima-provincias/huaral", "2024-11-13", 1, "2024-11-18"},
		{"no APEC in Cañete", "lima-provincias", "2024-11-13", 1, "2024-11-14"},
		{"no APEC in Cusco", "cusco", "2024-11-13", 1, "2024-11-14"},
	} {
		got, _, err := c.For(e.region, "").AddBusinessDays(day(t, e.from), e.days)
		if err != nil || got != day(t, e.want) {
			t.Errorf("%s: %s + %d = %s (%v), want %s", e.rule, e.from, e.days, got, err, e.want)
		}
	}
	for _, e := range []struct {
		rule, from string
		days       int
		want       string
	}{
		{"R32", "2026-03-13", 30, "2026-04-13"},
		{"R33", "2026-03-16", 30, "2026-04-15"},
		{"R44", "2026-03-16", 15, "2026-03-31"},
	} {
		got, _, err := c.For("lima", "").AddCalendarDays(day(t, e.from), e.days)
		if err != nil || got != day(t, e.want) {
			t.Errorf("%s: %s + %d calendar days = %s (%v), want %s", e.rule, e.from, e.days, got, err, e.want)
		}
	}
}

// A holiday of a department or a province stops the count there, and nowhere else.
func TestR5_regionalHolidays(t *testing.T) {
	c := shipped(t)
	for _, e := range []struct{ date, norm, in, not string }{
		{"2027-05-26", "Ley 24681", "tacna/tacna", "tacna"},
		{"2027-05-26", "Ley 31667", "moquegua/ilo", "moquegua"},
		{"2026-06-24", "DL 21860", "cusco", "puno"},
		{"2025-08-15", "Ley 24875 art. 8", "arequipa/arequipa", "arequipa"},
		{"2025-08-15", "Ley 24704", "huanuco/huanuco", "huanuco"},
		{"2026-08-28", "Ley 23849", "tacna", "moquegua"},
		{"2026-08-28", "Ley 23849", "tacna/tacna", "moquegua/ilo"},
		{"2026-09-24", "Ley 15618 art. 1", "piura", "tumbes"},
		{"2025-10-24", "Ley 13293", "puno/san-roman", "puno/puno"},
		{"2026-11-04", "Ley 13278", "puno/puno", "puno/san-roman"},
		{"2025-12-29", "Ley 4185", "la-libertad", "lima"},
	} {
		got, err := c.For(e.in, "").Day(day(t, e.date))
		if err != nil || got.Business || got.Kind != calendar.Holiday || got.Source != e.norm {
			t.Errorf("%s in %s: %+v %v, want a holiday by %s", e.date, e.in, got, err, e.norm)
		}
		if got, err := c.For(e.not, "").Day(day(t, e.date)); err != nil || !got.Business {
			t.Errorf("%s in %s: %+v %v, want a business day", e.date, e.not, got, err)
		}
	}
	if got, err := c.For("moquegua/ilo", "").Day(day(t, "2022-05-26")); err != nil || !got.Business {
		t.Errorf("26 May 2022 in Ilo, before its law: %+v %v", got, err)
	}
}

func TestR6_theYearTheLawTookEffect(t *testing.T) {
	v := shipped(t).For("lima", "")
	for date, business := range map[string]bool{
		"2023-06-07": true, "2024-06-07": false, "2024-07-23": false, "2021-12-09": true, "2022-12-09": false,
		"2021-08-06": true, "2026-08-06": false, "2021-07-23": true,
	} {
		d, err := v.Day(day(t, date))
		if err != nil || d.Business != business {
			t.Errorf("%s: %+v %v, want business=%t", date, d, err, business)
		}
	}
	if d, err := v.Day(day(t, "2023-07-23")); err != nil || d.Kind != calendar.Holiday || d.Source != "Ley 31822" {
		t.Errorf("23 July 2023 is a holiday, though a Sunday: %+v %v", d, err)
	}
}

func TestR9_aDecreeOfJuly2026(t *testing.T) {
	c, err := shipped(t).Amend("pe-2026.12.1", calendar.Entry{
		Date: day(t, "2026-07-27"), Kind: calendar.NonWorkingDay, Name: "Día no laborable", Norm: "DS 999-2026-PCM",
	})
	if err != nil {
		t.Fatal(err)
	}
	if got, _, err := c.For("lima", "").AddBusinessDays(day(t, "2026-07-17"), 10); err != nil ||
		got != day(t, "2026-08-07") {
		t.Errorf("%s %v", got, err)
	}
}

func TestR60_lastBusinessDayOfMarch(t *testing.T) {
	v := shipped(t).For("lima", "")
	for april, want := range map[string]string{"2026-04-01": "2026-03-31", "2027-04-01": "2027-03-31"} {
		if got, err := v.BusinessDaysBefore(day(t, april), 1); err != nil || got != day(t, want) {
			t.Errorf("%s %v, want %s", got, err, want)
		}
	}
}

func TestShippedCalendar_saysWhatItDoesNotKnow(t *testing.T) {
	c := shipped(t)
	if c.DecreesKnown(day(t, "2022-03-01")) || !c.DecreesKnown(day(t, "2026-03-01")) ||
		c.DecreesKnown(day(t, "2027-03-01")) {
		t.Error("decreed days are listed for 2023 to 2026 only")
	}
	if _, _, err := c.For("lima", "").AddBusinessDays(day(t, "2030-12-30"), 10); err == nil {
		t.Error("a term that ends in 2031 is guessed")
	}
	if c.CountDecreedDays {
		t.Error("the default is that decreed days are not counted (R4)")
	}
}

func TestReadCalendar_pointsAtTheLine(t *testing.T) {
	const head = "version: x\nyears: {first: 2020, last: 2030}\nregions: [lima]\n"
	for _, e := range []struct{ data, want string }{
		{"", "f.yaml: the file is empty"},
		{"version: [\n", "f.yaml:1: "},
		{"years: {first: 2020, last: 2030}\n", "no version"},
		{"version: x\nyears: {first: 2030, last: 2020}\n", "impossible span"},
		{"version: x\nyears: {first: mil, last: 2030}\n", "f.yaml:2: "},
		{head + "weekend_norms:\n  - {norm: A, until: 2026-04-31}\n", "f.yaml:5: "},
		{head + "colour: red\n", `f.yaml:4: unknown field "colour"`},
		{head + "version: y\n", "f.yaml:4: "},
		{head + "rules:\n  - {name: A, nrm: B, on: 01-01}\n", `f.yaml:5: unknown field "nrm"`},
		{head + "rules:\n  - {name: A, norm: B, on: 13-01}\n", "f.yaml:5: "},
		{head + "rules:\n  - {name: A, norm: B}\n", "needs either on"},
		{head + "rules:\n  - {name: A, norm: B, on: 01-01, easter: 0}\n", "needs either on"},
		{head + "rules:\n  - {name: A, on: 01-01}\n", "f.yaml:5: calendar: 2020-01-01 needs a name and the norm"},
		{head + "rules:\n  - {name: A, norm: B, on: 01-01, kind: fiesta}\n", `f.yaml:5: calendar: 2020-01-01: kind "fiesta"`},
		{head + "rules:\n  - {name: A, norm: B, on: 01-01, scope: \"municipality:trujillo\"}\n", "R7"},
		{head + "rules:\n  - {name: A, norm: B, on: 01-01, from: 2025, until: 2024}\n", "ends in 2024"},
		{head + "days:\n  - name: A\n    norm: B\n    dates:\n      - 2026-01-02\n      - 2026-02-30\n", "f.yaml:9: "},
		{head + "days:\n  - name: A\n    norm: B\n    dates: [2031-01-02]\n", "f.yaml:7: calendar x knows"},
		{
			head + "days:\n  - name: A\n    norm: B\n    scopes: [\"region:limma\"]\n    dates: [2026-01-02]\n",
			`f.yaml:8: calendar x has no region "limma"`,
		},
		{head + "days:\n  - name: A\n    norm: B\n    scopes: [\"office:norte\"]\n    dates: [2026-01-02]\n", "f.yaml:8: "},
		{head + "days:\n  - {name: A, norm: B, dates: [2026-01-02, 2026-01-02]}\n", "listed twice"},
		{"version: x\nyears: {first: 2020, last: 2030}\nregions: [Lima]\n", `f.yaml:3: region "Lima" is written "lima"`},
	} {
		_, err := procedures.ReadCalendar("f.yaml", []byte(e.data))
		if err == nil || !strings.Contains(err.Error(), e.want) {
			t.Errorf("%q:\n got %v\nwant %s", e.data, err, e.want)
		}
	}
}

func TestReadCalendar_reportsEveryWrongLine(t *testing.T) {
	_, err := procedures.ReadCalendar("f.yaml", []byte("version: x\nyears: {first: 2020, last: 2030}\nrules:\n"+
		"  - {name: A, norm: B, on: 13-01}\n  - {name: C, norm: D, on: 01-01}\n  - {name: E, on: 01-02}\n"))
	if err == nil || !strings.Contains(err.Error(), "f.yaml:4: ") || !strings.Contains(err.Error(), "f.yaml:6: ") ||
		strings.Contains(err.Error(), "f.yaml:5: ") {
		t.Errorf("want lines 4 and 6, got %v", err)
	}
}

func BenchmarkAddBusinessDays_shippedCalendar(b *testing.B) {
	v := shipped(b).For("la-libertad", "trujillo")
	from := calendar.Date{Year: 2026, Month: time.March, Day: 27}
	b.ReportAllocs()
	for b.Loop() {
		if _, _, err := v.AddBusinessDays(from, 10); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkFor_shippedCalendar(b *testing.B) {
	c := shipped(b)
	for b.Loop() {
		c.For("la-libertad", "trujillo")
	}
}
