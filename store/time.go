package store

import (
	"database/sql"
	"fmt"
	"time"

	"foja/calendar"
)

// at is the database form of an instant: UTC, to the microsecond (PostgreSQL's resolution), NULL when zero. SQLite's
// text form sorts like the instants.
func at(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t.UTC().Truncate(time.Microsecond)
}

// on is the database form of a civil date: "2026-03-02", NULL when zero.
func on(d calendar.Date) any {
	if d.IsZero() {
		return nil
	}
	return d.String()
}

// toTime and toDate scan what at and on wrote, in any form that the driver returns.
func toTime(t *time.Time) sql.Scanner     { return (*instant)(t) }
func toDate(d *calendar.Date) sql.Scanner { return (*day)(d) }

type (
	instant time.Time
	day     calendar.Date
)

var layouts = []string{"2006-01-02 15:04:05.999999999-07:00", time.RFC3339Nano, time.DateOnly}

func parse(v any) (time.Time, error) {
	switch v := v.(type) {
	case nil:
		return time.Time{}, nil
	case time.Time:
		return v.UTC(), nil
	case []byte:
		return parse(string(v))
	case string:
		for _, layout := range layouts {
			if t, err := time.Parse(layout, v); err == nil {
				return t.UTC(), nil
			}
		}
	}
	return time.Time{}, fmt.Errorf("store: %T %v is not a time", v, v)
}

// Scan implements sql.Scanner.
func (i *instant) Scan(v any) error {
	t, err := parse(v)
	*i = instant(t)
	return err
}

// Scan implements sql.Scanner.
func (d *day) Scan(v any) error {
	t, err := parse(v)
	if err != nil {
		return err
	}
	*d = day{}
	if !t.IsZero() {
		*d = day(calendar.DateOf(t))
	}
	return nil
}
