package letters

import (
	"io/fs"
	"regexp"
	"strings"
	"testing"

	"foja/calendar"
	"foja/docket"
	"foja/languages"
)

// spanishWords give a sentence away that was not rendered. Names of remedies and norms, and what people wrote, stay
// Spanish.
var spanishWords = regexp.MustCompile(
	`(?i)\b(solicitud|respuesta|usted|recibida|recibimos|responderemos|lunes|martes|viernes|enero|marzo|abril|mayo)\b`,
)

// Every letter has an English rendering, below the Spanish, with the same number and dates; and the Spanish is as
// without it.
func TestEveryLetterHasItsEnglish(t *testing.T) {
	names, err := fs.Glob(shipped, "templates/*.txt")
	if err != nil {
		t.Fatal(err)
	}
	n, p := 0, languages.For(docket.LanguageEnglish)
	divider, pointer := p.T("letter.divider"), p.T("letter.pointer")
	for _, path := range names {
		name := strings.TrimSuffix(strings.TrimPrefix(path, "templates/"), ".txt")
		// parts, and what is no letter to a requester
		if name == "shared" || name == "notice" || name == "upload_link" || name == "unit_question" ||
			strings.HasPrefix(name, "account_") {
			continue
		}
		n++
		for _, full := range []bool{true, false} {
			d := inEnglish(t, full)
			kind := docket.LetterKind(name)
			plain, err := RenderWith(kind, d, "")
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			both, err := Bilingual(kind, d, "")
			if err != nil {
				t.Errorf("%s: %v", name, err)
				continue
			}
			spanish, english, found := strings.Cut(both.Text, divider)
			spanish, pointed := strings.CutPrefix(spanish, pointer+"\n\n")
			if !found || !pointed || strings.TrimSpace(spanish) != strings.TrimSpace(plain.Text) ||
				both.Subject != plain.Subject {
				t.Errorf("%s: the Spanish is another with English below it:\n%s", name, both.Text)
			}
			if w := spanishWords.FindString(strings.ReplaceAll(english, "Viernes Santo", "")); w != "" {
				t.Errorf("%s: %q in the English:\n%s", name, w, english)
			}
			for _, want := range []string{"Dear Ana Flores,", "Yours sincerely,", strings.Trim(d.Number, " ")} {
				if !strings.Contains(english, want) {
					t.Errorf("%s: %q is not in the English:\n%s", name, want, english)
				}
			}
			if !strings.Contains(both.HTML, "In English") {
				t.Errorf("%s: the HTML has no English", name)
			}
		}
	}
	if n < 20 {
		t.Errorf("%d templates", n)
	}
}

// inEnglish is a letter's data, with everything in it or with little, in which people wrote English.
func inEnglish(t *testing.T, full bool) Data {
	d := sample(t)
	d.Requester.Language = docket.LanguageEnglish
	d.Requester.Name, d.Subject, d.Text, d.Body = "Ana Flores", "Plans", "The plans.", "(what the officer wrote)"
	d.ProcedureEN, d.DeliveryModeEN, d.Expiry, d.To = "Access to public information", "By e-mail", "Credential",
		d.Deadline.DueOn
	d.Ground = docket.Ground{Name: docket.Text{ES: "Reservada", EN: "Classified as reserved"}, Cite: "TUO 16"}
	d.Office.Opens, d.Office.Closes, d.Entity, d.Cents, d.Restarts = "08:00", "16:30", "Ministry", 1250, full
	d.Attachments, d.Remedies = nil, nil
	d.Items = []ItemAnswer{
		{N: 1, Outcome: docket.ItemPart, Ground: d.Ground, ItemWords: ItemWords{Asked: "a", Reasons: "b", Withheld: "c"}},
	}
	if full {
		d = everything(t, d)
	}
	return d
}

func everything(t *testing.T, d Data) Data {
	d.Remedies = sample(t).Remedies
	d.Attachments = []Attachment{{Name: "plans.pdf", Size: 84_110, SHA256: strings.Repeat("9c01d4", 10)}}
	d.Links = []Attachment{{Name: "photos.zip", Size: 84_110_000, SHA256: strings.Repeat("9c01d4",
		10), URL: "https://foja.example/d/x", Until: d.To}}
	d.Schedule, d.Until, d.Resolution = []calendar.Date{d.To}, "until 2028", "RP 45"
	return d
}
