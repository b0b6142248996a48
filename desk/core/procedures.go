package core

import (
	"cmp"
	"slices"

	"foja/calendar"
	"foja/docket"
)

func One(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

// Procedures lists the versions in force on a day, the main one first, then by key.
func (s *Service) Procedures(on calendar.Date) []docket.Procedure {
	list := slices.Clone(s.ProcedureSet.InForce(on))
	slices.SortStableFunc(list, func(a, b docket.Procedure) int {
		return -cmp.Compare(One(a.Key == MainProcedure), One(b.Key == MainProcedure))
	})
	return list
}

// MainProcedure is what most people come for: forms begin with it, and the yearly return is of it, where the agency has it.
const MainProcedure = "public-information"

// LastVersion lends its names to lists: states and outcomes keep their keys over the versions.
func (s *Service) LastVersion(key string) docket.Procedure {
	last := docket.Procedure{Key: key, Name: docket.Text{ES: key}}
	for _, p := range s.ProcedureSet.All() {
		if p.Key == key {
			last = p
		}
	}
	return last
}
