package web

import (
	"foja/desk/core"
	"foja/docket"
	"foja/languages"
)

// labelOf is what a choice is called.
func labelOf(p *languages.Printer, c core.Choice) string {
	if c.Words.IsZero() {
		return c.Label
	}
	return p.Say(c.Words)
}

// textChoice is a choice that a procedure names.
func textChoice(key string, name docket.Text) core.Choice {
	return core.Choice{Key: key, Words: docket.Say("name.of", "name", name)}
}
