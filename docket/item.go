package docket

import "slices"

// ItemOutcome is what becomes of one thing among several that a request asks for.
type ItemOutcome string

// An answer says of each item whether we hold it, and if so whether it is given (law: 1.10).
const (
	ItemGiven     ItemOutcome = "given"
	ItemPart      ItemOutcome = "part"      // given without what a ground withholds (TUO 19)
	ItemDenied    ItemOutcome = "denied"    // we hold it and may not give it
	ItemNotHeld   ItemOutcome = "not_held"  // it does not exist
	ItemElsewhere ItemOutcome = "elsewhere" // another agency has it
)

// ItemOutcomes are all of them, in the order in which a person thinks: held or not, given or not.
var ItemOutcomes = []ItemOutcome{ItemGiven, ItemPart, ItemDenied, ItemNotHeld, ItemElsewhere}

// Item is one item of an answer. What was asked, what is withheld and why are words: they stand
// in the answer's text, in the same order.
type Item struct {
	Outcome ItemOutcome `json:"outcome"`
	Ground  string      `json:"ground,omitempty"`
}

// Bars says whether something of it is kept back, which takes a ground and reasons.
func (o ItemOutcome) Bars() bool { return o == ItemPart || o == ItemDenied }

// maxItems keeps a command, and the event it becomes, small.
const maxItems = 50

// checkItems asks of every item for what its outcome needs.
func checkItems(p Procedure, items []Item) error {
	switch {
	case len(items) == 0:
		return Invalid("items", "Escriba al menos un ítem con su resultado.")
	case len(items) > maxItems:
		return Invalid("items", "Son más de %d ítems. Agrupe los que tienen el mismo resultado.", maxItems)
	}
	for i, item := range items {
		switch {
		case !slices.Contains(ItemOutcomes, item.Outcome):
			return Invalid("items", "Ítem %d: elija su resultado.", i+1)
		case !item.Outcome.Bars() && item.Ground != "":
			return Invalid("items", "Ítem %d: la causal es solo para lo que se deniega. Quítela o cambie el resultado.", i+1)
		case !item.Outcome.Bars():
		case item.Ground == "":
			return Invalid("items", "Ítem %d: elija la causal de lo que no se entrega.", i+1)
		default:
			if _, found := p.Ground(item.Ground); !found {
				return Invalid("items", "Ítem %d: la causal %q no está entre las que admite la norma.", i+1, item.Ground)
			}
		}
	}
	return nil
}

// itemsOutcome is the register's type of answer for one that says something of each item, and
// the ground that goes with it. The register has one type per request: something given is
// attended, with the denial's ground beside it; nothing given and something barred is denied.
func (t *turn) itemsOutcome(items []Item) (outcome, ground string) {
	closing := t.law.Procedure.Closing
	has := func(kinds ...ItemOutcome) bool {
		return slices.ContainsFunc(items, func(i Item) bool { return slices.Contains(kinds, i.Outcome) })
	}
	if grounds := Grounds(items); len(grounds) > 0 {
		ground = grounds[0]
	}
	switch outcome = t.answered(); {
	case has(ItemGiven, ItemPart):
	case has(ItemDenied):
		outcome = closing.Deny
	case has(ItemNotHeld):
		if outcome == closing.RespondInTime {
			outcome = closing.NotHeld
		}
	default:
		outcome = closing.Forward
	}
	return outcome, ground
}

// Grounds are the grounds that the items invoke, each once.
func Grounds(items []Item) []string {
	var list []string
	for _, i := range items {
		if i.Ground != "" && !slices.Contains(list, i.Ground) {
			list = append(list, i.Ground)
		}
	}
	return list
}

// Grounds are those on which the case was closed: more than one where items were denied apart.
func (c *Case) Grounds() []string {
	if !c.Closed() || c.Ground == "" {
		return nil
	}
	for _, l := range c.Letters {
		if l.Closes == ActRespondItems && l.State != LetterTakenBack {
			return Grounds(l.Items)
		}
	}
	return []string{c.Ground}
}
