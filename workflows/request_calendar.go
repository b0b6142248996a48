package workflows

import (
	"go.temporal.io/sdk/workflow"

	"foja/docket"
)

// decrees is where a case hears that a calendar was published.
type decrees struct {
	calendars workflow.ReceiveChannel
	heard     int // signals that asked for the law to be read again
	heeded    int // as many of them as the law at hand is younger than
	reading   bool
}

func hearDecrees(ctx workflow.Context) decrees {
	return decrees{calendars: workflow.GetSignalChannel(ctx, SignalCalendar)}
}

// heedDecrees takes what was published, a calendar or a version of the procedure. A signal about a version that the case has already asks
// for nothing, so that telling it twice costs no event and no letter.
func (r *request) heedDecrees(ctx workflow.Context) {
	var p CalendarPublished
	for r.calendars.ReceiveAsync(&p) {
		known := p.Version == r.c.CalendarVersion() || p.Version == docket.LawName(r.c.Procedure, r.c.Version)
		if !known && !r.c.Closed() { // law: R9 R58
			r.heard++
		}
		p = CalendarPublished{}
	}
	if r.heard == r.heeded || r.reading {
		return
	}
	// Aside, because the case's alarms must not wait for a law that cannot be read. One reader
	// at a time: an older law never comes behind a newer one.
	r.reading = true
	r.aside(ctx, func(ctx workflow.Context) {
		defer func() { r.reading = false }()
		for r.heard != r.heeded && ctx.Err() == nil {
			heard := r.heard
			if err := insist(ctx, "calendar", func() error { return r.readCalendar(ctx) }); err != nil {
				return // the workflow is cancelled
			}
			r.heeded = heard
		}
	})
}

func (r *request) readCalendar(ctx workflow.Context) error {
	loaded, err := local(ctx, quickly, Activities.LoadLaw, RequestInput{Request: r.id})
	if err != nil {
		return err
	}
	r.law = loaded.Law
	r.recalendar(ctx)
	return nil
}

// recalendar moves the case to the procedure and the calendar of the law at hand. Where that does not reach the end
// of the term the case keeps its dates; the log tells the operator.
func (r *request) recalendar(ctx workflow.Context) {
	if events, err := r.c.Relaw(r.law, workflow.Now(ctx)); err != nil {
		workflow.GetLogger(ctx).Error("the case cannot pass to the new version of its procedure", "version", r.law.Procedure.Version, "error", err)
	} else {
		r.record(events)
	}
	events, err := r.c.Recalendar(r.law, workflow.Now(ctx))
	if err != nil {
		workflow.GetLogger(ctx).Error("the case cannot be counted with the new calendar", "calendar", r.law.Calendar.Version, "error", err)
		return
	}
	r.record(events)
}
