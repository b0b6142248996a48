//go:build record

package workflows_test

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"testing"
	"time"

	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/worker"
	"go.temporal.io/sdk/workflow"

	"foja/calendar"
	"foja/docket"
	"foja/e2e/histories"
	"foja/workflows"
)

// TestRecord plays lives of every shape on a real server and records them for the replay test:
//
//	FOJA_RECORD_HISTORIES=$PWD/workflows/testdata/histories TEMPORAL_ADDRESS=127.0.0.1:7233 \
//		go test -tags record ./workflows -run TestRecord
//
// The server is the only real thing: the hands are the fake of the other tests.
func TestRecord(t *testing.T) {
	c := recorder(t)
	for _, l := range lives() {
		t.Run(l.name, func(t *testing.T) { l.play(t, c) })
	}
}

// recorder reaches the server on which lives are played.
func recorder(t *testing.T) client.Client {
	t.Helper()
	c, err := client.Dial(client.Options{HostPort: os.Getenv("TEMPORAL_ADDRESS"), Identity: "recorder", Logger: quiet{}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return c
}

// life is one case, told by what is done to it.
type life struct {
	name     string
	received time.Duration // how long ago; 0 = now
	set      func(*fakeActivities)
	carried  bool // it continues another run
	message  workflows.Classified
	do       []docket.Command
	signal   *workflows.MessageArrived
	law      string // the procedure's key; public information unless given
	decree   bool   // a calendar is published while it is open
	moved    bool   // a version of the procedure takes it over while it is open
	state    string // in which it is recorded
}

func by(a docket.Actor, cmd docket.Command) docket.Command {
	cmd.By = a
	return cmd
}

func lives() []life {
	const months = 60 * 24 * time.Hour
	anyTime := func(h *fakeActivities) {
		for i := range h.loaded.Law.Procedure.Ladder { // alarms at once, whatever the hour of the recording
			h.loaded.Law.Procedure.Ladder[i].AnyTime = true
		}
	}
	onPaper := func(h *fakeActivities) { h.loaded.ByEmail, h.loaded.Counter = false, true }
	refusedOnce := func(h *fakeActivities) {
		h.send = func(tried int) error {
			if tried == 0 {
				return refusedForGood(tried)
			}
			return nil
		}
	}
	failingAtFirst := func(h *fakeActivities) {
		h.project = func(tried int) error {
			if tried < 3 {
				return fmt.Errorf("database is locked")
			}
			return nil
		}
	}
	return []life{
		{name: "open", state: "open"},
		{name: "open-register-away-at-first", set: failingAtFirst, state: "open"},
		{name: "answered-by-two", state: "closed", do: []docket.Command{
			by(ana, claim()), by(ana, docket.Command{Action: docket.ActConsult, Unit: "archivo", Text: "d1"}),
			by(clerk, docket.Command{Action: docket.ActConsultAnswer, Text: "d2"}), by(clerk, note()),
			by(ana, docket.Command{Action: docket.ActDraft, Text: "d3"}), by(ana, docket.Command{Action: docket.ActSubmit}),
			by(manager, docket.Command{Action: docket.ActSendBack, Text: "d4"}),
			by(ana, docket.Command{Action: docket.ActSubmit, Text: "d5"}), by(manager, approve()),
		}},
		{name: "denied", state: "closed", do: []docket.Command{by(ana, claim()), by(ana, deny()), by(manager, approve())}},
		{name: "withdrawn", state: "closed", do: []docket.Command{
			by(clerk, docket.Command{Action: docket.ActWithdraw, Text: "d1"}),
		}},
		{name: "paper", set: onPaper, state: "closed", do: []docket.Command{
			by(ana, claim()), by(ana, respond()), by(clerk, docket.Command{Action: docket.ActDelivered}),
		}},
		{name: "letter-refused-and-sent-again", set: refusedOnce, state: "open", do: []docket.Command{
			by(clerk, docket.Command{Action: docket.ActResend}),
		}},
		{name: "message", state: "open", signal: &workflows.MessageArrived{Message: "m1", FromRequester: true}},
		{name: "overdue-acknowledged", received: months, set: anyTime, state: "open", do: []docket.Command{
			by(head, docket.Command{Action: docket.ActAcknowledge}),
		}},
		{name: "carried-over", carried: true, state: "closed", do: []docket.Command{by(ana, claim()), by(ana, respond())}},
		{name: "corrected", state: "in_progress", do: []docket.Command{
			by(ana, claim()), by(ana, docket.Command{Action: docket.ActAskCorrection, Text: "d1"}), by(clerk, proved()),
			by(clerk, docket.Command{Action: docket.ActCorrect, Text: "d2"}),
		}},
		{name: "extended-and-a-part-delivered", state: "in_progress", do: []docket.Command{
			by(ana, claim()),
			by(ana, docket.Command{
				Action: docket.ActExtend, Ground: "volume", Text: "d1", To: ahead(21),
				Schedule: []calendar.Date{ahead(14), ahead(21)},
			}),
			by(ana, docket.Command{Action: docket.ActDeliverPart, Text: "d2"}),
		}},
		{name: "forwarded", state: "closed", do: []docket.Command{
			by(ana, claim()), by(ana, docket.Command{Action: docket.ActForward, Entity: "Otra entidad", Text: "d1"}),
		}},
		{name: "cost-told-and-paid", state: "in_progress", do: []docket.Command{
			by(ana, claim()), by(ana, docket.Command{Action: docket.ActCostNotice, Cents: 1250}), by(clerk, proved()),
			by(clerk, docket.Command{Action: docket.ActPaid, Text: "d1"}),
		}},
		{name: "collected", state: "closed", do: []docket.Command{
			by(ana, claim()), by(ana, docket.Command{Action: docket.ActMakeAvailable}),
			by(clerk, docket.Command{Action: docket.ActCollected}),
		}},
		{name: "not-held", state: "closed", do: []docket.Command{
			by(ana, claim()), by(ana, docket.Command{Action: docket.ActNotHeld, Text: "d1"}), by(manager, approve()),
			by(clerk, proved()),
		}},
		{name: "answered-by-items", state: "closed", do: []docket.Command{
			by(ana, claim()),
			by(ana, docket.Command{Action: docket.ActRespondItems, Text: "d1", Items: []docket.Item{
				{Outcome: docket.ItemGiven}, {Outcome: docket.ItemNotHeld},
			}}),
			by(manager, approve()), by(clerk, proved()),
		}},
		{name: "taken-back-and-answered-again", set: func(h *fakeActivities) {
			h.loaded.Law.Undo = 2 * time.Second
		}, state: "closed", do: []docket.Command{
			by(ana, claim()), by(ana, respond()), by(ana, docket.Command{Action: docket.ActUndo}), by(ana, respond()),
		}},
		{name: "appealed-while-open", received: months, set: anyTime, state: "open", do: []docket.Command{
			by(clerk, docket.Command{
				Action: docket.ActAppeal, Against: docket.AgainstSilence, Route: docket.ThroughUs, Text: "d1",
			}),
		}},
		{name: "windows-passed-and-silence", received: months, set: anyTime, state: "open"},
		{name: "calendar-published", decree: true, state: "open"},
		{name: "taken-over-by-a-version", moved: true, state: "open"},
		{name: "sent-to-another-office", state: "open", do: []docket.Command{
			by(ana, claim()), by(ana, docket.Command{Action: docket.ActReroute, Office: "trujillo", Text: "d1"}),
		}},
		{name: "granted-by-silence", law: "religious-assistance", received: months, state: "closed", set: func(h *fakeActivities) {
			anyTime(h)
			h.loaded.Law.Procedure.Silence.Kind = docket.SilencePositive
		}},
		{name: "granted-until-its-credential-ends", law: "religious-assistance", state: "closed", do: []docket.Command{
			by(ana, claim()), by(ana, docket.Command{Action: docket.ActSubmit, Text: "d1"}), by(manager,
				approve()), by(clerk, proved()),
			by(ana, docket.Command{Action: docket.ActExpiry, Expiry: "authorisation", Text: "d2"}),
			by(ana, docket.Command{Action: docket.ActExpiry, Expiry: "credential", To: ahead(10), Text: "d3"}),
		}},
		{name: "stood-while-it-was-corrected", law: "religious-assistance", state: "in_progress", do: []docket.Command{
			by(ana, claim()), by(ana, docket.Command{Action: docket.ActAskCorrection, Text: "d1"}), by(clerk, proved()),
			by(clerk, docket.Command{Action: docket.ActCorrect, Text: "d2"}),
		}},
		{name: "papers-read-at-the-office", law: "direct-access", set: onPaper, state: "closed", do: []docket.Command{
			by(ana, claim()), by(ana, docket.Command{Action: docket.ActMakeAvailable, Text: "d1"}),
			by(clerk, docket.Command{Action: docket.ActCollected}),
		}},
		{name: "mail-request", message: workflows.Classified{Fate: docket.FateRequest}},
		{name: "mail-held", message: workflows.Classified{Fate: docket.FateHeld, Reason: string(docket.HeldEmpty)}},
		{name: "mail-reply-to-nothing", message: workflows.Classified{Fate: docket.FateReply, Request: "gone"}},
	}
}

// ahead is a Tuesday some days from now: no holiday of the next months falls on one.
func ahead(days int) calendar.Date {
	d := calendar.DateOf(time.Now()).AddDays(days)
	return d.AddDays((int(time.Tuesday) - int(d.Weekday()) + 7) % 7)
}

func (l life) play(t *testing.T, c client.Client) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	at := time.Now().Add(-l.received)
	law := lawOf(t, cmp.Or(l.law, "public-information"), at)
	on, err := docket.Receive(at, docket.ChannelEmail, docket.OfficeHours, law.Office, law.Zone, law.View())
	if err != nil {
		t.Fatal(err)
	}
	h := &fakeActivities{t: t, now: time.Now, classified: l.message, loaded: workflows.Loaded{
		Law: law, Office: "lima", Channel: docket.ChannelEmail, ReceivedAt: at, ReceivedOn: on.String(),
		Policy: docket.OfficeHours, ByEmail: true,
	}}
	if l.set != nil {
		l.set(h)
	}
	w := worker.New(c, workflows.TaskQueue, worker.Options{})
	w.RegisterActivity(h)
	w.RegisterWorkflowWithOptions(workflows.Request, workflow.RegisterOptions{Name: workflows.RequestWorkflowName})
	w.RegisterWorkflowWithOptions(workflows.Message, workflow.RegisterOptions{Name: workflows.MessageWorkflowName})
	w.RegisterWorkflowWithOptions(workflows.Appeal, workflow.RegisterOptions{Name: workflows.AppealWorkflowName})
	if err := w.Start(); err != nil {
		t.Fatal(err)
	}
	defer w.Stop()
	id := fmt.Sprintf("%s-%d", l.name, time.Now().UnixNano())
	if l.message.Fate != "" {
		h.registered = id
		l.playMessage(ctx, t, c, id)
		return
	}
	if l.carried {
		events, err := docket.Open(law, docket.Opening{
			Request: id, Procedure: law.Procedure.Key, Version: law.Procedure.Version, Office: "lima", ByEmail: true,
		},
			docket.LedgerEntry{On: on, Received: at, Policy: docket.OfficeHours}, docket.System(), time.Now().UTC())
		if err != nil {
			t.Fatal(err)
		}
		h.events = events
		case0 := docket.Replay(events)
		_, err = c.ExecuteWorkflow(ctx,
			client.StartWorkflowOptions{ID: workflows.RequestWorkflowID(id), TaskQueue: workflows.TaskQueue},
			workflows.RequestWorkflowName, workflows.RequestInput{Request: id, Carried: &case0})
		if err != nil {
			t.Fatal(err)
		}
	}
	for range 2 { // the second start finds the first
		if err := workflows.StartRequest(ctx, c, id); err != nil {
			t.Fatal(err)
		}
	}
	look := func(what string, done func(docket.Case) bool) {
		await(ctx, t, what, func() bool {
			v, err := c.QueryWorkflow(ctx, workflows.RequestWorkflowID(id), "", workflows.QueryCase)
			var now docket.Case
			return err == nil && v.Get(&now) == nil && done(now)
		})
	}
	look("no letter under way", func(now docket.Case) bool {
		return now.Seq > 0 && len(now.LettersIn(docket.LetterWaiting)) == 0
	})
	if l.decree {
		h.publish("recorded-decree", time.Now().AddDate(0, 0, 2).Format(time.DateOnly))
		if err := c.SignalWorkflow(ctx, workflows.RequestWorkflowID(id), "", workflows.SignalCalendar,
			workflows.CalendarPublished{Version: "recorded-decree"}); err != nil {
			t.Fatal(err)
		}
		look("the new calendar", func(now docket.Case) bool { return now.CalendarVersion() == "recorded-decree" })
	}
	if l.moved {
		p := h.loaded.Law.Procedure
		p.Moves = []docket.Move{{From: p.Version}}
		p.Version, p.TimeLimit.N = "recorded", p.TimeLimit.N-3
		h.loaded.Law.Procedure = p
		name := docket.LawName(p.Key, p.Version)
		if err := c.SignalWorkflow(ctx, workflows.RequestWorkflowID(id), "", workflows.SignalCalendar,
			workflows.CalendarPublished{Version: name}); err != nil {
			t.Fatal(err)
		}
		look("the new version", func(now docket.Case) bool { return now.Version == "recorded" })
	}
	for i, cmd := range l.do {
		look("no letter under way", func(now docket.Case) bool {
			return cmd.Action == docket.ActUndo || len(now.LettersIn(docket.LetterWaiting)) == 0
		})
		cmd.Key = fmt.Sprintf("k%d", i)
		for range 2 { // the second is answered as the first
			if _, err := workflows.Act(ctx, c, id, cmd); err != nil {
				t.Fatalf("%s: %v", cmd.Action, err)
			}
		}
	}
	if _, err := workflows.Act(ctx, c, id, by(ana, docket.Command{
		Key: "no", Action: docket.ActSubmit,
	})); docket.CodeOf(err) != docket.CodeConflict && docket.CodeOf(err) != docket.CodeInvalid {
		t.Errorf("a refusal came as %v", err)
	}
	if l.signal != nil {
		if err := c.SignalWorkflow(ctx, workflows.RequestWorkflowID(id), "", workflows.SignalMessage, *l.signal); err != nil {
			t.Fatal(err)
		}
		look("the message's task", func(now docket.Case) bool { return len(now.OpenTasks(docket.TaskReadMessage)) == 1 })
	}
	look(l.state, func(now docket.Case) bool {
		return now.State == l.state && len(now.LettersIn(docket.LetterWaiting)) == 0
	})
	if err := histories.Record(ctx, c, workflows.RequestWorkflowID(id), "", l.name); err != nil {
		t.Fatal(err)
	}
	if err := c.TerminateWorkflow(ctx, workflows.RequestWorkflowID(id), "", "recorded"); err != nil {
		t.Fatal(err)
	}
}

func (l life) playMessage(ctx context.Context, t *testing.T, c client.Client, id string) {
	run, err := c.ExecuteWorkflow(ctx,
		client.StartWorkflowOptions{ID: workflows.MessageWorkflowID(id), TaskQueue: workflows.TaskQueue},
		workflows.MessageWorkflowName, workflows.MessageInput{Message: id})
	if err != nil {
		t.Fatal(err)
	}
	var got workflows.Classified
	if err := run.Get(ctx, &got); err != nil {
		t.Fatal(err)
	}
	want := l.message.Fate
	if want == docket.FateReply {
		want = docket.FateHeld // its case is gone
	}
	if got.Fate != want {
		t.Errorf("%+v", got)
	}
	if err := histories.Record(ctx, c, run.GetID(), run.GetRunID(), l.name); err != nil {
		t.Fatal(err)
	}
	if got.Fate == docket.FateRequest {
		if err := c.TerminateWorkflow(ctx, workflows.RequestWorkflowID(got.Request), "", "recorded"); err != nil {
			t.Fatal(err)
		}
	}
}

func await(ctx context.Context, t *testing.T, what string, done func() bool) {
	t.Helper()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for !done() {
		select {
		case <-ctx.Done():
			t.Fatalf("%s did not come", what)
		case <-tick.C:
		}
	}
}
