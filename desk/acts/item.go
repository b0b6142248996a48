package acts

import (
	"strings"

	"foja/desk/history"
	"foja/docket"
	"foja/papers/letters"
)

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

// checkItems says what the items lack in words; what the case says of their outcomes is docket's.
func checkItems(p docket.Procedure, items []history.Item, no refuse) {
	for n, i := range items {
		if lack := i.Lacks(p); !lack.IsZero() {
			no("items", "item.lacks", "n", n+1, "lack", lack)
		}
	}
}
