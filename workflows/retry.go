package workflows

import (
	"context"
	"math"
	"reflect"
	"runtime"
	"strings"
	"time"

	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/workflow"
)

// Unlimited retries need two settings: the SDK's test environment stops after ten attempts by default, and a local
// activity without ScheduleToCloseTimeout stops after the time of one attempt.
const (
	unlimitedAttempts = math.MaxInt32             // for MaximumAttempts
	unlimitedTime     = 10 * 365 * 24 * time.Hour // for ScheduleToCloseTimeout
)

// All timeouts and retry policies. Every call is retried without limit: the case waits until the database or the mail
// server is back. Only a non-retryable error ends a call.
var (
	// localReadOptions are for reads of the register, as local activities. A person may be waiting, so retries start
	// early.
	localReadOptions = workflow.LocalActivityOptions{
		StartToCloseTimeout: 30 * time.Second, ScheduleToCloseTimeout: unlimitedTime,
		RetryPolicy: &temporal.RetryPolicy{
			InitialInterval: 100 * time.Millisecond, BackoffCoefficient: 2, MaximumInterval: 15 * time.Second,
			MaximumAttempts: unlimitedAttempts,
		},
	}
	// localMailReadOptions allow more time, because a mail may have thirty megabytes. A panic on one mail would
	// repeat itself, so it is not retried.
	localMailReadOptions = workflow.LocalActivityOptions{
		StartToCloseTimeout: 2 * time.Minute, ScheduleToCloseTimeout: unlimitedTime,
		RetryPolicy: &temporal.RetryPolicy{
			InitialInterval: 200 * time.Millisecond, BackoffCoefficient: 2, MaximumInterval: time.Minute,
			MaximumAttempts:        unlimitedAttempts,
			NonRetryableErrorTypes: []string{"PanicError"},
		},
	}
	// projectOptions are for writing events to the register. These are not local activities: the decision contains
	// its instant and must be in the workflow's history before the register has it. Otherwise a crash in between
	// would repeat the decision at another instant, in conflict with rows already written.
	projectOptions = workflow.ActivityOptions{
		StartToCloseTimeout: 10 * time.Second,
		RetryPolicy: &temporal.RetryPolicy{
			InitialInterval: 100 * time.Millisecond, BackoffCoefficient: 2, MaximumInterval: 15 * time.Second,
			MaximumAttempts: unlimitedAttempts,
		},
	}
	// externalOptions are for servers of others, which may be away for days. The activities send a heartbeat every
	// two seconds, so that a dead worker is noticed long before the timeout.
	externalOptions = workflow.ActivityOptions{
		StartToCloseTimeout: 10 * time.Minute,
		HeartbeatTimeout:    15 * time.Second,
		RetryPolicy: &temporal.RetryPolicy{
			InitialInterval: time.Second, BackoffCoefficient: 2, MaximumInterval: 5 * time.Minute,
			MaximumAttempts: unlimitedAttempts,
		},
	}
	// retryUntilDone waits this long between attempts at a step that was refused but without which the case cannot go
	// on, for example until an administrator fixes a file.
	firstPause, longestPause = time.Minute, time.Hour
)

// local calls an activity by its method name as a local activity. localDo and remoteDo are for activities without a
// result.
func local[In, Out any](ctx workflow.Context, o workflow.LocalActivityOptions,
	do func(Activities, context.Context, In) (Out, error), in In,
) (out Out, err error) {
	ctx = workflow.WithLocalActivityOptions(ctx, o)
	err = workflow.ExecuteLocalActivity(ctx, methodName(do), in).Get(ctx, &out)
	return out, err
}

func localDo[In any](ctx workflow.Context, o workflow.LocalActivityOptions,
	do func(Activities, context.Context, In) error, in In,
) error {
	ctx = workflow.WithLocalActivityOptions(ctx, o)
	return workflow.ExecuteLocalActivity(ctx, methodName(do), in).Get(ctx, nil)
}

func remote[In, Out any](ctx workflow.Context, o workflow.ActivityOptions,
	do func(Activities, context.Context, In) (Out, error), in In,
) (out Out, err error) {
	ctx = workflow.WithActivityOptions(ctx, o)
	err = workflow.ExecuteActivity(ctx, methodName(do), in).Get(ctx, &out)
	return out, err
}

func remoteDo[In any](ctx workflow.Context, o workflow.ActivityOptions,
	do func(Activities, context.Context, In) error, in In,
) error {
	ctx = workflow.WithActivityOptions(ctx, o)
	return workflow.ExecuteActivity(ctx, methodName(do), in).Get(ctx, nil)
}

// methodName is the last part of a method expression's name, which is the name under which the worker registers the
// method.
func methodName(method any) string {
	full := runtime.FuncForPC(reflect.ValueOf(method).Pointer()).Name()
	return full[strings.LastIndexByte(full, '.')+1:]
}

// retryUntilDone repeats a step until it succeeds. It returns an error only when the workflow is cancelled.
func retryUntilDone(ctx workflow.Context, what string, step func() error) error {
	for pause := firstPause; ; pause = min(2*pause, longestPause) {
		err := step()
		if err == nil {
			return nil
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		workflow.GetLogger(ctx).Error("a step without which the case cannot go on was refused; trying again", "step", what,
			"pause", pause, "error", err)
		if err := workflow.Sleep(ctx, pause); err != nil {
			return err
		}
	}
}
