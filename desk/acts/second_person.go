package acts

import (
	"context"
	"slices"

	"foja/access"
	"foja/desk/core"
	"foja/docket"
)

// secondPerson refuses an act that the procedure leaves to a second person when she may be one of those who wrote what she decides about.
func (s *Service) secondPerson(ctx context.Context, by access.User, o core.LoadedCase, do docket.Action) error {
	if a := o.Case.Annulment; a != nil && do == docket.ActConfirmAnnulment {
		return s.accounts.TwoPersons(ctx, by, a.By)
	}
	state, _ := o.Procedure.State(o.Case.State)
	if p := o.Case.Proposal; p != nil && slices.ContainsFunc(state.Actions, func(may docket.Permission) bool { return may.Do == do && may.Second }) {
		return s.accounts.TwoPersons(ctx, by, append([]string{p.By}, p.Writers...)...)
	}
	return nil
}
