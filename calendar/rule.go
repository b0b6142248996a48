package calendar

import (
	"fmt"
	"time"
)

// Rule is a day that comes back every year, on a fixed date or at a distance
// from Easter, from the first year that it was observed.
type Rule struct {
	Kind  Kind
	Name  string
	Norm  string
	Scope Scope
	// Month and Day fix the date. Both zero: the date hangs from Easter.
	Month time.Month
	Day   int
	// Easter is the distance in days from Easter Sunday: -2 is Good Friday.
	Easter int
	// FromYear and UntilYear bound the years of observance, both included; zero
	// means no bound.
	FromYear, UntilYear int
}

// On returns the rule's day in the given year; false if it is not observed
// then, or if that year has no such date (29 February).
func (r Rule) On(year int) (Date, bool) {
	// law: R6
	if r.FromYear != 0 && year < r.FromYear || r.UntilYear != 0 && year > r.UntilYear {
		return Date{}, false
	}
	if r.Month == 0 && r.Day == 0 {
		return Easter(year).AddDays(r.Easter), true
	}
	d := Date{year, r.Month, r.Day}
	return d, d.Valid()
}

// Validate reports why the rule can give no day.
func (r Rule) Validate() error {
	leap := Date{2024, r.Month, r.Day}
	switch {
	case (r.Month != 0 || r.Day != 0) && !leap.Valid():
		return fmt.Errorf("calendar: %q falls on no day: month %d, day %d", r.Name, r.Month, r.Day)
	case (r.Month != 0 || r.Day != 0) && r.Easter != 0:
		return fmt.Errorf("calendar: %q has both a fixed date and a distance from Easter", r.Name)
	case r.UntilYear != 0 && r.UntilYear < r.FromYear:
		return fmt.Errorf("calendar: %q ends in %d, before it begins in %d", r.Name, r.UntilYear, r.FromYear)
	}
	return nil
}

// Expand lists the days of the rules from year first to year last, both
// included, by date.
func Expand(rules []Rule, first, last int) []Entry {
	var entries []Entry
	for year := first; year <= last; year++ {
		for _, r := range rules {
			if d, ok := r.On(year); ok {
				entries = append(entries, Entry{Date: d, Kind: r.Kind, Name: r.Name, Norm: r.Norm, Scope: r.Scope})
			}
		}
	}
	sortEntries(entries)
	return entries
}

// Easter returns Easter Sunday of the Gregorian calendar: the Sunday after the
// ecclesiastical full moon that falls on or after 21 March.
func Easter(year int) Date {
	golden := year % 19 // place in the 19-year moon cycle
	century, yearOfCentury := year/100, year%100
	skippedLeaps := century - century/4
	moonDrift := (century - (century+8)/25 + 1) / 3
	// Days from 21 March to the full moon.
	epact := (19*golden + skippedLeaps - moonDrift + 15) % 30
	// Days from that full moon to the Sunday that follows it.
	toSunday := (32 + 2*(century%4) + 2*(yearOfCentury/4) - epact - yearOfCentury%4) % 7
	// In two corners of the cycle the tables pull the moon back by one day,
	// which matters only when it would push Easter past 25 April.
	pulledBack := (golden + 11*epact + 22*toSunday) / 451
	return Date{year, time.March, 22}.AddDays(epact + toSunday - 7*pulledBack)
}
