package desk_test

import (
	"foja/api"
	"foja/desk"
	"foja/web"
)

// screens is the desk as the screens use it.
func screens(d *desk.Desk) web.Desk {
	return web.Desk{
		Access:    d.Access,
		Accounts:  d.Accounts,
		Acts:      d.Acts,
		Cases:     d.Cases,
		Core:      d.Core,
		Documents: d.Documents,
		Figures:   d.Figures,
		Links:     d.Links,
		Lists:     d.Lists,
		Norms:     d.Norms,
		Papers:    d.Papers,
		Pen:       d.Pen,
		Upkeep:    d.Upkeep,
	}
}

// calls is the desk as the API uses it.
func calls(d *desk.Desk) api.Desk {
	return api.Desk{
		Access:    d.Access,
		Accounts:  d.Accounts,
		Acts:      d.Acts,
		Cases:     d.Cases,
		Core:      d.Core,
		Documents: d.Documents,
		Figures:   d.Figures,
		Links:     d.Links,
		Lists:     d.Lists,
		Norms:     d.Norms,
		Papers:    d.Papers,
		Pen:       d.Pen,
		Upkeep:    d.Upkeep,
	}
}
