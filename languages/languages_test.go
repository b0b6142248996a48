package languages_test

import (
	"errors"
	"testing"
	"time"

	"foja/calendar"
	"foja/docket"
	"foja/languages"
)

// Each language says what the others say, with the same gaps.
func TestCataloguesAreWhole(t *testing.T) {
	if len(languages.Keys()) < 20 {
		t.Fatalf("only %d keys: the test looks at nothing", len(languages.Keys()))
	}
	for _, code := range languages.Codes() {
		for _, fault := range languages.Check(code) {
			t.Error(fault)
		}
	}
	for _, key := range languages.Keys() {
		if !languages.For("en").Has(key) {
			t.Errorf("en.po has no words for %s", key)
		}
	}
}

func TestSentences(t *testing.T) {
	on := calendar.Date{Year: 2026, Month: 3, Day: 4}
	es, en := languages.For("es"), languages.For("en")
	for _, c := range []struct{ got, want string }{
		{es.LongDate(on), "miércoles 4 de marzo de 2026"},
		{en.LongDate(on), "Wednesday 4 March 2026"},
		{es.Day(on), "4 mar 2026"},
		{es.Moment(time.Date(2026, 9, 4, 10, 32, 0, 0, time.UTC)), "4 set 2026, 10:32"},
		{en.Moment(time.Date(2026, 9, 4, 10, 32, 0, 0, time.UTC)), "4 Sep 2026, 10:32"},
		{es.Day(calendar.Date{}), "—"},
		{es.N(1, "Queda {n} día", "Quedan {n} días"), "Queda 1 día"},
		{es.N(3, "Queda {n} día", "Quedan {n} días"), "Quedan 3 días"},
		{es.T("Vence el {on:long}, dice {who}", "on", on, "who", "{on}"), "Vence el miércoles 4 de marzo de 2026, dice {on}"},
		{es.T("Vence el {on}", "on", on), "Vence el 04/03/2026"},
		{en.Say(docket.Say("date.plain", "day", 4, "month", docket.Say("month.3"), "year", 2026)), "4 March 2026"},
		{en.Error(docket.Refuse(docket.CodeConflict, "")), "It cannot be done now. Reload the page."},
		{en.Error(errors.New("pq: password")), "Something failed in the system. Try again; if it goes on, tell whoever runs it."},
		{languages.For("xx").Code(), "es"},
	} {
		if c.got != c.want {
			t.Errorf("%q, want %q", c.got, c.want)
		}
	}
}
