package web

import (
	"crypto/rand"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"foja/access"
	"foja/calendar"
	"foja/desk/core"
	"foja/desk/history"
	"foja/docket"
)

// Kinds of field, as the partial "field" draws them.
const (
	kindText     = "text"
	kindLong     = "long"
	kindPassword = "password"
	kindEmail    = "email"
	kindNumber   = "number"
	kindDate     = "date"
	kindMoment   = "datetime-local"
	kindFiles    = "files"
	kindSelect   = "select"
	kindRadios   = "radios"
	kindCheck    = "check"  // one box; Value "1" = ticked
	kindChecks   = "checks" // several; Values are the ticked ones
	kindHidden   = "hidden"
)

// field is one question of a form.
type field struct {
	Prefix       string // keeps IDs apart when a page has several forms
	Name         string
	Label        string
	Hint         string
	Kind         string
	Value        string
	Values       []string
	Error        docket.Sentence // what is wrong with the answer
	Choices      []core.Choice
	Width        string // "", "short", "half"
	Rows         int
	Items        []history.Item // kindItems
	Autofocus    bool
	Autocomplete string
	InputMode    string
	AccessKey    string
	Optional     bool
}

// ID is the element's ID; error summaries link to it.
func (f field) ID() string { return f.Prefix + f.Name }

// Wrong says whether the answer was refused.
func (f field) Wrong() bool { return !f.Error.IsZero() }

// Has says whether a box is ticked or an option chosen.
func (f field) Has(key string) bool { return f.Value == key || slices.Contains(f.Values, key) }

// Described lists the IDs of hint and error for aria-describedby.
func (f field) Described() string {
	var ids []string
	if f.Hint != "" {
		ids = append(ids, f.ID()+"-hint")
	}
	if f.Wrong() {
		ids = append(ids, f.ID()+"-error")
	}
	return strings.Join(ids, " ")
}

type section struct {
	Legend string
	Fields []field
}

// problem is one line of the error summary; Target is the field's ID, "" when none is at fault.
type problem struct {
	Target string
	Text   docket.Sentence
}

// ofCase is why one case of several was left out.
func ofCase(number string, why any) docket.Sentence {
	if words, said := why.(string); said {
		return docket.Say(number + ": " + words)
	}
	return docket.Say("problem.of_case", "number", number, "why", why)
}

// form is what is asked, what was answered and what is wrong with it.
type form struct {
	Key      string // idempotency: new with every page, kept when the page comes back with errors
	Sections []section
	Problems []problem
}

func newKey() string { return rand.Text() }

// keyOf is the key that the form was sent with. A form without one gets a key of its own:
// it then counts as a new submission.
func keyOf(r *http.Request) string {
	if key := r.PostFormValue("key"); len(key) >= 16 && len(key) <= 64 {
		return key
	}
	return newKey()
}

func (f form) wrong() bool { return len(f.Problems) > 0 }

// each visits every field so that it can be changed.
func (f *form) each(do func(*field)) {
	for i := range f.Sections {
		for j := range f.Sections[i].Fields {
			do(&f.Sections[i].Fields[j])
		}
	}
}

// fill puts the answers back.
func (f *form) fill(sent url.Values) {
	f.each(func(q *field) {
		switch q.Kind {
		case kindPassword, kindFiles: // browsers do not take these back
		case kindItems:
			if _, asked := sent["item_asked"]; asked {
				q.Items = itemsOf(sent)
			}
		case kindChecks:
			q.Values = sent[q.Name]
		default:
			if _, asked := sent[q.Name]; asked || q.Kind == kindCheck {
				q.Value = sent.Get(q.Name)
			}
		}
	})
}

// refuse writes a refusal at the fields at fault; false when err is not about what was typed.
func (f *form) refuse(err error) bool {
	refusals := invalid(err)
	for _, e := range refusals {
		name, target := fieldName(e.Field), ""
		f.each(func(q *field) {
			if target == "" && name != "" && q.Kind != kindHidden && q.Name == name {
				target, q.Error = q.ID(), e.Reason
			}
		})
		f.Problems = append(f.Problems, problem{target, e.Reason})
	}
	return len(refusals) > 0
}

// invalid takes the refusals of input out of err, if that is what it is.
func invalid(err error) []*docket.Error {
	var many access.FieldErrors
	if errors.As(err, &many) {
		return many
	}
	var one *docket.Error
	if errors.As(err, &one) && one.Code == docket.CodeInvalid {
		return []*docket.Error{one}
	}
	return nil
}

// fieldName maps the desk's name of a field to the form's: "requester.email" is "email" here,
// and a procedure's own field "fields.pavilion" is "field_pavilion".
func fieldName(name string) string {
	if key, ok := strings.CutPrefix(name, "fields."); ok {
		return "field_" + key
	}
	if i := strings.LastIndexByte(name, '.'); i >= 0 {
		return name[i+1:]
	}
	return name
}

// parseMoment reads a browser's date and time as the given zone's; empty is the zero time.
func parseMoment(name, value string, loc *time.Location) (time.Time, error) {
	if value == "" {
		return time.Time{}, nil
	}
	for _, layout := range []string{"2006-01-02T15:04", "2006-01-02T15:04:05", "2006-01-02"} {
		if t, err := time.ParseInLocation(layout, value, loc); err == nil {
			return t, nil
		}
	}
	return time.Time{}, docket.Invalid(name, "Escriba una fecha y hora que existan, por ejemplo 2026-03-27 10:00.")
}

// dayAt is where the day of a question goes.
type dayAt struct {
	name string
	day  *calendar.Date
}

// parseDays reads the days of a form or an address, and tells of each that is none.
func parseDays(get func(name string) string, into ...dayAt) error {
	var wrong access.FieldErrors
	for _, d := range into {
		var err error
		*d.day, err = parseDay(d.name, get(d.name))
		wrong = append(wrong, invalid(err)...)
	}
	if len(wrong) > 0 {
		return wrong
	}
	return nil
}

// parseDay reads a browser's date; empty is the zero Date.
func parseDay(name, value string) (calendar.Date, error) {
	if value == "" {
		return calendar.Date{}, nil
	}
	d, err := calendar.ParseDate(value)
	if err != nil {
		return calendar.Date{}, docket.Invalid(name, "Escriba una fecha que exista, por ejemplo 2026-03-27.")
	}
	return d, nil
}
