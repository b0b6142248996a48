package workflows

import (
	"fmt"
	"time"

	"go.temporal.io/sdk/workflow"

	"foja/docket"
)

// Names on the wire of an appeal's workflow. Its acts come as updates of the name UpdateAct.
const (
	AppealWorkflowName = "Appeal"
	QueryAppeal        = "appeal" // docket.Appeal
)

// AppealWorkflowID is the one place that names an appeal's workflow.
func AppealWorkflowID(request string, n int) string {
	return fmt.Sprintf("%s/appeal/%d", RequestWorkflowID(request), n)
}

// AppealInput starts an appeal's workflow; the law is read by LoadLaw.
type AppealInput struct {
	Opening docket.AppealOpening `json:"opening"`
	// Carried is the appeal as it was when the workflow continued as new.
	Carried *docket.Appeal `json:"carried,omitempty"`
}

// AppealActed answers an act on an appeal.
type AppealActed struct {
	Seq   int                `json:"seq"`
	State docket.AppealState `json:"state"`
}

// Appeal is the life of one appeal, from its filing until the Tribunal's ruling is complied
// with or asks for nothing. It outlives the case that it is about, and is its own only writer.
// Its result is the appeal as it ended.
func Appeal(ctx workflow.Context, in AppealInput) (docket.Appeal, error) {
	a := &appeal{opening: in.Opening}
	if in.Carried != nil {
		a.a = in.Carried.Clone()
	}
	if err := a.setup(ctx); err != nil {
		return docket.Appeal{}, err
	}
	return a.run(ctx)
}

type appeal struct {
	opening docket.AppealOpening
	law     docket.Law
	ready   bool // the law and the appeal are here: before that nobody can be answered
	a       docket.Appeal
	changed bool // since the main line last looked
	milestone
}

// setup hears everything from the first moment, then learns the law and opens the appeal.
func (a *appeal) setup(ctx workflow.Context) error {
	if err := workflow.SetQueryHandler(ctx, QueryAppeal, func() (docket.Appeal, error) { return a.a.Clone(), nil }); err != nil {
		return err
	}
	err := workflow.SetUpdateHandlerWithOptions(ctx, UpdateAct, a.act, workflow.UpdateHandlerOptions{Validator: a.mayAct})
	if err != nil {
		return err
	}
	if err := insist(ctx, "read the law of an appeal", func() error { return a.learn(ctx) }); err != nil {
		return err
	}
	if a.a.Seq == 0 {
		events, err := docket.OpenAppeal(a.opening, workflow.Now(ctx))
		if err != nil {
			return refusal(err) // whoever starts it has checked: a defect of ours
		}
		a.record(events)
	}
	a.ready = true
	return nil
}

// learn reads the law in force for the request.
func (a *appeal) learn(ctx workflow.Context) error {
	loaded, err := local(ctx, quickly, Activities.LoadLaw, RequestInput{Request: a.opening.Request})
	if err == nil {
		a.law = loaded.Law
	}
	return err
}

// run tells the terms that pass and waits for the next thing to happen.
func (a *appeal) run(ctx workflow.Context) (docket.Appeal, error) {
	for {
		events, err := a.a.Wake(a.law, workflow.Now(ctx))
		a.record(events)
		if err != nil {
			workflow.GetLogger(ctx).Error("the appeal's next term cannot be counted", "error", err)
		}
		switch {
		case a.a.Ended() && workflow.AllHandlersFinished(ctx):
			return a.a.Clone(), nil
		case a.tired(ctx):
			carried := a.a.Clone()
			return docket.Appeal{}, workflow.NewContinueAsNewError(ctx, AppealWorkflowName, AppealInput{Opening: a.opening, Carried: &carried})
		}
		a.set(ctx, a.next(ctx))
		a.changed = false // by Wake: it has been looked at
		err = workflow.Await(ctx, func() bool {
			return a.rang() || a.changed || a.a.Ended() && workflow.AllHandlersFinished(ctx) || a.tired(ctx)
		})
		if err != nil {
			return docket.Appeal{}, err
		}
	}
}

// next is when the next term passes. When the calendar at hand does not reach that far, the law
// is read again, for a longer one may have been published.
func (a *appeal) next(ctx workflow.Context) time.Time {
	next, err := a.a.NextWake(a.law)
	if err == nil {
		return next
	}
	if a.learn(ctx) == nil {
		if next, err = a.a.NextWake(a.law); err == nil {
			return next
		}
	}
	return workflow.Now(ctx).Add(anewLaw)
}

func (a *appeal) tired(ctx workflow.Context) bool {
	return workflow.GetInfo(ctx).GetContinueAsNewSuggested() && workflow.AllHandlersFinished(ctx)
}

// mayAct is the validator of act: a refused command leaves no trace in the history.
func (a *appeal) mayAct(ctx workflow.Context, cmd docket.AppealCommand) error {
	if !a.ready {
		return nil // act waits, and asks again
	}
	return refusal(a.a.Check(cmd, workflow.Now(ctx)))
}

// act does a person's command. A repeated one is answered with the appeal as it is.
func (a *appeal) act(ctx workflow.Context, cmd docket.AppealCommand) (AppealActed, error) {
	if err := workflow.Await(ctx, func() bool { return a.ready }); err != nil {
		return AppealActed{}, err
	}
	events, err := a.a.Decide(a.law, cmd, workflow.Now(ctx))
	if err != nil {
		return AppealActed{}, refusal(err)
	}
	a.record(events)
	return AppealActed{Seq: a.a.Seq, State: a.a.State()}, nil
}

// record applies events at once, so that the next decision is taken on the appeal as it is.
func (a *appeal) record(events []docket.AppealEvent) {
	for _, e := range events {
		a.a.Apply(e)
		a.changed = true
	}
}
