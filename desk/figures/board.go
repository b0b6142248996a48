package figures

import (
	"context"

	"foja/access"
	"foja/calendar"
	"foja/desk/core"
	"foja/desk/lists"
	"foja/docket"
)

// Board is the dashboard and the plan together. There is no plan with figures of the past.
func (s *Service) Board(ctx context.Context, by access.User, f DashboardFilter) (figures Figures, plan *Plan, err error) {
	if f.When != "" {
		figures, err = s.Dashboard(ctx, by, f)
		return figures, nil, err
	}
	var ahead Plan
	err = together(
		func() (err error) { figures, err = s.Dashboard(ctx, by, f); return err },
		func() (err error) { ahead, err = s.Plan(ctx, by, f); return err },
	)
	return figures, &ahead, err
}

// BoardRow is what waits for one pair of hands, or for one unit that holds information.
type BoardRow struct {
	Key           string // of the hands, or the unit's ID
	Name          string // Spanish
	Open, Overdue Figure
	Oldest        calendar.Date // the earliest day owed; zero = none
}

// Waiting says of an open request why there is no answer yet: what the hands that have it have not done.
func Waiting() []core.Choice {
	return []core.Choice{
		{Key: string(docket.HandsReception), Label: "Mesa de partes no la ha completado"},
		{Key: string(docket.HandsOfficer), Label: "El responsable todavía no la responde"},
		{Key: string(docket.HandsUnit), Label: "Un área no ha entregado lo que se le pidió"},
		{Key: string(docket.HandsReviewer), Label: "Falta que una segunda persona la apruebe"},
		{Key: string(docket.HandsCarrier), Label: "La carta está por salir o por entregarse"},
		{Key: string(docket.HandsRequester), Label: "Espera algo de quien la presentó"},
		{Key: string(docket.HandsNobody), Label: "No espera a nadie"},
	}
}

func whyOf(h docket.Hands) string {
	for _, c := range Waiting() {
		if c.Key == string(h) {
			return c.Label
		}
	}
	return string(h)
}

// waiting fills in why what is open has no answer, and what each unit owes. Each number is the total of its list.
func (s *Service) waiting(ctx context.Context, p *Plan, f DashboardFilter, today calendar.Date) error {
	hands, err := s.core.Store.LoadByHands(ctx, today, f.Office, f.Procedure)
	if err != nil {
		return err
	}
	for _, h := range hands {
		behind := lists.Filter{Open: "yes", Answered: "no", Hands: string(h.Hands), Office: f.Office, Procedure: f.Procedure}
		p.Hands = append(p.Hands, boardRow(string(h.Hands), whyOf(h.Hands), behind, h.Open, h.Overdue, h.Oldest))
	}
	units, err := s.core.Store.LoadByUnit(ctx, today, f.Office, f.Procedure)
	if err != nil {
		return err
	}
	for _, u := range units {
		behind := lists.Filter{Open: "yes", Unit: u.Unit, Office: f.Office, Procedure: f.Procedure}
		p.Units = append(p.Units, boardRow(u.Unit, s.core.UnitName(u.Unit), behind, u.Open, u.Overdue, u.Oldest))
	}
	return nil
}

func boardRow(key, name string, behind lists.Filter, open, overdue int, oldest calendar.Date) BoardRow {
	late := behind
	late.Overdue = true
	return BoardRow{Key: key, Name: name, Open: Figure{open, behind}, Overdue: Figure{overdue, late}, Oldest: oldest}
}
