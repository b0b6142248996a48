package docket

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"foja/calendar"
)

// Sentence is a sentence by its key in the catalogues of languages/, with what stands in its gaps. The law and the desk
// say what they mean by it; words are looked up where somebody reads them.
type Sentence struct {
	Key  string `json:"key"`
	Args []Arg  `json:"args,omitempty"`
}

// Arg is what stands in one gap of a sentence. Value is a string, an int, a calendar.Date, a time.Time (written in its
// own zone), a Text or a Sentence.
type Arg struct {
	Name  string
	Value any
}

// Say makes a Sentence of a key and pairs of a gap's name and its value.
func Say(key string, pairs ...any) Sentence {
	s := Sentence{Key: key}
	for i := 0; i+1 < len(pairs); i += 2 {
		name, _ := pairs[i].(string)
		s.Args = append(s.Args, Arg{Name: name, Value: plain(pairs[i+1])})
	}
	return s
}

// plain makes a value one of the types that an Arg may have.
func plain(v any) any {
	switch v := v.(type) {
	case string, int, calendar.Date, time.Time, Text, Sentence:
		return v
	default:
		return fmt.Sprint(v)
	}
}

// Sentence is the phrase as a sentence of its own; nothing where there is no phrase.
func (t Text) Sentence() Sentence {
	if t == (Text{}) {
		return Sentence{}
	}
	return Say("text.given", "text", t)
}

// lower is the phrase as it stands inside a sentence.
func (t Text) lower() Text { return Text{ES: strings.ToLower(t.ES), EN: strings.ToLower(t.EN)} }

// IsZero reports whether the sentence says nothing.
func (s Sentence) IsZero() bool { return s.Key == "" }

// String is the key with its values, for logs.
func (s Sentence) String() string {
	var b strings.Builder
	b.WriteString(s.Key)
	for _, a := range s.Args {
		b.WriteString(" " + a.Name + "=" + fmt.Sprint(a.Value))
	}
	return b.String()
}

// argWire is an Arg as JSON: exactly one of the values is set.
type argWire struct {
	Name     string         `json:"name"`
	String   *string        `json:"string,omitempty"`
	Number   *int           `json:"number,omitempty"`
	Date     *calendar.Date `json:"date,omitempty"`
	Time     *time.Time     `json:"time,omitempty"`
	Text     *Text          `json:"text,omitempty"`
	Sentence *Sentence      `json:"sentence,omitempty"`
}

// MarshalJSON keeps the type of the value.
func (a Arg) MarshalJSON() ([]byte, error) {
	w := argWire{Name: a.Name}
	switch v := a.Value.(type) {
	case string:
		w.String = &v
	case int:
		w.Number = &v
	case calendar.Date:
		w.Date = &v
	case time.Time:
		w.Time = &v
	case Text:
		w.Text = &v
	case Sentence:
		w.Sentence = &v
	default:
		return nil, fmt.Errorf("docket: argument %s of a sentence has type %T", a.Name, a.Value)
	}
	return json.Marshal(w)
}

// UnmarshalJSON reads what MarshalJSON wrote.
func (a *Arg) UnmarshalJSON(b []byte) error {
	var w argWire
	if err := json.Unmarshal(b, &w); err != nil {
		return err
	}
	a.Name = w.Name
	switch {
	case w.String != nil:
		a.Value = *w.String
	case w.Number != nil:
		a.Value = *w.Number
	case w.Date != nil:
		a.Value = *w.Date
	case w.Time != nil:
		a.Value = *w.Time
	case w.Text != nil:
		a.Value = *w.Text
	case w.Sentence != nil:
		a.Value = *w.Sentence
	}
	return nil
}
