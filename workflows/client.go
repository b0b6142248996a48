package workflows

import (
	"context"
	"errors"
	"fmt"

	enumspb "go.temporal.io/api/enums/v1"
	"go.temporal.io/api/serviceerror"
	"go.temporal.io/sdk/client"

	"foja/docket"
)

// StartRequest starts the workflow of a registered request unless it runs or has run. It is idempotent.
func StartRequest(ctx context.Context, c client.Client, request string) error {
	return StartRequestWith(ctx, c, RequestInput{Request: request})
}

// StartRequestWith starts the workflow of a case that comes with a history.
func StartRequestWith(ctx context.Context, c client.Client, in RequestInput) error {
	_, err := c.ExecuteWorkflow(ctx, client.StartWorkflowOptions{
		ID:                       RequestWorkflowID(in.Request),
		TaskQueue:                TaskQueue,
		WorkflowIDConflictPolicy: enumspb.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING,
		WorkflowIDReusePolicy:    enumspb.WORKFLOW_ID_REUSE_POLICY_REJECT_DUPLICATE,
		EnableEagerStart:         true,
	}, RequestWorkflowName, in)
	var ended *serviceerror.WorkflowExecutionAlreadyStarted
	if errors.As(err, &ended) {
		return nil // it has ended already: it was started before
	}
	if err != nil {
		return fmt.Errorf("start the workflow of request %s: %w", in.Request, err)
	}
	return nil
}

// Act sends a command to a case and waits until its events are written. The command's key makes it safe to repeat.
// Refusals are *docket.Error; CodeUnavailable means that the outcome is unknown and that the same command should be
// sent again.
func Act(ctx context.Context, c client.Client, request string, cmd docket.Command) (Acted, error) {
	if cmd.Key == "" { // without a key the server would invent an update ID, and repetitions would not be detected
		return Acted{}, docket.Invalid("key", "operation.key_missing")
	}
	var acted Acted
	handle, err := c.UpdateWorkflow(ctx, client.UpdateWorkflowOptions{
		WorkflowID:   RequestWorkflowID(request),
		UpdateID:     cmd.Key,
		UpdateName:   UpdateAct,
		Args:         []any{cmd},
		WaitForStage: client.WorkflowUpdateStageCompleted,
	})
	if err == nil {
		err = handle.Get(ctx, &acted)
	}
	if Ended(err) && RestartsEnded(cmd.Action) {
		acted, err = restartEnded(ctx, c, request, cmd)
	}
	if err != nil {
		return Acted{}, updateError(err)
	}
	return acted, nil
}

// RestartsEnded reports whether an action may be applied to a case whose workflow has ended: messages can be moved
// and joined for as long as the case is kept.
func RestartsEnded(a docket.Action) bool {
	return a == docket.ActMoveMessage || a == docket.ActTakeMessage || a == docket.ActAddMessage
}

// restartEnded starts the workflow of an ended case again with a command. The new run loads the case from the
// register, and ends when nothing is left to do.
func restartEnded(ctx context.Context, c client.Client, request string, cmd docket.Command) (acted Acted, err error) {
	handle, err := c.UpdateWithStartWorkflow(ctx, client.UpdateWithStartWorkflowOptions{
		StartWorkflowOperation: c.NewWithStartWorkflowOperation(client.StartWorkflowOptions{
			ID: RequestWorkflowID(request), TaskQueue: TaskQueue,
			WorkflowIDConflictPolicy: enumspb.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING,
			WorkflowIDReusePolicy:    enumspb.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE,
		}, RequestWorkflowName, RequestInput{Request: request}),
		UpdateOptions: client.UpdateWorkflowOptions{
			UpdateID: cmd.Key, UpdateName: UpdateAct, Args: []any{cmd}, WaitForStage: client.WorkflowUpdateStageCompleted,
		},
	})
	if err == nil {
		err = handle.Get(ctx, &acted)
	}
	return acted, err
}

// ActOnAppeal sends a command to an appeal, as Act does to a case.
func ActOnAppeal(ctx context.Context, c client.Client, appeal AppealRef,
	cmd docket.AppealCommand,
) (AppealActed, error) {
	if cmd.Key == "" {
		return AppealActed{}, docket.Invalid("key",
			"operation.key_missing")
	}
	var acted AppealActed
	handle, err := c.UpdateWorkflow(ctx, client.UpdateWorkflowOptions{
		WorkflowID:   AppealWorkflowID(appeal.Request, appeal.N),
		UpdateID:     cmd.Key,
		UpdateName:   UpdateAct,
		Args:         []any{cmd},
		WaitForStage: client.WorkflowUpdateStageCompleted,
	})
	if err == nil {
		err = handle.Get(ctx, &acted)
	}
	if err != nil {
		return AppealActed{}, updateError(err)
	}
	return acted, nil
}

// updateError converts an error of an update into the error for the caller.
func updateError(err error) error {
	if e := RefusalOf(err); e != nil {
		return e
	}
	var gone *serviceerror.NotFound
	var away *serviceerror.Unavailable
	var late *client.WorkflowUpdateServiceTimeoutOrCanceledError
	switch {
	case errors.As(err, &gone):
		return fmt.Errorf("%w (%w)", docket.Refuse(docket.CodeConflict,
			"case.archived"), err)
	case errors.As(err, &away), errors.As(err, &late), errors.Is(err, context.DeadlineExceeded),
		errors.Is(err, context.Canceled):
		return fmt.Errorf("%w (%w)", docket.Refuse(docket.CodeUnavailable,
			"temporal.no_answer_in_time"), err)
	default:
		return fmt.Errorf("act on a case: %w", err)
	}
}

// StartAppeal starts the workflow of an appeal whose case's own workflow has ended. there reports that an appeal with
// this number exists already: the caller must check whether it is the same one.
func StartAppeal(ctx context.Context, c client.Client, o docket.AppealOpening) (there bool, err error) {
	_, err = c.ExecuteWorkflow(ctx, client.StartWorkflowOptions{
		ID: AppealWorkflowID(o.Request, o.N), TaskQueue: TaskQueue,
		WorkflowIDConflictPolicy:                 enumspb.WORKFLOW_ID_CONFLICT_POLICY_FAIL,
		WorkflowIDReusePolicy:                    enumspb.WORKFLOW_ID_REUSE_POLICY_REJECT_DUPLICATE,
		WorkflowExecutionErrorWhenAlreadyStarted: true,
	}, AppealWorkflowName, AppealInput{Opening: o})
	var started *serviceerror.WorkflowExecutionAlreadyStarted
	if errors.As(err, &started) {
		return true, nil
	}
	if err != nil {
		return false, fmt.Errorf("start the workflow of appeal %d of request %s: %w", o.N, o.Request, err)
	}
	return false, nil
}

// Ended reports whether an update was refused because the workflow has ended.
func Ended(err error) bool {
	var gone *serviceerror.NotFound
	return errors.As(err, &gone)
}

// StartDecree starts the workflow that announces a published calendar to the open cases, unless it runs or has
// completed. It is idempotent.
func StartDecree(ctx context.Context, c client.Client, version string) error {
	_, err := c.ExecuteWorkflow(ctx, client.StartWorkflowOptions{
		ID:                       DecreeWorkflowID(version),
		TaskQueue:                TaskQueue,
		WorkflowIDConflictPolicy: enumspb.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING,
		// One that failed or was terminated may be started again.
		WorkflowIDReusePolicy: enumspb.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE_FAILED_ONLY,
	}, DecreeWorkflowName, DecreeInput{Version: version})
	var ended *serviceerror.WorkflowExecutionAlreadyStarted
	if err != nil && !errors.As(err, &ended) {
		return fmt.Errorf("start the workflow of calendar %s: %w", version, err)
	}
	return nil
}

// TellCalendar signals a request's workflow; running is false when it has ended.
func TellCalendar(ctx context.Context, c client.Client, request, version string) (running bool, err error) {
	err = c.SignalWorkflow(ctx, RequestWorkflowID(request), "", SignalCalendar, CalendarPublished{Version: version})
	var gone *serviceerror.NotFound
	if errors.As(err, &gone) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("tell request %s of calendar %s: %w", request, version, err)
	}
	return true, nil
}
