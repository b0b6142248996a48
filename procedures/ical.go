package procedures

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/emersion/go-ical"

	"foja/calendar"
)

// Properties of ours that carry what iCalendar has no word for. A program that does not know
// them shows name and norm all the same.
const (
	icalKind  = "X-FOJA-KIND"
	icalScope = "X-FOJA-SCOPE"
	icalNorm  = "X-FOJA-NORM"
)

// longestRun bounds the days of one event: a longer one is a mistake and not a holiday.
const longestRun = 366

// WriteICal writes a calendar's entries as an iCalendar file (RFC 5545), one whole-day event
// each. The same calendar gives the same bytes; at is the moment of its publication.
func WriteICal(w io.Writer, c calendar.Calendar, at time.Time) error {
	out := ical.NewCalendar()
	out.Props.SetText(ical.PropVersion, "2.0")
	out.Props.SetText(ical.PropProductID, "-//foja//calendar "+c.Version+"//ES")
	out.Props.SetText("X-WR-CALNAME", "Días no hábiles "+c.Version)
	for _, e := range c.Entries {
		event := ical.NewEvent()
		event.Props.SetText(ical.PropUID, icalUID(e))
		event.Props.SetDateTime(ical.PropDateTimeStamp, at.UTC())
		event.Props.SetDate(ical.PropDateTimeStart, e.Date.At(0, 0, time.UTC))
		event.Props.SetDate(ical.PropDateTimeEnd, e.Date.AddDays(1).At(0, 0, time.UTC))
		event.Props.SetText(ical.PropSummary, e.Name)
		event.Props.SetText(ical.PropDescription, e.Norm)
		event.Props.SetText(ical.PropTransparency, "TRANSPARENT")
		event.Props.SetText(icalKind, string(e.Kind))
		event.Props.SetText(icalScope, e.Scope.String())
		event.Props.SetText(icalNorm, e.Norm)
		out.Children = append(out.Children, event.Component)
	}
	var all bytes.Buffer
	if len(out.Children) == 0 {
		return errors.New("the calendar has no entries to write: iCalendar knows no empty file")
	}
	if err := ical.NewEncoder(&all).Encode(out); err != nil {
		return fmt.Errorf("write iCalendar: %w", err)
	}
	_, err := all.WriteTo(w)
	return err
}

// icalUID is the same for the same entry in every version, so that a program that reads the file
// again updates what it has.
func icalUID(e calendar.Entry) string {
	sum := sha256.Sum256([]byte(fmt.Sprint(e.Date, e.Kind, e.Scope)))
	return hex.EncodeToString(sum[:12]) + "@foja"
}

// ReadICal reads the entries of an iCalendar file, ours or another program's. An event of another
// program is a holiday of the nation by norm, unless its description names one; without either it
// is refused, for a day without a norm stops no count. So is what cannot be read as whole days
// without a guess: a repetition, and an event with hours. All faults are reported together.
func ReadICal(r io.Reader, norm string) ([]calendar.Entry, error) {
	file, err := ical.NewDecoder(r).Decode()
	if err != nil {
		if errors.Is(err, io.EOF) {
			return nil, errors.New("this is no iCalendar file: it is empty")
		}
		return nil, fmt.Errorf("this is no iCalendar file: %w", err)
	}
	var entries []calendar.Entry
	var errs []error
	for i, event := range file.Events() {
		found, err := readEvent(event, norm)
		if err != nil {
			name, _ := event.Props.Text(ical.PropSummary)
			errs = append(errs, fmt.Errorf("event %d, %q: %w", i+1, name, err))
		}
		entries = append(entries, found...)
	}
	if len(errs) == 0 && len(entries) == 0 {
		errs = append(errs, errors.New("the file has no event"))
	}
	return entries, errors.Join(errs...)
}

func readEvent(event ical.Event, norm string) ([]calendar.Entry, error) {
	if event.Props.Get(ical.PropRecurrenceRule) != nil || event.Props.Get(ical.PropRecurrenceDates) != nil {
		return nil, errors.New("it repeats; write each year's day as an event of its own")
	}
	first, last, err := wholeDays(event)
	if err != nil {
		return nil, err
	}
	text := func(name string) string {
		value, err := event.Props.Text(name)
		if err != nil {
			return ""
		}
		return strings.Join(strings.Fields(value), " ")
	}
	e := calendar.Entry{Kind: calendar.Kind(text(icalKind)), Name: text(ical.PropSummary), Norm: text(icalNorm)}
	if e.Kind == "" {
		e.Kind = calendar.Holiday
	}
	for _, other := range []string{text(ical.PropDescription), norm} {
		if e.Norm == "" {
			e.Norm = other
		}
	}
	if e.Norm == "" {
		return nil, errors.New("it names no norm, neither in its description nor beside the file")
	}
	if e.Scope, err = calendar.ParseScope(text(icalScope)); err != nil {
		return nil, err
	}
	var entries []calendar.Entry
	for d := first; !d.After(last); d = d.AddDays(1) {
		e.Date = d
		entries = append(entries, e)
	}
	return entries, nil
}

// wholeDays are the first and the last day of an event; DTEND is the day after the last.
func wholeDays(event ical.Event) (first, last calendar.Date, err error) {
	start := event.Props.Get(ical.PropDateTimeStart)
	if start == nil {
		return first, last, errors.New("it has no day (DTSTART)")
	}
	if first, err = wholeDay(start); err != nil {
		return first, last, err
	}
	end := event.Props.Get(ical.PropDateTimeEnd)
	if end == nil {
		if event.Props.Get(ical.PropDuration) != nil {
			return first, last, errors.New("it says how long it is by DURATION; write its days with DTSTART and DTEND")
		}
		return first, first, nil
	}
	after, err := wholeDay(end)
	if err != nil {
		return first, last, err
	}
	last = after.AddDays(-1)
	if n := first.DaysUntil(after); n < 1 || n > longestRun {
		return first, last, fmt.Errorf("it runs from %s to %s", first, last)
	}
	return first, last, nil
}

func wholeDay(p *ical.Prop) (calendar.Date, error) {
	t, err := time.Parse("20060102", p.Value)
	if err != nil {
		return calendar.Date{}, fmt.Errorf("%s %q is no whole day; hours do not stop a count", p.Name, p.Value)
	}
	return calendar.DateOf(t), nil
}
