package desk

import (
	"context"
	"errors"
	"time"
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
	started := each(ids, func(id string) error {
		if err := d.Cases.Start(ctx, id); err != nil {
			return err
		}
		d.Logger.Info("workflow of a registered request started late", "request", id)
		return nil
	})
	return errors.Join(started, d.sweepImports(ctx), d.sweepCalendars(ctx), d.sweepProcedures(ctx))
}

// reviveAtOnce is how many cases Revive asks for at a time; after reviveFailures failures in a row it takes the process engine to be away.
const (
	reviveAtOnce   = 500
	reviveFailures = 20
)

// Revive makes sure that every open case has its workflow. They all do, unless the process
// engine's own memory was lost or restored from an older copy; each then goes on from where the
// register has it. Call it until it succeeds, from the start of a worker on. One case that cannot be
// started does not keep the others from it.
func (d *Desk) Revive(ctx context.Context) error {
	var failures []error
	inARow := 0
	for after := ""; ; {
		ids, err := d.Store.OpenRequests(ctx, after, reviveAtOnce)
		if err != nil || len(ids) == 0 {
			return errors.Join(append(failures, err)...)
		}
		for _, id := range ids {
			err := d.Cases.Start(ctx, id)
			if err == nil {
				inARow = 0
				continue
			}
			failures = append(failures, err)
			if inARow++; inARow >= reviveFailures || ctx.Err() != nil {
				return errors.Join(failures...)
			}
		}
		after = ids[len(ids)-1]
	}
}

// each does something to all of them, whatever becomes of one, and tells what failed.
func each[T any](all []T, do func(T) error) error {
	var failures []error
	for _, one := range all {
		failures = append(failures, do(one))
	}
	return errors.Join(failures...)
}
