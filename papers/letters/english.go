package letters

import (
	"fmt"
	"strings"
	"text/template"
	"time"

	"foja/calendar"
	"foja/docket"
)

// englishPointer is the first line of such a letter: who reads no Spanish must not give up on it.
const englishPointer = "English below."

// englishDivider stands between a letter and its English rendering, and says which of them counts.
const englishDivider = "In English (a courtesy; the Spanish text above is the letter)"

// Write is a letter as its requester gets it by mail: with English below for the person who asked for it. override as
// in RenderWith.
func Write(kind docket.LetterKind, d Data, override string) (Rendered, error) {
	if d.Requester.Language == docket.LanguageEnglish {
		return Bilingual(kind, d, override)
	}
	return RenderWith(kind, d, override)
}

// Bilingual writes a letter as RenderWith does, with its English rendering below. The PDF stays Spanish: it is the
// letter.
func Bilingual(kind docket.LetterKind, d Data, override string) (Rendered, error) {
	subject, text, err := spanish(kind, d, override)
	if err != nil {
		return Rendered{}, err
	}
	below, err := english(kind, d)
	if err != nil {
		return Rendered{}, err
	}
	text = englishPointer + "\n\n" + strings.TrimRight(text, "\n") + "\n\n" + englishDivider + "\n" +
		strings.Repeat("-", len(englishDivider)) + "\n\n" + below
	return laid(d.Agency.Name, subject, text)
}

// english renders a letter with the shipped English template of its name. What people wrote stays as they wrote it, and
// so do the names of remedies and norms.
func english(kind docket.LetterKind, d Data) (string, error) {
	name := d.template(kind)
	t := template.New(name).Funcs(wordsEN(d.zone())).Option("missingkey=error")
	for _, file := range []string{"shared", name} {
		body, err := shipped.ReadFile("templates/en/" + file + ".txt")
		if err != nil {
			return "", docket.Refuse(docket.CodeNotFound, "No hay plantilla para la carta «%s».", name)
		}
		if _, err := t.Parse(string(body)); err != nil {
			return "", fmt.Errorf("letters: English template %s: %w", file, err)
		}
	}
	var b strings.Builder
	if err := t.Execute(&b, d.withRemedies(kind)); err != nil {
		return "", fmt.Errorf("letters: English template %s: %w", name, err)
	}
	return tidy(b.String()), nil
}

func wordsEN(zone *time.Location) template.FuncMap {
	return template.FuncMap{
		"longdate": LongDateEN,
		"daymonth": func(d calendar.Date) string { return fmt.Sprintf("%s %d %s", d.Weekday(), d.Day, d.Month) },
		"longinstant": func(t time.Time) string {
			local := t.In(zone)
			return LongDateEN(calendar.DateOf(local)) + ", " + local.Format("15:04")
		},
		"days": func(n int) string {
			if n == 1 || n == -1 {
				return fmt.Sprintf("%d business day", n)
			}
			return fmt.Sprintf("%d business days", n)
		},
		"line":  oneLine,
		"lower": lowerFirst,
		"late":  receivedLater(zone),
		"ground": func(g docket.Ground) string {
			if g.Cite == "" {
				return g.Name.EN
			}
			return g.Name.EN + " (" + g.Cite + ")"
		},
		"silence": func(d Data) string {
			switch d.Silence {
			case "negative":
				return "If the term ends without an answer, you may consider your request denied; we still have to answer it."
			case "positive":
				return "If the term ends without an answer being notified, you may consider your request granted as the law says."
			default:
				return ""
			}
		},
		"why": func(c docket.CountedDay) string {
			if weekend(c) {
				return "weekend"
			}
			return strings.Replace(why(c), "feriado: ", "holiday: ", 1) // its name and its norm stay
		},
	}
}

// LongDateEN is "Monday 2 March 2026"; "" for the zero date.
func LongDateEN(d calendar.Date) string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%s %d %s %d", d.Weekday(), d.Day, d.Month, d.Year)
}
