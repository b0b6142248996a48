package web

import (
	"foja/desk/core"
	"foja/languages"
)

// labelOf is what a choice is called.
func labelOf(p *languages.Printer, c core.Choice) string {
	if c.Words.IsZero() {
		return c.Label
	}
	return p.Say(c.Words)
}
