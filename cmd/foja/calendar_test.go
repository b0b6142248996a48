package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"foja/calendar"
	"foja/procedures"
)

func TestCalendarExport_ofTheShippedOneIsReadBackAsKnown(t *testing.T) {
	file := filepath.Join(t.TempDir(), "days.ics")
	if err := (calendarExportCmd{File: file, Shipped: true}).Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	entries, err := calendarImportCmd{File: file}.read()
	if err != nil {
		t.Fatal(err)
	}
	days, err := procedures.LoadCalendar()
	if err != nil {
		t.Fatal(err)
	}
	if fresh, err := unknownTo(days, entries); err != nil || len(fresh) != 0 || len(entries) != len(days.Entries) {
		t.Errorf("%d of %d come back, %d as new, %v", len(entries), len(days.Entries), len(fresh), err)
	}
}

func TestCalendarImport_saysWhatIsWrong(t *testing.T) {
	days, err := procedures.LoadCalendar()
	if err != nil {
		t.Fatal(err)
	}
	e := calendar.Entry{Date: calendar.Date{Year: 2031, Month: 7, Day: 27}, Kind: calendar.Holiday, Name: "Feriado", Norm: "Ley 1"}
	if _, err := unknownTo(days, []calendar.Entry{e}); err == nil || !strings.Contains(err.Error(), "not 2031-07-27") {
		t.Errorf("a year that is not known: %v", err)
	}
	e.Date.Year = 2026
	if fresh, err := unknownTo(days, []calendar.Entry{e, e}); err != nil || len(fresh) != 1 {
		t.Errorf("one day twice: %v, %v", fresh, err)
	}
	file := filepath.Join(t.TempDir(), "not.ics")
	if err := os.WriteFile(file, []byte("feriados: []\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := (calendarImportCmd{File: file, By: "ada"}).Run(t.Context()); err == nil || !strings.Contains(err.Error(), "no iCalendar file") {
		t.Errorf("another kind of file: %v", err)
	}
	if err := (calendarImportCmd{File: file + ".gone", By: "ada"}).Run(t.Context()); err == nil || !strings.Contains(err.Error(), ".gone") {
		t.Errorf("no file: %v", err)
	}
}
