package desktest

import (
	"foja/docket"
	"foja/languages"
)

// Words are those of a sentence in Spanish, as a person reads it.
func Words(s docket.Sentence) string { return languages.For(languages.Spanish).Say(s) }
