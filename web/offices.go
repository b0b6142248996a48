package web

import (
	"foja/desk/core"
)

// officeChoices are the agency's offices, to choose one.
func (s *server) officeChoices() (list []core.Choice) {
	for _, o := range s.Desk.Core.Agency().Offices {
		list = append(list, core.Choice{Key: o.ID, Label: o.Name})
	}
	return list
}

// officeNames are their names by ID.
func (s *server) officeNames() map[string]string {
	names := map[string]string{}
	for _, o := range s.officeChoices() {
		names[o.Key] = o.Label
	}
	return names
}
