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
	Name          docket.Sentence
	Open, Overdue Figure
	Oldest        calendar.Date // the earliest day owed; zero = none
}

// Waiting says of an open request why there is no answer yet: what the hands that have it have not done.
func Waiting() []core.Choice {
	return []core.Choice{
		{Key: string(docket.HandsReception), Words: docket.Say("waiting.reception")},
		{Key: string(docket.HandsOfficer), Words: docket.Say("waiting.officer")},
		{Key: string(docket.HandsUnit), Words: docket.Say("waiting.unit")},
		{Key: string(docket.HandsReviewer), Words: docket.Say("waiting.reviewer")},
		{Key: string(docket.HandsCarrier), Words: docket.Say("waiting.carrier")},
		{Key: string(docket.HandsRequester), Words: docket.Say("waiting.requester")},
		{Key: string(docket.HandsNobody), Words: docket.Say("waiting.nobody")},
	}
}

func whyOf(h docket.Hands) docket.Sentence {
	for _, c := range Waiting() {
		if c.Key == string(h) {
			return c.Words
		}
	}
	return core.Named(string(h))
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
		p.Units = append(p.Units, boardRow(u.Unit, core.Named(s.core.UnitName(u.Unit)), behind, u.Open, u.Overdue, u.Oldest))
	}
	return nil
}

func boardRow(key string, name docket.Sentence, behind lists.Filter, open, overdue int, oldest calendar.Date) BoardRow {
	late := behind
	late.Overdue = true
	return BoardRow{Key: key, Name: name, Open: Figure{open, behind}, Overdue: Figure{overdue, late}, Oldest: oldest}
}
