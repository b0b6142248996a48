package api

import (
	"net/http"

	"foja/access"
	"foja/calendar"
	"foja/docket"
)

type limitView struct {
	N    int    `json:"n"`
	Unit string `json:"unit"`
	Rule string `json:"rule"`
}

func limitOf(l docket.TimeLimit) limitView { return limitView{l.N, l.Unit, l.Rule} }

// keyName is one entry of a closed list.
type keyName struct {
	Key  string `json:"key"`
	Name string `json:"name"`
}

type groundView struct {
	keyName
	Cite            string `json:"cite"`
	NeedsResolution bool   `json:"needs_resolution"`
}

type fieldView struct {
	keyName
	Hint     string `json:"hint,omitempty"`
	Required bool   `json:"required"`
	Type     string `json:"type"`
}

type stateView struct {
	keyName
	Hands docket.Hands `json:"hands"`
	Final bool         `json:"final"`
}

type procedureView struct {
	keyName
	Version       string        `json:"version"`
	ValidFrom     calendar.Date `json:"valid_from,omitzero"`
	ValidUntil    calendar.Date `json:"valid_until,omitzero"`
	TimeLimit     limitView     `json:"time_limit"`
	States        []stateView   `json:"states"`
	Fields        []fieldView   `json:"fields"` // what the form asks for besides
	DeliveryModes []keyName     `json:"delivery_modes"`
	Grounds       []groundView  `json:"grounds"`
	Outcomes      []keyName     `json:"outcomes"`
}

func procedureOf(p docket.Procedure) procedureView {
	return procedureView{
		keyName: keyName{p.Key, p.Name.ES}, Version: p.Version, ValidFrom: p.ValidFrom, ValidUntil: p.ValidUntil,
		TimeLimit: limitOf(p.TimeLimit),
		States: each(p.States, func(s docket.State) stateView {
			return stateView{keyName{s.Key, s.Name.ES}, s.Hands, s.Final}
		}),
		Fields: each(p.Fields, func(f docket.Field) fieldView {
			return fieldView{keyName{f.Key, f.Name.ES}, f.Hint.ES, f.Required, f.Type}
		}),
		DeliveryModes: each(p.DeliveryModes, func(m docket.DeliveryMode) keyName { return keyName{m.Key, m.Name.ES} }),
		Grounds: each(p.Grounds, func(g docket.Ground) groundView {
			return groundView{keyName{g.Key, g.Name.ES}, g.Cite, g.NeedsResolution}
		}),
		Outcomes: each(p.Outcomes, func(o docket.Outcome) keyName { return keyName{o.Key, o.Name.ES} }),
	}
}

// procedures lists the legal routes in force on a day; today in the user's office by default.
func (s *server) procedures(w http.ResponseWriter, r *http.Request, u access.User) error {
	on, wrong := day(r.URL.Query(), "on")
	if wrong != nil {
		return wrong
	}
	if on.IsZero() {
		on = s.Desk.Core.Today(u.Office)
	}
	return send(w, http.StatusOK, items[procedureView]{each(s.Desk.Core.Procedures(on), procedureOf)})
}
