package desk

import (
	"context"
	"time"

	"go.temporal.io/sdk/client"

	"foja/docket"
	"foja/workflows"
)

// Cases is the little that the desk asks of the workflows.
type Cases interface {
	// Start begins a request's workflow; one that runs already is no error.
	Start(ctx context.Context, request string) error
	// Act does a command and returns when the case shows it. A refusal is a *docket.Error.
	Act(ctx context.Context, request string, c docket.Command) (workflows.Acted, error)
	// Decree begins to tell the open cases that a calendar was published; twice is no error.
	Decree(ctx context.Context, version string) error
}

type temporalCases struct{ client client.Client }

// How long a person waits for the process engine before she is told to try again. Starting may
// give up sooner: the sweep starts what was not started.
const (
	startWait = 5 * time.Second
	actWait   = 25 * time.Second
)

func (t temporalCases) Start(ctx context.Context, request string) error {
	ctx, cancel := context.WithTimeout(ctx, startWait)
	defer cancel()
	return workflows.StartRequest(ctx, t.client, request)
}

func (t temporalCases) Decree(ctx context.Context, version string) error {
	ctx, cancel := context.WithTimeout(ctx, startWait)
	defer cancel()
	return workflows.StartDecree(ctx, t.client, version)
}

func (t temporalCases) Act(ctx context.Context, request string, c docket.Command) (workflows.Acted, error) {
	ctx, cancel := context.WithTimeout(ctx, actWait)
	defer cancel()
	return workflows.Act(ctx, t.client, request, c)
}
