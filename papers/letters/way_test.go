package letters

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"foja/calendar"
	"foja/docket"
)

// wayLetters are the letters between reception and answer, each with what it is about.
func wayLetters(t *testing.T) map[docket.LetterKind]Data {
	t.Helper()
	with := func(body string, change func(*Data)) Data {
		d := sample(t)
		d.Attachments, d.Body = nil, body
		if change != nil {
			change(&d)
		}
		return d
	}
	may := func(day int) calendar.Date { return calendar.Date{Year: 2026, Month: time.May, Day: day} }
	return map[docket.LetterKind]Data{
		docket.LetterCorrection: with("- Indique de qué establecimientos pide la relación.\n- Firme la solicitud.",
			func(d *Data) { d.Restarts = true }),
		docket.LetterNotFiled: with("", nil),
		docket.LetterExtension: with("Son 5 200 fichas de 14 establecimientos, que deben revisarse una por una.",
			func(d *Data) {
				d.Ground = docket.Ground{Name: docket.Text{ES: "Volumen significativo de la información"}, Cite: "TUO 11.g"}
				d.To, d.Schedule = may(29), []calendar.Date{may(8), may(29)}
			}),
		docket.LetterPartial: with("Va la relación de los años 2020 a 2022.", nil),
		docket.LetterForward: with("La recibió el 9 de abril con el número de ingreso 2026-0004512.",
			func(d *Data) { d.Entity = "Ministerio de Justicia y Derechos Humanos" }),
		docket.LetterCost: with("125 copias simples A4 a S/ 0.10 cada una. Se paga en la ventanilla de caja.",
			func(d *Data) { d.Cents = 1250 }),
		docket.LetterUnpaid: with("", nil),
		docket.LetterAvailable: with("Pregunte en mesa de partes por el sobre con su nombre.",
			func(d *Data) { d.Office.Opens, d.Office.Closes = "08:00", "16:30" }),
		docket.LetterUncollected: with("", nil),
		docket.LetterNotHeld: with(
			"Se pidió a las áreas de Registro y de Archivo, que informaron que esa relación nunca se elaboró.", nil,
		),
		docket.LetterAnnulled: with("Es un reclamo sobre la atención en ventanilla. Lo pasamos al Libro de Reclamaciones.", nil),
		docket.LetterSilence:  with("", nil),
		docket.LetterGranted:  with("", nil),
		docket.LetterExpiring: with("", func(d *Data) {
			d.Expiry, d.To = "Credencial del agente pastoral", may(29)
		}),
		// Templates that a procedure uses in the stead of its kind's.
		"authorisation": with("Ingreso de dos agentes pastorales los sábados de 9 a 12 h.", nil),
		"refusal": with("El poder presentado no nombra a quien firma.", func(d *Data) {
			d.Ground = docket.Ground{
				Name: docket.Text{ES: "No se acreditó la representación de la entidad religiosa"}, Cite: "Reglamento CEP 149",
			}
		}),
		"visit": with("El jueves 7 de mayo a las 10:00, en el archivo central, Jr. Carabaya 456.", nil),
	}
}

func TestWayLettersReadAsApproved(t *testing.T) {
	for kind, d := range wayLetters(t) {
		r, err := RenderWith(kind, d, "")
		if err != nil {
			t.Fatalf("%s: %v", kind, err)
		}
		golden(t, string(kind)+".txt", "Subject: "+r.Subject+"\n\n"+r.Text)
		body, err := TemplateOf(kind)
		if err != nil || Check(kind, body) != nil {
			t.Errorf("the shipped template of %s is refused: %v", kind, err)
		}
		if strings.Contains(r.Text, "\n\n\n") || strings.Contains(r.Text, "<no value>") {
			t.Errorf("%s has a hole in it:\n%s", kind, r.Text)
		}
		paper, err := LetterPDFWith(kind, d, "")
		if err != nil {
			t.Fatalf("%s: %v", kind, err)
		}
		if dir := os.Getenv("LETTERS_OUT"); dir != "" {
			if err := os.WriteFile(filepath.Join(dir, string(kind)+".pdf"), paper, 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// Who counts calendar days is told so, and what becomes of the request afterwards. Who may
// contest is reported where.
func TestWayLettersSayWhatTheReaderCanDo(t *testing.T) {
	for kind, words := range map[docket.LetterKind][]string{
		docket.LetterCost:        {"S/ 12.50", "días calendario: también cuentan", "se archiva"},
		docket.LetterAvailable:   {"08:00 a 16:30", "días calendario: también cuentan", "se archiva"},
		docket.LetterCorrection:  {"2 días hábiles", "empieza de nuevo", "otra vez"},
		docket.LetterExtension:   {"viernes 29 de mayo de 2026", "viernes 8 de mayo", "considerar denegada", "sin límite"},
		docket.LetterForward:     {"Ministerio de Justicia", "2026-0004512"},
		docket.LetterSilence:     {"no hay fecha límite", "Tribunal de Transparencia", "sigue abierta"},
		docket.LetterNotFiled:    {"nueva solicitud", "recurso de apelación"},
		docket.LetterUnpaid:      {"nueva solicitud", "recurso de apelación"},
		docket.LetterUncollected: {"todavía podemos", "recurso de apelación"},
		docket.LetterNotHeld:     {"no existe", "recurso de apelación"},
		docket.LetterAnnulled:    {"queda anulado", "no corre ningún plazo", "lo corregiremos"},
		docket.LetterGranted:     {"se tiene por concedido", "silencio administrativo positivo"},
		docket.LetterExpiring:    {"Credencial del agente pastoral", "viernes 29 de mayo de 2026"},
		"authorisation":          {"se autoriza", "credencial vigente"},
		"refusal":                {"no se autoriza", "Reglamento CEP 149", "recurso de apelación"},
		"visit":                  {"acceso directo", "acta de conformidad"},
	} {
		r, err := RenderWith(kind, wayLetters(t)[kind], "")
		if err != nil {
			t.Fatal(err)
		}
		text := strings.Join(strings.Fields(r.Text), " ") // as if it were never broken into lines
		for _, word := range words {
			if !strings.Contains(text, word) {
				t.Errorf("%s does not say %q:\n%s", kind, word, r.Text)
			}
		}
	}
}

func TestLettersThatHaveToBeAcknowledgedAskForIt(t *testing.T) {
	for _, kind := range []docket.LetterKind{
		docket.LetterResponse, docket.LetterDenial, docket.LetterNotHeld, docket.LetterItems, docket.LetterCorrection,
		docket.LetterExtension, docket.LetterCost, docket.LetterForward, docket.LetterAvailable,
	} {
		body, err := TemplateOf(kind)
		if err != nil || !strings.Contains(body, `{{template "acknowledge" .}}`) {
			t.Errorf("%s does not: %v", kind, err)
		}
	}
}
