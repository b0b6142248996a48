package letters

import (
	"bytes"
	"fmt"
	"os"
	"testing"
	"time"

	"foja/calendar"
	"foja/docket"
)

func aBoard(rows int) BoardData {
	d := BoardData{
		Agency: docket.Agency{Name: "Servicio Penitenciario Nacional", Acronym: "SEPEN", Offices: []docket.Office{
			{Name: "Sede Central", Address: "Jr. de la Transparencia 100, Lima"},
		}},
		Scope: docket.Say("board.all_offices"), AsOf: time.Date(2026, 4, 6, 12, 0, 0, 0,
			time.UTC), Zone: time.UTC, URL: "https://foja.example/dashboard",
		Summary: []docket.Sentence{
			docket.Say("board.overdue", "n", 2, "today", 3, "week", 7, "open", 24),
			docket.Say("board.ahead_in_time"),
		},
	}
	for _, title := range []docket.Sentence{docket.Say("board.waiting"), docket.Say("board.by_officer")} {
		t := BoardTable{Title: title, Head: []docket.Sentence{
			{Key: "Quién o qué, con un nombre largo"},
			{Key: "Vencidas"},
			{Key: "En trámite"},
			{Key: "Se pueden responder"},
			{Key: "La primera vence"},
		}}
		for i := range rows {
			t.Rows = append(t.Rows, []any{fmt.Sprintf("Una persona con un nombre que no cabe en la columna, número %d",
				i), i, 3 * i, float64(i) / 3, calendar.Date{Year: 2026, Month: 4, Day: 9}})
		}
		d.Tables = append(d.Tables, t)
	}
	return d
}

// A board of any length is set, page after page, and the same board gives the same bytes.
func TestBoardPDF(t *testing.T) {
	short, err := BoardPDF(aBoard(5))
	if err != nil {
		t.Fatal(err)
	}
	again, err := BoardPDF(aBoard(5))
	if err != nil || !bytes.Equal(short, again) {
		t.Errorf("the same board gives other bytes (%v)", err)
	}
	long, err := BoardPDF(aBoard(60))
	if err != nil {
		t.Fatal(err)
	}
	if one, many := bytes.Count(short, []byte("/Type /Page\n")), bytes.Count(long, []byte("/Type /Page\n")); one != 1 ||
		many < 3 {
		t.Errorf("%d page and %d pages", one, many)
	}
	if dir := os.Getenv("FOJA_SHOTS"); dir != "" {
		if err := os.WriteFile(dir+"/board.pdf", long, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}
