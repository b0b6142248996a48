package api

import (
	"foja/desk/core"
)

// labelOf is what a choice is called.
func labelOf(c core.Choice) string {
	if c.Words.IsZero() {
		return c.Label
	}
	return spanishWords.Say(c.Words)
}
