package procedures

import (
	_ "embed" // the shipped calendar is part of the program
	"errors"
	"fmt"
	"sync"
	"time"

	"foja/calendar"
)

const shippedCalendar = "calendars/pe.yaml"

//go:embed calendars/pe.yaml
var shippedCalendarData []byte

// LoadCalendar returns the calendar that ships with the program: the national
// holidays of Peru by rule, and the decreed and regional days by date.
func LoadCalendar() (calendar.Calendar, error) { return readShipped() }

var readShipped = sync.OnceValues(func() (calendar.Calendar, error) {
	return ReadCalendar(shippedCalendar, shippedCalendarData)
})

// calendarFile is the shape of a calendar's data file.
type calendarFile struct {
	Version string `yaml:"version"`
	Years   struct {
		First int `yaml:"first"`
		Last  int `yaml:"last"`
	} `yaml:"years"`
	Decrees struct {
		First int `yaml:"first"`
		Last  int `yaml:"last"`
	} `yaml:"decrees"`
	CountDecreedDays bool                   `yaml:"count_decreed_days"`
	WeekendNorms     []located[datedNorm]   `yaml:"weekend_norms"`
	Regions          []located[string]      `yaml:"regions"`
	Rules            []located[yearlyDay]   `yaml:"rules"`
	Days             []located[listedDates] `yaml:"days"`
}

type datedNorm struct {
	Norm  string `yaml:"norm"`
	Until string `yaml:"until"`
}

func (d datedNorm) norm() (calendar.DatedNorm, error) {
	if d.Until == "" {
		return calendar.DatedNorm{Norm: d.Norm}, nil
	}
	until, err := calendar.ParseDate(d.Until)
	return calendar.DatedNorm{Norm: d.Norm, Until: until}, err
}

// yearlyDay is a day that comes back. It says either on or easter.
type yearlyDay struct {
	Name   string        `yaml:"name"`
	Norm   string        `yaml:"norm"`
	Kind   calendar.Kind `yaml:"kind"` // default: holiday
	Scope  string        `yaml:"scope"`
	On     string        `yaml:"on"` // month-day
	Easter *int          `yaml:"easter"`
	From   int           `yaml:"from"`
	Until  int           `yaml:"until"`
}

// listedDates are the days that one norm names, each for every scope.
type listedDates struct {
	Name   string            `yaml:"name"`
	Norm   string            `yaml:"norm"`
	Kind   calendar.Kind     `yaml:"kind"` // default: non_working_day
	Scopes []string          `yaml:"scopes"`
	Dates  []located[string] `yaml:"dates"`
}

// ReadCalendar reads and validates a calendar's data. Errors name file and
// line, and all the wrong lines are reported together.
func ReadCalendar(file string, data []byte) (calendar.Calendar, error) {
	var f calendarFile
	if err := decodeStrict(file, data, &f); err != nil {
		return calendar.Calendar{}, err
	}
	c := calendar.Calendar{
		Version:          f.Version,
		First:            calendar.Date{Year: f.Years.First, Month: time.January, Day: 1},
		Last:             calendar.Date{Year: f.Years.Last, Month: time.December, Day: 31},
		DecreesFirst:     f.Decrees.First,
		DecreesLast:      f.Decrees.Last,
		CountDecreedDays: f.CountDecreedDays,
	}
	// The frame first: without a sound span every entry would be wrong too.
	if err := c.Validate(); err != nil {
		return calendar.Calendar{}, fmt.Errorf("%s: %w", file, err)
	}
	var errs []error
	for _, n := range f.WeekendNorms {
		norm, err := n.Value.norm()
		if err != nil {
			errs = append(errs, n.fail(file, err))
		}
		c.WeekendNorms = append(c.WeekendNorms, norm)
	}
	for _, r := range f.Regions {
		if r.Value == "" || calendar.RegionName(r.Value) != r.Value {
			errs = append(errs, r.fail(file, fmt.Errorf("region %q is written %q", r.Value, calendar.RegionName(r.Value))))
			continue
		}
		c.Regions = append(c.Regions, r.Value)
	}
	for _, r := range f.Rules {
		rule, err := r.Value.rule()
		if err != nil {
			errs = append(errs, r.fail(file, err))
			continue
		}
		if err := addEntries(&c, calendar.Expand([]calendar.Rule{rule}, f.Years.First, f.Years.Last)); err != nil {
			errs = append(errs, r.fail(file, err))
		}
	}
	for _, d := range f.Days {
		scopes, err := parseScopes(d.Value.Scopes)
		if err != nil {
			errs = append(errs, d.fail(file, err))
			continue
		}
		for _, date := range d.Value.Dates {
			entries, err := d.Value.entries(date.Value, scopes)
			if err == nil {
				err = addEntries(&c, entries)
			}
			if err != nil {
				errs = append(errs, date.fail(file, err))
			}
		}
	}
	if err := errors.Join(errs...); err != nil {
		return calendar.Calendar{}, err
	}
	c.Sort()
	if err := c.Validate(); err != nil { // days that are listed twice
		return calendar.Calendar{}, fmt.Errorf("%s: %w", file, err)
	}
	return c, nil
}

// addEntries stops at the first entry that may not stand: the others come from
// the same line and would repeat it.
func addEntries(c *calendar.Calendar, entries []calendar.Entry) error {
	for _, e := range entries {
		if err := c.Check(e); err != nil {
			return err
		}
		c.Entries = append(c.Entries, e)
	}
	return nil
}

func (y yearlyDay) rule() (calendar.Rule, error) {
	scope, err := calendar.ParseScope(y.Scope)
	if err != nil {
		return calendar.Rule{}, err
	}
	r := calendar.Rule{Kind: y.Kind, Name: y.Name, Norm: y.Norm, Scope: scope, FromYear: y.From, UntilYear: y.Until}
	if r.Kind == "" {
		r.Kind = calendar.Holiday
	}
	switch {
	case (y.On == "") == (y.Easter == nil):
		return calendar.Rule{}, fmt.Errorf("%q needs either on (month-day) or easter (days from Easter Sunday)", y.Name)
	case y.Easter != nil:
		r.Easter = *y.Easter
	default:
		// A leap year, so that 29 February may be written.
		d, err := calendar.ParseDate("2024-" + y.On)
		if err != nil {
			return calendar.Rule{}, fmt.Errorf("%q: on is month-day, like 07-28, not %q", y.Name, y.On)
		}
		r.Month, r.Day = d.Month, d.Day
	}
	return r, r.Validate()
}

func (l listedDates) entries(date string, scopes []calendar.Scope) ([]calendar.Entry, error) {
	d, err := calendar.ParseDate(date)
	if err != nil {
		return nil, err
	}
	kind := l.Kind
	if kind == "" {
		kind = calendar.NonWorkingDay
	}
	var entries []calendar.Entry
	for _, s := range scopes {
		entries = append(entries, calendar.Entry{Date: d, Kind: kind, Name: l.Name, Norm: l.Norm, Scope: s})
	}
	return entries, nil
}

// parseScopes reads a list of scopes; none means the nation.
func parseScopes(texts []string) ([]calendar.Scope, error) {
	if len(texts) == 0 {
		return []calendar.Scope{{}}, nil
	}
	var scopes []calendar.Scope
	for _, text := range texts {
		s, err := calendar.ParseScope(text)
		if err != nil {
			return nil, err
		}
		scopes = append(scopes, s)
	}
	return scopes, nil
}
