package acts

import (
	"context"

	"foja/access"
	"foja/desk/core"
	"foja/docket"
)

// NoProposal is the version of a proposal that is not there yet.
const NoProposal = "none"

// overtaken refuses to save over a proposal that somebody else saved while this one was being written. Nothing is lost: the form
// comes back with its words and the other proposal above it, and saving again replaces it knowingly.
func (s *Service) overtaken(ctx context.Context, o core.LoadedCase, by access.User, c Command) error {
	p := o.Case.Proposal
	if c.Seen == "" || p == nil || p.Text == c.Seen || p.By == by.ID {
		return nil
	}
	name := "otra persona"
	if u, err := s.core.Store.User(ctx, p.By); err == nil {
		name = u.Name
	} else if docket.CodeOf(err) != docket.CodeNotFound {
		return err
	}
	return docket.Refuse(docket.CodeConflict, "proposal.overtaken", "who", name)
}
