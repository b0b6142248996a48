package upkeep

import (
	"context"

	"foja/desk/core"
)

// importsAtOnce is how many imported cases one sweep starts: after an import of thousands, people and new mail are
// served beside it.
const importsAtOnce = 200

// sweepImports starts the workflows of open cases that were imported: each takes its case up from the register.
func (s *Service) sweepImports(ctx context.Context) error {
	ids, err := s.core.Store.UnstartedImports(ctx, importsAtOnce)
	if err != nil || len(ids) == 0 {
		return err
	}
	failed := core.Each(ids, func(id string) error {
		if err := s.core.Workflows.Start(ctx, id); err != nil {
			return err
		}
		return s.core.Store.ImportStarted(ctx, id)
	})
	s.core.Logger.Info("workflows of imported cases were started", "cases", len(ids))
	return failed
}
