//go:build record

package workflows_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/worker"
	"go.temporal.io/sdk/workflow"

	"foja/docket"
	"foja/e2e/histories"
	"foja/workflows"
)

// TestRecordAppeal plays an appeal until the ruling is complied with, and one that the Tribunal turns away; both with a
// term that has passed.
func TestRecordAppeal(t *testing.T) {
	c := recorder(t)
	for name, acts := range map[string][]docket.AppealCommand{
		"appeal-complied": {
			proof(docket.ActSendUp),
			{Action: docket.ActAppealReceived},
			{Action: docket.ActAppealAdmitted},
			{Action: docket.ActBriefAsked},
			proof(docket.ActBriefSent),
			{Action: docket.ActAppealHeard},
			decided(docket.RulingUpheld), proof(docket.ActComplied),
		},
		"appeal-turned-away": {{Action: docket.ActAppealReceived}, decided(docket.RulingInadmissible)},
	} {
		t.Run(name, func(t *testing.T) {
			ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
			defer cancel()
			at := time.Now().AddDate(0, 0, -14)
			h := &fakeActivities{t: t, now: time.Now, loaded: workflows.Loaded{Law: lawOf(t, "public-information", at), Office: "lima"}}
			w := worker.New(c, workflows.TaskQueue, worker.Options{})
			w.RegisterActivity(h)
			w.RegisterWorkflowWithOptions(workflows.Appeal, workflow.RegisterOptions{Name: workflows.AppealWorkflowName})
			if err := w.Start(); err != nil {
				t.Fatal(err)
			}
			defer w.Stop()
			ref := workflows.AppealRef{Request: fmt.Sprintf("%s-%d", name, time.Now().UnixNano()), N: 1}
			opening := docket.AppealOpening{
				Request: ref.Request, N: 1, Office: "lima", Against: docket.AgainstDenial, Route: docket.ThroughUs, FiledAt: at,
				By: clerk, Text: "doc-appeal", Key: "k",
			}
			for _, want := range []bool{false, true} {
				if there, err := workflows.StartAppeal(ctx, c, opening); err != nil || there != want {
					t.Fatalf("there %t, %v", there, err)
				}
			}
			for i, cmd := range acts {
				cmd.Key, cmd.By = fmt.Sprintf("k%d", i), ana
				for range 2 {
					if _, err := workflows.ActOnAppeal(ctx, c, ref, cmd); err != nil && i < len(acts)-1 {
						t.Fatalf("%s: %v", cmd.Action, err)
					}
				}
			}
			id := workflows.AppealWorkflowID(ref.Request, 1)
			var ended docket.Appeal
			if err := c.GetWorkflow(ctx, id, "").Get(ctx, &ended); err != nil || !ended.Ended() {
				t.Fatalf("%s, %v", ended.State(), err)
			}
			if err := histories.Record(ctx, c, id, "", name); err != nil {
				t.Fatal(err)
			}
		})
	}
}

// TestRecordDecree plays a calendar told to a hundred and twenty cases, which takes three runs: the first hands over,
// the last ends.
func TestRecordDecree(t *testing.T) {
	c := recorder(t)
	w := worker.New(c, workflows.TaskQueue, worker.Options{})
	w.RegisterActivity(newTown(120, 1))
	w.RegisterWorkflowWithOptions(workflows.Decree, workflow.RegisterOptions{Name: workflows.DecreeWorkflowName})
	if err := w.Start(); err != nil {
		t.Fatal(err)
	}
	defer w.Stop()
	id := fmt.Sprintf("decree-%d", time.Now().UnixNano())
	run, err := c.ExecuteWorkflow(t.Context(), client.StartWorkflowOptions{ID: id, TaskQueue: workflows.TaskQueue},
		workflows.DecreeWorkflowName, workflows.DecreeInput{Version: "recorded-decree"})
	if err != nil {
		t.Fatal(err)
	}
	first := run.GetRunID()
	if err := run.Get(t.Context(), nil); err != nil { // of the last run
		t.Fatal(err)
	}
	for name, of := range map[string]string{"decree-handed-over": first, "decree-told": ""} {
		if err := histories.Record(t.Context(), c, id, of, name); err != nil {
			t.Fatal(err)
		}
	}
}
