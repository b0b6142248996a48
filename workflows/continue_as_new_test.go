package workflows_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"go.temporal.io/sdk/converter"
	"go.temporal.io/sdk/workflow"

	"foja/docket"
	"foja/workflows"
)

// step is one step of a script: somebody's command, or a message of the requester.
type step struct {
	when    string
	by      docket.Actor
	cmd     docket.Command
	message string
}

// script is the life of a case, to be played in one run or in many.
type script struct {
	procedure string
	set       func(*fakeActivities)
	deeds     []step
	until     string
}

// scripts take every kind of state across a border: awaited acts, schedules, windows that passed, alarms that climb,
// appeals, an answer taken back, tasks that outlive the case, and an end a year away.
func scripts(t *testing.T) map[string]script {
	information := func(until string, deeds ...step) script { return script{"public-information", nil, deeds, until} }
	cmd := func(when string, by docket.Actor, c docket.Command) step { return step{when: when, by: by, cmd: c} }
	all := map[string]script{
		"corrected, extended, in parts": information("2026-05-29 18:00",
			cmd("2026-03-02 11:00", ana, claim()), cmd("2026-03-02 12:00", ana, askCorrection()), cmd("2026-03-03 09:00", clerk,
				ack("correction.1")),
			step{when: "2026-03-04 09:00", message: "msg-1"}, cmd("2026-03-04 10:00", ana, correct()),
			cmd("2026-03-05 10:00", ana, extend(t, "2026-05-15", "2026-04-10", "2026-05-15")), cmd("2026-04-09 10:00", ana,
				docket.Command{Action: docket.ActDeliverPart, Text: "doc-part"}),
			cmd("2026-05-14 10:00", ana, respond())),
		"charged, paid, never collected": information("2026-06-30 18:00",
			cmd("2026-03-02 11:00", ana, claim()), cmd("2026-03-03 11:00", ana, costNotice()), cmd("2026-03-04 11:00", clerk,
				ack("cost.1")),
			cmd("2026-03-05 11:00", clerk, paid()),
			cmd("2026-03-09 11:00", ana, docket.Command{Action: docket.ActMakeAvailable, Text: "doc"})),
		"silent, with alarms that climb": information("2026-03-27 18:00",
			cmd("2026-03-04 11:00", ana, claim()), cmd("2026-03-17 10:00", manager,
				docket.Command{Action: docket.ActAcknowledge, Alarm: "due"}), cmd("2026-03-20 10:00", ana, note())),
		"denied and appealed": information("2026-04-20 18:00",
			cmd("2026-03-02 11:00", ana, claim()), cmd("2026-03-03 11:00", ana, deny()), cmd("2026-03-04 11:00", manager,
				docket.Command{Action: docket.ActApprove}),
			cmd("2026-03-10 11:00", clerk, docket.Command{
				Action: docket.ActAppeal, Against: docket.AgainstDenial, Route: docket.ThroughUs, Text: "doc-appeal",
			}),
			step{when: "2026-03-11 09:00", message: "msg-2"}),
		"taken back, then answered": information("2026-03-20 18:00",
			cmd("2026-03-02 11:00", ana, claim()), cmd("2026-03-02 12:00", ana, respond()), cmd("2026-03-02 12:05", ana, undo()),
			cmd("2026-03-03 12:00", ana, respond())),
	}
	s := all["taken back, then answered"]
	s.set = func(h *fakeActivities) { h.loaded.Law.Undo = 10 * time.Minute }
	all["taken back, then answered"] = s
	all["authorised, with a credential"] = script{
		"religious-assistance", nil, []step{
			cmd("2026-03-02 11:00", ana, claim()), cmd("2026-03-09 11:00", manager, respond()),
			cmd("2026-03-10 11:00", clerk, ack("response.1")),
			cmd("2026-03-10 12:00", ana, docket.Command{Action: docket.ActExpiry, Expiry: "authorisation", Text: "doc"}),
			cmd("2026-03-10 12:05", ana, docket.Command{
				Action: docket.ActExpiry, Expiry: "credential", To: day(t, "2027-02-28"), Text: "doc",
			}),
			cmd("2027-02-10 12:00", ana, docket.Command{
				Action: docket.ActExpiry, Expiry: "credential", To: day(t, "2028-02-28"), Text: "doc",
			}),
		}, "2028-03-10 18:00",
	}
	return all
}

// A case that continues as new after every deed tells the same story as one that never does.
func TestContinuedAsNewAtEveryTurn_itTellsTheSameStory(t *testing.T) {
	for name, s := range scripts(t) {
		t.Run(name, func(t *testing.T) {
			whole, once := s.play(t, false)
			parts, borders := s.play(t, true)
			if once != 1 || borders < len(s.deeds)/2 {
				t.Fatalf("%d runs and %d: it did not continue as new", once, borders)
			}
			if diff := gocmp.Diff(whole.last, parts.last, cmpopts.EquateEmpty(), moments); diff != "" {
				t.Errorf("another case: %s", diff)
			}
			same(t, "events", parts.kinds(), whole.kinds())
			same(t, "sent", minutes(parts.sent), minutes(whole.sent))
			same(t, "notices", minutes(parts.notices), minutes(whole.notices))
			t.Logf("%d events, %d runs", len(parts.events), borders)
		})
	}
}

// moments lets instants differ by what a border costs.
var moments = cmpopts.EquateApproxTime(5 * time.Minute)

// minutes cuts the minute off: of a border's seconds it may be the next one.
func minutes(lines []string) (cut []string) {
	for _, l := range lines {
		cut = append(cut, l[:len("2026-03-02 10")]+l[len("2026-03-02 10:00"):])
	}
	slices.Sort(cut)
	return cut
}

// play runs the script; with borders the run is told after every deed that its history is long.
func (s script) play(t *testing.T, borders bool) (world *fakeActivities, runs int) {
	t.Helper()
	received := "2026-03-02 10:00"
	now := local(t, received).Add(3 * time.Second)
	var carried *docket.Case
	begun := map[int]int{}
	for runs = 1; ; runs++ {
		if runs > 4*len(s.deeds)+4 {
			t.Fatal("it continues as new for ever")
		}
		st := newStage(t, s.procedure, received, now)
		st.input.Carried = carried
		if s.set != nil {
			s.set(st.activities)
		}
		if world != nil {
			st.activities.events, st.activities.last = world.events, world.last
			st.activities.sent, st.activities.notices = world.sent, world.notices
		}
		world = st.activities
		// The appeal's own life is reported elsewhere; here it counts how often one was begun.
		appeal := func(_ workflow.Context, in workflows.AppealInput) error {
			begun[in.Opening.N]++
			return nil
		}
		st.env.RegisterWorkflowWithOptions(appeal, workflow.RegisterOptions{Name: workflows.AppealWorkflowName})
		answers := map[int]*answer{}
		for i, d := range s.deeds {
			at := local(t, d.when)
			if at.Before(now) {
				continue
			}
			if d.message != "" {
				st.writes(d.when, d.message)
			} else {
				c := d.cmd
				c.Key = fmt.Sprintf("deed-%d", i)
				answers[i] = st.do(d.when, d.by, c)
			}
			if borders {
				st.env.RegisterDelayedCallback(func() { st.env.SetContinueAsNewSuggested(true) }, at.Sub(now)+30*time.Second)
			}
		}
		st.run(s.until)
		end := st.env.Now()
		for i, a := range answers {
			if a.err != nil && !local(t, s.deeds[i].when).After(end) {
				t.Errorf("%s: %v", s.deeds[i].when, a.err)
			}
		}
		var anew *workflow.ContinueAsNewError
		if !errors.As(st.env.GetWorkflowError(), &anew) {
			for n, times := range begun {
				if times != 1 {
					t.Errorf("appeal %d was begun %d times", n, times)
				}
			}
			return world, runs
		}
		var in workflows.RequestInput
		if err := converter.GetDefaultDataConverter().FromPayloads(anew.Input, &in); err != nil {
			t.Fatal(err)
		}
		carried, now = in.Carried, end.Add(time.Second)
	}
}
