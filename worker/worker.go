// Package worker registers the workflows and their activities with Temporal, and starts and
// stops them.
package worker

import (
	"log/slog"
	"time"

	"go.temporal.io/sdk/activity"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/interceptor"
	"go.temporal.io/sdk/log"
	sdkworker "go.temporal.io/sdk/worker"
	"go.temporal.io/sdk/workflow"

	"foja/activities"
	"foja/workflows"
)

// stickyCases bounds how many cases are kept in memory between two steps: those being worked
// on. Ten thousand waiting ones cost a gigabyte and gain nothing.
const stickyCases = 1000

// Worker runs foja's workflows and activities.
type Worker struct{ sdkworker.Worker }

// New registers everything; Start lets it run, Stop ends it after what is under way.
func New(c client.Client, hands *activities.Activities, logger *slog.Logger) Worker {
	sdkworker.SetStickyWorkflowCacheSize(stickyCases)
	w := sdkworker.New(c, workflows.TaskQueue, sdkworker.Options{
		WorkerStopTimeout: 10 * time.Second,
		Interceptors:      []interceptor.WorkerInterceptor{&witness{log: logger}},
		OnFatalError: func(err error) {
			logger.Error("the worker ended", "error", err)
		},
	})
	w.RegisterWorkflowWithOptions(workflows.Request, workflow.RegisterOptions{Name: workflows.RequestWorkflowName})
	w.RegisterWorkflowWithOptions(workflows.Message, workflow.RegisterOptions{Name: workflows.MessageWorkflowName})
	w.RegisterWorkflowWithOptions(workflows.Decree, workflow.RegisterOptions{Name: workflows.DecreeWorkflowName})
	w.RegisterWorkflowWithOptions(workflows.Appeal, workflow.RegisterOptions{Name: workflows.AppealWorkflowName})
	w.RegisterActivityWithOptions(hands, activity.RegisterOptions{})
	return Worker{w}
}

// Logger gives the Temporal SDK our log.
func Logger(l *slog.Logger) log.Logger { return log.NewStructuredLogger(l) }
