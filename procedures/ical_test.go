package procedures

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"foja/calendar"
)

func TestICal_theShippedCalendarComesBackWhole(t *testing.T) {
	c, err := LoadCalendar()
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2026, 7, 20, 12, 0, 0, 0, time.UTC)
	var file, again bytes.Buffer
	if err := WriteICal(&file, c, at); err != nil {
		t.Fatal(err)
	}
	if err := WriteICal(&again, c, at); err != nil || again.String() != file.String() {
		t.Errorf("written twice it differs: %v", err)
	}
	entries, err := ReadICal(&file, "")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(c.Entries, entries); diff != "" {
		t.Error(diff)
	}
}

func event(lines ...string) string {
	all := append([]string{
		"BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//another//program//EN", "BEGIN:VEVENT", "UID:1",
		"DTSTAMP:20260720T120000Z",
	}, lines...)
	return strings.Join(append(all, "END:VEVENT", "END:VCALENDAR", ""), "\r\n")
}

func TestReadICal_ofAnotherProgram(t *testing.T) {
	entries, err := ReadICal(strings.NewReader(event("SUMMARY:Semana de duelo", "DTSTART;VALUE=DATE:20260727",
		"DTEND;VALUE=DATE:20260730")), "DS 100-2026-PCM")
	if err != nil {
		t.Fatal(err)
	}
	var days []string
	for _, e := range entries {
		days = append(days, e.Date.String())
		if e.Kind != calendar.Holiday || e.Norm != "DS 100-2026-PCM" || e.Name != "Semana de duelo" ||
			e.Scope != (calendar.Scope{}) {
			t.Errorf("%+v", e)
		}
	}
	if diff := cmp.Diff([]string{"2026-07-27", "2026-07-28", "2026-07-29"}, days); diff != "" {
		t.Error(diff)
	}
	// Without DTEND it is one day, and its description is its norm.
	entries, err = ReadICal(
		strings.NewReader(event("SUMMARY:Feriado", "DESCRIPTION:Ley 1", "DTSTART;VALUE=DATE:20260727")), "",
	)
	if err != nil || len(entries) != 1 || entries[0].Norm != "Ley 1" {
		t.Errorf("%+v, %v", entries, err)
	}
}

func TestReadICal_refusesWhatItWouldHaveToGuess(t *testing.T) {
	day := "DTSTART;VALUE=DATE:20260727"
	for want, text := range map[string]string{
		"it is empty":     "",
		"no iCalendar":    "version: pe-2026\n",
		"names no norm":   event("SUMMARY:Feriado", day),
		"repeats":         event("SUMMARY:Feriado", "DESCRIPTION:Ley 1", day, "RRULE:FREQ=YEARLY"),
		"is no whole day": event("SUMMARY:Feriado", "DESCRIPTION:Ley 1", "DTSTART:20260727T130000Z"),
		"it runs from":    event("SUMMARY:Feriado", "DESCRIPTION:Ley 1", day, "DTEND;VALUE=DATE:20260701"),
		"does not stop":   event("SUMMARY:Aniversario", "DESCRIPTION:Ordenanza 1", day, "X-FOJA-SCOPE:municipality:lima"),
		"by DURATION":     event("SUMMARY:Feriado", "DESCRIPTION:Ley 1", day, "DURATION:P2D"),
	} {
		if entries, err := ReadICal(strings.NewReader(text), ""); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("want %q, got %v, %v", want, entries, err)
		}
	}
}
