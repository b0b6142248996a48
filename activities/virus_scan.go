package activities

import (
	"context"
	"errors"

	"foja/docket"
	"foja/virus"
	"foja/workflows"
)

// scanForViruses asks whether a mail carries a virus: such a mail waits for a person, and its sender is told how to go on. While the scanner is
// away mail waits in the mailbox; what the scanner will never look at to its end, a person does.
func (a *Activities) scanForViruses(ctx context.Context, raw []byte) (*workflows.Classified, error) {
	if a.Virus == nil {
		return nil, nil
	}
	switch name, err := a.Virus.Scan(ctx, raw); {
	case errors.Is(err, virus.ErrUnsure):
		return &workflows.Classified{Fate: docket.FateHeld, Reason: string(docket.HeldUnsearched)}, nil
	case err != nil:
		return nil, err
	case name != "":
		return &workflows.Classified{Fate: docket.FateHeld, Reason: string(docket.HeldInfected), Note: name}, nil
	default:
		return nil, nil
	}
}
