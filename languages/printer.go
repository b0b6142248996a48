package languages

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"foja/calendar"
	"foja/docket"
)

// Printer says sentences in one language. It is safe for concurrent use.
type Printer struct {
	own, spanish *catalogue
}

// For is the printer of a language; of Spanish where there is no such language.
func For(code string) *Printer {
	p := &Printer{own: catalogues()[code], spanish: catalogues()[Spanish]}
	if p.own == nil {
		p.own = p.spanish
	}
	return p
}

// Code is the language (ISO 639-1).
func (p *Printer) Code() string { return p.own.code }

// Has reports whether the language has words of its own for a key or a Spanish sentence.
func (p *Printer) Has(key string) bool {
	return p.own.get(key) != "" || p.own == p.spanish && !keyShape.MatchString(key)
}

// T says a sentence that is written in Spanish, with what stands in its gaps: pairs of a name and a value.
func (p *Printer) T(sentence string, pairs ...any) string {
	return p.fill(p.words(sentence), docket.Say("", pairs...).Args)
}

// N says the sentence for one thing or for several. The gap {n} holds the number.
func (p *Printer) N(n int, one, many string, pairs ...any) string {
	var words string
	if _, known := p.own.said[one]; known {
		words = p.own.po.GetN(one, many, n)
	} else if n == 1 || n == -1 {
		words = one
	} else {
		words = many
	}
	return p.fill(words, append(docket.Say("", pairs...).Args, docket.Arg{Name: "n", Value: n}))
}

// Say says a sentence of the law or the desk. One with a gap {n} may have several forms in the catalogue.
func (p *Printer) Say(s docket.Sentence) string {
	if n, is := number(s); is {
		for _, c := range []*catalogue{p.own, p.spanish} {
			if t := c.said[s.Key]; t != nil && t.PluralID != "" {
				return p.fill(c.po.GetN(s.Key, t.PluralID, n), s.Args)
			}
		}
	}
	return p.fill(p.words(s.Key), s.Args)
}

// number is what stands in the gap {n}.
func number(s docket.Sentence) (int, bool) {
	for _, a := range s.Args {
		if a.Name == "n" {
			n, is := a.Value.(int)
			return n, is
		}
	}
	return 0, false
}

// Error says why something was refused. What is no refusal of ours is not for people's eyes: it says that something is
// wrong here.
func (p *Printer) Error(err error) string {
	var e *docket.Error
	if !errors.As(err, &e) {
		return p.Say(docket.Say("refusal.internal"))
	}
	if e.Reason.IsZero() {
		return p.Say(docket.Say("refusal." + string(e.Code)))
	}
	return p.Say(e.Reason)
}

// Text says what a procedure says in several languages.
func (p *Printer) Text(t docket.Text) string {
	if p.own.code == "en" && t.EN != "" {
		return t.EN
	}
	return t.ES
}

// words are those of a key or a Spanish sentence: this language's, else the Spanish ones, else the key itself.
func (p *Printer) words(key string) string {
	if words := p.own.get(key); words != "" {
		return words
	}
	if words := p.spanish.get(key); words != "" {
		return words
	}
	return key
}

func (p *Printer) fill(words string, args []docket.Arg) string {
	if !strings.Contains(words, "{") {
		return words
	}
	return gap.ReplaceAllStringFunc(words, func(found string) string {
		m := gap.FindStringSubmatch(found)
		for _, a := range args {
			if a.Name == m[1] {
				return p.value(a.Value, m[2])
			}
		}
		return found
	})
}

func (p *Printer) value(v any, how string) string {
	switch v := v.(type) {
	case string:
		return v
	case int:
		return strconv.Itoa(v)
	case calendar.Date:
		return p.date(v, how)
	case time.Time:
		return p.Moment(v)
	case docket.Text:
		return p.Text(v)
	case docket.Sentence:
		return p.Say(v)
	default:
		return fmt.Sprint(v)
	}
}
