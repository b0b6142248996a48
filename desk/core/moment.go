package core

import (
	"strings"
	"time"

	"foja/access"
	"foja/docket"
)

// AsOfField is the input that names the moment, on screens and in the API.
const AsOfField = "as_of"

// Moment reads the moment of an as-of view as the office's wall time; a date alone means its end.
// The future is refused: nothing is known of it.
func (s *Service) Moment(text, office string) (time.Time, error) {
	text, zone := strings.TrimSpace(text), s.Zone(office)
	at := time.Time{}
	if day, err := time.ParseInLocation(time.DateOnly, text, zone); err == nil {
		at = day.AddDate(0, 0, 1).Add(-time.Microsecond)
		if now := s.Now(); at.After(now) && !day.After(now) {
			at = now // today is not over
		}
	}
	for _, layout := range []string{"2006-01-02T15:04", "2006-01-02T15:04:05", "2006-01-02 15:04", time.RFC3339} {
		if t, err := time.ParseInLocation(layout, text, zone); err == nil {
			at = t
		}
	}
	switch {
	case at.IsZero():
		return at, access.FieldErrors{docket.Invalid(AsOfField, "moment.unreadable")}
	case at.After(s.Now()):
		return at, access.FieldErrors{docket.Invalid(AsOfField, "moment.in_future")}
	}
	return at.In(zone), nil
}

// KnownAt are the events recorded by a moment.
func KnownAt(events []docket.Event, at time.Time) []docket.Event {
	for i, e := range events {
		if e.At.After(at) { // events are numbered as they are recorded: the rest is later
			return events[:i]
		}
	}
	return events
}
