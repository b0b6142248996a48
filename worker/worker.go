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

// stickyCacheSize bounds how many workflows stay in memory between two tasks. Ten thousand idle ones cost a gigabyte
// and gain nothing.
const stickyCacheSize = 1000

// Worker runs foja's workflows and activities.
type Worker struct{ sdkworker.Worker }

// New registers workflows and activities. Start runs it; Stop waits for running tasks.
func New(c client.Client, acts *activities.Activities, logger *slog.Logger) Worker {
	sdkworker.SetStickyWorkflowCacheSize(stickyCacheSize)
	w := sdkworker.New(c, workflows.TaskQueue, sdkworker.Options{
		WorkerStopTimeout: 10 * time.Second,
		Interceptors:      []interceptor.WorkerInterceptor{&activityLog{log: logger}},
		OnFatalError: func(err error) {
			logger.Error("the worker ended", "error", err)
		},
	})
	w.RegisterWorkflowWithOptions(workflows.Request, workflow.RegisterOptions{Name: workflows.RequestWorkflowName})
	w.RegisterWorkflowWithOptions(workflows.Message, workflow.RegisterOptions{Name: workflows.MessageWorkflowName})
	w.RegisterWorkflowWithOptions(workflows.Decree, workflow.RegisterOptions{Name: workflows.DecreeWorkflowName})
	w.RegisterWorkflowWithOptions(workflows.Appeal, workflow.RegisterOptions{Name: workflows.AppealWorkflowName})
	w.RegisterActivityWithOptions(acts, activity.RegisterOptions{})
	return Worker{w}
}

// Logger adapts our log for the Temporal SDK.
func Logger(l *slog.Logger) log.Logger { return log.NewStructuredLogger(l) }
