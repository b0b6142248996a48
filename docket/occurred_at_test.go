package docket_test

import (
	"strings"
	"testing"
	"time"

	"foja/docket"
	"foja/languages"
)

// does is the story after a command, which must be taken.
func (s story) does(t *testing.T, law docket.Law, cmd docket.Command) story {
	t.Helper()
	events, err := s.Decide(law, cmd, s.now)
	if err != nil {
		t.Fatalf("%s: %v", cmd.Action, err)
	}
	return s.then(events)
}

// Only what happens away from the screen may say when it happened, and not before what makes it possible. A case that
// comes with its past may.
func TestAnActSaysWhenItHappenedOnlyWhereItMay(t *testing.T) {
	law := shippedLaw(t, "public-information")
	clerk, ana := people[0], people[1]
	fresh := opened(t, law, true, false)
	claimed := fresh.does(t, law, docket.Command{Key: "1", Action: docket.ActClaim, By: ana})
	claimed.now = claimed.now.AddDate(0, 0, 30) // the term is over
	asked := claimed.does(t, law, docket.Command{Key: "2", Action: docket.ActMakeAvailable, By: ana, Text: "d"})
	open := law
	open.Procedure.States = append([]docket.State{}, law.Procedure.States...)
	for i, st := range open.Procedure.States {
		open.Procedure.States[i].Actions = append([]docket.Permission{}, st.Actions...)
		for j := range open.Procedure.States[i].Actions {
			if open.Procedure.States[i].Actions[j].Do == docket.ActRespond {
				open.Procedure.States[i].Actions[j].At = true
			}
		}
	}
	inTime := claimed.now.AddDate(0, 0, -25)
	for name, c := range map[string]struct {
		law    docket.Law
		story  story
		cmd    docket.Command
		refuse string // in the field at; "" = taken
	}{
		"an answer": {law, claimed, docket.Command{
			Action: docket.ActRespond, By: ana, Text: "d", At: inTime,
		}, "con la fecha y hora en que se hace"},
		"what can be collected": {law, claimed, docket.Command{
			Action: docket.ActMakeAvailable, By: ana, Text: "d", At: inTime,
		}, "con la fecha y hora en que se hace"},
		"a claim": {law, fresh, docket.Command{
			Action: docket.ActClaim, By: ana, At: fresh.now.Add(-time.Minute),
		}, "con la fecha y hora en que se hace"},
		"a note": {law, fresh, docket.Command{
			Action: docket.ActNote, By: ana, Text: "d", At: fresh.now.Add(-time.Minute),
		}, "con la fecha y hora en que se hace"},
		"an answer without a moment": {law, claimed, docket.Command{Action: docket.ActRespond, By: ana, Text: "d"}, ""},
		"an answer where it may": {
			open, claimed, docket.Command{Action: docket.ActRespond, By: ana, Text: "d", At: inTime}, "",
		},
		"but not before the claim": {open, claimed, docket.Command{
			Action: docket.ActRespond, By: ana, Text: "d", At: fresh.now.Add(-2 * time.Minute),
		}, "anterior a"},
		"collected": {
			law, asked, docket.Command{Action: docket.ActCollected, By: clerk, Text: "d", At: asked.now.Add(-time.Minute)}, "",
		},
		"collected before it lay": {law, asked, docket.Command{
			Action: docket.ActCollected, By: clerk, Text: "d", At: asked.now.AddDate(0, 0, -25),
		}, "anterior al acto"},
	} {
		c.cmd.Key = "x"
		err := c.story.CheckAt(c.law.Procedure, c.cmd, c.story.now)
		if c.refuse == "" && err != nil ||
			c.refuse != "" &&
				(docket.CodeOf(err) != docket.CodeInvalid || !strings.Contains(languages.For("es").Error(err), c.refuse)) {
			t.Errorf("%s: %v", name, err)
		}
		if c.law.Procedure.Key == law.Procedure.Key && !strings.Contains(name, "before") {
			if _, err := c.story.Decide(c.law, c.cmd, c.story.now); err != nil {
				t.Errorf("%s, of a case with a past: %v", name, err)
			}
		}
	}
}

func TestALetterInDoubtIsAPersonsMatter(t *testing.T) {
	law := shippedLaw(t, "public-information")
	clerk, ana := people[0], people[1]
	s := opened(t, law, true, false)
	s = s.does(t, law, docket.Command{Key: "1", Action: docket.ActClaim, By: ana})
	s = s.does(t, law, docket.Command{Key: "2", Action: docket.ActRespond, By: ana, Text: "d"})
	id := docket.LetterID("r", docket.LetterResponse, 1)
	if events := s.LetterDoubted(law, id, "m", s.now); events != nil {
		t.Errorf("a letter that waits is in doubt: %+v", events)
	}
	s = s.then(s.LetterSent(law, id, s.now, s.now))
	if !s.Closed() {
		t.Fatal("the answer did not close the case")
	}
	outcome, answered := s.Outcome, s.AnsweredAt
	s = s.then(s.LetterDoubted(law, id, "m", s.now))
	if again := s.LetterDoubted(law, id, "m2", s.now); again != nil {
		t.Errorf("twice in doubt: %+v", again)
	}
	tasks := s.OpenTasks(docket.TaskLetterDoubt)
	if l, _ := s.Letter(id); !l.Doubted() || l.State != docket.LetterSent || len(tasks) != 1 ||
		tasks[0].Holder != ana.User || tasks[0].Ref != id {
		t.Fatalf("%+v, %+v", l, tasks)
	}
	if s.Outcome != outcome || s.AnsweredAt != answered || !s.Closed() {
		t.Error("the doubt changed what followed from the sending")
	}
	for name, c := range map[string]struct {
		cmd   docket.Command
		state docket.LetterState
	}{
		"sent again":   {docket.Command{Action: docket.ActResend, By: ana}, docket.LetterWaiting},
		"on paper":     {docket.Command{Action: docket.ActPrint, By: clerk}, docket.LetterToPrint},
		"settled":      {docket.Command{Action: docket.ActDone, By: ana}, docket.LetterSent},
		"acknowledged": {docket.Command{Action: docket.ActNotified, By: clerk, Text: "d"}, docket.LetterSent},
	} {
		c.cmd.Key = "x"
		if err := s.CheckAt(law.Procedure, c.cmd, s.now); err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		next := s.does(t, law, c.cmd)
		if l, _ := next.Letter(id); l.State != c.state || l.Doubt != "" || len(next.OpenTasks(docket.TaskLetterDoubt)) != 0 ||
			len(next.Undelivered()) != 0 {
			t.Errorf("%s: %+v, %+v", name, l, next.OpenTasks())
		}
		if replayed := docket.Replay(next.events); len(replayed.Undelivered()) != 0 {
			t.Errorf("%s: told again it is %+v", name, replayed.Letters)
		}
	}
}
