package docket

import "time"

// Zone is a time zone as plain data (its offsets over the years of interest), so that local
// time inside a workflow never depends on the zone database of the machine that replays it.
type Zone struct {
	Name  string     `json:"name"`
	Spans []ZoneSpan `json:"spans"` // ascending; the last one has no Until
}

// ZoneSpan is a stretch of time with one offset from UTC, in seconds east.
type ZoneSpan struct {
	Until  time.Time `json:"until,omitempty"`
	Offset int       `json:"offset"`
}
