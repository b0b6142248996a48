package workflows_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"go.temporal.io/sdk/testsuite"
	"go.temporal.io/sdk/workflow"

	"foja/docket"
	"foja/workflows"
)

// court runs one appeal in skipped time.
type court struct {
	t          testing.TB
	env        *testsuite.TestWorkflowEnvironment
	start      time.Time
	input      workflows.AppealInput
	activities *fakeActivities
	keys       int
}

type ruled struct {
	acted    workflows.AppealActed
	err      error
	rejected bool
}

func newCourt(t testing.TB, route docket.AppealRoute, filed string) *court {
	t.Helper()
	var suite testsuite.WorkflowTestSuite
	suite.SetLogger(quiet{})
	at := local(t, filed)
	c := &court{t: t, env: suite.NewTestWorkflowEnvironment(), start: at.Add(time.Minute)}
	c.env.SetStartTime(c.start)
	c.env.SetTestTimeout(time.Minute)
	c.activities = &fakeActivities{
		t: t, now: c.env.Now, loaded: workflows.Loaded{Law: lawOf(t, "public-information", at), Office: "lima"},
	}
	c.env.RegisterActivity(c.activities)
	c.env.RegisterWorkflowWithOptions(workflows.Appeal, workflow.RegisterOptions{Name: workflows.AppealWorkflowName})
	c.input.Opening = docket.AppealOpening{
		Request: requestID, N: 1, Office: "lima", Against: docket.AgainstSilence, Route: route, FiledAt: at, By: clerk,
		Text: "doc-appeal",
	}
	return c
}

func (c *court) at(when string, f func()) {
	c.t.Helper()
	c.env.RegisterDelayedCallback(f, local(c.t, when).Sub(c.start))
}

func (c *court) do(when string, by docket.Actor, cmd docket.AppealCommand) *ruled {
	c.t.Helper()
	c.keys++
	if cmd.Key == "" {
		cmd.Key = fmt.Sprintf("key-%d", c.keys)
	}
	cmd.By = by
	r := &ruled{err: errors.New("no answer")}
	c.at(when, func() {
		c.env.UpdateWorkflow(workflows.UpdateAct, fmt.Sprintf("%s/%p", cmd.Key, r), &testsuite.TestUpdateCallback{
			OnAccept: func() {},
			OnReject: func(err error) { r.err, r.rejected = err, true },
			OnComplete: func(result any, err error) {
				r.err = err
				if acted, ok := result.(workflows.AppealActed); ok {
					r.acted = acted
				}
			},
		}, cmd)
	})
	return r
}

// look asks for the appeal at a wall time.
func (c *court) look(when string, into *docket.Appeal) {
	c.t.Helper()
	c.at(when, func() {
		value, err := c.env.QueryWorkflow(workflows.QueryAppeal)
		if err == nil {
			err = value.Get(into)
		}
		if err != nil {
			c.t.Error(err)
		}
	})
}

// run plays the appeal to its own end.
func (c *court) run() docket.Appeal {
	c.t.Helper()
	c.env.ExecuteWorkflow(workflows.AppealWorkflowName, c.input)
	var a docket.Appeal
	if err := c.env.GetWorkflowResult(&a); err != nil {
		c.t.Fatal(err)
	}
	if diff := cmp.Diff(*c.activities.appeal, a, cmpopts.EquateEmpty()); diff != "" {
		c.t.Errorf("the register has another appeal: %s", diff)
	}
	return a
}

func proof(action docket.Action) docket.AppealCommand {
	return docket.AppealCommand{Action: action, Text: "doc-proof"}
}

func decided(ruling docket.Ruling) docket.AppealCommand {
	return docket.AppealCommand{Action: docket.ActAppealDecided, Ruling: ruling, Text: "doc-ruling"}
}

func taken(t testing.TB, answers ...*ruled) {
	t.Helper()
	for i, r := range answers {
		if r.err != nil {
			t.Errorf("act %d: %v", i+1, r.err)
		}
	}
}

// law: R46-R50
func TestAppeal_aWholeOneInTime(t *testing.T) {
	c := newCourt(t, docket.ThroughUs, "2026-04-06 10:00")
	var waiting, ordered docket.Appeal
	answers := []*ruled{
		c.do("2026-04-08 16:00", ana, proof(docket.ActSendUp)),
		c.do("2026-04-09 09:00", ana, docket.AppealCommand{
			Action: docket.ActAppealReceived, At: local(t, "2026-04-09 08:30"),
		}),
		c.do("2026-04-20 09:00", ana, docket.AppealCommand{Action: docket.ActAppealAdmitted}),
		c.do("2026-04-20 09:01", ana, docket.AppealCommand{Action: docket.ActBriefAsked}),
		c.do("2026-04-29 23:00", manager, proof(docket.ActBriefSent)),
		c.do("2026-05-04 09:00", ana, docket.AppealCommand{Action: docket.ActAppealHeard}),
		c.do("2026-05-15 09:00", ana, decided(docket.RulingUpheld)),
		c.do("2026-05-26 23:30", ana, proof(docket.ActComplied)),
	}
	c.look("2026-04-21 10:00", &waiting)
	c.look("2026-05-16 10:00", &ordered)
	a := c.run()
	taken(t, answers...)
	if len(a.Passed) != 0 || a.Seq != 9 || !a.Ended() {
		t.Errorf("%s after %d events, passed %v", a.State(), a.Seq, a.Passed)
	}
	if waiting.Hands() != docket.HandsOfficer || waiting.State() != docket.AppealAdmitted ||
		ordered.State() != docket.AppealOrdered {
		t.Errorf("%s in %s, then %s", waiting.Hands(), waiting.State(), ordered.State())
	}
	if got := answers[6].acted; got != (workflows.AppealActed{Seq: 8, State: docket.AppealOrdered}) {
		t.Errorf("%+v", got)
	}
}

// law: R46-R50
func TestAppeal_everyTermThatPassesIsToldAndEndsNothing(t *testing.T) {
	c := newCourt(t, docket.ThroughUs, "2026-04-06 10:00")
	var lastDay, after docket.Appeal
	c.look("2026-04-08 23:59", &lastDay)
	c.look("2026-04-09 00:01", &after)
	answers := []*ruled{
		c.do("2026-04-10 09:00", ana, proof(docket.ActSendUp)),
		c.do("2026-04-10 10:00", ana, docket.AppealCommand{Action: docket.ActAppealReceived}),
		c.do("2026-04-24 10:00", ana, docket.AppealCommand{Action: docket.ActAppealAdmitted}),
		c.do("2026-04-24 10:01", ana, docket.AppealCommand{Action: docket.ActBriefAsked}),
		c.do("2026-07-01 10:00", ana, decided(docket.RulingPartly)),
		c.do("2026-08-03 10:00", ana, proof(docket.ActComplied)),
	}
	a := c.run()
	taken(t, answers...)
	if len(lastDay.Passed) != 0 || len(after.Passed) != 1 {
		t.Errorf("passed on the last day %v, after it %v", lastDay.Passed, after.Passed)
	}
	want := []string{"send_up", "appeal_admitted", "brief_sent", "appeal_decided", "complied"}
	if diff := cmp.Diff(want, a.Passed); diff != "" {
		t.Error(diff)
	}
	told := map[string]string{}
	for _, n := range c.activities.told {
		e := c.activities.appeals[n.Seq-1]
		told[string(e.Kind)+e.SubDeadline] = fmt.Sprint(n.To)
	}
	// law: R46 R48 R50: whose turn it is hears at once, and those above when a term of ours passed; the Tribunal's own
	// terms are told to nobody.
	wantTold := map[string]string{
		"filed": "[officer manager]", "brief_asked": "[officer manager]", "appeal_decided": "[officer manager head]",
		"trap_passedsend_up": "[manager head]", "trap_passedbrief_sent": "[manager head]",
		"trap_passedcomplied": "[manager head]",
	}
	if diff := cmp.Diff(wantTold, told); diff != "" || len(c.activities.told) != len(wantTold) {
		t.Errorf("%d notices: %s", len(c.activities.told), diff)
	}
	if at := clock(c.env.Now()); at != "2026-08-03 10:00" {
		t.Errorf("ended at %s", at)
	}
}

func TestAppeal_deniedItEndsWithTheRuling(t *testing.T) {
	c := newCourt(t, docket.Directly, "2026-04-08 10:00")
	wrongRole := c.do("2026-04-08 11:00", clerk, docket.AppealCommand{Action: docket.ActAppealAdmitted})
	tooSoon := c.do("2026-04-08 11:01", ana, proof(docket.ActComplied))
	answers := []*ruled{
		c.do("2026-04-10 10:00", ana, docket.AppealCommand{Action: docket.ActAppealAdmitted}),
		c.do("2026-04-20 10:00", ana, decided(docket.RulingDenied)),
	}
	a := c.run()
	taken(t, answers...)
	for r, code := range map[*ruled]docket.Code{wrongRole: docket.CodeForbidden, tooSoon: docket.CodeConflict} {
		if e := workflows.RefusalOf(r.err); !r.rejected || e == nil || e.Code != code {
			t.Errorf("%v (rejected %t), want %s", r.err, r.rejected, code)
		}
	}
	if !a.Ended() || a.Seq != 3 {
		t.Errorf("%s, %d events", a.State(), a.Seq)
	}
}

func TestAppeal_repeatedAndContinuedAsNewNothingIsDoneTwice(t *testing.T) {
	c := newCourt(t, docket.ThroughUs, "2026-04-06 10:00")
	cmd := proof(docket.ActSendUp)
	cmd.Key = "form-1"
	first := c.do("2026-04-07 10:00", ana, cmd)
	again := c.do("2026-04-07 10:01", ana, cmd)
	var before docket.Appeal
	c.look("2026-04-07 11:00", &before)
	c.at("2026-04-07 12:00", func() { c.env.SetContinueAsNewSuggested(true) })
	c.env.ExecuteWorkflow(workflows.AppealWorkflowName, c.input)
	taken(t, first, again)
	if first.acted != again.acted || before.Seq != 2 {
		t.Errorf("%+v, then %+v; %d events", first.acted, again.acted, before.Seq)
	}
	var anew *workflow.ContinueAsNewError
	if !errors.As(c.env.GetWorkflowError(), &anew) {
		t.Fatalf("it did not continue as new: %v", c.env.GetWorkflowError())
	}

	next := newCourt(t, docket.ThroughUs, "2026-04-08 11:00")
	next.input.Opening, next.input.Carried = c.input.Opening, &before
	next.activities.appeal = c.activities.appeal
	repeated := next.do("2026-04-08 12:00", ana, cmd)
	answers := []*ruled{
		next.do("2026-04-08 13:00", ana, docket.AppealCommand{Action: docket.ActAppealReceived}),
		next.do("2026-04-09 13:00", ana, decided(docket.RulingInadmissible)),
	}
	a := next.run()
	taken(t, append(answers, repeated)...)
	if a.Seq != 4 || !a.FiledAt.Equal(before.FiledAt) {
		t.Errorf("%d events, filed %s", a.Seq, clock(a.FiledAt))
	}
}

func TestAppeal_theRegisterKnowsItItIsTakenUpWhereItStands(t *testing.T) {
	c := newCourt(t, docket.ThroughUs, "2026-04-06 10:00")
	known := docket.Appeal{
		Request: requestID, N: 1, Office: "lima", Seq: 2, Against: docket.AgainstSilence, Route: docket.ThroughUs,
		FiledAt: local(t, "2026-04-06 10:00"), SentUpAt: local(t, "2026-04-06 10:00"),
		ReceivedAt: local(t, "2026-04-06 10:00"),
	}
	c.activities.appeal = &known
	r := c.do("2026-04-07 10:00", ana, decided(docket.RulingInadmissible))
	a := c.run()
	taken(t, r)
	if a.Seq != 3 || len(c.activities.appeals) != 1 {
		t.Errorf("%d events, %d of them new", a.Seq, len(c.activities.appeals))
	}
}

func TestAppeal_theAnswerComesAfterTheRegisterKnows(t *testing.T) {
	c := newCourt(t, docket.Directly, "2026-04-08 10:00")
	back := local(t, "2026-04-09 11:03")
	c.at("2026-04-09 10:59", func() {
		c.activities.project = func(int) error {
			if c.env.Now().Before(back) {
				return errors.New("database is locked")
			}
			return nil
		}
	})
	r := c.do("2026-04-09 11:00", ana, decided(docket.RulingInadmissible))
	c.run()
	taken(t, r)
	if c.env.Now().Before(back) {
		t.Errorf("answered at %s", clock(c.env.Now()))
	}
}

func TestAppealWorkflowID_standsUnderItsRequest(t *testing.T) {
	if id := workflows.AppealWorkflowID("abc", 2); id != "request/abc/appeal/2" {
		t.Error(id)
	}
}

// theAppeal records an appeal on a case; the shipped procedures do not offer it yet.
func theAppeal(route docket.AppealRoute) docket.Command {
	return docket.Command{Action: docket.ActAppeal, Against: docket.AgainstDenial, Route: route, Text: "doc-appeal"}
}

func withAppeals(s *stage) *[]workflows.AppealInput {
	states := slices.Clone(s.activities.loaded.Law.Procedure.States)
	for i, state := range states {
		states[i].Actions = append(slices.Clone(state.Actions), docket.Permission{
			Do: docket.ActAppeal, By: []docket.Role{docket.RoleReception, docket.RoleOfficer, docket.RoleManager},
			Label: docket.Text{ES: "Registrar apelación"},
		})
	}
	s.activities.loaded.Law.Procedure.States = states
	var begun []workflows.AppealInput
	s.env.RegisterWorkflowWithOptions(func(ctx workflow.Context, in workflows.AppealInput) (docket.Appeal, error) {
		if id := workflow.GetInfo(ctx).WorkflowExecution.ID; id != workflows.AppealWorkflowID(in.Opening.Request,
			in.Opening.N) {
			s.t.Errorf("started as %s", id)
		}
		begun = append(begun, in)
		return docket.Appeal{}, nil
	}, workflow.RegisterOptions{Name: workflows.AppealWorkflowName})
	return &begun
}

// law: R51
func TestR51_anAppealIsStartedAndTheCaseKeepsItsOutcome(t *testing.T) {
	s := byMail(t, "2026-03-02 10:00")
	begun := withAppeals(s)
	var closed docket.Case
	answers := []*answer{
		s.do("2026-03-02 11:00", manager, docket.Command{Action: docket.ActClaim}),
		s.do("2026-03-02 11:04", manager, deny()),
		s.do("2026-03-02 11:07", head, approve()),
	}
	s.at("2026-03-03 09:00", func() { closed = s.activities.last })
	vague := s.do("2026-03-03 10:00", clerk,
		docket.Command{Action: docket.ActAppeal, Route: docket.ThroughUs, Text: "doc-appeal"})
	bare := s.do("2026-03-03 10:01", clerk,
		docket.Command{Action: docket.ActAppeal, Against: docket.AgainstDenial, Route: docket.ThroughUs})
	late := theAppeal(docket.Directly)
	late.At = local(t, "2026-03-03 12:00")
	answers = append(answers,
		s.do("2026-03-03 11:00", clerk, theAppeal(docket.ThroughUs)),
		s.do("2026-03-05 11:00", ana, late))
	c := s.run("2026-03-06 10:00")
	accepted(t, answers...)
	refused(t, vague, docket.CodeInvalid, "apela")
	refused(t, bare, docket.CodeInvalid, "apelación")
	if closed.Outcome != "denied" || c.Outcome != closed.Outcome || c.State != closed.State ||
		c.AnsweredAt != closed.AnsweredAt || c.DueOn != closed.DueOn {
		t.Errorf("was %s in %s, is %s in %s", closed.Outcome, closed.State, c.Outcome, c.State)
	}
	if len(*begun) != 2 || len(c.Appeals) != 2 {
		t.Fatalf("%d appeals on the case, %d workflows", len(c.Appeals), len(*begun))
	}
	first, second := (*begun)[0].Opening, (*begun)[1].Opening
	if first.N != 1 || first.Route != docket.ThroughUs || first.By != clerk || clock(first.FiledAt) != "2026-03-03 11:00" {
		t.Errorf("%+v", first)
	}
	if second.N != 2 || second.Route != docket.Directly || clock(second.FiledAt) != "2026-03-03 12:00" {
		t.Errorf("%+v", second)
	}
}

func TestAppealOfACaseThatIsTakenUp_isMadeSureOf(t *testing.T) {
	s := byMail(t, "2026-03-02 10:00")
	withAppeals(s)
	a := s.do("2026-03-02 11:00", clerk, theAppeal(docket.ThroughUs))
	before := s.run("2026-03-03 10:00")
	accepted(t, a)

	next := byMail(t, "2026-03-02 10:00")
	begun := withAppeals(next)
	next.start = local(t, "2026-03-03 12:00")
	next.env.SetStartTime(next.start)
	next.activities.events, next.activities.last, next.keys = s.activities.events, before, s.keys
	next.activities.loaded.Case = &before
	next.run("2026-03-03 14:00")
	if len(*begun) != 1 || (*begun)[0].Opening.N != 1 {
		t.Errorf("%+v", *begun)
	}
}
