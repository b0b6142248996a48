package web

import (
	"fmt"
	"html/template"
	"strings"

	"foja/docket"
	"foja/languages"
	finished "foja/web/languages"
)

// sentencesOf are the functions by which templates say sentences, in a language:
//
//	{{t "Vence el {date}" "date" .Due}}       a sentence, written in Spanish where it stands
//	{{n .Left "Queda {n} día" "Quedan {n} días"}}
//	{{th "Escriba a {mail}." "mail" (link "mailto:x" .Email)}}   with markup in its gaps
//	{{say .Title}}                            a sentence of the law or the desk, or what is said already
//	{{text .Name}}                            what a procedure says in several languages
func sentencesOf(p *languages.Printer) template.FuncMap {
	mark := marking(p.Code())
	return template.FuncMap{
		"t": func(sentence string, pairs ...any) string {
			said := p.T(sentence, unmarked(pairs)...)
			if !p.Has(sentence) {
				return said
			}
			return mark(said)
		},
		"n": func(count int, one, many string, pairs ...any) string {
			return mark(p.N(count, one, many, unmarked(pairs)...))
		},
		"th":   func(sentence string, pairs ...any) template.HTML { return withMarkup(p, mark, sentence, pairs) },
		"text": func(t docket.Text) string { return mark(p.Text(t)) },
		"say": func(v any) string {
			switch v := v.(type) {
			case docket.Sentence:
				if !p.Has(v.Key) {
					return p.Say(v)
				}
				return mark(p.Say(v))
			case docket.Text:
				return mark(p.Text(v))
			default:
				return fmt.Sprint(v)
			}
		},
	}
}

// withMarkup says a sentence in HTML. Its words and plain values are escaped; what is HTML already stands as it is.
func withMarkup(p *languages.Printer, mark func(string) string, sentence string, pairs []any) template.HTML {
	values := unmarked(pairs)
	var markup []template.HTML
	for i, v := range values {
		if h, is := v.(template.HTML); is {
			values[i] = fmt.Sprintf("%c%d%c", cut, len(markup), cut)
			markup = append(markup, h)
		}
	}
	var b strings.Builder
	for i, part := range strings.Split(p.T(sentence, values...), string(cut)) {
		switch {
		case i%2 == 1:
			var n int
			if _, err := fmt.Sscan(part, &n); err == nil && n < len(markup) {
				b.WriteString(string(markup[n]))
			}
		case part != "":
			b.WriteString(template.HTMLEscapeString(mark(part)))
		}
	}
	return template.HTML(b.String()) //nolint:gosec // every part is escaped, or was HTML
}

// cut stands around the number of a piece of markup while its sentence is put together: nobody writes it.
const cut = '\ue002'

// strong, linkTo and kept are markup for the gaps of a sentence. What kept holds is nobody's to translate.
func strong(v any) template.HTML {
	return template.HTML("<strong>" + template.HTMLEscapeString(fmt.Sprint(v)) + "</strong>") //nolint:gosec // escaped
}

func kept(v any) template.HTML {
	return template.HTML(`<span translate="no">` + template.HTMLEscapeString(fmt.Sprint(v)) + "</span>") //nolint:gosec // escaped
}

// linkTo leads to a page of ours, or to a mail address.
func linkTo(href string, v any) template.HTML {
	if !strings.HasPrefix(href, "mailto:") {
		href = local(href)
	}
	return template.HTML(`<a class="govuk-link" href="` + template.HTMLEscapeString(href) + `">` + //nolint:gosec // escaped
		template.HTMLEscapeString(fmt.Sprint(v)) + "</a>")
}

// marking wraps what is said in English already, so that the later pass over the page leaves it alone.
func marking(code string) func(string) string {
	if code != english {
		return func(said string) string { return said }
	}
	return func(said string) string {
		if said == "" {
			return ""
		}
		return finished.Said + marks.Replace(said) + finished.End
	}
}

var marks = strings.NewReplacer(finished.Said, "", finished.End, "")

// unmarked are the values of a sentence, without the marks of what is said already.
func unmarked(pairs []any) []any {
	out := make([]any, len(pairs))
	for i, v := range pairs {
		if words, is := v.(string); is {
			v = marks.Replace(words)
		}
		out[i] = v
	}
	return out
}
