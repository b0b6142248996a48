package activities

import (
	"context"

	"foja/workflows"
)

// LoadAppeal reads the law of the request and the appeal as the register has it, if it does.
func (a *Activities) LoadAppeal(ctx context.Context, in workflows.AppealRef) (workflows.AppealLoaded, error) {
	loaded, err := a.LoadLaw(ctx, workflows.RequestInput{Request: in.Request})
	if err != nil {
		return workflows.AppealLoaded{}, err
	}
	appeals, err := a.Store.Appeals(ctx, in.Request)
	if err != nil {
		return workflows.AppealLoaded{}, refusal(err)
	}
	out := workflows.AppealLoaded{Law: loaded.Law}
	for _, have := range appeals {
		if have.N == in.N {
			out.Appeal = &have
		}
	}
	return out, nil
}

// ProjectAppeal writes an appeal's events and its row; a repeated call changes nothing.
func (a *Activities) ProjectAppeal(ctx context.Context, in workflows.AppealProjection) error {
	err := a.Store.ProjectAppeal(ctx, in.Events, in.Appeal)
	if err != nil {
		// The appeal is blocked until this succeeds, so the operator must see it.
		a.Logger.Error("an appeal's events cannot be written", "request", in.Appeal.Request, "appeal",
			in.Appeal.N, "error", err)
	}
	return refusal(err)
}
