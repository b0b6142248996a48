package api

import (
	"log/slog"
	"time"

	"foja/calendar"
	"foja/docket"
)

// zones are the offices' time zones. Instants are told in the zone of the office concerned, or
// the agency's first: an offset that people recognise.
type zones struct {
	byID, byName map[string]*time.Location
	first        *time.Location
}

func zonesOf(agency docket.Agency, log *slog.Logger) zones {
	z := zones{byID: map[string]*time.Location{}, byName: map[string]*time.Location{}, first: time.UTC}
	for i, o := range agency.Offices {
		loc, err := time.LoadLocation(o.Zone)
		if err != nil {
			log.Warn("unknown zone of an office: its times are told in UTC", "office", o.ID, "zone", o.Zone)
			loc = time.UTC
		}
		z.byID[o.ID], z.byName[o.Name] = loc, loc
		if i == 0 {
			z.first = loc
		}
	}
	return z
}

// of finds the zone of an office by its ID.
func (z zones) of(office string) *time.Location {
	if loc, ok := z.byID[office]; ok {
		return loc
	}
	return z.first
}

// named finds the zone of an office by its name, which is all that lists hold.
func (z zones) named(office string) *time.Location {
	if loc, ok := z.byName[office]; ok {
		return loc
	}
	return z.first
}

// parseMoment reads an instant with its offset (RFC 3339); empty is the zero time. Without an
// offset it would not be an instant, and a legal day can hang on it.
func parseMoment(field, value string) (time.Time, error) {
	if value == "" {
		return time.Time{}, nil
	}
	t, err := time.Parse(time.RFC3339, value)
	if err != nil || t.Year() < 1900 { // the zero time would pass for "not given"
		return time.Time{}, docket.Invalid(field, "api.moment_form")
	}
	return t, nil
}

// parseDay reads a civil day; empty is the zero Date.
func parseDay(field, value string) (calendar.Date, error) {
	if value == "" {
		return calendar.Date{}, nil
	}
	d, err := calendar.ParseDate(value)
	if err != nil {
		return calendar.Date{}, docket.Invalid(field, "api.date_form")
	}
	return d, nil
}
