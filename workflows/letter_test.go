package workflows_test

import (
	"errors"
	"strings"
	"testing"

	"go.temporal.io/sdk/temporal"

	"foja/docket"
	"foja/workflows"
)

func refusedForGood(int) error {
	return temporal.NewNonRetryableApplicationError("550 no such user", workflows.ErrLetterRefused, nil)
}

func TestMailServerAwayForADay_nothingIsLostAndNothingGoesTwice(t *testing.T) {
	s := byMail(t, "2026-03-02 10:00")
	s.activities.send = func(int) error {
		if s.env.Now().Before(local(t, "2026-03-03 10:30")) {
			return errors.New("connection refused")
		}
		return nil
	}
	a, b := s.do("2026-03-02 11:00", ana, claim()), s.do("2026-03-02 12:00", ana, respond())
	var waiting docket.Case
	s.at("2026-03-03 09:00", func() { waiting = s.activities.last })
	c := s.run("2026-03-03 12:00")
	accepted(t, a, b) // people are not held up by it
	if waiting.State != "notifying" || waiting.Hands != docket.HandsCarrier ||
		len(waiting.LettersIn(docket.LetterWaiting)) != 2 {
		t.Errorf("meanwhile %s, in the hands of %s", waiting.State, waiting.Hands)
	}
	if c.State != "closed" || len(s.activities.sent) != 2 || len(s.activities.prepared) != 2 {
		t.Errorf("%s, sent %v, prepared %v", c.State, s.activities.sent, s.activities.prepared)
	}
	for _, sent := range s.activities.sent { // tried again every five minutes
		if !strings.HasPrefix(sent, "2026-03-03 10:3") {
			t.Errorf("sent late: %s", sent)
		}
	}
}

func TestLetterRefusedForGood_makesATaskAndCanBeSentAgain(t *testing.T) {
	s := byMail(t, "2026-03-02 10:00")
	a := s.do("2026-03-02 11:00", ana, claim())
	s.at("2026-03-02 11:59", func() { s.activities.send = refusedForGood })
	b := s.do("2026-03-02 12:00", ana, respond())
	var failed docket.Case
	s.at("2026-03-02 12:30", func() {
		failed = s.activities.last
		s.activities.send = nil
	})
	d := s.do("2026-03-02 13:00", clerk, docket.Command{Action: docket.ActResend})
	c := s.run("2026-03-02 14:00")
	accepted(t, a, b, d)
	open := failed.OpenTasks(docket.TaskLetterFailed)
	if failed.State != "notifying" || failed.Hands != docket.HandsOfficer || len(open) != 1 || open[0].Holder != "u-ana" {
		t.Errorf("%s, %s, %+v", failed.State, failed.Hands, open)
	}
	if c.State != "closed" || len(c.OpenTasks()) != 0 || len(s.activities.sent) != 2 {
		t.Errorf("%s, %+v, sent %v", c.State, c.OpenTasks(), s.activities.sent)
	}
}

func TestLetterRefusedForGood_canGoOnPaperAndClosesWhenHandedOver(t *testing.T) {
	s := byMail(t, "2026-03-02 10:00")
	s.activities.send = refusedForGood
	answers := []*answer{
		s.do("2026-03-02 11:00", ana, claim()),
		s.do("2026-03-02 12:00", ana, respond()),
		s.do("2026-03-02 13:00", clerk, docket.Command{
			Action: docket.ActPrint, Letter: docket.LetterID(requestID, docket.LetterResponse, 1),
		}),
	}
	var printed docket.Case
	s.at("2026-03-02 13:30", func() { printed = s.activities.last })
	answers = append(answers,
		s.do("2026-03-03 10:00", clerk, docket.Command{Action: docket.ActDelivered, At: local(t, "2026-03-03 09:15")}))
	c := s.run("2026-03-03 11:00")
	accepted(t, answers...)
	if printed.Hands != docket.HandsReception || len(printed.OpenTasks(docket.TaskPrintLetter)) != 1 {
		t.Errorf("%s, %+v", printed.Hands, printed.Tasks)
	}
	if c.State != "closed" || c.Outcome != "delivered-in-time" || clock(c.AnsweredAt) != "2026-03-03 09:15" {
		t.Errorf("%s %s %s", c.State, c.Outcome, clock(c.AnsweredAt))
	}
	if open := c.OpenTasks(); len(open) != 1 || open[0].Kind != docket.TaskLetterFailed { // the receipt's
		t.Errorf("%+v", open)
	}
	same(t, "prepared", s.activities.prepared, []string{"receipt waiting", "response waiting", "response to_print"})
}

// A letter whose template does not fit fails, by mail or on paper: nobody has the task to hand over what does not
// exist. Once the template is mended, asking for the letter again writes it.
func TestLetterThatCannotBeWritten_makesATaskAndIsWrittenAgain(t *testing.T) {
	for name, c := range map[string]struct {
		byEmail bool
		again   docket.Action
		then    []string
	}{
		"on paper": {false, docket.ActPrint, []string{"response to_print", "response to_print"}},
		"by mail":  {true, docket.ActResend, []string{"receipt waiting", "response waiting", "response waiting"}},
	} {
		t.Run(name, func(t *testing.T) {
			s := byMail(t, "2026-03-02 10:00")
			s.activities.loaded.ByEmail, s.activities.loaded.Counter = c.byEmail, !c.byEmail
			answers := []*answer{s.do("2026-03-02 11:00", ana, claim())}
			s.at("2026-03-02 11:59", func() {
				s.activities.prepare = func(int) error {
					return temporal.NewNonRetryableApplicationError("template", "invalid", nil)
				}
			})
			answers = append(answers, s.do("2026-03-02 12:00", ana, respond()))
			var failed docket.Case
			s.at("2026-03-02 12:30", func() { failed, s.activities.prepare = s.activities.last, nil })
			answers = append(answers, s.do("2026-03-02 13:00", clerk, docket.Command{Action: c.again}))
			if !c.byEmail {
				answers = append(answers, s.do("2026-03-02 13:30", clerk, docket.Command{Action: docket.ActDelivered}))
			}
			last := s.run("2026-03-02 14:00")
			accepted(t, answers...)
			l, _ := failed.Letter(docket.LetterID(requestID, docket.LetterResponse, 1))
			if failed.State != "notifying" || l.State != docket.LetterFailed || !l.Unwritten || len(failed.OpenTasks()) != 1 ||
				failed.OpenTasks()[0].Kind != docket.TaskLetterFailed {
				t.Errorf("%s, %+v, open %+v", failed.State, l, failed.OpenTasks())
			}
			if l, _ = last.Letter(l.ID); last.State != "closed" || !l.Out() || l.Unwritten || len(last.OpenTasks()) != 0 {
				t.Errorf("%s, %+v, open %+v", last.State, l, last.OpenTasks())
			}
			same(t, "prepared", s.activities.prepared, c.then)
		})
	}
}

func TestReportThatALetterNeverArrived_makesATaskInAClosedCase(t *testing.T) {
	s := byMail(t, "2026-03-02 10:00")
	a, b := s.do("2026-03-02 11:00", ana, claim()), s.do("2026-03-02 12:00", ana, respond())
	s.at("2026-03-03 09:00", func() {
		s.env.SignalWorkflow(workflows.SignalMessage, workflows.MessageArrived{
			Message: "msg-report", Letter: docket.LetterID(requestID, docket.LetterResponse, 1),
		})
	})
	d := s.do("2026-03-03 10:00", clerk, docket.Command{Action: docket.ActPrint})
	e := s.do("2026-03-03 11:00", clerk, docket.Command{Action: docket.ActDelivered})
	c := s.run("2026-03-03 12:00")
	accepted(t, a, b, d, e)
	if f := s.activities.find(docket.EventLetterFailed); f.Message != "msg-report" || f.State != "closed" {
		t.Errorf("%+v", f)
	}
	if clock(c.ClosedAt) != "2026-03-02 12:00" || len(c.OpenTasks()) != 0 {
		t.Errorf("closed %s, %+v", clock(c.ClosedAt), c.OpenTasks())
	}
}

func TestReportThatMayBeOfALetter_makesATaskAndLeavesTheLetterSent(t *testing.T) {
	s := byMail(t, "2026-03-02 10:00")
	answer := docket.LetterID(requestID, docket.LetterResponse, 1)
	a, b := s.do("2026-03-02 11:00", ana, claim()), s.do("2026-03-02 12:00", ana, respond())
	s.at("2026-03-03 09:00", func() {
		s.env.SignalWorkflow(workflows.SignalMessage,
			workflows.MessageArrived{Message: "msg-report", Letter: answer, Doubt: true})
	})
	var doubted docket.Case
	s.at("2026-03-03 09:30", func() { doubted = s.activities.last })
	d := s.do("2026-03-03 10:00", ana, docket.Command{Action: docket.ActResend})
	c := s.run("2026-03-03 12:00")
	accepted(t, a, b, d)
	if l, _ := doubted.Letter(answer); !l.Doubted() || len(doubted.OpenTasks(docket.TaskLetterDoubt)) != 1 {
		t.Errorf("%+v, %+v", l, doubted.OpenTasks())
	}
	if l, _ := c.Letter(answer); l.State != docket.LetterSent || l.Doubt != "" || len(c.OpenTasks()) != 0 ||
		clock(c.AnsweredAt) != "2026-03-02 12:00" {
		t.Errorf("%+v, %+v, answered %s", l, c.OpenTasks(), clock(c.AnsweredAt))
	}
	if n := len(s.activities.sent); n != 3 { // the receipt, the answer, the answer again
		t.Errorf("sent %v", s.activities.sent)
	}
}

func TestRequesterWithoutMail_everyLetterIsHandedOver(t *testing.T) {
	s := byMail(t, "2026-03-02 10:00")
	s.activities.loaded.ByEmail, s.activities.loaded.Counter = false, true
	a, b := s.do("2026-03-02 11:00", ana, claim()), s.do("2026-03-02 12:00", ana, respond())
	d := s.do("2026-03-04 12:00", clerk, docket.Command{Action: docket.ActDelivered})
	c := s.run("2026-03-04 13:00")
	accepted(t, a, b, d)
	if len(s.activities.sent) != 0 || c.State != "closed" || clock(c.AnsweredAt) != "2026-03-04 12:00" ||
		len(c.OpenTasks()) != 0 {
		t.Errorf("sent %v, %s, answered %s, %+v", s.activities.sent, c.State, clock(c.AnsweredAt), c.OpenTasks())
	}
}
