package main

import (
	"foja/access"
	"foja/api"
	"foja/desk"
	"foja/desk/cases"
	"foja/desk/documents"
	"foja/desk/figures"
	"foja/desk/papers"
	"foja/desk/pen"
	"foja/web"
)

// screens is the desk as the screens use it. What is read or taken out is written to the security log.
func screens(d *desk.Desk) web.Desk {
	return web.Desk{
		Access:    access.Logged{Service: d.Access},
		Accounts:  d.Accounts,
		Acts:      d.Acts,
		Cases:     cases.Logged{Service: d.Cases},
		Core:      d.Core,
		Documents: documents.Logged{Service: d.Documents, Access: d.Access},
		Figures:   figures.Logged{Service: d.Figures},
		Links:     d.Links,
		Lists:     d.Lists,
		Norms:     d.Norms,
		Papers:    papers.Logged{Service: d.Papers},
		Pen:       pen.Logged{Service: d.Pen},
		Upkeep:    d.Upkeep,
	}
}

// calls is the desk as the API uses it.
func calls(d *desk.Desk) api.Desk {
	return api.Desk{
		Access:    access.Logged{Service: d.Access},
		Accounts:  d.Accounts,
		Acts:      d.Acts,
		Cases:     cases.Logged{Service: d.Cases},
		Core:      d.Core,
		Documents: documents.Logged{Service: d.Documents, Access: d.Access},
		Figures:   figures.Logged{Service: d.Figures},
		Links:     d.Links,
		Lists:     d.Lists,
		Norms:     d.Norms,
		Papers:    papers.Logged{Service: d.Papers},
		Pen:       pen.Logged{Service: d.Pen},
		Upkeep:    d.Upkeep,
	}
}
