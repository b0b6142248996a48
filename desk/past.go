package desk

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"

	"foja/calendar"
	"foja/docket"
	"foja/store"
)

// pastDays is how far back the board looks for where the time went: calendar days, by day of reception.
const pastDays = 90

// Past is where the time of the requests of the last months went, and why terms were extended. It is counted once a day, from every
// history, so the board says of which day it is.
type Past struct {
	On       calendar.Date // counted on
	From, To calendar.Date // days of reception
	Answered int           // whose time is counted
	Days     int           // business days that they took, together
	Hands    []PastFigure  // N: business days of them, by whose hands; the most first
	Extended int           // requests with an extension
	Grounds  []PastFigure  // N: requests, by ground of an extension
}

// PastFigure is one of its numbers, and the lines of the register behind it.
type PastFigure struct {
	Name   string
	N      int
	Share  float64 // of all the days, 0 to 1
	Filter BookFilter
}

func pastKey(office string) string { return "board.past." + office }

// CountPast counts it for the agency and for each office, once a day.
func (d *Desk) CountPast(ctx context.Context) error { return d.countPasts(ctx, false) }

// RecountPast counts it now, whatever was counted today: when many cases have come at once that had been elsewhere.
func (d *Desk) RecountPast(ctx context.Context) error { return d.countPasts(ctx, true) }

func (d *Desk) countPasts(ctx context.Context, again bool) error {
	offices := []string{""}
	if len(d.Deps.Agency.Offices) > 1 {
		for _, o := range d.Deps.Agency.Offices {
			offices = append(offices, o.ID)
		}
	}
	for _, office := range offices {
		if err := d.countPast(ctx, office, again); err != nil {
			return err
		}
	}
	return nil
}

func (d *Desk) countPast(ctx context.Context, office string, again bool) error {
	today := d.Today(office)
	kept, found, err := d.lately(ctx, office)
	if err != nil || found && kept.On == today && !again {
		return err
	}
	now, err := d.days(ctx)
	if err != nil {
		return err
	}
	p := Past{On: today, From: today.AddDays(-pastDays), To: today}
	hands, grounds := map[docket.Hands]int{}, map[string]int{}
	for from := p.From; !from.After(p.To); from = from.AddDays(10) { // ten days at a time: the histories of all need not fit into memory
		to := from.AddDays(9)
		if to.After(p.To) {
			to = p.To
		}
		entries, err := d.Store.Book(ctx, store.BookFilter{From: from, To: to, Office: office})
		if err != nil {
			return err
		}
		for _, e := range entries {
			row, err := d.bookRow(ctx, now, e)
			if err != nil {
				return err
			}
			p.add(row, hands, grounds)
		}
	}
	behind := func(only string) BookFilter { return BookFilter{From: p.From, To: p.To, Office: office, Only: only} }
	for _, h := range docket.AllHands {
		p.Hands = append(p.Hands, PastFigure{
			Name: upperFirst(handsName(h)), N: hands[h], Share: float64(hands[h]) / float64(max(1, p.Days)), Filter: behind("hands:" + string(h)),
		})
	}
	for key, n := range grounds {
		p.Grounds = append(p.Grounds, PastFigure{Name: d.extensionGround(key), N: n, Filter: behind("extension:" + key)})
	}
	p.Hands, p.Grounds = figuresOf(p.Hands), figuresOf(p.Grounds)
	text, err := json.Marshal(p)
	if err != nil {
		return err
	}
	return d.Store.SetSetting(ctx, pastKey(office), string(text))
}

func (p *Past) add(row BookRow, hands map[docket.Hands]int, grounds map[string]int) {
	if row.BusinessDays >= 0 {
		p.Answered++
		for _, part := range row.Hands {
			hands[part.Hands] += part.Days
			p.Days += part.Days
		}
	}
	if row.Extended {
		p.Extended++
	}
	for _, ground := range row.ExtensionGrounds {
		grounds[ground]++
	}
}

// figuresOf are the numbers that are not nothing, the largest first.
func figuresOf(list []PastFigure) []PastFigure {
	list = slices.DeleteFunc(list, func(f PastFigure) bool { return f.N == 0 })
	slices.SortFunc(list, func(a, b PastFigure) int { return cmp.Or(cmp.Compare(b.N, a.N), cmp.Compare(a.Name, b.Name)) })
	return list
}

// extensionGround is the name of a ground for more days, in whichever procedure it stands.
func (d *Desk) extensionGround(key string) string {
	for _, p := range d.Procedures(d.Today("")) {
		if g, ok := p.Extension.Ground(key); ok {
			return g.Name.ES
		}
	}
	return key
}

func (d *Desk) lately(ctx context.Context, office string) (p Past, found bool, err error) {
	text, found, err := d.Store.GetSetting(ctx, pastKey(office))
	if err != nil || !found {
		return p, false, err
	}
	return p, true, json.Unmarshal([]byte(text), &p)
}
