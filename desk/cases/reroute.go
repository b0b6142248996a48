package cases

import (
	"foja/desk/core"
)

// otherOffices are those to which a case can go.
func (s *Service) otherOffices(o core.LoadedCase) []core.Choice {
	list := []core.Choice{}
	for _, office := range s.core.AgencyFile.Offices {
		if office.ID != o.Case.Office {
			list = append(list, core.Choice{Key: office.ID, Label: office.Name})
		}
	}
	return list
}
