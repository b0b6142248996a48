package core

import (
	"foja/docket"
)

// Nowhere says that a button has nothing to choose: an agency of one office routes nothing.
func (b Button) Nowhere() bool { return b.Action == docket.ActReroute && len(b.Choices["office"]) == 0 }

// Button is one permitted action, ready for a screen.
type Button struct {
	Action docket.Action
	Label  string
	// Needs names the inputs the action asks for: text, files, user, unit, ground, task, letter, alarm, until, at
	Needs []string
	// Choices for the inputs that are chosen from a list (users, units, grounds, tasks…).
	Choices map[string][]Choice
}

// Choice is one option of a list.
type Choice struct {
	Key   string
	Label string          // a name, as somebody wrote it
	Words docket.Sentence // in its stead
}
