package workflows

import (
	"errors"

	enumspb "go.temporal.io/api/enums/v1"
	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/workflow"

	"foja/docket"
)

// Message decides what a stored message is and handles it: it registers a request and starts its workflow, passes a
// reply to its case, or settles anything else. It ends with exactly one fate recorded, which is also its result.
func Message(ctx workflow.Context, in MessageInput) (Classified, error) {
	as, err := local(ctx, localMailReadOptions, Activities.Classify, in)
	if err != nil {
		as, err = holdMessage(ctx, err, docket.HeldUnreadable, "")
	}
	if err != nil {
		return Classified{}, err
	}
	switch {
	case as.Fate == docket.FateRequest:
		as, err = registerMessage(ctx, in, as)
	case as.Fate == docket.FateReply:
		as, err = reply(ctx, in, as)
	case as.Fate == docket.FateReport && (as.Bounce || as.Doubt) && as.Request != "":
		as, err = signalCase(ctx, as, MessageArrived{Message: in.Message, Letter: as.Letter, Doubt: as.Doubt})
	}
	if err != nil {
		return Classified{}, err
	}
	settle := SettleInput{Message: in.Message, As: as}
	err = retryUntilDone(ctx, "settle", func() error {
		return localDo(ctx, localMailReadOptions, Activities.Settle, settle)
	})
	return as, err
}

// registerMessage registers a request from the message and starts its workflow, which outlives this one. A workflow
// that runs already was started before a crash.
func registerMessage(ctx workflow.Context, in MessageInput, as Classified) (Classified, error) {
	request, err := local(ctx, localMailReadOptions, Activities.RegisterMessage, in)
	if err != nil {
		return holdMessage(ctx, err, docket.HeldRefused, "")
	}
	as.Request = request
	child := workflow.ExecuteChildWorkflow(workflow.WithChildOptions(ctx, workflow.ChildWorkflowOptions{
		WorkflowID:            RequestWorkflowID(request),
		WorkflowIDReusePolicy: enumspb.WORKFLOW_ID_REUSE_POLICY_REJECT_DUPLICATE,
		ParentClosePolicy:     enumspb.PARENT_CLOSE_POLICY_ABANDON,
	}), RequestWorkflowName, RequestInput{Request: request})
	if err := child.GetChildWorkflowExecution().Get(ctx, nil); err != nil &&
		!temporal.IsWorkflowExecutionAlreadyStartedError(err) {
		return as, err
	}
	return as, nil
}

// signalCase passes the message to its case. A case whose workflow has ended accepts no signal: the message is held,
// with that case suggested.
func signalCase(ctx workflow.Context, as Classified, m MessageArrived) (Classified, error) {
	err := workflow.SignalExternalWorkflow(ctx, RequestWorkflowID(as.Request), "", SignalMessage, m).Get(ctx, nil)
	if err != nil {
		return holdMessage(ctx, err, docket.HeldCaseEnded, as.Request)
	}
	return as, nil
}

// reply passes the message to every case that it belongs to. The first that accepts it owns it. It is held only when
// none accepts it, because each case shows it on its page.
func reply(ctx workflow.Context, in MessageInput, as Classified) (Classified, error) {
	cases := append([]Further{{Request: as.Request, FromRequester: as.FromRequester}}, as.More...)
	var refused Classified
	var taken, ended []Further
	for _, c := range cases {
		one := as
		one.Request, one.More = c.Request, nil
		done, err := signalCase(ctx, one, MessageArrived{Message: in.Message, FromRequester: c.FromRequester})
		switch {
		case err != nil:
			return done, err
		case done.Fate == docket.FateHeld:
			if refused.Fate == "" {
				refused = done
			}
			ended = append(ended, c)
		default:
			taken = append(taken, c)
		}
	}
	if len(taken) == 0 {
		return refused, nil
	}
	cases = append(taken, ended...) // an ended case still shows the message on its page
	as.Request, as.FromRequester, as.More = cases[0].Request, cases[0].FromRequester, cases[1:]
	if len(as.More) == 0 {
		as.More = nil
	}
	return as, nil
}

// holdMessage puts a message that could not be handled into the holding pen. A cancelled workflow ends instead.
func holdMessage(ctx workflow.Context, why error, reason docket.HeldReason, request string) (Classified, error) {
	if ctx.Err() != nil {
		return Classified{}, errors.Join(ctx.Err(), why)
	}
	workflow.GetLogger(ctx).Warn("a message is held", "reason", reason, "error", why)
	return Classified{Fate: docket.FateHeld, Reason: string(reason), Request: request}, nil
}
