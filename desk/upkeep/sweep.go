package upkeep

import (
	"context"
	"errors"
	"time"

	"foja/desk/core"
)

// sweepAge is how long a registered request may be without a workflow before Sweep looks.
const sweepAge = 20 * time.Second

// Sweep starts the workflows of requests that have a number and no event: a crash or an outage
// came between the two. Call it at start and every minute.
func (s *Service) Sweep(ctx context.Context) error {
	ids, err := s.core.Store.UnstartedRequests(ctx, s.core.Now().Add(-sweepAge))
	if err != nil {
		return err
	}
	started := core.Each(ids, func(id string) error {
		if err := s.core.Workflows.Start(ctx, id); err != nil {
			return err
		}
		s.core.Logger.Info("workflow of a registered request started late", "request", id)
		return nil
	})
	return errors.Join(started, s.sweepImports(ctx), s.norms.SweepCalendars(ctx), s.norms.SweepProcedures(ctx))
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
func (s *Service) Revive(ctx context.Context) error {
	var failures []error
	inARow := 0
	for after := ""; ; {
		ids, err := s.core.Store.OpenRequests(ctx, after, reviveAtOnce)
		if err != nil || len(ids) == 0 {
			return errors.Join(append(failures, err)...)
		}
		for _, id := range ids {
			err := s.core.Workflows.Start(ctx, id)
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
