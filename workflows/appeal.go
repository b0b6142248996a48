package workflows

import (
	"time"

	"go.temporal.io/sdk/workflow"

	"foja/docket"
)

// Appeal is the workflow of one appeal, from its filing until the Tribunal's ruling is complied with or requires
// nothing. It outlives the case and is the only writer of the appeal. Its result is the appeal in its final state.
func Appeal(ctx workflow.Context, in AppealInput) (docket.Appeal, error) {
	a := &appeal{opening: in.Opening}
	if in.Carried != nil {
		a.a, a.written = in.Carried.Clone(), in.Carried.Seq
	}
	if err := a.setup(ctx); err != nil {
		return docket.Appeal{}, err
	}
	return a.run(ctx)
}

type appeal struct {
	opening docket.AppealOpening
	law     docket.Law
	ready   bool // law and appeal are loaded; before that no query or update can be answered

	a         docket.Appeal
	unwritten []docket.AppealEvent // decided and applied, not yet projected
	written   int                  // number of the last projected event
	inFlight  int                  // notices being sent
	milestone
}

// setup registers the handlers first, then loads the law and opens the appeal.
func (a *appeal) setup(ctx workflow.Context) error {
	if err := workflow.SetQueryHandler(ctx, QueryAppeal,
		func() (docket.Appeal, error) { return a.a.Clone(), nil }); err != nil {
		return err
	}
	err := workflow.SetUpdateHandlerWithOptions(ctx, UpdateAct, a.act,
		workflow.UpdateHandlerOptions{Validator: a.validateAct})
	if err != nil {
		return err
	}
	if err := retryUntilDone(ctx, "read the law of an appeal", func() error { return a.loadLaw(ctx) }); err != nil {
		return err
	}
	if a.a.Seq == 0 {
		events, err := docket.OpenAppeal(a.opening, workflow.Now(ctx))
		if err != nil {
			return refusal(err) // the client validates the opening first, so a refusal here is a bug
		}
		a.record(events)
	}
	a.ready = true
	return nil
}

// loadLaw loads the law in force for the request, and the appeal if the register has it.
func (a *appeal) loadLaw(ctx workflow.Context) error {
	loaded, err := local(ctx, localReadOptions, Activities.LoadAppeal,
		AppealRef{Request: a.opening.Request, N: a.opening.N})
	if err != nil {
		return err
	}
	a.law = loaded.Law
	if a.a.Seq == 0 && loaded.Appeal != nil {
		a.a, a.written = loaded.Appeal.Clone(), loaded.Appeal.Seq
	}
	return nil
}

// run records the terms that pass, writes the events to the register, and waits for the next change.
func (a *appeal) run(ctx workflow.Context) (docket.Appeal, error) {
	for {
		if a.fired() { // a new calendar may have moved the term: check again before recording that it passed
			if err := retryUntilDone(ctx, "read the law of an appeal again",
				func() error { return a.loadLaw(ctx) }); err != nil {
				return docket.Appeal{}, err
			}
		}
		events, err := a.a.Wake(a.law, workflow.Now(ctx))
		a.record(events)
		if err != nil {
			workflow.GetLogger(ctx).Error("the appeal's next term cannot be counted", "error", err)
		}
		switch {
		case len(a.unwritten) > 0:
			err = a.write(ctx)
		case a.finished(ctx):
			return a.a.Clone(), nil
		case a.shouldContinueAsNew(ctx):
			carried := a.a.Clone()
			return docket.Appeal{}, workflow.NewContinueAsNewError(ctx, AppealWorkflowName,
				AppealInput{Opening: a.opening, Carried: &carried})
		default:
			a.set(ctx, a.next(ctx))
			err = workflow.Await(ctx, func() bool {
				return a.fired() || len(a.unwritten) > 0 || a.finished(ctx) || a.shouldContinueAsNew(ctx)
			})
		}
		if err != nil {
			return docket.Appeal{}, err
		}
	}
}

// write projects new events into the register.
func (a *appeal) write(ctx workflow.Context) error {
	batch := a.unwritten
	a.unwritten = nil
	// a copy, because the appeal changes while the activity runs
	projection := AppealProjection{Events: batch, Appeal: a.a.Clone()}
	err := retryUntilDone(ctx, "project an appeal",
		func() error { return remoteDo(ctx, projectOptions, Activities.ProjectAppeal, projection) })
	if err != nil {
		return err
	}
	a.written = batch[len(batch)-1].Seq
	for _, e := range batch {
		if to := a.a.RolesToNotify(e); len(to) > 0 {
			a.notify(ctx, AppealNotice{AppealRef{a.opening.Request, a.opening.N}, e.Seq, to})
		}
	}
	return nil
}

// notify sends a notice without blocking the main loop: an unreachable mail server must not stop an appeal.
func (a *appeal) notify(ctx workflow.Context, n AppealNotice) {
	a.inFlight++
	workflow.Go(ctx, func(ctx workflow.Context) {
		defer func() { a.inFlight-- }()
		if err := remoteDo(ctx, externalOptions, Activities.NotifyAppeal, n); err != nil {
			workflow.GetLogger(ctx).Error("a notice of an appeal could not be given", "event", n.Seq, "error", err)
		}
	})
}

func (a *appeal) finished(ctx workflow.Context) bool { return a.a.Ended() && a.idle(ctx) }

func (a *appeal) idle(ctx workflow.Context) bool {
	return len(a.unwritten) == 0 && a.inFlight == 0 && workflow.AllHandlersFinished(ctx)
}

// next is when the next term passes. When the calendar does not reach that far, the law is loaded again, because a
// longer calendar may have been published.
func (a *appeal) next(ctx workflow.Context) time.Time {
	next, err := a.a.NextWake(a.law)
	if err == nil {
		return next
	}
	if a.loadLaw(ctx) == nil {
		if next, err = a.a.NextWake(a.law); err == nil {
			return next
		}
	}
	return workflow.Now(ctx).Add(reloadLawAfter)
}

func (a *appeal) shouldContinueAsNew(ctx workflow.Context) bool {
	return workflow.GetInfo(ctx).GetContinueAsNewSuggested() && a.idle(ctx)
}

// validateAct is the validator of act: a refused command leaves no trace in the history.
func (a *appeal) validateAct(ctx workflow.Context, cmd docket.AppealCommand) error {
	if !a.ready {
		return nil // not loaded yet: act waits and checks again
	}
	return refusal(a.a.Check(cmd, workflow.Now(ctx)))
}

// act applies a person's command and returns when it is in the register, so that the person sees the result at once.
// A repeated command returns the current state.
func (a *appeal) act(ctx workflow.Context, cmd docket.AppealCommand) (AppealActed, error) {
	if err := workflow.Await(ctx, func() bool { return a.ready }); err != nil {
		return AppealActed{}, err
	}
	events, err := a.a.Decide(a.law, cmd, workflow.Now(ctx))
	if err != nil {
		return AppealActed{}, refusal(err)
	}
	a.record(events)
	done := AppealActed{Seq: a.a.Seq, State: a.a.State()}
	if err := workflow.Await(ctx, func() bool { return a.written >= done.Seq }); err != nil {
		return AppealActed{}, err
	}
	return done, nil
}

// record applies events at once, so that the next decision sees them, and queues them for write.
func (a *appeal) record(events []docket.AppealEvent) {
	for _, e := range events {
		a.a.Apply(e)
	}
	a.unwritten = append(a.unwritten, events...)
}
