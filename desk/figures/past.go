package figures

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"

	"foja/calendar"
	"foja/desk/core"
	"foja/docket"
	"foja/store"
)

// pastDays is how far back the board looks for where the time went: calendar days, by day of reception.
const pastDays = 90

// Past is where the time of the requests of the last months went, and why terms were extended. It is counted once a day, so
// the board says of which day it is.
type Past struct {
	On       calendar.Date // counted on
	From, To calendar.Date // days of reception
	Answered int           // with an answer: their time is counted
	Days     int           // business days that they took, together
	Hands    []PastFigure  // N: business days of them, by whose hands; the most first
	Extended int           // requests with an extension
	Grounds  []PastFigure  // N: requests, by ground of an extension
}

// PastFigure is one of its numbers, and the lines of the register behind it.
type PastFigure struct {
	Name   docket.Sentence
	N      int
	Share  float64 // of all the days, 0 to 1
	Filter RegisterFilter
}

func pastKey(office string) string { return "board.past.said." + office }

// CountPast counts it for the agency and for each office, once a day.
func (s *Service) CountPast(ctx context.Context) error { return s.countPasts(ctx, false) }

// RecountPast counts it now, whatever was counted today: when many cases have come at once that had been elsewhere.
func (s *Service) RecountPast(ctx context.Context) error { return s.countPasts(ctx, true) }

func (s *Service) countPasts(ctx context.Context, again bool) error {
	offices := []string{""}
	if len(s.core.AgencyFile.Offices) > 1 {
		for _, o := range s.core.AgencyFile.Offices {
			offices = append(offices, o.ID)
		}
	}
	for _, office := range offices {
		if err := s.countPast(ctx, office, again); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) countPast(ctx context.Context, office string, again bool) error {
	today := s.core.Today(office)
	kept, found, err := s.lately(ctx, office)
	if err != nil || found && kept.On == today && !again {
		return err
	}
	if err := s.ReckonLines(ctx); err != nil {
		return err
	}
	p := Past{On: today, From: today.AddDays(-pastDays), To: today}
	scope := RegisterFilter{From: p.From, To: p.To, Office: office}
	if err := s.fillPast(ctx, &p, scope); err != nil {
		return err
	}
	text, err := json.Marshal(p)
	if err != nil {
		return err
	}
	return s.core.Store.SetSetting(ctx, pastKey(office), string(text))
}

func (s *Service) fillPast(ctx context.Context, p *Past, scope RegisterFilter) error {
	chosen := s.chosen(scope)
	n, err := s.core.Store.CountLines(ctx, chosen, store.LineAnswered, store.LineExtended)
	if err != nil {
		return err
	}
	grounds, err := s.core.Store.ExtensionGrounds(ctx, chosen)
	if err != nil {
		return err
	}
	p.Answered, p.Extended = n.Of[0], n.Of[1]
	for _, h := range n.Hands {
		p.Days += h.Days
	}
	figure := func(only string, name docket.Sentence, n int) PastFigure {
		behind := scope
		behind.Only = only
		return PastFigure{Name: name, N: n, Filter: behind}
	}
	for _, h := range n.Hands {
		fig := figure(store.LineHandsOf+string(h.Hands), core.HandsHeading(h.Hands), h.Days)
		fig.Share = float64(h.Days) / float64(max(1, p.Days))
		p.Hands = append(p.Hands, fig)
	}
	for key, n := range grounds {
		p.Grounds = append(p.Grounds, figure(store.LineExtensionFor+key, s.extensionGround(key), n))
	}
	p.Hands, p.Grounds = figuresOf(p.Hands), figuresOf(p.Grounds)
	return nil
}

// figuresOf are the numbers that are not nothing, the largest first.
func figuresOf(list []PastFigure) []PastFigure {
	list = slices.DeleteFunc(list, func(f PastFigure) bool { return f.N == 0 })
	slices.SortFunc(list, func(a, b PastFigure) int {
		return cmp.Or(cmp.Compare(b.N, a.N), cmp.Compare(a.Name.String(), b.Name.String()))
	})
	return list
}

// extensionGround is the name of a ground for more days, in whichever procedure it stands.
func (s *Service) extensionGround(key string) docket.Sentence {
	for _, p := range s.core.Procedures(s.core.Today("")) {
		if g, ok := p.Extension.Ground(key); ok {
			return core.Named(g.Name)
		}
	}
	return core.Named(key)
}

func (s *Service) lately(ctx context.Context, office string) (p Past, found bool, err error) {
	text, found, err := s.core.Store.GetSetting(ctx, pastKey(office))
	if err != nil || !found {
		return p, false, err
	}
	return p, true, json.Unmarshal([]byte(text), &p)
}
