package calendar

import (
	"cmp"
	"errors"
	"fmt"
	"time"
)

// Date is a civil day: no hour, no zone. The zero Date means "not set".
// Dates compare with == and serve as map keys.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

const secondsPerDay = 24 * 60 * 60

// NewDate returns the given day, or an error if no such day exists. Years run
// from 1 to 9999.
func NewDate(year int, month time.Month, day int) (Date, error) {
	d := Date{year, month, day}
	if !d.Valid() {
		return Date{}, fmt.Errorf("calendar: there is no day %d-%d-%d", year, month, day)
	}
	return d, nil
}

// ParseDate reads year-month-day with exactly 4, 2 and 2 digits: "2026-03-02".
func ParseDate(s string) (Date, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return Date{}, fmt.Errorf("calendar: %q is not a date like 2026-03-02", s)
	}
	return NewDate(t.Year(), t.Month(), t.Day())
}

// DateOf returns the day of t in t's own location. Convert t to the office's
// zone first: it is the office's day that the law means.
func DateOf(t time.Time) Date {
	y, m, d := t.Date()
	return Date{y, m, d}
}

// At returns the instant of the given wall time of d in loc.
func (d Date) At(hour, minute int, loc *time.Location) time.Time {
	return time.Date(d.Year, d.Month, d.Day, hour, minute, 0, 0, loc)
}

// AddDays returns the day n calendar days later, or earlier if n is negative.
func (d Date) AddDays(n int) Date {
	return DateOf(time.Date(d.Year, d.Month, d.Day+n, 0, 0, 0, 0, time.UTC))
}

// AddMonths moves from date to date; where the final month has no such day it
// returns the first day of the month after. Whether that day is a business day
// is the [View]'s affair: see [View.AddMonths].
func (d Date) AddMonths(n int) Date {
	// law: R10
	first := time.Date(d.Year, d.Month+time.Month(n), 1, 0, 0, 0, 0, time.UTC)
	moved := Date{first.Year(), first.Month(), d.Day}
	if moved.Valid() {
		return moved
	}
	return DateOf(first.AddDate(0, 1, 0))
}

// DaysUntil counts the calendar days from d to e; negative if e is earlier.
func (d Date) DaysUntil(e Date) int { return e.serial() - d.serial() }

// Weekday returns the day of the week.
func (d Date) Weekday() time.Weekday { return weekday(d.serial()) }

// Compare orders dates: -1 before, 0 equal, +1 after.
func (d Date) Compare(e Date) int {
	return cmp.Or(cmp.Compare(d.Year, e.Year), cmp.Compare(d.Month, e.Month), cmp.Compare(d.Day, e.Day))
}

// Before reports whether d is earlier than e.
func (d Date) Before(e Date) bool { return d.Compare(e) < 0 }

// After reports whether d is later than e.
func (d Date) After(e Date) bool { return d.Compare(e) > 0 }

// IsZero reports whether d is not set.
func (d Date) IsZero() bool { return d == Date{} }

// Valid reports whether such a day exists. The zero Date does not.
func (d Date) Valid() bool {
	return 1 <= d.Year && d.Year <= 9999 && DateOf(d.At(0, 0, time.UTC)) == d
}

// String returns "2026-03-02", or "" if d is not set.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day)
}

// MarshalText writes what [Date.String] shows; it refuses an impossible day.
func (d Date) MarshalText() ([]byte, error) {
	if !d.IsZero() && !d.Valid() {
		return nil, errors.New("calendar: impossible date " + d.String())
	}
	return []byte(d.String()), nil
}

// UnmarshalText reads what [ParseDate] reads; an empty text is the zero Date.
func (d *Date) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*d = Date{}
		return nil
	}
	parsed, err := ParseDate(string(text))
	if err != nil {
		return err
	}
	*d = parsed
	return nil
}

// serial numbers the days one by one, with 1970-01-01 as zero.
func (d Date) serial() int {
	return int(d.At(0, 0, time.UTC).Unix() / secondsPerDay)
}

func dateOfSerial(serial int) Date {
	return DateOf(time.Unix(int64(serial)*secondsPerDay, 0).UTC())
}

func weekday(serial int) time.Weekday {
	sinceSunday := (serial + int(time.Thursday)) % 7 // day zero was a Thursday
	if sinceSunday < 0 {
		sinceSunday += 7
	}
	return time.Weekday(sinceSunday)
}

func earliest(a, b Date) Date {
	if b.Before(a) {
		return b
	}
	return a
}

func latest(a, b Date) Date {
	if a.Before(b) {
		return b
	}
	return a
}
