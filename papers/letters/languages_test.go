package letters

import (
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"testing"

	"foja/docket"
	"foja/languages"
)

// letterNames are the templates of letters to requesters.
func letterNames(t *testing.T) (names []string) {
	t.Helper()
	paths, err := fs.Glob(shipped, "templates/*.txt")
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range paths {
		name := strings.TrimSuffix(strings.TrimPrefix(path, "templates/"), ".txt")
		if !slices.Contains(notOfCases, name) {
			names = append(names, name)
		}
	}
	return names
}

var (
	subjectLine = regexp.MustCompile(`(?m)^\{\{define "subject"\}\}.*$`) // the subject stays Spanish
	actions     = regexp.MustCompile(`\{\{.*?\}\}`)
	words       = regexp.MustCompile(`\p{L}{2,}.*`)
	keys        = regexp.MustCompile(`\b(letter|date|month|weekday)\.[a-z_0-9]+`)
)

// Every sentence of a letter is asked for, and every language with a catalogue has words for it: a language is added by
// its file.
func TestEveryLanguageSaysEveryLetter(t *testing.T) {
	n := 0
	for _, name := range append(letterNames(t), "shared") {
		b, err := fs.ReadFile(shipped, "templates/"+name+".txt")
		if err != nil {
			t.Fatal(err)
		}
		source := subjectLine.ReplaceAllString(string(b), "")
		if bare := words.FindString(actions.ReplaceAllString(source, "")); bare != "" {
			t.Errorf("%s: %q stands outside of {{t}}", name, bare)
		}
		for _, call := range asked.FindAllStringSubmatch(source, -1) {
			n++
			for _, code := range languages.Codes() {
				if !languages.For(code).Has(call[1]) {
					t.Errorf("%s: languages/%s.po has no words for %q", name, code, call[1])
				}
			}
		}
	}
	if n < 100 {
		t.Errorf("only %d sentences were found: the test looks at nothing", n)
	}
}

// spanishInPortuguese are words that Portuguese does not have.
var spanishInPortuguese = regexp.MustCompile(
	`(?i)\b(solicitud|respuesta|usted|recibida|recibimos|responderemos a más|lunes|martes|viernes|enero|el|los|las|una|y|con|plazo|hábil|hábiles)\b`,
)

// Every letter has its Portuguese below the Spanish, with no sentence left in Spanish and no key.
func TestEveryLetterHasItsPortuguese(t *testing.T) {
	p := languages.For("pt")
	for _, name := range letterNames(t) {
		for _, full := range []bool{true, false} {
			d := inEnglish(t, full)
			d.Requester.Language, d.Procedure, d.DeliveryMode = p.Code(), "Acesso à informação", "Por e-mail"
			d.Remedies, d.Ground.Name.ES = nil, "Informação reservada" // names of remedies and grounds stay Spanish
			for i := range d.Items {
				d.Items[i].Ground = d.Ground
			}
			both, err := Write(docket.LetterKind(name), d, "")
			if err != nil {
				t.Errorf("%s: %v", name, err)
				continue
			}
			_, below, found := strings.Cut(both.Text, p.T("letter.divider"))
			if !found || !strings.Contains(below, "Prezado(a) Ana Flores:") || !strings.Contains(below, "Atenciosamente,") {
				t.Errorf("%s: no Portuguese below:\n%s", name, both.Text)
			}
			below = strings.NewReplacer(d.Office.Name, "", "Viernes Santo", "").Replace(below)
			if w := spanishInPortuguese.FindString(below); w != "" {
				t.Errorf("%s: %q in the Portuguese:\n%s", name, w, below)
			}
			if k := keys.FindString(below); k != "" {
				t.Errorf("%s: the key %q is shown:\n%s", name, k, below)
			}
		}
	}
}
