package access

import (
	"context"
	"slices"
	"time"

	"foja/calendar"
	"foja/docket"
	"foja/store"
)

// withAbsent adds to a user the people whose deputy she is today.
func (s *Service) withAbsent(ctx context.Context, u User) (User, error) {
	if !u.Has(Workers...) {
		return u, nil
	}
	away, err := s.Store.AbsencesOn(ctx, s.today(u.Office))
	if err != nil || len(away) == 0 {
		return u, err
	}
	for _, id := range store.StandsInFor(away, u.ID) {
		absent, err := s.Store.User(ctx, id)
		if err != nil {
			return u, err
		}
		if shared := SharedRoles(absent.Roles, u.Roles); len(shared) > 0 && !absent.Disabled && u.Sees(absent.Office) {
			u.For = append(u.For, Absent{absent.ID, absent.Name, shared})
		}
	}
	return u, nil
}

// today is the day in an office; without one, in the agency's first.
func (s *Service) today(office string) calendar.Date {
	o, known := s.Agency.Office(office)
	if !known && len(s.Agency.Offices) > 0 {
		o = s.Agency.Offices[0]
	}
	zone, err := time.LoadLocation(o.Zone)
	if err != nil {
		zone = time.UTC
	}
	return calendar.DateOf(s.Now().In(zone))
}

// SharedRoles are the roles of work that both have.
func SharedRoles(a, b []docket.Role) []docket.Role {
	var shared []docket.Role
	for _, r := range Workers {
		if slices.Contains(a, r) && slices.Contains(b, r) {
			shared = append(shared, r)
		}
	}
	return shared
}

// MayStandInFor reports whether a user has every role of work that another has, and works for her office.
func (u User) MayStandInFor(other User) bool {
	for _, r := range Workers {
		if other.Has(r) && !u.Has(r) {
			return false
		}
	}
	return u.Sees(other.Office)
}
