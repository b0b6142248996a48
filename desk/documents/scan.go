package documents

import (
	"context"
	"errors"

	"foja/docket"
	"foja/files/virus"
)

// Scan refuses a file that carries a virus, or that nobody could look at, for whatever reason: what was handed in is still in the form, or on the other's
// machine, and can be handed in again.
func (s *Service) Scan(ctx context.Context, name string, content []byte) *docket.Error {
	if s.Virus == nil {
		return nil
	}
	switch found, err := s.Virus.Scan(ctx, content); {
	case errors.Is(err, virus.ErrNotScanned):
		return docket.Invalid("files", "file.beyond_virus_scan", "file", name)
	case err != nil:
		s.core.Logger.Error("a file was not searched for viruses and is refused", "error", err)
		return docket.Refuse(docket.CodeUnavailable, "file.virus_scan_failed", "file", name)
	case found != "":
		return docket.Invalid("files", "file.infected", "file", name, "virus", found)
	default:
		return nil
	}
}
