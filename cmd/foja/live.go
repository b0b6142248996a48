package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"foja/worker"
)

// run lets the house live until ctx ends, then stops it in order: doors, mailbox, worker.
func (h *house) run(ctx context.Context) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	stopFollowing := background(ctx, h.follow)
	defer stopFollowing()
	if h.hands != nil {
		w := worker.New(h.temporal, h.hands, h.log)
		if err := w.Start(); err != nil {
			return fmt.Errorf("worker: %w", err)
		}
		defer w.Stop()
		stop := background(ctx, func(ctx context.Context) { h.sweep(ctx) })
		defer stop()
		stopReading := background(ctx, h.readFiles)
		defer stopReading()
	}
	for _, w := range h.watchers {
		stopWatch := background(ctx, func(ctx context.Context) { h.watchMailbox(ctx, w) })
		defer stopWatch()
		stop := background(ctx, func(ctx context.Context) {
			if err := w.Run(ctx); err != nil && ctx.Err() == nil {
				cancel(fmt.Errorf("mailbox %s: %w", w.Account.Name, err))
			}
		})
		defer stop()
	}
	if h.http != nil {
		stop := h.serveHTTP(cancel)
		defer stop()
	}
	<-ctx.Done()
	if err := context.Cause(ctx); !errors.Is(err, context.Canceled) {
		return err
	}
	return nil
}

// background runs f until stop is called, and stop waits for it.
func background(ctx context.Context, f func(context.Context)) (stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	done := make(chan struct{})
	go func() {
		defer close(done)
		f(ctx)
	}()
	return func() {
		cancel()
		<-done
	}
}

// follow takes in what administrators publish or change, in whichever process. Every role needs it: the forms as much as the workflows.
func (h *house) follow(ctx context.Context) {
	tick := time.NewTicker(sweepEvery)
	defer tick.Stop()
	for {
		_, err := h.desk.Norms.ReadProcedures(ctx)
		if err = errors.Join(err, h.desk.Core.ReadUnits(ctx)); err != nil && ctx.Err() == nil {
			h.log.Warn("published procedures or changed units were not read; it will be tried again", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// sweepEvery is how often what a crash left between register and workflow is looked for;
// sweepAge keeps the sweep off what is just being done.
const (
	sweepEvery = time.Minute
	sweepAge   = 20 * time.Second
)

// readFiles reads new files for the search, beside the sweep: a file may take seconds, and nothing waits for its words.
func (h *house) readFiles(ctx context.Context) {
	tick := time.NewTicker(sweepEvery)
	defer tick.Stop()
	for {
		if err := h.desk.Upkeep.ReadForSearch(ctx); err != nil && ctx.Err() == nil {
			h.log.Warn("new files were not read for the search; it will be tried again", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// rememberFor is how long a repeated API command is answered with its first answer.
const rememberFor = 7 * 24 * time.Hour

// sweep starts what a crash left between two steps: requests without a workflow, messages
// without a fate. It also forgets answers that nobody will ask for again.
func (h *house) sweep(ctx context.Context) {
	tick := time.NewTicker(sweepEvery)
	defer tick.Stop()
	revived := false
	for {
		for _, chore := range h.chores(&revived) {
			if err := chore.do(ctx); err != nil && ctx.Err() == nil {
				h.log.Warn(chore.failed, "error", err)
			}
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// chore is something that a round sees to, and what the log says when it could not.
type chore struct {
	failed string
	do     func(context.Context) error
}

// chores are what a round does, in order: first what somebody waits for, and at the end what may take its time.
func (h *house) chores(revived *bool) []chore {
	return []chore{
		{"not every open case is known to have its workflow; it will be tried again", func(ctx context.Context) error {
			if *revived {
				return nil
			}
			err := h.desk.Upkeep.Revive(ctx)
			*revived = err == nil
			return err
		}},
		{"the sweep did not finish; it will be tried again", func(ctx context.Context) error {
			_, forgotten := h.store.Forget(ctx, time.Now().Add(-rememberFor))
			return errors.Join(h.desk.Upkeep.Sweep(ctx), h.sweeper.Sweep(ctx, time.Now().Add(-sweepAge)), forgotten)
		}},
		{"limits that are over and files that stopped coming were not removed; it will be tried again", h.desk.Links.ForgetStrangers},
		{"the week's board was not announced; it will be tried again", h.desk.Figures.BoardWeekly},
		{"a link to hand in what mail did not carry was not mailed; it will be tried again", func(ctx context.Context) error {
			return errors.Join(h.desk.Links.InviteUploads(ctx), h.hands.MailUploadLinks(ctx))
		}},
		{"a question to a unit was not mailed; it will be tried again", func(ctx context.Context) error {
			return errors.Join(h.desk.Links.AskUnits(ctx), h.hands.MailUnits(ctx))
		}},
		{"a mail about an account was not sent; it will be tried again", h.hands.MailAccounts},
		{"a notice was not mailed; it will be tried again", h.hands.MailNotices},
		{"the nothing-lost report was not made; it will be tried again", h.desk.Upkeep.ReconcileDaily},
		{"the lines of the register were not reckoned; it will be tried again", h.desk.Figures.ReckonLines},
		{"where the time went was not counted; it will be tried again", h.desk.Figures.CountPast},
		{"the register's statistics were not refreshed; it will be tried again", h.store.Upkeep},
	}
}
