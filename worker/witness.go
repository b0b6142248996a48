package worker

import (
	"context"
	"log/slog"

	"go.temporal.io/sdk/activity"
	"go.temporal.io/sdk/interceptor"
)

// witness says which local activities fail. The SDK logs failures of ordinary ones and is
// silent about these, although a case may stand still on one.
type witness struct {
	interceptor.WorkerInterceptorBase
	log *slog.Logger
}

// InterceptActivity implements interceptor.WorkerInterceptor.
func (w *witness) InterceptActivity(_ context.Context,
	next interceptor.ActivityInboundInterceptor,
) interceptor.ActivityInboundInterceptor {
	return &observed{ActivityInboundInterceptorBase: interceptor.ActivityInboundInterceptorBase{Next: next}, log: w.log}
}

type observed struct {
	interceptor.ActivityInboundInterceptorBase
	log *slog.Logger
}

// ExecuteActivity implements interceptor.ActivityInboundInterceptor.
func (o *observed) ExecuteActivity(ctx context.Context, in *interceptor.ExecuteActivityInput) (any, error) {
	out, err := o.Next.ExecuteActivity(ctx, in)
	if info := activity.GetInfo(ctx); err != nil && info.IsLocalActivity {
		o.log.Warn("a local activity failed", "activity", info.ActivityType.Name, "workflow", info.WorkflowExecution.ID,
			"attempt", info.Attempt, "error", err)
	}
	return out, err
}
