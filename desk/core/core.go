package core

import (
	"time"

	"foja/calendar"
	"foja/docket"
)

// OfficeZone is what an office's place in the world means for time: made once, read on every line
// of every list.
type OfficeZone struct {
	Zone    *time.Location
	LawZone docket.Zone // the same, as the law's functions want it
}

// Today is the civil day in an office's zone; an unknown office means the agency's first.
func (s *Service) Today(office string) calendar.Date {
	return calendar.DateOf(s.Now().In(s.Zone(office)))
}

// Office finds an office; the agency's first when it is unknown, so that a page about an old
// case of a closed office can still be shown.
func (s *Service) Office(id string) docket.Office {
	if o, ok := s.AgencyFile.Office(id); ok {
		return o
	}
	return s.AgencyFile.Offices[0]
}

// The years for which zones are written down: none of our cases lies outside.
var (
	ZoneFrom = time.Date(2000, time.January, 1, 0, 0, 0, 0, time.UTC)
	ZoneTo   = time.Date(2100, time.January, 1, 0, 0, 0, 0, time.UTC)
)

// Zones are an office's zone for clocks and for the law.
func (s *Service) Zones(office string) OfficeZone { return s.offices[s.Office(office).ID] }

// Zone is an office's zone.
func (s *Service) Zone(office string) *time.Location { return s.Zones(office).Zone }
