package core

import (
	"context"

	"foja/docket"
	"foja/store"
)

// MessageLabel tells a message from the others of its case: when it came, whose it is, what it is about.
func (s *Service) MessageLabel(office string, m store.Message) string {
	return Joined(" · ", m.ReceivedAt.In(s.Zone(office)).Format("02/01/2006 15:04"), m.FromAddress, m.Subject)
}

// TaskAbout tells a task from others of the same title: the message that it is about; "" when the title says it all.
func (s *Service) TaskAbout(ctx context.Context, office string, t docket.Task) (string, error) {
	if t.Ref == "" || t.Kind != docket.TaskReadMessage && t.Kind != docket.TaskReviewMoved {
		return "", nil
	}
	m, err := s.Store.Message(ctx, t.Ref)
	if docket.CodeOf(err) == docket.CodeNotFound {
		return "", nil
	}
	return s.MessageLabel(office, m), err
}

// Distinct gives choices that read alike their number among those.
func Distinct(list []Choice) []Choice {
	of, n := map[string]int{}, map[string]int{}
	alike := func(c Choice) string { return c.Label + "\n" + c.Words.String() }
	for _, c := range list {
		of[alike(c)]++
	}
	for i, c := range list {
		if one := alike(c); of[one] > 1 {
			n[one]++
			list[i].Words = docket.Say("name.one_of_several", "name", c.Said(), "n", n[one])
		}
	}
	return list
}

// NoOtherOffice says that a button has nothing to choose: an agency of one office routes nothing.
func (b Button) NoOtherOffice() bool {
	return b.Action == docket.ActReroute && len(b.Choices["office"]) == 0
}

// Button is one permitted action, ready for a screen.
type Button struct {
	Action docket.Action
	Label  docket.Sentence
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

// Said is what the choice is called.
func (c Choice) Said() docket.Sentence {
	if c.Words.IsZero() {
		return Named(c.Label)
	}
	return c.Words
}
