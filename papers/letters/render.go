package letters

import (
	"cmp"
	"embed"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"text/template"
	"time"

	"foja/calendar"
	"foja/docket"
)

//go:embed templates
var shipped embed.FS

// Rendered is a letter ready for a mail.
type Rendered struct {
	Subject string
	Text    string
	HTML    string
}

// RenderWith writes a letter with an administrator's template; "" means the shipped one. A
// template that cannot be read or run is refused with CodeInvalid, and nothing is written.
func RenderWith(kind docket.LetterKind, d Data, override string) (Rendered, error) {
	subject, text, err := spanish(kind, d, override)
	if err != nil {
		return Rendered{}, err
	}
	return laid(d.Agency.Name, subject, text)
}

// mailOf writes a mail that is no letter of a case.
func mailOf(template, override, agency string, data any, zone *time.Location) (Rendered, error) {
	subject, text, err := fill(template, override, data, zone)
	if err != nil {
		return Rendered{}, err
	}
	return laid(agency, subject, text)
}

// laid is a text as mail programs show it: broken into lines, and as a page.
func laid(agency, subject, text string) (Rendered, error) {
	html, err := page(subject, agency, text)
	return Rendered{Subject: subject, Text: wrap(text), HTML: html}, err
}

// spanish are a letter's words, not set yet.
func spanish(kind docket.LetterKind, d Data, override string) (subject, text string, err error) {
	subject, text, err = fill(d.template(kind), override, d.withRemedies(kind), d.zone())
	if err != nil {
		return "", "", err
	}
	if thread := oneLine(d.ThreadSubject); thread != "" {
		subject = "Re: " + replyPrefix.ReplaceAllString(thread, "") // mail programs thread by it
	}
	return subject, text, nil
}

// withRemedies takes the period and the resolution out of a denial's reasons, where they are kept.
func (d Data) withRemedies(kind docket.LetterKind) Data {
	if kind == docket.LetterDenial && d.Until == "" && d.Resolution == "" {
		d.Body, d.Until, d.Resolution = SplitReasons(d.Body)
	}
	return d
}

// template is the name of the template that a letter of the kind is written with.
func (d Data) template(kind docket.LetterKind) string { return cmp.Or(d.Template, string(kind)) }

var replyPrefix = regexp.MustCompile(`(?i)^(?:(?:re|rv|fw|fwd)\s*:\s*)+`)

// TemplateOf is the shipped template of a name, for an administrator to start from. Most have the name of their kind of
// letter.
func TemplateOf[Name ~string](name Name) (string, error) {
	b, err := shipped.ReadFile("templates/" + string(name) + ".txt")
	if err != nil || slices.Contains(notOfCases, string(name)) {
		return "", docket.Refuse(docket.CodeNotFound, "letters.no_template", "name", string(name))
	}
	return spanishSource(string(b)), nil
}

// notOfCases are the files beside the templates of letters to requesters.
var notOfCases = []string{"shared", "notice", "unit_question", "upload_link", "account_link", "account_notice"}

// Untemplated says which letters of a procedure name a template that does not exist, each with its place in the file.
func Untemplated(p docket.Procedure) (mistakes []error) {
	for i, l := range p.Letters {
		if _, err := TemplateOf(l.Template); err != nil {
			mistakes = append(mistakes,
				fmt.Errorf("letters[%d].template: there is no template %q for the %s letter", i, l.Template, l.Kind))
		}
	}
	return mistakes
}

// fill runs a template; the shipped one gives whatever the override does not define.
func fill(name, override string, data any, zone *time.Location) (subject, text string, err error) {
	return fillChanged(name, override, data, zone, nil)
}

// longest is far beyond the longest letter, in bytes: a template that repeats itself without end is stopped there.
const longest = 4 << 20

// limitedBuilder takes so many bytes and no more.
type limitedBuilder struct{ strings.Builder }

func (b *limitedBuilder) Write(p []byte) (int, error) {
	if b.Len()+len(p) > longest {
		return 0, errors.New("la carta no termina nunca")
	}
	return b.Builder.Write(p)
}

// fillChanged is fill with a template that is changed after it is read; nil leaves it as it is.
func fillChanged(name, override string, data any, zone *time.Location,
	change func(*template.Template),
) (subject, text string, err error) {
	t, err := shippedTemplate(name, templateFuncs(zone))
	if err != nil {
		return "", "", err
	}
	if override != "" {
		if _, err := t.Parse(override); err != nil {
			return "", "", docket.Invalid("template", "letters.template_malformed", "why", err.Error())
		}
	}
	if change != nil {
		change(t)
	}
	var s, b limitedBuilder
	if err := t.ExecuteTemplate(&s, "subject", data); err != nil {
		return "", "", docket.Invalid("template", "letters.subject_fails", "why", err.Error())
	}
	if err := t.Execute(&b, data); err != nil {
		return "", "", docket.Invalid("template", "letters.template_fails", "why", err.Error())
	}
	return oneLine(s.String()), tidy(b.String()), nil
}

// templateFuncs are the functions that templates may use.
func templateFuncs(zone *time.Location) template.FuncMap {
	return template.FuncMap{
		"longdate":    LongDate,
		"daymonth":    DayMonth,
		"plaindate":   PlainDate,
		"longinstant": func(t time.Time) string { return LongInstant(t, zone) },
		"days":        Days,
		"left":        Left,
		"line":        oneLine,
		"lower":       lowerFirst,
		"upper":       upperFirst,
		"place":       place,
		"silence":     silence,
		"late":        receivedLater(zone),
		"why":         why,
		"t":           inSpanish.T,
		"ground":      func(g docket.Ground) string { return cited(g.Name.ES, g.Cite) },
		"outcome":     func(i ItemAnswer) string { return lowerFirst(i.Name) },
		"note":        func(r Remedy) string { return r.Note },
	}
}

// receivedLater says whether a request counts as received on another day than it came.
func receivedLater(zone *time.Location) func(Data) bool {
	return func(d Data) bool {
		return d.Deadline.ReceivedOn != calendar.DateOf(d.ReceivedAt.In(zone)) && !d.Deadline.ReceivedOn.IsZero()
	}
}

// Left says in words how many business days are left: negative is late.
func Left(n int) string {
	switch {
	case n == 0:
		return "vence hoy"
	case n == 1:
		return "falta 1 día hábil"
	case n > 1:
		return "faltan " + Days(n)
	case n == -1:
		return "vencido hace 1 día hábil"
	default:
		return "vencido hace " + Days(-n)
	}
}

func lowerFirst(s string) string {
	r := []rune(s)
	if len(r) == 0 {
		return s
	}
	return strings.ToLower(string(r[:1])) + string(r[1:])
}

func upperFirst(s string) string {
	r := []rune(s)
	if len(r) == 0 {
		return s
	}
	return strings.ToUpper(string(r[:1])) + string(r[1:])
}

// place is where the request was handed in; the Regulation wants it on every receipt.
func place(d Data) string {
	at := d.Office.Name
	if d.Office.Address != "" {
		at += ", " + d.Office.Address
	}
	switch d.Channel {
	case docket.ChannelEmail:
		return "Correo electrónico " + cmp.Or(d.Mailbox, d.Agency.Email)
	case docket.ChannelWeb:
		return "Formulario en línea, " + at
	default:
		return "Mesa de partes, " + at
	}
}

// why is the reason and norm of a day that is not counted, or that cannot be the last.
func why(c docket.CountedDay) string {
	reason := c.Reason
	if weekend(c) {
		return "fin de semana"
	}
	if c.Source != "" && !strings.Contains(reason, c.Source) {
		reason += " (" + c.Source + ")"
	}
	return strings.TrimSpace(reason)
}

// weekend says that a day is skipped for being Saturday or Sunday, which needs no norm.
func weekend(c docket.CountedDay) bool {
	return !c.Counted && (c.Reason == "sábado" || c.Reason == "domingo")
}

var blanks = regexp.MustCompile(`\n{3,}`)

// tidy removes the blank lines that a template's conditions leave behind.
func tidy(s string) string {
	lines := strings.Split(strings.ReplaceAll(s, "\r\n", "\n"), "\n")
	for i, l := range lines {
		lines[i] = strings.TrimRight(l, " \t")
	}
	return strings.TrimSpace(blanks.ReplaceAllString(strings.Join(lines, "\n"), "\n\n")) + "\n"
}

// width of a line of plain text (RFC 5322 section 2.1.1 recommends at most 78).
const width = 76

// wrap sets a text for mail: paragraphs are folded, rows are aligned.
func wrap(text string) string {
	var out strings.Builder
	for i, b := range blocksOf(text) {
		if i > 0 {
			out.WriteString("\n")
		}
		switch b.kind {
		case heading:
			fmt.Fprintf(&out, "%s\n%s\n", b.lines[0], strings.Repeat("-", len([]rune(b.lines[0]))))
		case paragraph:
			for _, l := range b.lines {
				writeFolded(&out, "", "", l)
			}
		case list:
			for _, l := range b.lines {
				writeFolded(&out, "- ", "  ", l)
			}
		case rows:
			writeRows(&out, b.rows)
		}
	}
	return out.String()
}

func writeRows(out *strings.Builder, table [][]string) {
	widths := columnWidths(table)
	for _, row := range table {
		first := " "
		for i, cell := range row {
			if i == len(row)-1 {
				writeFolded(out, first+" ", strings.Repeat(" ", len([]rune(first))+1), cell)
				break
			}
			first += " " + cell + strings.Repeat(" ", widths[i]-len([]rune(cell))+1)
		}
	}
}

func columnWidths(table [][]string) []int {
	var widths []int
	for _, row := range table {
		for i, cell := range row {
			if i == len(widths) {
				widths = append(widths, 0)
			}
			widths[i] = max(widths[i], len([]rune(cell)))
		}
	}
	return widths
}

// writeFolded breaks a line at spaces; a word longer than the line (an address) stays whole.
func writeFolded(out *strings.Builder, first, next, line string) {
	out.WriteString(first)
	used, indent := len([]rune(first)), len([]rune(next))
	for i, word := range strings.Fields(line) {
		n := len([]rune(word))
		switch {
		case i == 0:
		case used+1+n > width:
			out.WriteString("\n" + next)
			used = indent
		default:
			out.WriteString(" ")
			used++
		}
		out.WriteString(word)
		used += n
	}
	out.WriteString("\n")
}
