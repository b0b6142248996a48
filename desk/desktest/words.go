package desktest

import (
	"foja/docket"
	"foja/languages"
)

// Words are those of a sentence in Spanish, as a person reads it.
func Words(s docket.Sentence) string { return languages.For(languages.Spanish).Say(s) }

// Refusal is what a person reads of a refusal in Spanish.
func Refusal(err error) string { return languages.For(languages.Spanish).Error(err) }
