package core

import (
	"context"
	"time"

	"go.temporal.io/sdk/client"

	"foja/docket"
	"foja/workflows"
)

// Workflows is the little that the desk asks of the workflows.
type Workflows interface {
	// Start begins a request's workflow; one that runs already is no error.
	Start(ctx context.Context, request string) error
	// Act does a command and returns when the case shows it. A refusal is a *docket.Error.
	Act(ctx context.Context, request string, c docket.Command) (workflows.Acted, error)
	// Appeal starts an appeal beside a case that has ended; there says that one of its number exists.
	Appeal(ctx context.Context, o docket.AppealOpening) (there bool, err error)
	// ActOnAppeal is Act for an appeal.
	ActOnAppeal(ctx context.Context, a workflows.AppealRef, c docket.AppealCommand) (workflows.AppealActed, error)
	// Decree begins to tell the open cases that a calendar was published; twice is no error.
	Decree(ctx context.Context, version string) error
}

type temporalWorkflows struct{ client client.Client }

// How long a person waits for the process engine before she is told to try again. Starting may
// give up sooner: the sweep starts what was not started.
const (
	startWait = 5 * time.Second
	ActWait   = 25 * time.Second
)

func (t temporalWorkflows) Start(ctx context.Context, request string) error {
	ctx, cancel := context.WithTimeout(ctx, startWait)
	defer cancel()
	return workflows.StartRequest(ctx, t.client, request)
}

func (t temporalWorkflows) Decree(ctx context.Context, version string) error {
	ctx, cancel := context.WithTimeout(ctx, startWait)
	defer cancel()
	return workflows.StartDecree(ctx, t.client, version)
}

func (t temporalWorkflows) Appeal(ctx context.Context, o docket.AppealOpening) (bool, error) {
	ctx, cancel := context.WithTimeout(ctx, startWait)
	defer cancel()
	return workflows.StartAppeal(ctx, t.client, o)
}

func (t temporalWorkflows) ActOnAppeal(ctx context.Context, a workflows.AppealRef, c docket.AppealCommand) (workflows.AppealActed, error) {
	ctx, cancel := context.WithTimeout(ctx, ActWait)
	defer cancel()
	return workflows.ActOnAppeal(ctx, t.client, a, c)
}

func (t temporalWorkflows) Act(ctx context.Context, request string, c docket.Command) (workflows.Acted, error) {
	ctx, cancel := context.WithTimeout(ctx, ActWait)
	defer cancel()
	return workflows.Act(ctx, t.client, request, c)
}
