package history

import (
	"strings"

	"foja/desk/core"
	"foja/docket"
	"foja/papers/letters"
)

// Item is one item of an answer as a person writes it.
type Item struct {
	Asked      string
	Outcome    docket.ItemOutcome
	Ground     string
	Withheld   string // given in part: what is kept back
	Reasons    string // or how it was searched for, or who has it
	Until      string
	Resolution string
}

// OutcomeName is the outcome in words.
func (i Item) OutcomeName() docket.Sentence { return itemOutcome(i.Outcome) }

func itemOutcome(o docket.ItemOutcome) docket.Sentence {
	return docket.Say("item_outcome." + string(o))
}

// ItemOutcomes are what may become of an item, in words.
func ItemOutcomes() []core.Choice {
	var list []core.Choice
	for _, o := range docket.ItemOutcomes {
		list = append(list, core.Choice{Key: string(o), Words: itemOutcome(o)})
	}
	return list
}

// Lacks is what the words of an item must say and do not: a refusal is reasoned, says how long
// it lasts where that was decided, and names the resolution that classified the information.
func (i Item) Lacks(p docket.Procedure) docket.Sentence {
	blank := func(s string) bool { return strings.TrimSpace(s) == "" }
	g, _ := p.Ground(i.Ground)
	switch {
	case blank(i.Asked):
		return docket.Say("item.lacks_asked")
	case i.Outcome == docket.ItemPart && blank(i.Withheld):
		return docket.Say("item.lacks_withheld")
	case i.Outcome.Withholds() && blank(i.Reasons):
		return docket.Say("item.lacks_reasons")
	case i.Outcome == docket.ItemNotHeld && blank(i.Reasons):
		return docket.Say("item.lacks_search")
	case i.Outcome == docket.ItemElsewhere && blank(i.Reasons):
		return docket.Say("item.lacks_agency")
	case i.Outcome.Withholds() && g.NeedsResolution && blank(i.Resolution):
		return docket.Say("item.lacks_resolution")
	case i.Outcome.Withholds() && g.NeedsResolution && blank(i.Until):
		return docket.Say("item.lacks_until")
	}
	return docket.Sentence{}
}

// itemsOf reads a proposal's items back.
func itemsOf(p docket.Procedure, outcomes []docket.Item, text string) (intro string, items []Item) {
	intro, answers := letters.ItemsOf(p, outcomes, text)
	for _, a := range answers {
		items = append(items, Item{a.Asked, a.Outcome, a.Ground.Key, a.Withheld, a.Reasons, a.Until, a.Resolution})
	}
	return intro, items
}

// tally is "3 ítems: 1 se entrega, 2 se deniega": what a timeline says of an answer by items.
func tally(items []docket.Item) docket.Sentence {
	var parts []docket.Sentence
	for _, o := range docket.ItemOutcomes {
		n := 0
		for _, i := range items {
			if i.Outcome == o {
				n++
			}
		}
		if n > 0 {
			parts = append(parts, docket.Say("item_tally."+string(o), "n", n))
		}
	}
	return core.Listed("list.semicolon", parts...)
}
