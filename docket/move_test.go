package docket_test

import (
	"slices"
	"testing"

	"foja/docket"
)

func TestMessageLeavesACase_andWhatRestsOnItIsListed(t *testing.T) {
	law := shippedLaw(t, "public-information")
	clerk, ana := people[0], people[1]
	s := opened(t, law, true, false)
	s = s.then(s.Arrive(law, "m1", false, s.now))
	s = s.do(t, law, ana, docket.Command{Key: "c", Action: docket.ActClaim})
	s = s.do(t, law, ana, docket.Command{Key: "a", Action: docket.ActAskCorrection, Text: "d1"})
	s = s.then(s.Arrive(law, "m2", false, s.now))
	s = s.do(t, law, clerk, docket.Command{Key: "k", Action: docket.ActCorrect, Message: "m2", SenderReason: "d2"})
	corrected := s.events[slices.IndexFunc(s.events,
		func(e docket.Event) bool { return e.Kind == docket.EventKind(docket.ActCorrect) })]
	if corrected.SenderReason != "d2" {
		t.Errorf("why the correction is the requester's is not in the history: %+v", corrected)
	}
	due := s.DueOn

	// m1 rests under nothing: it goes, and with it the task of reading it.
	s = s.do(t, law, clerk, docket.Command{
		Key: "m1", Action: docket.ActMoveMessage, Message: "m1", Text: "why",
		Move: &docket.MessageMove{To: docket.MoveToCase, Case: "other"},
	})
	if open := s.OpenTasks(docket.TaskReadMessage, docket.TaskReviewMoved); len(open) != 0 {
		t.Errorf("open: %+v", open)
	}
	// m2 brought the correction: that stays, and the officer is told.
	s = s.do(t, law, clerk, docket.Command{
		Key: "m2", Action: docket.ActMoveMessage, Message: "m2", Text: "why",
		Move: &docket.MessageMove{To: docket.MoveToHeld},
	})
	open := s.OpenTasks(docket.TaskReviewMoved)
	if len(open) != 1 || open[0].Ref != "m2" || open[0].Holder != "ana" {
		t.Fatalf("open: %+v", open)
	}
	moved := s.events[len(s.events)-2]
	if moved.Move == nil || !slices.Equal(moved.Move.Follows, []int{corrected.Seq}) {
		t.Errorf("%+v, want the correction, event %d", moved.Move, corrected.Seq)
	}
	if s.DueOn != due || s.State != "in_progress" {
		t.Errorf("the correction was undone: %s, %s", s.State, s.DueOn)
	}
	// Twice is once.
	again, err := s.Decide(law, docket.Command{
		Key: s.Commands[len(s.Commands)-1], By: clerk,
		Action: docket.ActMoveMessage, Message: "m2", Text: "why", Move: &docket.MessageMove{To: docket.MoveToHeld},
	}, s.now)
	if err != nil || len(again) != 0 {
		t.Errorf("%+v, %v", again, err)
	}
	s = s.do(t, law, ana, docket.Command{Key: "d", Action: docket.ActDone})
	if open := s.OpenTasks(docket.TaskReviewMoved); len(open) != 0 {
		t.Errorf("still open: %+v", open)
	}
	refolds(t, s)
}

func TestMessageComesToACase_alsoAClosedOne(t *testing.T) {
	law := shippedLaw(t, "public-information")
	clerk := people[0]
	s := opened(t, law, true, false)
	s = s.do(t, law, clerk, docket.Command{Key: "w", Action: docket.ActWithdraw, Text: "d"})
	if !s.Closed() {
		t.Fatal("not closed")
	}
	s = s.do(t, law, clerk, docket.Command{
		Key: "t", Action: docket.ActTakeMessage, Message: "m", Text: "why",
		Move: &docket.MessageMove{To: docket.MoveToCase, Case: "other"},
	})
	if open := s.OpenTasks(docket.TaskReadMessage); len(open) != 1 || open[0].Ref != "m" {
		t.Errorf("open: %+v", open)
	}
	// A case that was born of the message need not be told to read it.
	n := len(s.Tasks)
	s = s.do(t, law, clerk, docket.Command{
		Key: "b", Action: docket.ActTakeMessage, Message: "m3", Text: "why",
		Move: &docket.MessageMove{To: docket.MoveToNew, Case: "other"},
	})
	if len(s.Tasks) != n {
		t.Errorf("tasks: %+v", s.Tasks)
	}
}

func TestMove_isRefused(t *testing.T) {
	law := shippedLaw(t, "public-information")
	clerk, head, auditor := people[0], people[4], people[6]
	s := opened(t, law, true, false)
	good := docket.Command{
		Key: "k", By: clerk, Action: docket.ActMoveMessage, Message: "m", Text: "why",
		Move: &docket.MessageMove{To: docket.MoveToCase, Case: "other"},
	}
	for name, c := range map[string]struct {
		change func(*docket.Command)
		code   docket.Code
	}{
		"no message":    {func(c *docket.Command) { c.Message = "" }, docket.CodeInvalid},
		"no reason":     {func(c *docket.Command) { c.Text = "" }, docket.CodeInvalid},
		"nowhere":       {func(c *docket.Command) { c.Move = nil }, docket.CodeInvalid},
		"no such place": {func(c *docket.Command) { c.Move = &docket.MessageMove{To: "bin"} }, docket.CodeInvalid},
		"no case": {
			func(c *docket.Command) { c.Move = &docket.MessageMove{To: docket.MoveToCase} }, docket.CodeInvalid,
		},
		"to itself": {
			func(c *docket.Command) { c.Move = &docket.MessageMove{To: docket.MoveToCase, Case: "r"} }, docket.CodeInvalid,
		},
		"from nowhere": {func(c *docket.Command) {
			c.Action, c.Move = docket.ActTakeMessage, &docket.MessageMove{To: docket.MoveToNew}
		}, docket.CodeInvalid},
		"the head":       {func(c *docket.Command) { c.By = head }, docket.CodeForbidden},
		"an auditor":     {func(c *docket.Command) { c.By = auditor }, docket.CodeForbidden},
		"another office": {func(c *docket.Command) { c.By.Office = "cusco" }, docket.CodeForbidden},
	} {
		cmd := good
		c.change(&cmd)
		if err := s.Check(law.Procedure, cmd); docket.CodeOf(err) != c.code {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := s.Check(law.Procedure, good); err != nil {
		t.Errorf("refused: %v", err)
	}
}
