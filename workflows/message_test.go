package workflows_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.temporal.io/sdk/converter"
	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/testsuite"
	"go.temporal.io/sdk/workflow"

	"foja/docket"
	"foja/workflows"
)

const anything = "mock.Anything" // the word of the test server's mocks

// mailbox sets the stage for one message. The case's own workflow is not played here.
func mailbox(t testing.TB, as workflows.Classified) (*testsuite.TestWorkflowEnvironment, *fakeActivities) {
	t.Helper()
	var suite testsuite.WorkflowTestSuite
	suite.SetLogger(quiet{})
	env := suite.NewTestWorkflowEnvironment()
	h := &fakeActivities{t: t, now: env.Now, classified: as}
	env.RegisterActivity(h)
	env.RegisterWorkflowWithOptions(workflows.Message, workflow.RegisterOptions{Name: workflows.MessageWorkflowName})
	env.RegisterWorkflowWithOptions(func(workflow.Context, workflows.RequestInput) error { return nil },
		workflow.RegisterOptions{Name: workflows.RequestWorkflowName})
	return env, h
}

func fateOf(t testing.TB, env *testsuite.TestWorkflowEnvironment, h *fakeActivities) workflows.Classified {
	t.Helper()
	env.ExecuteWorkflow(workflows.MessageWorkflowName, workflows.MessageInput{Message: "hash"})
	var got workflows.Classified
	if err := env.GetWorkflowResult(&got); err != nil {
		t.Fatal(err)
	}
	if len(h.settled) != 1 || h.settled[0].Message != "hash" || !cmp.Equal(h.settled[0].As, got) {
		t.Errorf("settled %+v, answered %+v", h.settled, got)
	}
	return got
}

func TestMessageThatIsARequest_isRegisteredAndItsCaseStarts(t *testing.T) {
	env, h := mailbox(t, workflows.Classified{Fate: docket.FateRequest})
	var started string
	env.SetOnChildWorkflowStartedListener(func(info *workflow.Info, _ workflow.Context, _ converter.EncodedValues) {
		started = info.WorkflowExecution.ID
	})
	got := fateOf(t, env, h)
	if got.Fate != docket.FateRequest || got.Request != requestID || started != workflows.RequestWorkflowID(requestID) {
		t.Errorf("%+v, started %q", got, started)
	}
}

func TestMessageWhoseCaseRunsAlready_isSettledAllTheSame(t *testing.T) {
	env, h := mailbox(t, workflows.Classified{Fate: docket.FateRequest})
	env.OnWorkflow(workflows.RequestWorkflowName, anything, anything).
		Return(&temporal.ChildWorkflowExecutionAlreadyStartedError{})
	if got := fateOf(t, env, h); got.Fate != docket.FateRequest || got.Request != requestID {
		t.Errorf("%+v", got)
	}
}

func TestReply_reachesItsCase(t *testing.T) {
	env, h := mailbox(t, workflows.Classified{Fate: docket.FateReply, Request: requestID, FromRequester: true})
	var told workflows.MessageArrived
	env.OnSignalExternalWorkflow(anything, workflows.RequestWorkflowID(requestID), "", workflows.SignalMessage, anything).
		Return(func(_, _, _, _ string, arg any) error {
			told, _ = arg.(workflows.MessageArrived)
			return nil
		})
	got := fateOf(t, env, h)
	if got.Fate != docket.FateReply || told != (workflows.MessageArrived{Message: "hash", FromRequester: true}) {
		t.Errorf("%+v, told %+v", got, told)
	}
}

func TestReplyToACaseThatHasEnded_isHeldWithTheCaseSuggested(t *testing.T) {
	env, h := mailbox(t, workflows.Classified{Fate: docket.FateReply, Request: requestID})
	env.OnSignalExternalWorkflow(anything, workflows.RequestWorkflowID(requestID), "", workflows.SignalMessage, anything).
		Return(errors.New("unknown external workflow execution"))
	got := fateOf(t, env, h)
	want := workflows.Classified{Fate: docket.FateHeld, Reason: string(docket.HeldCaseEnded), Request: requestID}
	if !cmp.Equal(got, want) {
		t.Errorf("%+v", got)
	}
}

// A mail to the letters of several cases is told to each. One that has ended takes nothing, and the mail is held only
// when all of them have.
func TestReplyToTwoCases_reachesBoth(t *testing.T) {
	const second = "11111111-2222-4333-8444-555555555555"
	gone := errors.New("unknown external workflow execution")
	both := workflows.Classified{
		Fate: docket.FateReply, Request: requestID, FromRequester: true, More: []workflows.Further{{Request: second}},
	}
	for name, c := range map[string]struct {
		first, second error
		want          workflows.Classified
	}{
		"both live": {nil, nil, both},
		"the first has ended": {gone, nil, workflows.Classified{
			Fate: docket.FateReply, Request: second, More: []workflows.Further{{Request: requestID, FromRequester: true}},
		}},
		"the second has ended": {nil, gone, both},
		"both have ended": {
			gone, gone, workflows.Classified{Fate: docket.FateHeld, Reason: string(docket.HeldCaseEnded), Request: requestID},
		},
	} {
		t.Run(name, func(t *testing.T) {
			env, h := mailbox(t, both)
			told := map[string]workflows.MessageArrived{}
			for id, fails := range map[string]error{requestID: c.first, second: c.second} {
				env.OnSignalExternalWorkflow(anything, workflows.RequestWorkflowID(id), "", workflows.SignalMessage, anything).
					Return(func(_, _, _, _ string, arg any) error {
						told[id], _ = arg.(workflows.MessageArrived)
						return fails
					})
			}
			if got := fateOf(t, env, h); !cmp.Equal(got, c.want) {
				t.Error(cmp.Diff(c.want, got))
			}
			want := map[string]workflows.MessageArrived{
				requestID: {Message: "hash", FromRequester: true}, second: {Message: "hash"},
			}
			if !cmp.Equal(told, want) {
				t.Errorf("told %+v", told)
			}
		})
	}
}

func TestReportOfALetterThatNeverArrived_isTheCasesBusiness(t *testing.T) {
	letter := docket.LetterID(requestID, docket.LetterReceipt, 1)
	env, h := mailbox(t, workflows.Classified{Fate: docket.FateReport, Request: requestID, Letter: letter, Bounce: true})
	var told workflows.MessageArrived
	env.OnSignalExternalWorkflow(anything, workflows.RequestWorkflowID(requestID), "", workflows.SignalMessage, anything).
		Return(func(_, _, _, _ string, arg any) error {
			told, _ = arg.(workflows.MessageArrived)
			return nil
		})
	if got := fateOf(t, env, h); got.Fate != docket.FateReport || told.Letter != letter {
		t.Errorf("%+v, told %+v", got, told)
	}
}

func TestReportThatMayBeOfALetter_isTheCasesBusiness(t *testing.T) {
	env, h := mailbox(t, workflows.Classified{Fate: docket.FateReport, Request: requestID, Letter: "l", Doubt: true})
	var told workflows.MessageArrived
	env.OnSignalExternalWorkflow(anything, workflows.RequestWorkflowID(requestID), "", workflows.SignalMessage, anything).
		Return(func(_, _, _, _ string, arg any) error {
			told, _ = arg.(workflows.MessageArrived)
			return nil
		})
	if got := fateOf(t, env, h); got.Fate != docket.FateReport ||
		told != (workflows.MessageArrived{Message: "hash", Letter: "l", Doubt: true}) {
		t.Errorf("%+v, told %+v", got, told)
	}
}

func TestOtherMessages_areSettledAndNothingElse(t *testing.T) {
	for _, as := range []workflows.Classified{
		{Fate: docket.FateReport, Request: requestID, Letter: "l"},
		{Fate: docket.FateAutomatic, Request: requestID},
		{Fate: docket.FateOwn, Letter: "l"},
		{Fate: docket.FateDuplicate},
		{Fate: docket.FateHeld, Reason: string(docket.HeldEmpty)},
	} {
		env, h := mailbox(t, as)
		if got := fateOf(t, env, h); !cmp.Equal(got, as) {
			t.Errorf("%+v became %+v", as, got)
		}
	}
}

func TestMessageThatMakesUsPanic_isHeld(t *testing.T) {
	env, h := mailbox(t, workflows.Classified{})
	h.classify = func(int) error { panic("broken MIME") }
	if got := fateOf(t, env, h); got.Fate != docket.FateHeld || got.Reason != string(docket.HeldUnreadable) {
		t.Errorf("%+v", got)
	}
}

func TestRegisterAwayForAWhile_isNoReasonToHoldAMessage(t *testing.T) {
	env, h := mailbox(t, workflows.Classified{Fate: docket.FateAutomatic})
	h.classify = func(tried int) error {
		if tried < 20 {
			return errors.New("database is locked")
		}
		return nil
	}
	if got := fateOf(t, env, h); got.Fate != docket.FateAutomatic {
		t.Errorf("%+v", got)
	}
}

func TestRequestThatCannotBeRegistered_isHeld(t *testing.T) {
	env, h := mailbox(t, workflows.Classified{Fate: docket.FateRequest})
	h.register = func(int) error {
		return temporal.NewNonRetryableApplicationError("no such office", string(docket.CodeInvalid), nil)
	}
	if got := fateOf(t, env, h); got.Fate != docket.FateHeld || got.Reason != string(docket.HeldRefused) {
		t.Errorf("%+v", got)
	}
}
