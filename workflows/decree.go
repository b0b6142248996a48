package workflows

import (
	"go.temporal.io/sdk/workflow"
)

// decreePages is how many pages one run of Decree handles before it continues as new, which keeps its history short
// however many cases are open.
const decreePages = 50

// Decree announces a published calendar to every open case in its scope (law: R9). It changes no case: each case
// recounts itself in its own workflow. It walks the register in order and keeps only its position, so that a killed
// run continues where it was; a case that gets the signal twice has nothing to do.
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
