package activities

import (
	"context"
	"time"

	enumspb "go.temporal.io/api/enums/v1"
	taskqueuepb "go.temporal.io/api/taskqueue/v1"
	"go.temporal.io/api/workflowservice/v1"
	"go.temporal.io/sdk/activity"
	"go.temporal.io/sdk/client"

	"foja/workflows"
)

// A decree signals thousands of cases. Signalled all at once they would fill the task queue, and new mail would wait
// for the last of them. So after every batch the backlog must be short again.
const (
	batchSize        = 20
	maxBacklog       = 20
	backlogPollEvery = 250 * time.Millisecond
)

// throttle waits while the task queue is long. When the server does not report its length, throttle does not wait.
func (a *Activities) throttle(ctx context.Context, done int) error {
	if a.SignalCalendar != nil {
		return nil // tests signal no workflow
	}
	for {
		n, err := taskQueueBacklog(ctx, activity.GetClient(ctx))
		if err != nil {
			a.Logger.Warn("how many tasks wait is not known: cases are told without a pause", "error", err)
		}
		if err != nil || n <= maxBacklog {
			return ctx.Err()
		}
		activity.RecordHeartbeat(ctx, done)
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(backlogPollEvery):
		}
	}
}

// taskQueueBacklog is the approximate number of workflow and activity tasks that wait for a worker.
func taskQueueBacklog(ctx context.Context, c client.Client) (n int64, err error) {
	for _, kind := range []enumspb.TaskQueueType{enumspb.TASK_QUEUE_TYPE_WORKFLOW, enumspb.TASK_QUEUE_TYPE_ACTIVITY} {
		found, err := c.WorkflowService().DescribeTaskQueue(ctx, &workflowservice.DescribeTaskQueueRequest{
			Namespace: activity.GetInfo(ctx).Namespace, TaskQueue: &taskqueuepb.TaskQueue{Name: workflows.TaskQueue},
			TaskQueueType: kind, ReportStats: true,
		})
		if err != nil {
			return 0, err
		}
		n += found.GetStats().GetApproximateBacklogCount()
	}
	return n, nil
}
