package desk

import "context"

// importsAtOnce is how many imported cases one sweep starts: after an import of thousands, people and new mail are served beside it.
const importsAtOnce = 200

// sweepImports starts the workflows of open cases that were imported: each takes its case up from the register.
func (d *Desk) sweepImports(ctx context.Context) error {
	ids, err := d.Store.UnstartedImports(ctx, importsAtOnce)
	if err != nil || len(ids) == 0 {
		return err
	}
	failed := each(ids, func(id string) error {
		if err := d.Cases.Start(ctx, id); err != nil {
			return err
		}
		return d.Store.ImportStarted(ctx, id)
	})
	d.Logger.Info("workflows of imported cases were started", "cases", len(ids))
	return failed
}
