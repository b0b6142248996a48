package web

import (
	"fmt"

	"foja/desk/core"
	"foja/docket"
)

// said puts into words what the law or the desk says, in Spanish; English pages translate it with the rest. What is said
// already stays.
func said(v any) string {
	switch v := v.(type) {
	case docket.Sentence:
		return spanishWords.Say(v)
	case docket.Text:
		return spanishWords.Text(v)
	default:
		return fmt.Sprint(v)
	}
}

// labelOf is what a choice is called.
func labelOf(c core.Choice) string {
	if c.Words.IsZero() {
		return c.Label
	}
	return spanishWords.Say(c.Words)
}
