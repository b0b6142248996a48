package activities

import (
	"context"
	"errors"

	"foja/docket"
	"foja/files/virus"
	"foja/workflows"
)

// scanForViruses asks the scanner about a mail. An infected mail is held, and its sender gets instructions. While the
// scanner is down mail stays in the mailbox; mail that the scanner cannot process is held.
func (a *Activities) scanForViruses(ctx context.Context, raw []byte) (*workflows.Classified, error) {
	if a.Virus == nil {
		return nil, nil
	}
	switch name, err := a.Virus.Scan(ctx, raw); {
	case errors.Is(err, virus.ErrNotScanned):
		return &workflows.Classified{Fate: docket.FateHeld, Reason: string(docket.HeldUnsearched)}, nil
	case err != nil:
		return nil, err
	case name != "":
		return &workflows.Classified{Fate: docket.FateHeld, Reason: string(docket.HeldInfected), Note: name}, nil
	default:
		return nil, nil
	}
}
