package workflows_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"go.temporal.io/sdk/converter"
	"go.temporal.io/sdk/testsuite"
	"go.temporal.io/sdk/workflow"

	"foja/calendar"
	"foja/docket"
	"foja/workflows"
)

// publish makes 27 July 2026 a day off in the law that LoadLaw gives from now on.
func (h *fakeActivities) publish(version string, days ...string) {
	h.t.Helper()
	var entries []calendar.Entry
	for _, s := range days {
		d, err := calendar.ParseDate(s)
		if err != nil {
			h.t.Fatal(err)
		}
		entries = append(entries, calendar.Entry{
			Date: d, Kind: calendar.NonWorkingDay, Name: "Día no laborable", Norm: "DS 100-2026-PCM",
		})
	}
	next, err := h.loaded.Law.Calendar.Amend(version, entries...)
	if err != nil {
		h.t.Fatal(err)
	}
	h.loaded.Law.Calendar = next
}

func (s *stage) told(when, version string) {
	s.t.Helper()
	s.at(when, func() {
		s.env.SignalWorkflow(workflows.SignalCalendar, workflows.CalendarPublished{Version: version})
	})
}

func (h *fakeActivities) count(kind docket.EventKind) (n int) {
	for _, e := range h.events {
		if e.Kind == kind {
			n++
		}
	}
	return n
}

// The decree of 20 July 2026 (law: R9): told twice, one event, one letter, and the alarms move.
func TestR9_aCaseToldTwiceMovesOnce(t *testing.T) {
	s := byMail(t, "2026-07-17 10:00")
	a := s.do("2026-07-17 11:00", ana, claim())
	s.at("2026-07-20 09:00", func() { s.activities.publish("decree-1", "2026-07-27") })
	s.told("2026-07-20 09:01", "decree-1")
	s.told("2026-07-20 09:01", "decree-1")
	s.told("2026-07-21 09:00", "decree-1")
	c := s.run("2026-08-08 12:00")
	accepted(t, a)
	if n := s.activities.count(docket.EventCalendarChanged); n != 1 || c.DueOn.String() != "2026-08-07" ||
		c.CalendarVersion() != "decree-1" {
		t.Errorf("%d events, due %s, calendar %s", n, c.DueOn, c.CalendarVersion())
	}
	same(t, "sent", s.activities.sent, []string{
		"2026-07-17 10:00 receipt.1", "2026-07-20 09:01 due_moved.1", "2026-08-08 00:00 silence.1",
	})
	// The day before was Thursday 6 August, a holiday; and nothing rings for 5 August.
	if e := s.activities.find(docket.EventOverdue); clock(e.Happened()) != "2026-08-08 00:00" {
		t.Errorf("overdue told for %s", clock(e.Happened()))
	}
	for _, e := range s.activities.events {
		if e.Kind == docket.EventAlarm && e.Alarm.Rung == docket.WhenDue && clock(e.At) != "2026-08-07 08:30" {
			t.Errorf("the due day's alarm rang at %s", clock(e.At))
		}
	}
}

// The decree comes while something else is being written: its letter waits until the new day is registered.
func TestR9_theLetterWaitsForTheRegister(t *testing.T) {
	s := byMail(t, "2026-07-17 10:00")
	s.at("2026-07-20 08:59", func() {
		s.activities.publish("decree-1", "2026-07-27")
		down := local(t, "2026-07-20 09:03")
		s.activities.project = func(int) error {
			if s.env.Now().Before(down) {
				return errors.New("database is locked")
			}
			return nil
		}
	})
	a := s.do("2026-07-20 09:00", ana, note())
	s.told("2026-07-20 09:01", "decree-1")
	c := s.run("2026-07-21 10:00")
	accepted(t, a)
	if c.DueOn.String() != "2026-08-07" {
		t.Errorf("due %s", c.DueOn)
	}
	same(t, "prepared", s.activities.prepared, []string{"receipt waiting", "due_moved waiting"})
}

func TestR9_twoDecreesAtOnceAreOneChange(t *testing.T) {
	s := byMail(t, "2026-07-17 10:00")
	s.at("2026-07-20 09:00", func() {
		s.activities.publish("decree-1", "2026-07-27")
		s.activities.publish("decree-2", "2026-07-31")
	})
	s.told("2026-07-20 09:01", "decree-1")
	s.told("2026-07-20 09:01", "decree-2")
	c := s.run("2026-07-21 10:00")
	if n := s.activities.count(docket.EventCalendarChanged); n != 1 || c.DueOn.String() != "2026-08-10" {
		t.Errorf("%d events, due %s", n, c.DueOn)
	}
}

func TestR9_aClosedCaseIsDeaf(t *testing.T) {
	s := byMail(t, "2026-07-17 10:00")
	a, b := s.do("2026-07-17 11:00", ana, claim()), s.do("2026-07-17 11:05", ana, respond())
	proof := s.do("2026-07-17 11:10", clerk, proved())
	s.at("2026-07-20 09:00", func() { s.activities.publish("decree-1", "2026-07-27") })
	s.told("2026-07-20 09:01", "decree-1")
	c := s.run("2026-12-01 10:00")
	accepted(t, a, b, proof)
	if n := s.activities.count(docket.EventCalendarChanged); n != 0 || c.DueOn.String() != "2026-08-05" || !s.ended() {
		t.Errorf("%d events, due %s, ended %t", n, c.DueOn, s.ended())
	}
}

// Nobody told the case: it was without a workflow when the calendar came out.
func TestR9_aCaseThatStartsAgainCatchesUp(t *testing.T) {
	s := byMail(t, "2026-07-17 10:00")
	before := s.run("2026-07-18 10:00")

	next := byMail(t, "2026-07-17 10:00")
	next.start = local(t, "2026-07-21 10:00")
	next.env.SetStartTime(next.start)
	next.activities.events, next.activities.last = s.activities.events, before
	next.activities.loaded.Case = &before
	next.activities.publish("decree-1", "2026-07-27")
	c := next.run("2026-07-22 10:00")
	if n := next.activities.count(docket.EventCalendarChanged); n != 1 || c.DueOn.String() != "2026-08-07" {
		t.Errorf("%d events, due %s", n, c.DueOn)
	}
	same(t, "sent", next.activities.sent, []string{"2026-07-21 10:00 due_moved.1"})
}

// town is the fake world of a Decree: a register in order, and cases that count the signals.
type town struct {
	open  []string
	told  map[string]int
	page  int
	fails []int // after how many cases of a page an attempt breaks off
	done  workflows.DecreeInput
}

func (w *town) TouchedCases(_ context.Context, in workflows.DecreeInput) (workflows.DecreePage, error) {
	end := min(in.After+w.page, len(w.open))
	return workflows.DecreePage{Requests: w.open[in.After:end], Last: end}, nil
}

func (w *town) TellCases(_ context.Context, in workflows.DecreeBatch) error {
	for i, id := range in.Requests {
		if len(w.fails) > 0 && w.fails[0] == i {
			w.fails = w.fails[1:]
			return errors.New("the server is away")
		}
		w.told[id]++
	}
	return nil
}

func (w *town) DecreeDone(_ context.Context, in workflows.DecreeInput) error {
	w.done = in
	return nil
}

func (w *town) run(t *testing.T, in workflows.DecreeInput) error {
	t.Helper()
	var suite testsuite.WorkflowTestSuite
	suite.SetLogger(quiet{})
	env := suite.NewTestWorkflowEnvironment()
	env.SetTestTimeout(time.Minute)
	env.RegisterActivity(w)
	env.RegisterWorkflowWithOptions(workflows.Decree, workflow.RegisterOptions{Name: workflows.DecreeWorkflowName})
	env.ExecuteWorkflow(workflows.DecreeWorkflowName, in)
	if !env.IsWorkflowCompleted() {
		t.Fatal("it did not end")
	}
	return env.GetWorkflowError()
}

func newTown(cases, page int) *town {
	w := &town{told: map[string]int{}, page: page}
	for i := range cases {
		w.open = append(w.open, fmt.Sprintf("r-%d", i))
	}
	return w
}

func TestDecree_tellsEveryCaseAlthoughItBreaksOffHalfway(t *testing.T) {
	w := newTown(25, 10)
	w.fails = []int{5, 0, 3}
	if err := w.run(t, workflows.DecreeInput{Version: "decree-1"}); err != nil {
		t.Fatal(err)
	}
	for _, id := range w.open {
		if w.told[id] == 0 {
			t.Errorf("%s was not told", id)
		}
	}
	if len(w.told) != 25 || w.done.Told != 25 || w.done.Version != "decree-1" {
		t.Errorf("told %d, done %+v", len(w.told), w.done)
	}
}

func TestDecree_goesOnWhereItWas(t *testing.T) {
	w := newTown(120, 1)
	in := workflows.DecreeInput{Version: "decree-1"}
	runs := 1
	for ; ; runs++ {
		err := w.run(t, in)
		var anew *workflow.ContinueAsNewError
		if err == nil {
			break
		}
		if !errors.As(err, &anew) {
			t.Fatal(err)
		}
		if err := anewInput(anew, &in); err != nil {
			t.Fatal(err)
		}
	}
	twice := slices.ContainsFunc(w.open, func(id string) bool { return w.told[id] != 1 })
	if runs != 3 || twice || w.done.Told != 120 {
		t.Errorf("%d runs, told twice %t, done %+v", runs, twice, w.done)
	}
}

// anewInput reads what a run hands to the next.
func anewInput(anew *workflow.ContinueAsNewError, in *workflows.DecreeInput) error {
	return converter.GetDefaultDataConverter().FromPayloads(anew.Input, in)
}

// A version of the procedure that takes over the open cases moves each once: the term is counted anew from the same
// ledger, the requester is told, and a case of a version that it does not name stays (law: R58).
func TestR58_aCasePassesToTheVersionThatTakesItOver(t *testing.T) {
	for _, takes := range []bool{true, false} {
		s := byMail(t, "2026-03-02 10:00")
		a := s.do("2026-03-02 11:00", ana, claim())
		s.at("2026-03-04 00:01", func() {
			p := s.activities.loaded.Law.Procedure
			if takes {
				p.Version, p.TimeLimit.N, p.Moves = "2026-b", 7, []docket.Move{{From: "2024"}}
			}
			s.activities.loaded.Law.Procedure = p
		})
		name := docket.LawName("public-information", "2026-b")
		s.told("2026-03-04 00:02", name)
		s.told("2026-03-04 00:03", name)
		b := s.do("2026-03-05 11:00", ana, note())
		c := s.run("2026-03-05 12:00")
		accepted(t, a, b)
		version, due, moved := "2024", "2026-03-16", 0
		if takes {
			version, due, moved = "2026-b", "2026-03-11", 1
		}
		if c.Version != version || c.DueOn.String() != due || s.activities.count(docket.EventProcedureChanged) != moved ||
			c.Holder != "u-ana" {
			t.Errorf("takes over %t: version %s, due %s, moved %d times, held by %s", takes, c.Version, c.DueOn,
				s.activities.count(docket.EventProcedureChanged), c.Holder)
		}
		letters := 0
		for _, l := range c.Letters {
			if l.Kind == docket.LetterDueMoved {
				letters++
			}
		}
		if letters != moved {
			t.Errorf("%d letters about the new date, want %d", letters, moved)
		}
	}
}
