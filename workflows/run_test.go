package workflows_test

import (
	"errors"
	"testing"
	"time"

	"go.temporal.io/sdk/workflow"

	"foja/docket"
	"foja/workflows"
)

// How runs begin and end, and what one hands to the next.

func TestClosed_listensForAWhileAndThenEnds(t *testing.T) {
	s := byMail(t, "2026-03-02 10:00")
	a, b := s.do("2026-03-02 11:00", ana, claim()), s.do("2026-03-03 11:00", ana, respond())
	proof := s.do("2026-03-04 09:00", clerk, proved())
	s.at("2026-03-20 11:00", func() {
		s.env.SignalWorkflow(workflows.SignalMessage, workflows.MessageArrived{Message: "msg-thanks", FromRequester: true})
	})
	d := s.do("2026-04-20 09:00", ana, docket.Command{Action: docket.ActDone})
	c := s.run("2026-12-01 10:00")
	accepted(t, a, b, proof, d)
	if !s.ended() || c.State != "closed" || len(c.OpenTasks()) != 0 {
		t.Errorf("ended %t (%v), %s, %+v", s.ended(), s.env.GetWorkflowError(), c.State, c.OpenTasks())
	}
	// 30 business days after 3 March: it listened until the end of that day, and the message,
	// though read after it, kept it no longer than it had to.
	if at := clock(s.env.Now()); at != "2026-04-20 09:00" {
		t.Errorf("ended at %s", at)
	}
}

func TestClosed_withNothingOwedItEndsWithItsTime(t *testing.T) {
	s := byMail(t, "2026-03-02 10:00")
	accept := []*answer{s.do("2026-03-02 11:00", ana, claim()), s.do("2026-03-03 11:00", ana,
		respond()), s.do("2026-03-04 09:00", clerk, proved())}
	s.run("2026-12-01 10:00")
	accepted(t, accept...)
	if at := clock(s.env.Now()); !s.ended() || at != "2026-04-17 00:00" {
		t.Errorf("ended %t at %s", s.ended(), at)
	}
}

func TestContinuedAsNew_nothingIsLost(t *testing.T) {
	s := byMail(t, "2026-03-02 10:00")
	a := s.do("2026-03-02 11:00", ana, claim())
	b := s.do("2026-03-02 11:01", ana, docket.Command{Action: docket.ActConsult, Unit: "archivo"})
	// The history is found too long while a message is being written down with difficulty.
	s.at("2026-03-03 10:59", func() {
		s.activities.project = func(int) error {
			if s.env.Now().Before(local(t, "2026-03-03 11:02")) {
				return errors.New("database is locked")
			}
			return nil
		}
	})
	s.at("2026-03-03 11:00", func() {
		s.env.SignalWorkflow(workflows.SignalMessage, workflows.MessageArrived{Message: "msg-1", FromRequester: true})
	})
	s.at("2026-03-03 11:01", func() { s.env.SetContinueAsNewSuggested(true) })
	before := s.run("2026-03-04 10:00")
	accepted(t, a, b)
	var anew *workflow.ContinueAsNewError
	if !errors.As(s.env.GetWorkflowError(), &anew) {
		t.Fatalf("it did not continue as new: %v", s.env.GetWorkflowError())
	}
	if len(before.OpenTasks()) != 3 {
		t.Fatalf("the message was lost: %+v", before.Tasks)
	}

	next := byMail(t, "2026-03-02 10:00")
	next.start = local(t, "2026-03-03 11:03")
	next.env.SetStartTime(next.start)
	next.activities.events, next.activities.last = s.activities.events, before
	next.input.Carried, next.keys = &before, s.keys
	again := claim()
	again.Key = "key-1" // the claim of the first run, sent once more
	d := next.do("2026-03-03 11:30", ana, again)
	e := next.do("2026-03-03 12:00", ana, respond())
	c := next.run("2026-03-03 13:00")
	accepted(t, d, e)
	if c.State != "closed" || c.Seq != len(next.activities.events) || len(next.activities.sent) != 1 {
		t.Errorf("%s, %d events, sent %v", c.State, len(next.activities.events), next.activities.sent)
	}
	if open := c.OpenTasks(); len(open) != 1 || open[0].Ref != "msg-1" {
		t.Errorf("%+v", open)
	}
}

// A crash in the first moments, or a process engine that lost its memory: the register knows
// the case, and what it still owes is done.
func TestRegisterKnowsTheCase_itIsTakenUpWhereItStands(t *testing.T) {
	s := byMail(t, "2026-03-02 10:00")
	s.activities.send = func(int) error { return errors.New("connection refused") }
	a := s.do("2026-03-02 11:00", ana, claim())
	before := s.run("2026-03-09 10:00")
	accepted(t, a)
	if len(before.PendingAlarms()) != 1 || len(before.LettersIn(docket.LetterWaiting)) != 1 {
		t.Fatalf("%+v %+v", before.Alarms, before.Letters)
	}

	next := byMail(t, "2026-03-02 10:00")
	next.start = local(t, "2026-03-09 12:00")
	next.env.SetStartTime(next.start)
	next.activities.events, next.activities.last, next.keys = s.activities.events, before, s.keys
	next.activities.loaded.Case = &before
	b := next.do("2026-03-09 13:00", ana, note())
	c := next.run("2026-03-09 14:00")
	accepted(t, b)
	same(t, "sent", next.activities.sent, []string{"2026-03-09 12:00 receipt.1"})
	same(t, "notices", next.activities.notices, []string{"2026-03-09 12:00 half -> [holder]"})
	if c.Holder != "u-ana" || len(next.activities.events) != before.Seq+2 {
		t.Errorf("%q, %v", c.Holder, next.activities.kinds())
	}
}

func TestLawThatCannotBeReadYet_isWaitedFor(t *testing.T) {
	s := byMail(t, "2026-03-02 10:00")
	s.activities.loaded.ReceivedOn = "tomorrow"
	s.at("2026-03-02 10:30", func() { s.activities.loaded.ReceivedOn = "2026-03-02" })
	a := s.do("2026-03-02 10:10", ana, claim()) // the case is not open yet: she waits for it
	c := s.run("2026-03-02 12:00")
	accepted(t, a)
	if c.Holder != "u-ana" || a.at.Sub(local(t, "2026-03-02 10:30")) < 0 ||
		a.at.Sub(local(t, "2026-03-02 10:30")) > time.Hour {
		t.Errorf("%q, answered %s", c.Holder, clock(a.at))
	}
}
