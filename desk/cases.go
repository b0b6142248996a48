package desk

import (
	"context"

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
}

type temporalCases struct{ client client.Client }

func (t temporalCases) Start(ctx context.Context, request string) error {
	return workflows.StartRequest(ctx, t.client, request)
}

func (t temporalCases) Act(ctx context.Context, request string, c docket.Command) (workflows.Acted, error) {
	return workflows.Act(ctx, t.client, request, c)
}
