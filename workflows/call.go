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

// To try for ever has to be said twice: the test server takes no word of it for ten attempts,
// and a local activity's whole time is that of one attempt unless it is given.
const (
	unlimitedAttempts = math.MaxInt32             // attempts
	unlimitedTime     = 10 * 365 * 24 * time.Hour // for all attempts together
)

// Every timeout and retry policy stands here. Nothing gives up by itself: a database or a mail
// server that is away is waited for, and only an error marked as final ends a call.
var (
	// localReadOptions: reading our own register, without a round through the server. Somebody may be
	// waiting at a screen, so it looks again soon.
	localReadOptions = workflow.LocalActivityOptions{
		StartToCloseTimeout: 30 * time.Second, ScheduleToCloseTimeout: unlimitedTime,
		RetryPolicy: &temporal.RetryPolicy{
			InitialInterval: 100 * time.Millisecond, BackoffCoefficient: 2, MaximumInterval: 15 * time.Second, MaximumAttempts: unlimitedAttempts,
		},
	}
	// localMailReadOptions: as quickly, but a mail may have thirty megabytes, and one that makes us panic
	// would make us panic again.
	localMailReadOptions = workflow.LocalActivityOptions{
		StartToCloseTimeout: 2 * time.Minute, ScheduleToCloseTimeout: unlimitedTime,
		RetryPolicy: &temporal.RetryPolicy{
			InitialInterval: 200 * time.Millisecond, BackoffCoefficient: 2, MaximumInterval: time.Minute, MaximumAttempts: unlimitedAttempts,
			NonRetryableErrorTypes: []string{"PanicError"},
		},
	}
	// projectOptions: writing down what was decided. Not a local activity: the decision carries its
	// moment, and must be in the process engine's own memory before the register sees it, or a
	// crash in between would have it decided again, at another moment, against rows that say
	// otherwise.
	projectOptions = workflow.ActivityOptions{
		StartToCloseTimeout: 10 * time.Second,
		RetryPolicy: &temporal.RetryPolicy{
			InitialInterval: 100 * time.Millisecond, BackoffCoefficient: 2, MaximumInterval: 15 * time.Second, MaximumAttempts: unlimitedAttempts,
		},
	}
	// externalOptions: other people's servers, which may be away for days. The activities beat every
	// two seconds, so that the death of a worker is noticed long before the time is up.
	externalOptions = workflow.ActivityOptions{
		StartToCloseTimeout: 10 * time.Minute,
		HeartbeatTimeout:    15 * time.Second,
		RetryPolicy: &temporal.RetryPolicy{
			InitialInterval: time.Second, BackoffCoefficient: 2, MaximumInterval: 5 * time.Minute, MaximumAttempts: unlimitedAttempts,
		},
	}
	// insistence: a step that was refused for good but without which the case cannot go on (a
	// file that an administrator has to mend) is tried again after these pauses.
	firstPause, longestPause = time.Minute, time.Hour
)

// local calls an activity as a local one; its name is that of the method. local and remote
// have a twin for activities that only fail or not.
func local[In, Out any](ctx workflow.Context, o workflow.LocalActivityOptions, do func(Activities, context.Context, In) (Out, error), in In) (out Out, err error) {
	ctx = workflow.WithLocalActivityOptions(ctx, o)
	err = workflow.ExecuteLocalActivity(ctx, methodName(do), in).Get(ctx, &out)
	return out, err
}

func localDo[In any](ctx workflow.Context, o workflow.LocalActivityOptions, do func(Activities, context.Context, In) error, in In) error {
	ctx = workflow.WithLocalActivityOptions(ctx, o)
	return workflow.ExecuteLocalActivity(ctx, methodName(do), in).Get(ctx, nil)
}

func remote[In, Out any](ctx workflow.Context, o workflow.ActivityOptions, do func(Activities, context.Context, In) (Out, error), in In) (out Out, err error) {
	ctx = workflow.WithActivityOptions(ctx, o)
	err = workflow.ExecuteActivity(ctx, methodName(do), in).Get(ctx, &out)
	return out, err
}

func remoteDo[In any](ctx workflow.Context, o workflow.ActivityOptions, do func(Activities, context.Context, In) error, in In) error {
	ctx = workflow.WithActivityOptions(ctx, o)
	return workflow.ExecuteActivity(ctx, methodName(do), in).Get(ctx, nil)
}

// methodName is the last part of a method expression's name: the name under which the
// worker's struct registers the method.
func methodName(method any) string {
	full := runtime.FuncForPC(reflect.ValueOf(method).Pointer()).Name()
	return full[strings.LastIndexByte(full, '.')+1:]
}

// retryUntilDone repeats a step until it succeeds. It returns an error only when the workflow is
// cancelled.
func retryUntilDone(ctx workflow.Context, what string, step func() error) error {
	for pause := firstPause; ; pause = min(2*pause, longestPause) {
		err := step()
		if err == nil {
			return nil
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		workflow.GetLogger(ctx).Error("a step without which the case cannot go on was refused; trying again", "step", what, "pause", pause, "error", err)
		if err := workflow.Sleep(ctx, pause); err != nil {
			return err
		}
	}
}
