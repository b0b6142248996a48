package docket

import (
	"fmt"
	"time"

	"foja/calendar"
)

// Zone is a time zone as plain data (its offsets over the years of interest), so that local time inside a workflow
// does not depend on the zone database of the machine. Outside the spans the nearest offset applies.
type Zone struct {
	Name  string     `json:"name"`
	Spans []ZoneSpan `json:"spans"` // ascending; the last one has no Until
}

// ZoneSpan is a stretch of time with one offset from UTC, in seconds east.
type ZoneSpan struct {
	Until  time.Time `json:"until,omitzero"`
	Offset int       `json:"offset"`
}

// ZoneOf records the offsets of loc from one instant to another.
func ZoneOf(loc *time.Location, from, to time.Time) Zone {
	z := Zone{Name: loc.String()}
	_, offset := from.In(loc).Zone()
	for t := from; t.Before(to); {
		end := spanEnd(t.In(loc))
		if end.IsZero() || !end.Before(to) {
			break
		}
		// Adjacent spans may have the same offset: the name of the zone changed, or the database splits at the year.
		if _, next := end.Zone(); next != offset {
			z.Spans = append(z.Spans, ZoneSpan{Until: end.UTC(), Offset: offset})
			offset = next
		}
		t = end
	}
	z.Spans = append(z.Spans, ZoneSpan{Offset: offset})
	return z
}

// spanEnd is an instant after t until which its offset certainly holds; zero = for ever.
//
// ZoneBounds gives years that follow a rule (those after the last listed change) 365 days: on the last day of a leap
// year its end is not after t. An hour is used then; no rule changes an offset between two full hours.
func spanEnd(t time.Time) time.Time {
	if _, end := t.ZoneBounds(); end.IsZero() || end.After(t) {
		return end
	}
	return t.Truncate(time.Hour).Add(time.Hour)
}

// Local returns the wall time of t.
func (z Zone) Local(t time.Time) (day calendar.Date, hour, minute int) {
	wall := z.wall(t)
	return calendar.DateOf(wall), wall.Hour(), wall.Minute()
}

// DateOf returns the civil day of t.
func (z Zone) DateOf(t time.Time) calendar.Date { return calendar.DateOf(z.wall(t)) }

// In returns t with the zone's offset at that instant, for showing and for RFC 3339.
func (z Zone) In(t time.Time) time.Time {
	return t.In(time.FixedZone(z.Name, z.offset(t)))
}

// Instant returns the instant, in UTC, of a wall time. A wall time that occurs twice (clocks go back) means the
// first; one that does not occur (clocks go forward) means the instant by the old offset, which is past the gap.
func (z Zone) Instant(d calendar.Date, hour, minute int) time.Time {
	wall := d.At(hour, minute, time.UTC)
	for _, span := range z.Spans {
		t := wall.Add(-time.Duration(span.Offset) * time.Second)
		if span.Until.IsZero() || t.Before(span.Until) {
			return t
		}
		// In the gap the next span would give an instant before its own beginning.
		if next := z.offset(span.Until); wall.Add(-time.Duration(next) * time.Second).Before(span.Until) {
			return t
		}
	}
	return wall
}

// wall returns t with the wall time in its UTC fields.
func (z Zone) wall(t time.Time) time.Time {
	return t.UTC().Add(time.Duration(z.offset(t)) * time.Second)
}

func (z Zone) offset(t time.Time) int {
	for _, span := range z.Spans {
		if span.Until.IsZero() || t.Before(span.Until) {
			return span.Offset
		}
	}
	return 0
}

// ParseClock reads a wall time like "08:00".
func ParseClock(s string) (hour, minute int, err error) {
	t, err := time.Parse("15:04", s)
	if err != nil || len(s) != len("15:04") {
		return 0, 0, fmt.Errorf("docket: %q is not a time of day like 08:30", s)
	}
	return t.Hour(), t.Minute(), nil
}
