package workflows_test

import (
	"slices"
	"testing"

	"foja/docket"
	"foja/workflows"
)

// Cost, collection, answer and the proof of its arrival.

// law: R31
func TestR31_theCostIsToldUntilTheNinthDay(t *testing.T) {
	s := byMail(t, monday)
	a, b := s.do("2026-03-02 11:00", ana, claim()), s.do("2026-03-13 23:59", ana, costNotice())
	c := s.run("2026-03-14 10:00")
	accepted(t, a, b)
	passed(t, s.activities, "cost_notice", "")
	if l, _ := c.Letter(requestID + ".cost.1"); l.Cents != 1250 {
		t.Errorf("%+v", c.Letters)
	}
}

// law: R31
func TestR31_onTheTenthTheCopiesAreFree(t *testing.T) {
	s := byMail(t, monday)
	a, b := s.do("2026-03-02 11:00", ana, claim()), s.do("2026-03-16 09:00", ana, costNotice())
	s.run("2026-03-16 10:00")
	accepted(t, a)
	passed(t, s.activities, "cost_notice", "2026-03-14 00:00 R31")
	ruledOut(t, b, "R31", "sin costo")
}

// law: R32
func TestR32_thirtyCalendarDaysToPayAndASundayRolls(t *testing.T) {
	s := byMail(t, monday)
	var last docket.Case
	a, b := s.do("2026-03-02 11:00", ana, claim()), s.do("2026-03-13 10:00", ana, costNotice())
	d := s.do("2026-03-13 11:00", clerk, ack("cost.1"))
	s.at("2026-04-13 23:59", func() { last = s.activities.last })
	c := s.run("2026-04-14 10:00")
	accepted(t, a, b, d)
	if last.Closed() {
		t.Error("archived before the day was over")
	}
	passed(t, s.activities, "paid", "2026-04-14 00:00 R32")
	closedAs(t, s, c, "not-paid", "5", "2026-04-14 00:00")
	if letterCount(c, docket.LetterUnpaid) != 1 {
		t.Errorf("%+v", c.Letters)
	}
}

// law: R32
func TestR32_paidOnTheLastDayTheCaseGoesOn(t *testing.T) {
	s := byMail(t, monday)
	a, b := s.do("2026-03-02 11:00", ana, claim()), s.do("2026-03-13 10:00", ana, costNotice())
	d, e := s.do("2026-03-13 11:00", clerk, ack("cost.1")), s.do("2026-04-13 23:59:59", clerk, paid())
	c := s.run("2026-04-15 10:00")
	accepted(t, a, b, d, e)
	passed(t, s.activities, "paid", "")
	if c.Closed() {
		t.Errorf("%s", c.Outcome)
	}
}

// law: R33
func TestR33_thirtyCalendarDaysToCollect(t *testing.T) {
	s := byMail(t, monday)
	var last docket.Case
	a, b := s.do("2026-03-02 11:00", ana, claim()),
		s.do("2026-03-16 10:00", ana, docket.Command{Action: docket.ActMakeAvailable})
	s.at("2026-04-15 23:59", func() { last = s.activities.last })
	c := s.run("2026-04-16 10:00")
	accepted(t, a, b)
	if last.State != "available" || last.Overdue {
		t.Errorf("%s, overdue %t", last.State, last.Overdue)
	}
	passed(t, s.activities, "collected", "2026-04-16 00:00 R33")
	closedAs(t, s, c, "not-collected", "6", "2026-04-16 00:00")
}

// law: R33
func TestR33_collectedItWasGivenOnTheDayOnWhichItCouldBeFetched(t *testing.T) {
	s := byMail(t, monday)
	a, b := s.do("2026-03-02 11:00", ana, claim()),
		s.do("2026-03-16 10:00", ana, docket.Command{Action: docket.ActMakeAvailable})
	d := s.do("2026-04-15 16:00", clerk, docket.Command{Action: docket.ActCollected})
	c := s.run("2026-04-15 17:00")
	accepted(t, a, b, d)
	closedAs(t, s, c, "delivered-in-time", "1", "2026-04-15 16:00")
}

// law: R34
func TestR34_waitingForPaymentDoesNotStopTheTermUnlessTheProcedureSaysSo(t *testing.T) {
	for _, c := range []struct {
		on            bool
		waiting, paid string
	}{
		{false, "2026-03-16", "2026-03-16"},
		{true, "-", "2026-03-18"}, // notice Fri 13 on day 9; 16 and 17 are waited; day 10 is Wed 18
	} {
		s := byMail(t, monday)
		if c.on {
			p := &s.activities.loaded.Law.Procedure
			p.Effects = slices.Clone(p.Effects)
			for i, e := range p.Effects {
				switch e.On {
				case docket.LedgerHold:
					p.Effects[i].Does = docket.EffectSuspend
				case docket.LedgerResume:
					p.Effects[i].Does = docket.EffectResume
				}
			}
		}
		var waiting docket.Case
		a, b := s.do("2026-03-02 11:00", ana, claim()), s.do("2026-03-13 10:00", ana, costNotice())
		s.at("2026-03-16 10:00", func() { waiting = s.activities.last })
		d := s.do("2026-03-17 10:00", clerk, paid())
		end := s.run("2026-03-17 12:00")
		accepted(t, a, b, d)
		got := waiting.DueOn.String()
		if waiting.DueOn.IsZero() {
			got = "-"
		}
		if got != c.waiting || end.Overdue == c.on {
			t.Errorf("on %t: while waiting due %s, overdue %t", c.on, got, end.Overdue)
		}
		dueOn(t, end, c.paid)
	}
}

// law: R35
func TestR35_whatGoesByMailCostsNothing(t *testing.T) {
	s := byMail(t, monday)
	s.activities.loaded.Remote = true
	a, b := s.do("2026-03-02 11:00", ana, claim()), s.do("2026-03-03 10:00", ana, costNotice())
	s.run("2026-03-03 12:00")
	accepted(t, a)
	ruledOut(t, b, "R35", "no tiene costo")
}

// law: R38
func TestR38_unansweredItIsFlaggedTheNextDayStaysOpenAndIsToldOnce(t *testing.T) {
	s := byMail(t, monday)
	var due docket.Case
	a := s.do("2026-03-02 11:00", ana, claim())
	s.at("2026-03-16 23:59:59", func() { due = s.activities.last })
	c := s.run("2026-04-30 10:00")
	accepted(t, a)
	if e := s.activities.find(docket.EventOverdue); due.Overdue || clock(e.At) != "2026-03-17 00:00" || e.Rule != "R38" {
		t.Errorf("on the day %t, then %s by %s", due.Overdue, clock(e.At), e.Rule)
	}
	if c.State != "in_progress" || letterCount(c, docket.LetterSilence) != 1 {
		t.Errorf("%s %+v", c.State, c.Letters)
	}
}

// law: R39
func TestR39_mailTakesEffectOnTheDayOfItsAcknowledgement(t *testing.T) {
	s := byMail(t, monday)
	a, b := s.do("2026-03-02 11:00", ana, claim()), s.do("2026-03-11 10:00", ana, respond())
	early := proved()
	early.At = local(t, "2026-03-11 09:00")
	e, d := s.do("2026-03-12 09:00", clerk, early), s.do("2026-03-12 10:00", clerk, proved())
	c := s.run("2026-03-20 10:00")
	accepted(t, a, b, d)
	refused(t, e, docket.CodeInvalid, "antes")
	l, _ := c.Letter(requestID + ".response.1")
	if clock(l.SentAt) != "2026-03-11 10:00" || clock(l.NotifiedAt) != "2026-03-12 10:00" || len(c.OpenTasks()) != 0 {
		t.Errorf("%+v %+v", l, c.OpenTasks())
	}
	passed(t, s.activities, "ack", "")
}

// law: R40
func TestR40_notAcknowledgedInTwoDaysItIsServedInFive(t *testing.T) {
	s := byMail(t, monday)
	a, b := s.do("2026-03-02 11:00", ana, claim()), s.do("2026-03-11 10:00", ana, respond())
	c := s.run("2026-03-16 10:00")
	accepted(t, a, b)
	passed(t, s.activities, "ack", "2026-03-14 00:00 R40") // until Friday 13
	open := c.OpenTasks(docket.TaskServe)
	if len(open) != 1 || open[0].DueOn.String() != "2026-03-20" || open[0].Role != docket.RoleReception {
		t.Errorf("%+v", open)
	}
	same(t, "printed", s.activities.prepared[len(s.activities.prepared)-1:], []string{"response to_print"})
}

// law: R40
func TestR40_handedOverAtTheDoorItIsProved(t *testing.T) {
	s := byMail(t, monday)
	a, b := s.do("2026-03-02 11:00", ana, claim()), s.do("2026-03-11 10:00", ana, respond())
	d := s.do("2026-03-18 10:00", clerk, docket.Command{Action: docket.ActDelivered})
	c := s.run("2026-03-18 12:00")
	accepted(t, a, b, d)
	l, _ := c.Letter(requestID + ".response.1")
	if clock(l.NotifiedAt) != "2026-03-18 10:00" || len(c.OpenTasks()) != 0 || clock(c.AnsweredAt) != "2026-03-11 10:00" {
		t.Errorf("%+v, answered %s, %+v", l, clock(c.AnsweredAt), c.OpenTasks())
	}
}

// law: R39 R40
func TestR40_aLateAcknowledgementSavesTheWayToTheDoor(t *testing.T) {
	s := byMail(t, monday)
	a, b := s.do("2026-03-02 11:00", ana, claim()), s.do("2026-03-11 10:00", ana, respond())
	s.writes("2026-03-16 09:00", "msg-got-it")
	d := s.do("2026-03-17 10:00", clerk, docket.Command{Action: docket.ActNotified, Message: "msg-got-it"})
	c := s.run("2026-03-17 12:00")
	accepted(t, a, b, d)
	l, _ := c.Letter(requestID + ".response.1")
	if clock(l.NotifiedAt) != "2026-03-16 09:00" || l.State != docket.LetterSent || len(c.OpenTasks()) != 0 {
		t.Errorf("%+v, %+v", l, c.OpenTasks())
	}
}

// law: R41
func TestR41_withoutConsentNothingIsMailed(t *testing.T) {
	s := byMail(t, monday)
	s.activities.loaded.ByEmail = false
	a, b := s.do("2026-03-02 11:00", ana, claim()), s.do("2026-03-03 10:00", ana, askCorrection())
	c := s.run("2026-03-10 12:00")
	accepted(t, a, b)
	same(t, "sent", s.activities.sent, nil)
	passed(t, s.activities, "ack", "")
	passed(t, s.activities, "correct", "") // its term begins when it is handed over
	if len(c.OpenTasks(docket.TaskPrintLetter)) != 2 {
		t.Errorf("%+v", c.OpenTasks())
	}
}

// In the same second: the act comes after the term's end, whichever is taken first.
func TestSameSecond_theDayIsOver(t *testing.T) {
	ask := []string{"2026-03-04 10:00", "2026-03-04 11:00"}
	for _, c := range []struct {
		name, prepare string
		cmd           docket.Command
		by            docket.Actor
		in, at, after string
		gone          bool // the case is archived at the end of the term
		rule          string
	}{
		{"ask", "", askCorrection(), ana, "2026-03-04 23:59:59", "2026-03-05 00:00:00", "2026-03-05 00:00:01", false, "R18"},
		{"extend", "", extend(t,
			"2026-03-30"), ana, "2026-03-04 23:59:59", "2026-03-05 00:00:00", "2026-03-05 00:00:01", false, "R26"},
		{"forward", "", forward(), ana, "2026-03-06 23:59:59", "2026-03-07 00:00:00", "2026-03-07 00:00:01", false, "R24"},
		{"cost", "", costNotice(), ana, "2026-03-13 23:59:59", "2026-03-14 00:00:00", "2026-03-14 00:00:01", false, "R31"},
		{
			"correct", "correction", correct(), clerk, "2026-03-06 23:59:59", "2026-03-07 00:00:00",
			"2026-03-07 00:00:01", true, "R20",
		},
	} {
		for i, when := range []string{c.in, c.at, c.after} {
			s := byMail(t, monday)
			took := []*answer{s.do("2026-03-02 11:00", ana, claim())}
			if c.prepare != "" {
				took = append(took, s.do(ask[0], ana, askCorrection()), s.do(ask[1], clerk, ack("correction.1")))
			}
			a := s.do(when, c.by, c.cmd)
			end := s.run("2026-03-14 00:01")
			accepted(t, took...)
			e := docket.Error{}
			if a.err != nil {
				if r := workflows.RefusalOf(a.err); r != nil {
					e = *r
				}
			}
			switch {
			case i == 0 && a.err != nil:
				t.Errorf("%s in time: %v", c.name, a.err)
			case i > 0 && a.err == nil:
				t.Errorf("%s at %s was taken", c.name, when)
			case i > 0 && c.gone && !end.Closed():
				t.Errorf("%s at %s: not archived", c.name, when)
			case i > 0 && e.Rule != c.rule && !(c.gone && e.Code == docket.CodeConflict):
				t.Errorf("%s at %s: %+v", c.name, when, e)
			}
		}
	}
}

// The answer in the second in which the term ends is late, and the case says one thing only.
func TestSameSecond_theAnswer(t *testing.T) {
	for when, outcome := range map[string]string{
		"2026-03-16 23:59:59": "delivered-in-time", "2026-03-17 00:00:00": "delivered-late",
		"2026-03-17 00:00:01": "delivered-late",
	} {
		s := byMail(t, monday)
		a, b := s.do("2026-03-02 11:00", ana, claim()), s.do(when, ana, respond())
		c := s.run("2026-03-17 09:00")
		accepted(t, a, b)
		if c.Outcome != outcome {
			t.Errorf("%s: %s", when, c.Outcome)
		}
	}
}

// What the requester owes, and what a schedule promised: the same.
func TestSameSecond_paymentCollectionAndDelivery(t *testing.T) {
	type act struct {
		when string
		by   docket.Actor
		cmd  docket.Command
	}
	for _, c := range []struct {
		name     string
		before   []act
		cmd      docket.Command
		in, late []string
		trap     string // as it is reported when the act is late
		outcome  string
	}{
		{
			"paid",
			[]act{{"2026-03-13 10:00", ana, costNotice()}, {"2026-03-13 11:00", clerk, ack("cost.1")}},
			paid(),
			[]string{"2026-04-13 23:59:59"},
			[]string{"2026-04-14 00:00:00", "2026-04-14 00:00:01"},
			"paid", "not-paid",
		},
		{
			"collected",
			[]act{{"2026-03-16 10:00", ana, docket.Command{Action: docket.ActMakeAvailable}}},
			docket.Command{Action: docket.ActCollected},
			[]string{"2026-04-15 23:59:59"},
			[]string{"2026-04-16 00:00:00", "2026-04-16 00:00:01"},
			"collected", "not-collected",
		},
		{
			"delivery",
			[]act{{"2026-03-03 10:00", ana, extend(t, "2026-04-30", "2026-04-10", "2026-04-30")}},
			docket.Command{Action: docket.ActDeliverPart, Text: "doc-part"},
			[]string{"2026-04-10 23:59:59"},
			[]string{"2026-04-11 00:00:00", "2026-04-11 00:00:01"},
			"delivery@2026-04-10", "",
		},
	} {
		for i, when := range slices.Concat(c.in, c.late) {
			s := byMail(t, monday)
			took := []*answer{s.do("2026-03-02 11:00", ana, claim())}
			for _, b := range c.before {
				took = append(took, s.do(b.when, b.by, b.cmd))
			}
			by := clerk
			if c.cmd.Action == docket.ActDeliverPart {
				by = ana
			}
			a := s.do(when, by, c.cmd)
			end := s.run("2026-04-17 00:00")
			accepted(t, took...)
			late := i >= len(c.in)
			if got := s.activities.trapped(c.trap) != ""; got != late {
				t.Errorf("%s at %s: passed %t", c.name, when, got)
			}
			if taken := a.err == nil; taken == (late && c.outcome != "") {
				t.Errorf("%s at %s: taken %t (%v)", c.name, when, taken, a.err)
			}
			if late && end.Outcome != c.outcome {
				t.Errorf("%s at %s: %q", c.name, when, end.Outcome)
			}
		}
	}
}

// An acknowledgement in the second in which its two days end leaves nobody with a way to go.
func TestSameSecond_theAcknowledgement(t *testing.T) {
	for _, when := range []string{"2026-03-13 23:59:59", "2026-03-14 00:00:00", "2026-03-14 00:00:01"} {
		s := byMail(t, monday)
		a, b, d := s.do("2026-03-02 11:00", ana, claim()), s.do("2026-03-11 10:00", ana, respond()),
			s.do(when, clerk, proved())
		c := s.run("2026-03-16 10:00")
		accepted(t, a, b, d)
		if l, _ := c.Letter(requestID + ".response.1"); l.NotifiedAt.IsZero() || len(c.OpenTasks()) != 0 {
			t.Errorf("%s: %+v, %+v", when, l, c.OpenTasks())
		}
	}
}
