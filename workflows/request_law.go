package workflows

import (
	"go.temporal.io/sdk/workflow"

	"foja/docket"
)

// lawChanges tracks signals that a calendar or a procedure version was published.
type lawChanges struct {
	calendars workflow.ReceiveChannel
	requested int // number of signals that asked to reload the law
	applied   int // value of requested when the law was last loaded
	loading   bool
}

func newLawChanges(ctx workflow.Context) lawChanges {
	return lawChanges{calendars: workflow.GetSignalChannel(ctx, SignalCalendar)}
}

// applyLawChanges receives the signals. A signal about a version that the case has already is ignored, so that
// repeating it costs no event and no letter.
func (r *request) applyLawChanges(ctx workflow.Context) {
	var p CalendarPublished
	for r.calendars.ReceiveAsync(&p) {
		known := p.Version == r.c.CalendarVersion() || p.Version == docket.LawName(r.c.Procedure, r.c.Version)
		if !known && !r.c.Closed() { // law: R9 R58
			r.requested++
		}
		p = CalendarPublished{}
	}
	if r.requested == r.applied || r.loading {
		return
	}
	// In a goroutine, because the case's alarms must not wait for a law that cannot be loaded. One at a time, so that
	// an older law never replaces a newer one.
	r.loading = true
	r.goTracked(ctx, func(ctx workflow.Context) {
		defer func() { r.loading = false }()
		for r.requested != r.applied && ctx.Err() == nil {
			requested := r.requested
			if err := retryUntilDone(ctx, "calendar", func() error { return r.reloadLaw(ctx) }); err != nil {
				return // the workflow is cancelled
			}
			r.applied = requested
		}
	})
}

func (r *request) reloadLaw(ctx workflow.Context) error {
	loaded, err := local(ctx, localReadOptions, Activities.LoadLaw, RequestInput{Request: r.id})
	if err != nil {
		return err
	}
	r.law = loaded.Law
	r.applyLaw(ctx)
	return nil
}

// applyLaw moves the case to the loaded version of the procedure and of the calendar. When the calendar does not
// reach the end of the term, the case keeps its dates and the log says so.
func (r *request) applyLaw(ctx workflow.Context) {
	if events, err := r.c.ApplyProcedureVersion(r.law, workflow.Now(ctx)); err != nil {
		workflow.GetLogger(ctx).Error("the case cannot pass to the new version of its procedure", "version",
			r.law.Procedure.Version, "error", err)
	} else {
		r.record(events)
	}
	events, err := r.c.ApplyCalendarVersion(r.law, workflow.Now(ctx))
	if err != nil {
		workflow.GetLogger(ctx).Error("the case cannot be counted with the new calendar", "calendar",
			r.law.Calendar.Version, "error", err)
		return
	}
	r.record(events)
}
