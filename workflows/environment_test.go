package workflows_test

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/testsuite"
	"go.temporal.io/sdk/workflow"

	"foja/calendar"
	"foja/docket"
	"foja/languages"
	"foja/procedures"
	"foja/workflows"
)

const requestID = "9b2f6d1e-0000-4000-8000-000000000001"

var peruTime = docket.Zone{Name: "America/Lima", Spans: []docket.ZoneSpan{{Offset: -5 * 60 * 60}}}

// The people on the stage.
var (
	clerk   = docket.Actor{User: "u-clerk", Role: docket.RoleReception, Office: "lima"}
	ana     = docket.Actor{User: "u-ana", Role: docket.RoleOfficer, Office: "lima"}
	bruno   = docket.Actor{User: "u-bruno", Role: docket.RoleOfficer, Office: "lima"}
	manager = docket.Actor{User: "u-manager", Role: docket.RoleManager, Office: "lima"}
	head    = docket.Actor{User: "u-head", Role: docket.RoleHead}
)

// local reads a wall time of Lima: "2026-03-02 10:00", seconds optional.
func local(t testing.TB, s string) time.Time {
	t.Helper()
	layout := "2006-01-02 15:04"
	if strings.Count(s, ":") == 2 {
		layout += ":05"
	}
	wall, err := time.Parse(layout, s)
	if err != nil {
		t.Fatal(err)
	}
	return wall.Add(5 * time.Hour)
}

// clock writes an instant as Lima's wall time, to the minute.
func clock(at time.Time) string { return at.Add(-5 * time.Hour).UTC().Format("2006-01-02 15:04") }

// stage runs one case in skipped time, with a plain fake of the world around it.
type stage struct {
	t          testing.TB
	env        *testsuite.TestWorkflowEnvironment
	start      time.Time
	activities *fakeActivities
	input      workflows.RequestInput
	keys       int
}

// answer is what came back of a command.
type answer struct {
	acted    workflows.Acted
	err      error
	rejected bool // by the validator: no trace in the history
	at       time.Time
}

func lawOf(t testing.TB, procedure string, received time.Time) docket.Law {
	t.Helper()
	set, err := procedures.Load()
	if err != nil {
		t.Fatal(err)
	}
	p, err := set.For(procedure, peruTime.DateOf(received))
	if err != nil {
		t.Fatal(err)
	}
	c, err := procedures.LoadCalendar()
	if err != nil {
		t.Fatal(err)
	}
	year := peruTime.DateOf(received).Year
	part, err := c.Slice(calendar.Date{Year: year - 1, Month: 1, Day: 1},
		calendar.Date{Year: year + 1, Month: 12, Day: 31})
	if err != nil {
		t.Fatal(err)
	}
	return docket.Law{
		Procedure: p, Calendar: part, Zone: peruTime,
		Office: docket.Office{ID: "lima", Region: "Lima", Zone: "America/Lima", Opens: "08:00", Closes: "16:30"},
	}
}

// byMail sets the stage for a request that came by mail and is registered seconds later.
func byMail(t testing.TB, received string) *stage {
	t.Helper()
	return newStage(t, "public-information", received, local(t, received).Add(3*time.Second))
}

func newStage(t testing.TB, procedure, received string, registered time.Time) *stage {
	t.Helper()
	var suite testsuite.WorkflowTestSuite
	suite.SetLogger(quiet{})
	at := local(t, received)
	law := lawOf(t, procedure, at)
	on, err := docket.Receive(at, docket.ChannelEmail, docket.OfficeHours, law.Office, law.Zone, law.View())
	if err != nil {
		t.Fatal(err)
	}
	s := &stage{
		t: t, env: suite.NewTestWorkflowEnvironment(), start: registered, input: workflows.RequestInput{Request: requestID},
	}
	s.env.SetStartTime(registered)
	s.env.SetTestTimeout(time.Minute)
	s.activities = &fakeActivities{t: t, now: s.env.Now, loaded: workflows.Loaded{
		Law: law, Office: "lima", Channel: docket.ChannelEmail, ReceivedAt: at, ReceivedOn: on.String(),
		Policy: docket.OfficeHours, ByEmail: true,
	}}
	s.env.RegisterActivity(s.activities)
	s.env.RegisterWorkflowWithOptions(workflows.Request, workflow.RegisterOptions{Name: workflows.RequestWorkflowName})
	return s
}

// do has a person do something at a wall time; the answer is filled while the stage runs.
func (s *stage) do(when string, by docket.Actor, cmd docket.Command) *answer {
	s.t.Helper()
	s.keys++
	if cmd.Key == "" {
		cmd.Key = fmt.Sprintf("key-%d", s.keys)
	}
	cmd.By = by
	a := &answer{err: errors.New("no answer")}
	s.at(when, func() {
		// The update ID is not the key here, or the test server would itself answer a repetition.
		s.env.UpdateWorkflow(workflows.UpdateAct, fmt.Sprintf("%s/%p", cmd.Key, a), &testsuite.TestUpdateCallback{
			OnAccept: func() {},
			OnReject: func(err error) { a.err, a.rejected, a.at = err, true, s.env.Now() },
			OnComplete: func(result any, err error) {
				a.err, a.at = err, s.env.Now()
				if acted, ok := result.(workflows.Acted); ok {
					a.acted = acted
				}
			},
		}, cmd)
	})
	return a
}

// at runs f at a wall time.
func (s *stage) at(when string, f func()) {
	s.t.Helper()
	delay := local(s.t, when).Sub(s.start)
	if delay < 0 {
		s.t.Fatalf("%s is before the workflow starts", when)
	}
	s.env.RegisterDelayedCallback(f, delay)
}

// run plays the case; one that does not end by itself is stopped at a wall time.
func (s *stage) run(until string) docket.Case {
	s.t.Helper()
	s.at(until, s.env.CancelWorkflow)
	s.env.ExecuteWorkflow(workflows.RequestWorkflowName, s.input)
	if !s.env.IsWorkflowCompleted() {
		s.t.Fatal("the workflow did not end")
	}
	if err := s.env.GetWorkflowError(); err != nil && !temporal.IsCanceledError(err) {
		var anew *workflow.ContinueAsNewError
		if !errors.As(err, &anew) {
			s.t.Fatal(err)
		}
	}
	return s.activities.last
}

// ended says whether the workflow came to its own end.
func (s *stage) ended() bool { return s.env.IsWorkflowCompleted() && s.env.GetWorkflowError() == nil }

// accepted fails the test unless the commands were taken.
func accepted(t testing.TB, answers ...*answer) {
	t.Helper()
	for i, a := range answers {
		if a.err != nil {
			t.Errorf("command %d: %v", i+1, a.err)
		}
	}
}

// refused fails the test unless the command was refused by the validator, with a code and a
// word of the message.
func refused(t testing.TB, a *answer, code docket.Code, word string) {
	t.Helper()
	e := workflows.RefusalOf(a.err)
	if !a.rejected || e == nil || e.Code != code || !strings.Contains(languages.For("es").Say(e.Reason), word) {
		t.Errorf("got %v (rejected %t), want %s with %q", a.err, a.rejected, code, word)
	}
}

// fakeActivities is the fake world: it keeps what it is asked to do, and fails when told to.
type fakeActivities struct {
	t      testing.TB
	now    func() time.Time
	loaded workflows.Loaded

	mu       sync.Mutex
	events   []docket.Event
	last     docket.Case
	prepared []string
	sent     []string // letter and minute
	notices  []string // minute, alarm, roles
	steps    []int

	registered string // ID that RegisterMessage gives; requestID when empty
	classified workflows.Classified
	settled    []workflows.SettleInput

	appeals []docket.AppealEvent
	told    []workflows.AppealNotice
	appeal  *docket.Appeal // as the register has it

	// What goes wrong: nil is nothing. They are asked with how often it was tried before.
	project, prepare, send, classify, register func(tried int) error
	tried                                      map[string]int
}

var _ workflows.Activities = (*fakeActivities)(nil)

func (h *fakeActivities) wrong(name string, what func(int) error) error {
	if h.tried == nil {
		h.tried = map[string]int{}
	}
	h.tried[name]++
	if what == nil {
		return nil
	}
	return what(h.tried[name] - 1)
}

func (h *fakeActivities) LoadLaw(context.Context, workflows.RequestInput) (workflows.Loaded, error) {
	return h.loaded, nil
}

func (h *fakeActivities) LoadAppeal(context.Context, workflows.AppealRef) (workflows.AppealLoaded, error) {
	return workflows.AppealLoaded{Law: h.loaded.Law, Appeal: h.appeal}, nil
}

// ProjectAppeal also holds the appeal against the fold of all its events.
func (h *fakeActivities) ProjectAppeal(_ context.Context, in workflows.AppealProjection) error {
	if err := h.wrong("project an appeal", h.project); err != nil {
		return err
	}
	h.appeals = append(h.appeals, in.Events...)
	if h.appeal == nil {
		h.appeal = &docket.Appeal{}
	}
	for _, e := range in.Events {
		h.appeal.Apply(e)
	}
	if diff := gocmp.Diff(*h.appeal, in.Appeal, cmpopts.EquateEmpty()); diff != "" {
		h.t.Errorf("the appeal is not the fold of its events: %s", diff)
	}
	return nil
}

// NotifyAppeal notes who is told of what.
func (h *fakeActivities) NotifyAppeal(_ context.Context, in workflows.AppealNotice) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.told = append(h.told, in)
	return nil
}

// Project also holds the case against the fold of all its events: they are one truth.
func (h *fakeActivities) Project(_ context.Context, in workflows.Projection) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	if err := h.wrong("project", h.project); err != nil {
		return err
	}
	if last := in.Events[len(in.Events)-1].Seq; last <= len(h.events) {
		return nil // a repetition
	}
	for _, e := range in.Events {
		if e.Seq != len(h.events)+1 {
			h.t.Errorf("event %d comes after %d", e.Seq, len(h.events))
		}
		h.events = append(h.events, e)
	}
	if diff := gocmp.Diff(docket.Replay(h.events), in.Case, cmpopts.EquateEmpty()); diff != "" {
		h.t.Errorf("the case is not the fold of its events: %s", diff)
	}
	h.last = in.Case
	return nil
}

// PrepareLetter also holds that the register has the letter already: what a letter says is read from there.
func (h *fakeActivities) PrepareLetter(_ context.Context, in workflows.LetterInput) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	if _, known := h.last.Letter(in.Letter.ID); !known {
		h.t.Errorf("%s is written before the register knows of it", in.Letter.ID)
	}
	h.prepared = append(h.prepared, string(in.Letter.Kind)+" "+string(in.Letter.State))
	return h.wrong("prepare "+in.Letter.ID, h.prepare)
}

func (h *fakeActivities) SendLetter(_ context.Context, letter string) (workflows.LetterSent, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if err := h.wrong("send "+letter, h.send); err != nil {
		return workflows.LetterSent{}, err
	}
	kind := strings.TrimPrefix(letter, requestID+".")
	h.sent = append(h.sent, clock(h.now())+" "+kind)
	return workflows.LetterSent{At: h.now(), Response: "250 ok"}, nil
}

func (h *fakeActivities) Notify(_ context.Context, in workflows.NoticeInput) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.notices = append(h.notices, fmt.Sprintf("%s %s -> %v", clock(h.now()), in.Alarm.ID, in.To))
	h.steps = append(h.steps, in.Step)
	return nil
}

func (h *fakeActivities) Classify(context.Context, workflows.MessageInput) (workflows.Classified, error) {
	return h.classified, h.wrong("classify", h.classify)
}

func (h *fakeActivities) RegisterMessage(context.Context, workflows.MessageInput) (string, error) {
	return cmp.Or(h.registered, requestID), h.wrong("register", h.register)
}

func (h *fakeActivities) Settle(_ context.Context, in workflows.SettleInput) error {
	h.settled = append(h.settled, in)
	return nil
}

// kinds lists the events of a case, those of some kinds left out.
func (h *fakeActivities) kinds(without ...docket.EventKind) []string {
	var list []string
	for _, e := range h.events {
		if !slices.Contains(without, e.Kind) {
			list = append(list, string(e.Kind))
		}
	}
	return list
}

// find returns the first event of a kind.
func (h *fakeActivities) find(kind docket.EventKind) docket.Event {
	h.t.Helper()
	for _, e := range h.events {
		if e.Kind == kind {
			return e
		}
	}
	h.t.Fatalf("no %s among %v", kind, h.kinds())
	return docket.Event{}
}

func same(t testing.TB, what string, got, want []string) {
	t.Helper()
	if diff := gocmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("%s: %s", what, diff)
	}
}

// quiet keeps the skipped years out of the test's output.
type quiet struct{}

func (quiet) Debug(string, ...any) {}
func (quiet) Info(string, ...any)  {}
func (quiet) Warn(string, ...any)  {}
func (quiet) Error(string, ...any) {}
