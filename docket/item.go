package docket

import "slices"

// ItemOutcome is the outcome of one item among several of a request.
type ItemOutcome string

// The outcomes: whether we hold the item, and if so whether it is given (law: 1.10).
const (
	ItemGiven     ItemOutcome = "given"
	ItemPart      ItemOutcome = "part"      // given except for what a ground withholds (TUO 19)
	ItemDenied    ItemOutcome = "denied"    // we hold it and may not give it
	ItemNotHeld   ItemOutcome = "not_held"  // it does not exist
	ItemElsewhere ItemOutcome = "elsewhere" // another agency has it
)

// ItemOutcomes are all of them, in the order of the form.
var ItemOutcomes = []ItemOutcome{ItemGiven, ItemPart, ItemDenied, ItemNotHeld, ItemElsewhere}

// Item is one item of an answer. What was asked, what is withheld and why is in the answer's text, in the same order.
type Item struct {
	Outcome ItemOutcome `json:"outcome"`
	Ground  string      `json:"ground,omitempty"`
}

// Withholds reports whether a part is withheld, which requires a ground and reasons.
func (o ItemOutcome) Withholds() bool { return o == ItemPart || o == ItemDenied }

// maxItems bounds the size of a command and of its event.
const maxItems = 50

// checkItems checks each item for what its outcome requires.
func checkItems(p Procedure, items []Item) error {
	switch {
	case len(items) == 0:
		return Invalid("items", "items.none")
	case len(items) > maxItems:
		return Invalid("items", "items.too_many", "most", maxItems)
	}
	for i, item := range items {
		switch {
		case !slices.Contains(ItemOutcomes, item.Outcome):
			return Invalid("items", "items.choose_outcome", "item", i+1)
		case !item.Outcome.Withholds() && item.Ground != "":
			return Invalid("items", "items.ground_only_of_denial", "item", i+1)
		case !item.Outcome.Withholds():
		case item.Ground == "":
			return Invalid("items", "items.choose_ground", "item", i+1)
		default:
			if _, found := p.Ground(item.Ground); !found {
				return Invalid("items", "items.ground_unknown", "item", i+1, "ground", item.Ground)
			}
		}
	}
	return nil
}

// itemsOutcome is the register's type of answer for an answer by items, with its ground. The register has one type
// per request: anything given is "attended", with the denial's ground beside it; nothing given and something withheld
// is "denied".
func (t *decision) itemsOutcome(items []Item) (outcome, ground string) {
	closing := t.law.Procedure.Closing
	has := func(kinds ...ItemOutcome) bool {
		return slices.ContainsFunc(items, func(i Item) bool { return slices.Contains(kinds, i.Outcome) })
	}
	if grounds := Grounds(items); len(grounds) > 0 {
		ground = grounds[0]
	}
	switch outcome = t.answerOutcome(); {
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

// Grounds are the grounds of the items, each once.
func Grounds(items []Item) []string {
	var list []string
	for _, i := range items {
		if i.Ground != "" && !slices.Contains(list, i.Ground) {
			list = append(list, i.Ground)
		}
	}
	return list
}

// Grounds are those of the closed case: more than one where items were denied separately.
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
