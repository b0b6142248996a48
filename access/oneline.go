package access

import (
	"strings"
)

// OneLine is a text without line breaks and without more than one space between words.
func OneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
