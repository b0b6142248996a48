package workflows

import (
	"time"

	"go.temporal.io/sdk/workflow"

	"foja/calendar"
	"foja/docket"
)

// Request is the workflow of one request, from its registration until nothing more can come for it. Package docket
// decides and returns events; the workflow writes them and starts the activities that they require.
func Request(ctx workflow.Context, in RequestInput) error {
	r := &request{id: in.Request, carried: in.Carried, history: in.History}
	if err := r.setup(ctx); err != nil {
		return err
	}
	return r.run(ctx)
}

// request is the state of the workflow. Handlers only record events; the main loop waits and writes.
type request struct {
	id      string
	carried *docket.Case
	history []docket.Command
	law     docket.Law
	ready   bool // law and case are loaded; before that no query or update can be answered

	c         docket.Case
	unwritten []docket.Event // decided and applied, not yet projected
	written   int            // number of the last projected event

	messages   workflow.ReceiveChannel
	lawChanges                 // calendars published meanwhile
	started    map[string]bool // letters under way, or prepared for paper
	inFlight   int             // letters and notices under way
	milestone
}

// setup registers the handlers first, then loads the law and opens the case.
func (r *request) setup(ctx workflow.Context) error {
	r.started = map[string]bool{}
	r.messages = workflow.GetSignalChannel(ctx, SignalMessage)
	r.lawChanges = newLawChanges(ctx)
	if err := workflow.SetQueryHandler(ctx, QueryCase,
		func() (docket.Case, error) { return r.c.Clone(), nil }); err != nil {
		return err
	}
	err := workflow.SetUpdateHandlerWithOptions(ctx, UpdateAct, r.act,
		workflow.UpdateHandlerOptions{Validator: r.validateAct})
	if err != nil {
		return err
	}
	if r.carried != nil {
		r.c, r.written = r.carried.Clone(), r.carried.Seq
	}
	return retryUntilDone(ctx, "open", func() error { return r.loadLaw(ctx) })
}

// loadLaw loads the law. A case that is not carried over is taken up from the register, if that
// knows it; else its first events are decided.
func (r *request) loadLaw(ctx workflow.Context) error {
	loaded, err := local(ctx, localReadOptions, Activities.LoadLaw, RequestInput{Request: r.id})
	if err != nil {
		return err
	}
	r.law = loaded.Law
	if r.c.Seq == 0 && loaded.Case != nil && loaded.Case.Seq > 0 {
		r.c, r.written = loaded.Case.Clone(), loaded.Case.Seq
		r.repeatNotices(ctx)
		r.restartAppeals(ctx)
	}
	if r.c.Seq == 0 {
		var on calendar.Date
		if err := on.UnmarshalText([]byte(loaded.ReceivedOn)); err != nil {
			return err
		}
		events, err := docket.Open(r.law, docket.Opening{
			Request: r.id, Procedure: r.law.Procedure.Key, Version: r.law.Procedure.Version,
			Office: loaded.Office, Channel: loaded.Channel, ByEmail: loaded.ByEmail, Remote: loaded.Remote,
			Printed: loaded.Counter,
		}, docket.LedgerEntry{On: on, Received: loaded.ReceivedAt, Policy: loaded.Policy}, loaded.By, workflow.Now(ctx))
		if err != nil {
			return err
		}
		r.record(events)
		r.applyHistory(ctx)
	}
	r.applyLaw(ctx) // a calendar may have been published while the case had no workflow
	r.ready = true
	return nil
}

// applyHistory applies the acts of a case that comes with a history. An act that the procedure refuses is skipped and
// logged, so that the case can go on and a person can record the act.
func (r *request) applyHistory(ctx workflow.Context) {
	for _, cmd := range r.history {
		events, err := r.c.Decide(r.law, cmd, workflow.Now(ctx))
		if err != nil {
			workflow.GetLogger(ctx).Error("an act of the case's past was refused", "action", cmd.Action, "error", err)
			continue
		}
		r.record(events)
	}
}

// run writes events, starts what they require, and waits for the next change.
func (r *request) run(ctx workflow.Context) error {
	for {
		r.receiveMessages(ctx)
		r.applyLawChanges(ctx)
		r.decideDue(ctx)
		switch {
		case len(r.unwritten) > 0:
			if err := r.write(ctx); err != nil {
				return err
			}
			// Events decided during the write are not in the register yet: a letter about them would show the state
			// before.
			if len(r.unwritten) == 0 ||
				workflow.GetVersion(ctx, "letters-after-writing", workflow.DefaultVersion, 1) == workflow.DefaultVersion {
				r.startLetters(ctx)
			}
		case r.finished(ctx):
			return nil
		case r.shouldContinueAsNew(ctx):
			carried := r.c.Clone()
			return workflow.NewContinueAsNewError(ctx, RequestWorkflowName, RequestInput{Request: r.id, Carried: &carried})
		default:
			r.startLetters(ctx)
			if err := r.waitForNext(ctx); err != nil {
				return err
			}
		}
	}
}

// validateAct is the validator of act: a refused command leaves no trace in the history.
func (r *request) validateAct(ctx workflow.Context, cmd docket.Command) error {
	if !r.ready {
		return nil // not loaded yet: act waits and checks again
	}
	return refusal(r.c.CheckAt(r.law.Procedure, cmd, workflow.Now(ctx)))
}

// act applies a person's command and returns when it is in the register, so that the person sees the result at once.
// A repeated command returns the current state.
func (r *request) act(ctx workflow.Context, cmd docket.Command) (Acted, error) {
	if err := workflow.Await(ctx, func() bool { return r.ready }); err != nil {
		return Acted{}, err
	}
	if err := r.checkOccurredAt(ctx, cmd); err != nil {
		return Acted{}, err
	}
	events, err := r.c.Decide(r.law, cmd, workflow.Now(ctx))
	if err != nil {
		return Acted{}, refusal(err)
	}
	r.record(events)
	done := Acted{Seq: r.c.Seq, State: r.c.State}
	if err := workflow.Await(ctx, func() bool { return r.written >= done.Seq }); err != nil {
		return Acted{}, err
	}
	return done, nil
}

// checkOccurredAt refuses an act whose stated time is not allowed. The validator could not check it before the case
// was loaded. Acts that an earlier release accepted stay valid.
func (r *request) checkOccurredAt(ctx workflow.Context, cmd docket.Command) error {
	if cmd.At.IsZero() || r.c.HasApplied(cmd.Key) {
		return nil
	}
	err := r.c.CheckAt(r.law.Procedure, cmd, workflow.Now(ctx))
	if err == nil || workflow.GetVersion(ctx, "acts-say-when", workflow.DefaultVersion, 1) == workflow.DefaultVersion {
		return nil
	}
	return refusal(err)
}

// receiveMessages handles the signals of messages for the case.
func (r *request) receiveMessages(ctx workflow.Context) {
	var m MessageArrived
	for r.messages.ReceiveAsync(&m) {
		now := workflow.Now(ctx)
		switch {
		case m.Letter != "" && m.Doubt:
			r.record(r.c.LetterDoubted(r.law, m.Letter, m.Message, now))
		case m.Letter != "":
			r.record(r.c.LetterFailed(r.law, m.Letter, m.Message, now))
		default:
			r.record(r.c.Arrive(r.law, m.Message, m.FromRequester, now))
		}
		m = MessageArrived{}
	}
}

// record applies events at once, so that the next decision sees them, and queues them for write.
func (r *request) record(events []docket.Event) {
	for _, e := range events {
		r.c.Apply(e)
	}
	r.unwritten = append(r.unwritten, events...)
}

// write projects new events into the register.
func (r *request) write(ctx workflow.Context) error {
	batch := r.unwritten
	r.unwritten = nil
	// A copy, because the case changes while the activity runs.
	projection := Projection{Events: batch, Case: r.c.Clone()}
	err := retryUntilDone(ctx, "project", func() error {
		return remoteDo(ctx, projectOptions, Activities.Project, projection)
	})
	if err != nil {
		return err
	}
	r.written = batch[len(batch)-1].Seq
	if lawMayDiffer(batch) {
		r.requested++ // load the law that the register now has for the case
	}
	r.notify(ctx, batch)
	return nil
}

// finished reports whether nothing more can come for the case: it is closed, the time for late messages is over, and
// no task is open.
func (r *request) finished(ctx workflow.Context) bool {
	return r.c.Closed() && r.idle(ctx) && len(r.c.OpenTasks()) == 0 &&
		!workflow.Now(ctx).Before(r.c.AcceptsUntil(r.law))
}

// shouldContinueAsNew reports whether the history is long enough to continue as new. Nothing may be in flight then,
// because only the case is carried over.
func (r *request) shouldContinueAsNew(ctx workflow.Context) bool {
	return workflow.GetInfo(ctx).GetContinueAsNewSuggested() && r.idle(ctx)
}

func (r *request) idle(ctx workflow.Context) bool {
	return r.inFlight == 0 && len(r.unwritten) == 0 && r.messages.Len() == 0 && r.calendars.Len() == 0 &&
		workflow.AllHandlersFinished(ctx)
}

// milestone is the one timer of a case: it fires when the next thing is due.
type milestone struct {
	at     time.Time
	timer  workflow.Future
	cancel workflow.CancelFunc
}

func (m *milestone) fired() bool { return m.timer != nil && m.timer.IsReady() }

// set arms the timer, unless it is set to this instant already.
func (m *milestone) set(ctx workflow.Context, at time.Time) {
	if m.timer != nil && !m.timer.IsReady() && m.at.Equal(at) {
		return
	}
	if m.cancel != nil {
		m.cancel()
	}
	*m = milestone{}
	if at.IsZero() {
		return
	}
	var timed workflow.Context
	timed, m.cancel = workflow.WithCancel(ctx)
	m.at, m.timer = at, workflow.NewTimer(timed, max(at.Sub(workflow.Now(ctx)), time.Second))
}
