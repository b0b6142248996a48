package desk

import (
	"context"

	"foja/docket"
)

// NoProposal is the version of a proposal that is not there yet.
const NoProposal = "none"

// overtaken refuses to save over a proposal that somebody else saved while this one was being written. Nothing is lost: the form
// comes back with its words and the other proposal above it, and saving again replaces it knowingly.
func (d *Desk) overtaken(ctx context.Context, o opened, by User, c Command) error {
	p := o.kase.Proposal
	if c.Seen == "" || p == nil || p.Text == c.Seen || p.By == by.ID {
		return nil
	}
	name := "otra persona"
	if u, err := d.Store.User(ctx, p.By); err == nil {
		name = u.Name
	} else if docket.CodeOf(err) != docket.CodeNotFound {
		return err
	}
	return docket.Refuse(docket.CodeConflict, "Mientras usted escribía, %s guardó otro proyecto: está arriba. Lo que usted escribió sigue aquí; si lo envía otra vez, lo reemplaza.", name)
}
