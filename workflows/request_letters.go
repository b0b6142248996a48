package workflows

import (
	"errors"
	"time"

	enumspb "go.temporal.io/api/enums/v1"
	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/workflow"

	"foja/docket"
)

// startLetters starts what the case's letters ask for and is not yet under way. Each goes its own
// road, so that a mail server that is away for a day holds up nothing else.
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

// send has the letter rendered, then sent; its outcome is the case's.
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
	delete(r.started, key) // a person may ask for it to be sent again
	if err != nil {
		workflow.GetLogger(ctx).Error("a letter was refused for good", "letter", l.ID, "error", err)
		r.record(r.c.LetterFailed(r.law, l.ID, "", workflow.Now(ctx)))
		return
	}
	r.record(r.c.LetterSent(r.law, l.ID, sent.At, workflow.Now(ctx)))
}

// waitUndoWindow keeps a letter back until its hour; false when it was taken back meanwhile.
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

// print has the letter rendered for a person to print.
func (r *request) print(ctx workflow.Context, key string, l docket.Letter) {
	if err := remoteDo(ctx, externalOptions, Activities.PrepareLetter, LetterInput{Request: r.id, Letter: l}); err != nil {
		r.recordRenderFailure(ctx, key, l, err)
	}
}

// recordRenderFailure has a person hear of a letter that could not be rendered, be it for mail or for paper.
func (r *request) recordRenderFailure(ctx workflow.Context, key string, l docket.Letter, why error) {
	if ctx.Err() != nil {
		return
	}
	workflow.GetLogger(ctx).Error("a letter could not be rendered: its template does not fit the case", "letter", l.ID, "error", why)
	events := r.c.LetterUnwritten
	// In histories from before this version a letter by mail was refused, and one on paper left at the log line.
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

// notify tells people of the alarms among the events just written.
func (r *request) notify(ctx workflow.Context, events []docket.Event) {
	for _, e := range events {
		if e.Appeal != nil {
			r.startAppeal(ctx, *e.Appeal)
		}
		if e.Kind != docket.EventAlarm && e.Kind != docket.EventAlarmClimbed {
			continue
		}
		r.notifyAlarm(ctx, *e.Alarm)
	}
}

// repeatNotices repeats the last notice of every alarm that waits for a person, because it is not
// known whether it was given. Whoever got it does not get it twice.
func (r *request) repeatNotices(ctx workflow.Context) {
	for _, a := range r.c.PendingAlarms() {
		r.notifyAlarm(ctx, a)
	}
}

// restartAppeals makes sure of every appeal that was filed, because it is not known whether its
// workflow was started. One that has ended already finds so in the register, and ends again.
func (r *request) restartAppeals(ctx workflow.Context) {
	for _, o := range r.c.Appeals {
		r.startAppeal(ctx, o)
	}
}

// startAppeal starts the appeal's own workflow, which outlives the case's.
func (r *request) startAppeal(ctx workflow.Context, o docket.AppealOpening) {
	r.goTracked(ctx, func(ctx workflow.Context) {
		ctx = workflow.WithChildOptions(ctx, workflow.ChildWorkflowOptions{
			WorkflowID:            AppealWorkflowID(o.Request, o.N),
			ParentClosePolicy:     enumspb.PARENT_CLOSE_POLICY_ABANDON,
			WorkflowIDReusePolicy: enumspb.WORKFLOW_ID_REUSE_POLICY_REJECT_DUPLICATE,
		})
		// Not its end is awaited, but that it has begun: an abandoned child that has not begun is lost.
		err := workflow.ExecuteChildWorkflow(ctx, AppealWorkflowName, AppealInput{Opening: o}).GetChildWorkflowExecution().Get(ctx, nil)
		var there *temporal.ChildWorkflowExecutionAlreadyStartedError
		if err != nil && !errors.As(err, &there) && ctx.Err() == nil {
			workflow.GetLogger(ctx).Error("an appeal's workflow could not be started", "appeal", o.N, "error", err)
		}
	})
}

// notifyAlarm gives the notice of an alarm's latest step.
func (r *request) notifyAlarm(ctx workflow.Context, a docket.Alarm) {
	in := NoticeInput{Request: r.id, Office: r.c.Office, Alarm: a, To: a.To, Holder: r.c.Holder, Step: a.Climbed}
	if a.Climbed > 0 {
		in.To = in.To[len(in.To)-1:] // those below know already
	}
	r.goTracked(ctx, func(ctx workflow.Context) {
		if err := remoteDo(ctx, externalOptions, Activities.Notify, in); err != nil {
			workflow.GetLogger(ctx).Error("a notice could not be given", "alarm", in.Alarm.ID, "error", err)
		}
	})
}

// goTracked does something beside the main line, which does not end before it is done.
func (r *request) goTracked(ctx workflow.Context, do func(workflow.Context)) {
	r.inFlight++
	workflow.Go(ctx, func(ctx workflow.Context) {
		defer func() { r.inFlight-- }()
		do(ctx)
	})
}
