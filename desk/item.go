package desk

import (
	"fmt"
	"strings"

	"foja/docket"
	"foja/letters"
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
func ItemOutcomes() []Choice {
	var list []Choice
	for _, o := range docket.ItemOutcomes {
		list = append(list, Choice{string(o), letters.ItemName(o)})
	}
	return list
}

// answersItems says whether the command is an answer by items, or the draft of one.
func (c Command) answersItems() bool {
	return c.Action == docket.ActRespondItems || c.Action == docket.ActDraft && len(c.Items) > 0
}

// spell turns the items into what the workflow takes, and their words into the command's text.
func (c *Command) spell() []docket.Item {
	var outcomes []docket.Item
	var words []letters.ItemWords
	for _, i := range c.Items {
		clean := func(s string) string { return strings.TrimSpace(strings.ReplaceAll(s, "\r\n", "\n")) }
		outcomes = append(outcomes, docket.Item{Outcome: i.Outcome, Ground: i.Ground})
		words = append(words, letters.ItemWords{
			Asked: clean(i.Asked), Withheld: clean(i.Withheld), Reasons: clean(i.Reasons), Until: clean(i.Until), Resolution: clean(i.Resolution),
		})
	}
	if len(words) > 0 {
		c.Text = letters.JoinItems(c.Text, words)
	}
	return outcomes
}

// lacks is what the words of an item must say and do not: a refusal is reasoned, says how long
// it lasts where that was decided, and names the resolution that classified the information.
func (i Item) lacks(p docket.Procedure) string {
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

// checkItems says what the items lack in words; what the case says of their outcomes is docket's.
func checkItems(p docket.Procedure, items []Item, no refuse) {
	for n, i := range items {
		if lack := i.lacks(p); lack != "" {
			no("items", "Ítem %d: %s.", n+1, lack)
		}
	}
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
