package letters

import (
	"strings"
	"testing"
	"time"

	"foja/calendar"
	"foja/docket"
)

func TestAUnitIsToldWhatItIsAskedAndHowToAnswer(t *testing.T) {
	lima, err := time.LoadLocation("America/Lima")
	if err != nil {
		t.Fatal(err)
	}
	d := UnitQuestionData{
		Agency: docket.Agency{Name: "Servicio Penitenciario"}, Unit: "Archivo Central", Number: "000012-2026",
		Question: "¿Tienen el acta?\nLa de 2019.",
		DueOn:    calendar.Date{Year: 2026, Month: 3, Day: 6},
		CaseDue:  calendar.Date{Year: 2026, Month: 3, Day: 16}, Zone: lima,
		URL: "https://foja.example/u/abc", Officer: "Julio Paredes",
	}
	full, err := RenderUnitQuestion(d)
	if err != nil {
		t.Fatal(err)
	}
	if full.Subject != "Consulta por la solicitud 000012-2026: responda hasta el viernes 6 de marzo de 2026" {
		t.Errorf("subject %q", full.Subject)
	}
	for _, part := range []string{
		"Archivo Central:", "Julio Paredes necesita", "La de 2019.",
		"hasta el lunes 16 de marzo", "https://foja.example/u/abc",
	} {
		if !strings.Contains(joined(full.Text), part) || !strings.Contains(full.HTML, strings.TrimSuffix(part, ":")) {
			t.Errorf("it does not say %q:\n%s", part, full.Text)
		}
	}
	d.DueOn, d.CaseDue, d.Officer = calendar.Date{}, calendar.Date{}, ""
	bare, err := RenderUnitQuestion(d)
	if err != nil {
		t.Fatal(err)
	}
	if bare.Subject != "Consulta por la solicitud 000012-2026" ||
		!strings.Contains(joined(bare.Text), "se necesita lo que guarda su área") || strings.Contains(bare.Text, "hasta el") {
		t.Errorf("without dates: %s\n%s", bare.Subject, bare.Text)
	}
}

// joined is a text without its line breaks.
func joined(text string) string { return strings.Join(strings.Fields(text), " ") }
