package workflows

import (
	"go.temporal.io/sdk/workflow"
)

// decreePages is how many pages one run of a Decree takes before it continues as new, so that
// its history stays short however many cases are open.
const decreePages = 50

// Decree tells every open case in scope that a calendar was published (law: R9). It does not
// touch a case: each moves itself, in its own workflow. It walks the register in order and
// remembers only its place, so that a run that is killed goes on where it was, and a case told
// twice has nothing to do.
func Decree(ctx workflow.Context, in DecreeInput) error {
	for range decreePages {
		var page DecreePage
		if err := decreeStep(ctx, DecreeActivities.TouchedCases, in).Get(ctx, &page); err != nil {
			return err
		}
		if len(page.Requests) == 0 {
			return decreeStep(ctx, DecreeActivities.DecreeDone, in).Get(ctx, nil)
		}
		telling := DecreeBatch{Version: in.Version, Requests: page.Requests}
		if err := decreeStep(ctx, DecreeActivities.TellCases, telling).Get(ctx, nil); err != nil {
			return err
		}
		in.After, in.Told = page.Last, in.Told+len(page.Requests)
	}
	return workflow.NewContinueAsNewError(ctx, DecreeWorkflowName, in)
}

func decreeStep(ctx workflow.Context, do, in any) workflow.Future {
	return workflow.ExecuteActivity(workflow.WithActivityOptions(ctx, externalOptions), methodName(do), in)
}
