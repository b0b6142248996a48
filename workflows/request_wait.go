package workflows

import (
	"time"

	"go.temporal.io/sdk/workflow"
)

// reloadLawAfter is how soon the law is loaded again when the calendar does not reach the next alarm.
const reloadLawAfter = 24 * time.Hour

// decideDue decides what is due: alarms, escalation steps, the end of the due day.
func (r *request) decideDue(ctx workflow.Context) {
	events, err := r.c.Wake(r.law, workflow.Now(ctx))
	r.record(events)
	if err != nil {
		workflow.GetLogger(ctx).Error("the case's next alarm cannot be planned", "error", err)
	}
}

// waitForNext waits for the next milestone or for a change, whichever comes first.
func (r *request) waitForNext(ctx workflow.Context) error {
	next, err := r.next(ctx)
	if err != nil {
		if err := r.retryLoadLaw(ctx); err != nil {
			return err
		}
		if next, err = r.next(ctx); err != nil {
			next = workflow.Now(ctx).Add(reloadLawAfter)
		}
	}
	r.set(ctx, next)
	return workflow.Await(ctx, func() bool {
		return r.fired() || len(r.unwritten) > 0 || r.messages.Len() > 0 || r.calendars.Len() > 0 || r.finished(ctx) ||
			r.shouldContinueAsNew(ctx)
	})
}

// next is the next moment at which something is due; the zero time when there is none.
func (r *request) next(ctx workflow.Context) (time.Time, error) {
	now := workflow.Now(ctx)
	next, err := r.c.NextWake(r.law, now)
	if err != nil || !r.c.Closed() {
		return next, err
	}
	if end := r.c.AcceptsUntil(r.law); end.After(now) && (next.IsZero() || end.Before(next)) {
		return end, nil
	}
	return next, nil // zero: it only waits for open tasks
}

// retryLoadLaw loads the law again: a calendar with more years may have been published.
func (r *request) retryLoadLaw(ctx workflow.Context) error {
	loaded, err := local(ctx, localReadOptions, Activities.LoadLaw, RequestInput{Request: r.id})
	if err != nil {
		return ctx.Err() // keep the current law; a cancelled workflow ends
	}
	r.law = loaded.Law
	r.applyLaw(ctx)
	return nil
}
