package history

import (
	"fmt"
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
func (i Item) OutcomeName() string { return letters.ItemName(i.Outcome) }

// ItemOutcomes are what may become of an item, in words.
func ItemOutcomes() []core.Choice {
	var list []core.Choice
	for _, o := range docket.ItemOutcomes {
		list = append(list, core.Choice{Key: string(o), Label: letters.ItemName(o)})
	}
	return list
}

// Lacks is what the words of an item must say and do not: a refusal is reasoned, says how long
// it lasts where that was decided, and names the resolution that classified the information.
func (i Item) Lacks(p docket.Procedure) string {
	blank := func(s string) bool { return strings.TrimSpace(s) == "" }
	g, _ := p.Ground(i.Ground)
	switch {
	case blank(i.Asked):
		return "escriba qué se pidió"
	case i.Outcome == docket.ItemPart && blank(i.Withheld):
		return "escriba qué no se entrega"
	case i.Outcome.Withholds() && blank(i.Reasons):
		return "escriba las razones de lo que no se entrega"
	case i.Outcome == docket.ItemNotHeld && blank(i.Reasons):
		return "escriba cómo se buscó y por qué no existe"
	case i.Outcome == docket.ItemElsewhere && blank(i.Reasons):
		return "escriba qué entidad la tiene y cómo pedírsela"
	case i.Outcome.Withholds() && g.NeedsResolution && blank(i.Resolution):
		return "esta causal exige el número de la resolución que clasificó la información"
	case i.Outcome.Withholds() && g.NeedsResolution && blank(i.Until):
		return "escriba hasta cuándo dura la reserva"
	}
	return ""
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
func tally(items []docket.Item) string {
	var parts []string
	for _, o := range docket.ItemOutcomes {
		n := 0
		for _, i := range items {
			if i.Outcome == o {
				n++
			}
		}
		if n > 0 {
			parts = append(parts, fmt.Sprintf("%d: %s", n, strings.ToLower(letters.ItemName(o))))
		}
	}
	return strings.Join(parts, "; ")
}
