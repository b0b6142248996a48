package core

import (
	"context"
	"slices"

	"foja/docket"
)

// Agency is the body that runs foja, with its offices and with its units as they are now.
func (s *Service) Agency() docket.Agency {
	agency := s.AgencyFile
	if units := s.unitsNow.Load(); units != nil {
		agency.Units = *units
	}
	return agency
}

// ReadUnits takes in what administrators changed about units, here or in another process. Call it at the start and every minute.
func (s *Service) ReadUnits(ctx context.Context) error {
	changed, err := s.Store.Units(ctx)
	if err != nil {
		return err
	}
	units := slices.Clone(s.AgencyFile.Units)
	for _, c := range changed {
		if i := slices.IndexFunc(units, func(u docket.Unit) bool { return u.ID == c.ID }); i >= 0 {
			units[i] = c
		} else {
			units = append(units, c)
		}
	}
	s.unitsNow.Store(&units)
	return nil
}
