package letters

import (
	"fmt"
	"strings"
	"text/template"
	"time"

	"foja/calendar"
	"foja/docket"
	"foja/languages"
)

// Write is a letter as its requester gets it by mail: with the language that she asked for below. override as in
// RenderWith.
func Write(kind docket.LetterKind, d Data, override string) (Rendered, error) {
	if code := d.Requester.Language; code != languages.Spanish && languages.Known(code) {
		return Bilingual(kind, d, override)
	}
	return RenderWith(kind, d, override)
}

// Bilingual writes a letter as RenderWith does, with its rendering in the requester's language below. The PDF stays
// Spanish: it is the letter.
func Bilingual(kind docket.LetterKind, d Data, override string) (Rendered, error) {
	subject, text, err := spanish(kind, d, override)
	if err != nil {
		return Rendered{}, err
	}
	p := languages.For(d.Requester.Language)
	below, err := courtesy(kind, d, p)
	if err != nil {
		return Rendered{}, err
	}
	divider := p.T("letter.divider")
	text = p.T("letter.pointer") + "\n\n" + strings.TrimRight(text, "\n") + "\n\n" + divider + "\n" +
		strings.Repeat("-", len([]rune(divider))) + "\n\n" + below
	return laid(d.Agency.Name, subject, text)
}

// courtesy renders a letter with the shipped template of its name in another language. What people wrote stays as they
// wrote it, and so do the names of remedies and norms.
func courtesy(kind docket.LetterKind, d Data, p *languages.Printer) (string, error) {
	name := d.template(kind)
	t, err := shippedTemplate(name, courtesyFuncs(d.zone(), p))
	if err != nil {
		return "", err
	}
	if p.Code() == docket.LanguageEnglish {
		d.Procedure, d.DeliveryMode = d.ProcedureEN, d.DeliveryModeEN
	}
	var b strings.Builder
	if err := t.Execute(&b, d.withRemedies(kind)); err != nil {
		return "", fmt.Errorf("letters: template %s in %s: %w", name, p.Code(), err)
	}
	return tidy(b.String()), nil
}

// shippedTemplate reads the shipped template of a name, and the parts that all of them share.
func shippedTemplate(name string, funcs template.FuncMap) (*template.Template, error) {
	t := template.New(name).Funcs(funcs).Option("missingkey=error")
	for _, file := range []string{"shared", name} {
		body, err := shipped.ReadFile("templates/" + file + ".txt")
		if err != nil {
			return nil, docket.Refuse(docket.CodeNotFound, "letters.no_template", "name", name)
		}
		if _, err := t.Parse(string(body)); err != nil {
			return nil, fmt.Errorf("letters: template %s: %w", file, err)
		}
	}
	return t, nil
}

// courtesyFuncs are the functions of templates in another language than Spanish.
func courtesyFuncs(zone *time.Location, p *languages.Printer) template.FuncMap {
	funcs := templateFuncs(zone)
	for name, f := range map[string]any{
		"t":           p.T,
		"longdate":    func(d calendar.Date) string { return dated(d, p.LongDate) },
		"daymonth":    p.DayMonth,
		"plaindate":   func(d calendar.Date) string { return dated(d, p.PlainDate) },
		"longinstant": func(t time.Time) string { return p.LongMoment(t.In(zone)) },
		"days":        func(n int) string { return p.N(n, "{n} día hábil", "{n} días hábiles") },
		"upper":       func(s string) string { return s }, // what stands for it is in lower case too
		"place":       func(Data) string { return "" },    // stands in the Spanish text
		"silence":     func(d Data) string { return silenceIn(p, d) },
		"ground":      func(g docket.Ground) string { return cited(p.Text(g.Name), g.Cite) },
		"outcome":     func(i ItemAnswer) string { return i.nameIn(p) },
		"note":        func(r Remedy) string { return noteIn(p, r) },
		"why":         func(c docket.CountedDay) string { return whyIn(p, c) },
	} {
		funcs[name] = f
	}
	return funcs
}

// silenceIn is what the citizen may do when the term ends unanswered.
func silenceIn(p *languages.Printer, d Data) string {
	switch d.Silence {
	case "negative":
		return p.T("letter.silence_negative")
	case "positive":
		return p.T("letter.silence_positive")
	default:
		return ""
	}
}

func dated(d calendar.Date, how func(calendar.Date) string) string {
	if d.IsZero() {
		return ""
	}
	return how(d)
}

// cited is the name of a ground with its norm.
func cited(name, norm string) string {
	if norm == "" {
		return name
	}
	return name + " (" + norm + ")"
}

// noteIn is said where norms differ in the term of a remedy.
func noteIn(p *languages.Printer, r Remedy) string {
	if len(r.Terms) < 2 {
		return ""
	}
	return p.T("letter.terms_differ")
}

// whyIn is why a day is not counted. The name of a holiday and its norm stay Spanish.
func whyIn(p *languages.Printer, c docket.CountedDay) string {
	reason := why(c)
	if weekend(c) {
		return p.T("letter.weekend")
	}
	if name, is := strings.CutPrefix(reason, "feriado: "); is {
		return p.T("letter.holiday", "name", name)
	}
	return reason
}
