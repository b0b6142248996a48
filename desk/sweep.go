package desk

import (
	"context"
	"errors"
	"time"

	"foja/store"
)

// sweepAge is how long a registered request may be without a workflow before Sweep looks.
const sweepAge = 20 * time.Second

// Sweep starts the workflows of requests that have a number and no event: a crash or an outage
// came between the two. Call it at start and every minute.
func (d *Desk) Sweep(ctx context.Context) error {
	ids, err := d.Store.UnstartedRequests(ctx, d.Now().Add(-sweepAge))
	if err != nil {
		return err
	}
	var failures []error
	for _, id := range ids {
		if err := d.Cases.Start(ctx, id); err != nil {
			failures = append(failures, err)
			continue
		}
		d.Logger.Info("workflow of a registered request started late", "request", id)
	}
	return errors.Join(append(failures, d.sweepCalendars(ctx), d.sweepProcedures(ctx))...)
}

// Revive makes sure that every open case has its workflow. They all do, unless the process
// engine's own memory was lost or restored from an older copy; each then goes on from where the
// register has it. Call it once at the start of a worker.
func (d *Desk) Revive(ctx context.Context) error {
	open := true
	for offset := 0; ; {
		rows, total, err := d.Store.Requests(ctx, store.RequestFilter{
			Open: &open, Sort: "number", Page: store.Page{Limit: 500, Offset: offset},
		})
		if err != nil {
			return err
		}
		for _, r := range rows {
			if err := d.Cases.Start(ctx, r.ID); err != nil {
				return err
			}
		}
		if offset += len(rows); len(rows) == 0 || offset >= total {
			return nil
		}
	}
}
