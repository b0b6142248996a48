package desk

import "foja/docket"

// otherOffices are those to which a case can go.
func (d *Desk) otherOffices(o opened) []Choice {
	list := []Choice{}
	for _, office := range d.Deps.Agency.Offices {
		if office.ID != o.kase.Office {
			list = append(list, Choice{office.ID, office.Name})
		}
	}
	return list
}

func (d *Desk) hasOffice(id string) bool {
	_, known := d.Deps.Agency.Office(id)
	return known
}

// nowhere says that a button has nothing to choose: an agency of one office routes nothing.
func (b Button) nowhere() bool { return b.Action == docket.ActReroute && len(b.Choices["office"]) == 0 }
