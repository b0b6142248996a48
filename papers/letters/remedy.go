package letters

import (
	_ "embed" // the remedies are data of the program
	"fmt"
	"strings"
	"sync"

	"github.com/goccy/go-yaml"

	"foja/calendar"
)

//go:embed remedies.yaml
var remediesData []byte

// Remedy is a way to contest an answer. A notification must name it, the body that decides
// and the term.
type Remedy struct {
	Name  string
	Body  string // who decides
	Where string // where it is filed
	Terms []RemedyTerm
	Note  string
}

// RemedyTerm is one reading of the term; where the norms differ there are two (law: R44).
type RemedyTerm struct {
	Text string        // "15 días calendario"
	Cite string        // the norm
	Last calendar.Date // last day if notified on the day of the letter; zero = the calendar does not reach
}

type remedyFile []struct {
	Procedure string        `yaml:"procedure"` // "*": every procedure not named
	From      calendar.Date `yaml:"from"`
	Until     calendar.Date `yaml:"until"`
	Name      string        `yaml:"name"`
	Body      string        `yaml:"body"`
	Where     string        `yaml:"where"`
	Note      string        `yaml:"note"`
	Terms     []struct {
		N    int    `yaml:"n"`
		Unit string `yaml:"unit"` // business or calendar
		Text string `yaml:"text"`
		Cite string `yaml:"cite"`
	} `yaml:"terms"`
}

var loadRemedies = sync.OnceValues(func() (remedyFile, error) {
	var f remedyFile
	if err := yaml.UnmarshalWithOptions(remediesData, &f, yaml.Strict()); err != nil {
		return nil, fmt.Errorf("letters: remedies.yaml: %w", err)
	}
	return f, nil
})

// RemediesOf lists the remedies of a procedure as cited on the given day, each term with its
// last day for somebody notified that same day. A day beyond the calendar leaves Last zero:
// the letter then shows the term without a date.
func RemediesOf(procedure string, on calendar.Date, view calendar.View) ([]Remedy, error) {
	file, err := loadRemedies()
	if err != nil {
		return nil, err
	}
	key := "*"
	for _, e := range file {
		if e.Procedure == procedure {
			key = procedure
		}
	}
	var found []Remedy
	for _, e := range file {
		if e.Procedure != key || !e.From.IsZero() && on.Before(e.From) || !e.Until.IsZero() && on.After(e.Until) {
			continue
		}
		r := Remedy{Name: e.Name, Body: e.Body, Where: e.Where, Note: strings.TrimSpace(e.Note)}
		for _, t := range e.Terms {
			term := RemedyTerm{Text: t.Text, Cite: t.Cite}
			count := view.AddCalendarDays // law: R44
			if t.Unit == "business" {
				count = view.AddBusinessDays // law: R44
			}
			if last, _, err := count(on, t.N); err == nil {
				term.Last = last
			}
			r.Terms = append(r.Terms, term)
		}
		found = append(found, r)
	}
	return found, nil
}
