// Package calendar computes which days count. It holds civil dates, the days that
// a norm takes out of the count (or puts into it), and business-day arithmetic
// for one office. It is pure: no input, no output, no clock, so it gives the
// same answer inside a workflow, on a screen and in ten years (law: R59).
package calendar

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Calendar is one published version of the days that a nation counts. It is
// plain data and travels as JSON; ask a [View] of it to do arithmetic.
type Calendar struct {
	// Version is the label that every computed date stores beside it (law: R57).
	Version string `json:"version"`
	// First and Last bound, inclusively, the days that are known. A day outside
	// is an [UnknownYearError], never a guess.
	First Date `json:"first"`
	Last  Date `json:"last"`
	// DecreesFirst and DecreesLast are the years whose decreed days were looked
	// for. Decrees come out during the year: a date in a later year is right by
	// what is published, and may move (law: R9).
	DecreesFirst int `json:"decrees_first,omitempty"`
	DecreesLast  int `json:"decrees_last,omitempty"`
	// CountDecreedDays makes non-working days by decree count as business days.
	// The default, false, follows LPAG 134.1; the law leaves a doubt (law: R4).
	CountDecreedDays bool `json:"count_decreed_days,omitempty"`
	// WeekendNorms are the sources shown for Saturdays and Sundays (law: R2), by date: the
	// first that still holds on the day is cited.
	WeekendNorms []DatedNorm `json:"weekend_norms,omitempty"`
	// Regions lists the regions that exist; empty means that any name is
	// accepted. With it, a misspelt region is an error and not a lost holiday.
	Regions []string `json:"regions,omitempty"`
	Entries []Entry  `json:"entries"`
}

// DatedNorm is a norm and article with the last day on which it is to be cited; without that
// day it is in force.
type DatedNorm struct {
	Norm  string `json:"norm"`
	Until Date   `json:"until,omitzero"`
}

// Slice copies the part of c between from and to, both included and both cut
// to what c knows. The copy keeps the version and is small enough for a
// workflow's input; a day outside it is an [UnknownYearError]. It is an
// [UnknownYearError] too when c knows no day of the span.
func (c Calendar) Slice(from, to Date) (Calendar, error) {
	if to.Before(from) {
		return Calendar{}, fmt.Errorf("calendar: slice from %s to %s is empty", from, to)
	}
	if to.Before(c.First) {
		return Calendar{}, c.unknown(to)
	}
	if c.Last.Before(from) {
		return Calendar{}, c.unknown(from)
	}
	part := c
	part.First, part.Last = latest(from, c.First), earliest(to, c.Last)
	part.Regions = slices.Clone(c.Regions)
	part.Entries = nil
	for _, e := range c.Entries {
		if !e.Date.Before(part.First) && !part.Last.Before(e.Date) {
			part.Entries = append(part.Entries, e)
		}
	}
	return part, nil
}

// Amend returns a new version of c with entries added: a decree published
// after the fact, or a counter that closed early (law: R8, R9). An entry of kind
// [Removed] takes out what is listed for its day and scope; it is a
// [NotListedError] when nothing is.
func (c Calendar) Amend(version string, entries ...Entry) (Calendar, error) {
	next := c
	next.Version = version
	next.Regions = slices.Clone(c.Regions)
	next.Entries = slices.Clone(c.Entries)
	for _, e := range entries {
		if e.Kind != Removed {
			next.Entries = append(next.Entries, e)
			continue
		}
		listed := len(next.Entries)
		next.Entries = slices.DeleteFunc(next.Entries, func(o Entry) bool { return o.Date == e.Date && o.Scope == e.Scope })
		if len(next.Entries) == listed {
			return Calendar{}, &NotListedError{Date: e.Date, Scope: e.Scope}
		}
	}
	sortEntries(next.Entries)
	if version == c.Version {
		return Calendar{}, fmt.Errorf("calendar: an amended calendar needs a version other than %q", version)
	}
	return next, next.Validate()
}

// Sort puts the entries in their canonical order: by date, scope and kind.
func (c *Calendar) Sort() { sortEntries(c.Entries) }

// DecreesKnown reports whether the decreed days of d's year were looked for.
func (c Calendar) DecreesKnown(d Date) bool {
	return c.DecreesFirst <= d.Year && d.Year <= c.DecreesLast
}

// Hash identifies the content: two calendars with the same hash give the same
// dates, whatever their labels and the order of their entries. It is 64
// hexadecimal digits of SHA-256.
func (c Calendar) Hash() string {
	lines := []string{fmt.Sprintf("%s %s %t %q", c.First, c.Last, c.CountDecreedDays, c.WeekendNorms)}
	regions := slices.Sorted(slices.Values(c.Regions))
	entries := slices.Clone(c.Entries)
	sortEntries(entries)
	lines = append(lines, strings.Join(regions, " "))
	for _, e := range entries {
		lines = append(lines, fmt.Sprintf("%s %s %s %q %q", e.Date, e.Kind, e.Scope, e.Name, e.Norm))
	}
	sum := sha256.Sum256([]byte(strings.Join(lines, "\n")))
	return hex.EncodeToString(sum[:])
}

// Validate reports everything that is wrong with c, joined. A valid calendar
// has a version, a span, and entries inside it that each cite a norm.
func (c Calendar) Validate() error {
	var errs []error
	if c.Version == "" {
		errs = append(errs, errors.New("calendar: no version"))
	}
	if !c.First.Valid() || !c.Last.Valid() || c.Last.Before(c.First) {
		errs = append(errs, fmt.Errorf("calendar: impossible span %q to %q", c.First, c.Last))
	}
	seen := make(map[entryKey]bool, len(c.Entries))
	for _, e := range c.Entries {
		if err := c.Check(e); err != nil {
			errs = append(errs, err)
		}
		if e.Kind == Removed {
			errs = append(errs, fmt.Errorf("calendar: %s: %q is for amendments only", e.Date, Removed))
		}
		if seen[e.key()] {
			errs = append(errs, fmt.Errorf("calendar: %s is listed twice as %s for %s", e.Date, e.Kind, e.Scope))
		}
		seen[e.key()] = true
	}
	return errors.Join(errs...)
}

// Check reports why e may not stand in c, or nil.
func (c Calendar) Check(e Entry) error {
	if err := e.validate(); err != nil {
		return err
	}
	if e.Date.Before(c.First) || c.Last.Before(e.Date) {
		return c.unknown(e.Date)
	}
	if e.Scope.Region != "" && !c.knowsRegion(e.Scope.Region) {
		return &UnknownRegionError{Region: e.Scope.Region, Version: c.Version}
	}
	return nil
}

func (c Calendar) knowsRegion(region string) bool {
	return len(c.Regions) == 0 || slices.Contains(c.Regions, region)
}

func (c Calendar) unknown(d Date) error {
	return &UnknownYearError{Date: d, First: c.First, Last: c.Last, Version: c.Version}
}

func sortEntries(entries []Entry) { slices.SortStableFunc(entries, compareEntries) }

func compareEntries(a, b Entry) int {
	if byDate := a.Date.Compare(b.Date); byDate != 0 {
		return byDate // nearly always: the rest is not worth evaluating
	}
	return cmp.Or(
		cmp.Compare(a.Scope.String(), b.Scope.String()),
		cmp.Compare(a.Kind, b.Kind),
		cmp.Compare(a.Name, b.Name),
		cmp.Compare(a.Norm, b.Norm),
	)
}
