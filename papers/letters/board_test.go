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
		Scope: "Todas las sedes", AsOf: time.Date(2026, 4, 6, 12, 0, 0, 0,
			time.UTC), Zone: time.UTC, URL: "https://foja.example/dashboard",
		Summary: []string{
			"2 vencidas; vencen hoy 3 y esta semana 7, de 24 en trámite.",
			"Al ritmo de ahora, lo que vence en tres semanas se responde a tiempo.",
		},
	}
	for _, title := range []string{"Qué espera, y por qué", "Por responsable"} {
		t := BoardTable{Title: title, Head: []string{
			"Quién o qué, con un nombre largo", "Vencidas", "En trámite", "Se pueden responder", "La primera vence",
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
