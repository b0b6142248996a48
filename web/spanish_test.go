package web

import (
	"go/ast"
	"go/token"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"foja/web/languages"
)

var (
	action   = regexp.MustCompile(`(?s)\{\{.*?\}\}`)
	spoken   = regexp.MustCompile(`(?:aria-label|title|alt|placeholder)="([^"]+)"`)
	element  = regexp.MustCompile(`(?s)<[^>]*>`)
	notWords = regexp.MustCompile(`[0-9\x00\n]+`)
	letters  = regexp.MustCompile(`\p{L}{2}`)
)

// between are the texts between two tags; chosen is one that is a choice between texts, and choice what chooses.
var (
	between = regexp.MustCompile(`>([^<>]*)<`)
	chosen  = regexp.MustCompile(`^\s*\{\{-? ?if [^{}]*\}\}[^{}]*(?:\{\{-? ?else[^{}]*\}\}[^{}]*)*\{\{-? ?end ?-?\}\}\s*$`)
	choice  = regexp.MustCompile(`\{\{[^{}]*\}\}`)
)

// alone are the texts of a template that are sentences by themselves: all that an element says, or one of what it says by choice.
func alone(source string) (all []string) {
	for _, m := range between.FindAllStringSubmatch(source, -1) {
		if strings.Contains(m[1], "{{") && !chosen.MatchString(m[1]) {
			continue
		}
		for _, text := range choice.Split(m[1], -1) {
			if text = strings.Join(strings.Fields(text), " "); letters.MatchString(text) {
				all = append(all, text)
			}
		}
	}
	return all
}

// keptWords is what of a template is the same in English, or is no word at all.
var keptWords = regexp.MustCompile(`^(foja|JSON|PDF|XLSX|CSV|Excel|Alt|&[lg]t|FOJA_|/api|English|Español|SHA-256|aria-|autofocus|autocomplete|inputmode|accesskey)`)

// The samples do not come by every branch of every template: each word that stands in one has its English all the same.
func TestEveryWordOfATemplateHasItsEnglish(t *testing.T) {
	c, err := languages.English()
	if err != nil {
		t.Fatal(err)
	}
	known := strings.ToLower(strings.Join(c.Keys(), "\n"))
	n := 0
	for name, source := range sources(t, "templates/*.html", "templates/*/*.html") {
		for _, text := range alone(source) {
			if _, missing := c.Say(text); len(missing) > 0 && !keptWords.MatchString(text) {
				t.Errorf("%s: no English words in web/languages/en.po for the sentence %q", name, text)
			}
		}
		plain := action.ReplaceAllString(source, "\x00")
		for _, m := range spoken.FindAllStringSubmatch(plain, -1) {
			plain += "\n" + m[1]
		}
		for _, part := range notWords.Split(element.ReplaceAllString(plain, "\n"), -1) {
			part = strings.Trim(strings.Join(strings.Fields(part), " "), ".,:;()«» ·–—←→▲\"")
			if !letters.MatchString(part) || keptWords.MatchString(part) {
				continue
			}
			n++
			if !strings.Contains(known, strings.ToLower(part)) {
				t.Errorf("%s: no English words in web/languages/en.po for %q", name, part)
			}
		}
	}
	if n < 300 {
		t.Errorf("only %d pieces were found: the test looks at nothing", n)
	}
}

// speakers are the sources whose words screens show. Files that go to people on paper, or as a mail, stay Spanish (decision 0024).
var speakers = []string{"*.go", "../desk/*.go", "../desk/*/*.go", "../access/*.go", "../access/*/*.go", "../docket/*.go", "../calendar/*.go"}

var (
	onPaper  = regexp.MustCompile(`_export\.go|casefile|status_dates\.go|demo\.go`)
	ourWords = regexp.MustCompile(`[áéíóúñ¿¡«]| (?:el|la|los|las|de|del|un|una|que|su|sin|con|por|para|se|no|en) |^[A-Z][a-z]+ [a-z]+`)
	gap      = regexp.MustCompile(`%[0-9.+]*[a-z]|[0-9]+|%%`)
	unspoken = regexp.MustCompile(`^(miércoles$|calendar |Form realm|Use |<p>)`) // keys, errors of programs, the frame of a foreign message
)

// Words that Go says and that the samples do not come by have their English as well.
func TestEverySpanishSentenceHasItsEnglish(t *testing.T) {
	c, err := languages.English()
	if err != nil {
		t.Fatal(err)
	}
	known := strings.ToLower(strings.Join(c.Keys(), "\n"))
	n := 0
	for name, source := range sources(t, speakers...) {
		if onPaper.MatchString(name) {
			continue
		}
		for _, words := range literals(t, name, source) {
			if !ourWords.MatchString(words) || unspoken.MatchString(words) || unread.MatchString(words) {
				continue
			}
			n++
			for _, part := range gap.Split(strings.ReplaceAll(words, ". ", ".%d"), -1) {
				part = strings.Trim(strings.Join(strings.Fields(part), " "), ".,:;()«» ·–—←→▲\"")
				if len(part) > 3 && !strings.Contains(known, strings.ToLower(part)) {
					t.Errorf("%s: no English words in web/languages/en.po for %q (%q)", name, part, words)
				}
			}
		}
	}
	if n < 100 { // most have a key in languages/ by now
		t.Errorf("only %d sentences were found: the test looks at nothing", n)
	}
}

// literals are the strings of a file, but for those of its errors and its log.
func literals(t *testing.T, name, source string) (all []string) {
	t.Helper()
	ast.Inspect(parsed(t, name, source), func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CallExpr:
			if f, ok := n.Fun.(*ast.SelectorExpr); ok && slices.Contains([]string{"Errorf", "New", "Info", "Warn", "Error"}, f.Sel.Name) {
				return false
			}
		case *ast.BasicLit:
			if words, err := strconv.Unquote(n.Value); err == nil && n.Kind == token.STRING {
				all = append(all, words)
			}
		}
		return true
	})
	return all
}

// What is put together from pieces is read as one sentence.
func TestSentencesPutTogetherHaveTheirEnglish(t *testing.T) {
	c, err := (&oldWords{}).english(newFake().rooms().Core.Procedures(today))
	if err != nil {
		t.Fatal(err)
	}
	for spanish, want := range map[string]string{
		"Complete su solicitud hasta el miércoles 4 de marzo de 2026, todo el día: si no lo hace, se tiene por no presentada y se archiva. La carta dice qué falta. Puede responderla por correo o acercarse a la sede.": "Complete your request by the end of Wednesday 4 March 2026",
		"Pague el costo de reproducción, S/ 12.50, y presente la constancia hasta el 4 de marzo de 2026: después la solicitud se archiva.":                                                                               "Pay the cost of reproduction, S/ 12.50",
		"Pague el costo de reproducción, S/ 12.50, y presente la constancia. Tiene 30 días calendario desde el día siguiente a aquel en que reciba la liquidación.":                                                      "You have 30 calendar days",
		"Si no está conforme con la respuesta puede interponer recurso de apelación. Resuelve: el Tribunal. Plazo: 15 días hábiles: hasta el 4 de marzo de 2026.":                                                        "If you do not agree with the answer you may file",
		"El calendario pe-2026.11.2 cambió los días hábiles; el plazo sigue suspendido":                                                                                                                                  "the term stays suspended",
		"La respuesta sale a las 15:04; hasta entonces puede deshacerse":                                                                                                                                                 "The answer leaves at 15:04",
		"Se había descartado: Publicidad (Rosa Quispe, 3 mar 2026). Lo devolvió Luis Paredes.":                                                                                                                           "Brought back by Luis Paredes",
		"Puede ser falso: nuestro servidor no lo pudo comprobar (SPF fail)":                                                                                                                                              "It may be false",
		"Venció sin hacerse: Comunicar la prórroga. En consecuencia, ya no cabe prórroga (R26)":                                                                                                                          "Ended without being done",
		"Se publicó public-information 2026-b. Rige desde el miércoles 4 de marzo de 2026.":                                                                                                                              "In force from Wednesday 4 March 2026",
		"Registrar como respuesta de Unidad de Logística":                                                                                                                                                                "Record as the answer of Unidad de Logística",
		"De 3 expedientes no se sabe: el plazo sale de los años que el calendario conoce. No se toca.":                                                                                                                   "Of 3 cases nothing is known",
		"Registró la vigencia: Autorización, hasta el miércoles 4 de marzo de 2026":                                                                                                                                      "Recorded the expiry",
		"Contraseña de rosa": "Password of rosa",
		"Si no está conforme con la respuesta puede interponer recurso de apelación. Resuelve: Tribunal de Transparencia (TTAIP). Plazo: 15 días calendario (artículo 11, literal e), del TUO): hasta el 19 de noviembre de 2026; o bien 15 días hábiles (artículo 34.2, D.S. N.º 007-2024-JUS): hasta el 25 de noviembre de 2026. Las dos normas señalan plazos distintos. Le aconsejamos apelar dentro del primero; si lo hace después, su apelación se recibe y se eleva igualmente.": "15 calendar days (artículo 11, literal e), del TUO): until 19 November 2026; or 15 business days (artículo 34.2, D.S. N.º 007-2024-JUS): until 25 November 2026. The two norms",
		"Recoja la información en la sede. Si no está conforme con la respuesta puede interponer recurso de reconsideración o de apelación. Resuelve: la misma autoridad que firma (reconsideración) o su superior jerárquico (apelación). Plazo: 15 días hábiles (artículo 207 del TUO, D.S. N.º 006-2026-JUS): hasta el 22 de diciembre de 2026.":                                                                                                                                      "Collect the information at the office. If you do not agree with the answer you may file recurso de reconsideración o de apelación. Decided by: the same authority that signs (reconsideración) or its superior (apelación). Term: 15 business days (artículo 207 del TUO, D.S. N.º 006-2026-JUS): until 22 December 2026.",
		"Espera la respuesta del área: Unidad de Logística (hasta el miércoles 18 de noviembre); Archivo Central (hasta el miércoles 2 de diciembre). Debía estar respondida el martes 24 de noviembre de 2026 (vencido hace 3 días hábiles).":                                                                                                                                                                                                                                           "It waits for the unit's answer: Unidad de Logística (by Wednesday 18 November); Archivo Central (by Wednesday 2 December). It had to be answered by Tuesday 24 November 2026 (overdue for 3 business days)",
		"Venció sin hacerse: Pedir subsanación. En consecuencia, la solicitud se tiene por admitida tal como fue redactada (R19) (R18)": "Therefore the request is admitted as worded",
	} {
		said, _ := c.Say(spanish)
		if !strings.Contains(said, want) {
			t.Errorf("%q\nis read as %q\nwant         %q", spanish, said, want)
		}
	}
}
