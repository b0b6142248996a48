package workflows

import (
	"errors"
	"time"

	enumspb "go.temporal.io/api/enums/v1"
	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/workflow"

	"foja/docket"
)

// startLetters starts the letters that the case requires and that are not in flight. Each has a goroutine of its own,
// so that an unreachable mail server blocks nothing else.
func (r *request) startLetters(ctx workflow.Context) {
	for _, l := range r.c.Letters {
		road := r.send
		switch l.State {
		case docket.LetterWaiting:
		case docket.LetterToPrint:
			road = r.print
		default:
			continue
		}
		key := l.ID + "/" + string(l.State)
		if r.started[key] {
			continue
		}
		r.started[key] = true
		r.goTracked(ctx, func(ctx workflow.Context) { road(ctx, key, l) })
	}
}

// send renders and sends a letter, and records the outcome.
func (r *request) send(ctx workflow.Context, key string, l docket.Letter) {
	if !r.waitUndoWindow(ctx, l) {
		delete(r.started, key)
		return
	}
	if err := remoteDo(ctx, externalOptions, Activities.PrepareLetter, LetterInput{Request: r.id, Letter: l}); err != nil {
		r.recordRenderFailure(ctx, key, l, err)
		return
	}
	sent, err := remote(ctx, externalOptions, Activities.SendLetter, l.ID)
	if ctx.Err() != nil {
		return
	}
	delete(r.started, key) // a person may ask to send it again
	if err != nil {
		workflow.GetLogger(ctx).Error("a letter was refused for good", "letter", l.ID, "error", err)
		r.record(r.c.LetterFailed(r.law, l.ID, "", workflow.Now(ctx)))
		return
	}
	r.record(r.c.LetterSent(r.law, l.ID, sent.At, workflow.Now(ctx)))
}

// waitUndoWindow waits until the letter may leave; false when it was cancelled meanwhile.
func (r *request) waitUndoWindow(ctx workflow.Context, l docket.Letter) bool {
	wait := l.HeldUntil.Sub(workflow.Now(ctx))
	if l.HeldUntil.IsZero() || wait <= 0 {
		return true
	}
	back := func() bool {
		now, found := r.c.Letter(l.ID)
		return found && now.State != docket.LetterWaiting
	}
	taken, err := workflow.AwaitWithTimeout(ctx, wait, back)
	return err == nil && !taken
}

// print renders a letter for a person to print.
func (r *request) print(ctx workflow.Context, key string, l docket.Letter) {
	if err := remoteDo(ctx, externalOptions, Activities.PrepareLetter, LetterInput{Request: r.id, Letter: l}); err != nil {
		r.recordRenderFailure(ctx, key, l, err)
	}
}

// recordRenderFailure records that a letter could not be rendered, by mail or on paper, so that a person sees it.
func (r *request) recordRenderFailure(ctx workflow.Context, key string, l docket.Letter, why error) {
	if ctx.Err() != nil {
		return
	}
	workflow.GetLogger(ctx).Error("a letter could not be rendered: its template does not fit the case", "letter",
		l.ID, "error", why)
	events := r.c.LetterUnwritten
	// Histories from before this version refused a letter by mail, and only logged one on paper.
	if workflow.GetVersion(ctx, "letter-unwritten", workflow.DefaultVersion, 1) == workflow.DefaultVersion {
		if l.State == docket.LetterToPrint {
			return
		}
		events = func(law docket.Law, id string, now time.Time) []docket.Event {
			return r.c.LetterFailed(law, id, "", now)
		}
	}
	delete(r.started, key) // a person may ask for it again
	r.record(events(r.law, l.ID, workflow.Now(ctx)))
}

// notify sends the notices of the alarms among the events just written.
func (r *request) notify(ctx workflow.Context, events []docket.Event) {
	for _, e := range events {
		if e.Appeal != nil {
			r.startAppeal(ctx, *e.Appeal)
		}
		if e.Kind != docket.EventAlarm && e.Kind != docket.EventAlarmEscalated {
			continue
		}
		r.notifyAlarm(ctx, *e.Alarm)
	}
}

// repeatNotices sends the last notice of every pending alarm again, because a crash may have lost it. Notify does not
// send it twice to the same person.
func (r *request) repeatNotices(ctx workflow.Context) {
	for _, a := range r.c.PendingAlarms() {
		r.notifyAlarm(ctx, a)
	}
}

// restartAppeals starts the workflow of every filed appeal, because a crash may have lost the start. One that has
// ended already sees that in the register and ends again.
func (r *request) restartAppeals(ctx workflow.Context) {
	for _, o := range r.c.Appeals {
		r.startAppeal(ctx, o)
	}
}

// startAppeal starts the appeal's workflow, which outlives the case's.
func (r *request) startAppeal(ctx workflow.Context, o docket.AppealOpening) {
	r.goTracked(ctx, func(ctx workflow.Context) {
		ctx = workflow.WithChildOptions(ctx, workflow.ChildWorkflowOptions{
			WorkflowID:            AppealWorkflowID(o.Request, o.N),
			ParentClosePolicy:     enumspb.PARENT_CLOSE_POLICY_ABANDON,
			WorkflowIDReusePolicy: enumspb.WORKFLOW_ID_REUSE_POLICY_REJECT_DUPLICATE,
		})
		// Wait until the child has started: an abandoned child that has not started is lost.
		err := workflow.ExecuteChildWorkflow(ctx, AppealWorkflowName,
			AppealInput{Opening: o}).GetChildWorkflowExecution().Get(ctx, nil)
		var there *temporal.ChildWorkflowExecutionAlreadyStartedError
		if err != nil && !errors.As(err, &there) && ctx.Err() == nil {
			workflow.GetLogger(ctx).Error("an appeal's workflow could not be started", "appeal", o.N, "error", err)
		}
	})
}

// notifyAlarm sends the notice of an alarm's latest step.
func (r *request) notifyAlarm(ctx workflow.Context, a docket.Alarm) {
	in := NoticeInput{Request: r.id, Office: r.c.Office, Alarm: a, To: a.To, Holder: r.c.Holder, Step: a.Escalations}
	if a.Escalations > 0 {
		in.To = in.To[len(in.To)-1:] // the roles of earlier steps were notified already
	}
	r.goTracked(ctx, func(ctx workflow.Context) {
		if err := remoteDo(ctx, externalOptions, Activities.Notify, in); err != nil {
			workflow.GetLogger(ctx).Error("a notice could not be given", "alarm", in.Alarm.ID, "error", err)
		}
	})
}

// goTracked runs do in a workflow goroutine; the workflow does not end before it returns.
func (r *request) goTracked(ctx workflow.Context, do func(workflow.Context)) {
	r.inFlight++
	workflow.Go(ctx, func(ctx workflow.Context) {
		defer func() { r.inFlight-- }()
		do(ctx)
	})
}
