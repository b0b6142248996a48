package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"runtime/debug"
	"time"

	"foja/worker"
)

// heapGrowth is how much the heap may grow, in per cent of what is in use, before garbage is collected. Go's own 100 lets a process that holds
// 150 MB take 300 between two collections; large files of outsiders and officers come in bursts, and half of it costs little time. GOGC in
// the environment overrides it, and GOMEMLIMIT bounds the whole.
const heapGrowth = 50

// run runs the app until ctx ends, then stops it in order: web server, mailboxes, worker.
func (h *app) run(ctx context.Context) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(heapGrowth)
	}
	stopFollowing := background(ctx, h.followChanges)
	defer stopFollowing()
	if h.activities != nil {
		w := worker.New(h.temporal, h.activities, h.log)
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

// followChanges loads procedures and units that administrators changed, in any process. Every role needs them: the
// forms as much as the workflows.
func (h *app) followChanges(ctx context.Context) {
	tick := time.NewTicker(h.cfg.JobInterval)
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

// sweepAge keeps the sweep off work in progress.
const sweepAge = 20 * time.Second

// readFiles extracts the text of new files for the search, in a loop of its own because one file may take seconds.
func (h *app) readFiles(ctx context.Context) {
	tick := time.NewTicker(h.cfg.JobInterval)
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

// idempotencyWindow is how long a repeated API command gets the stored answer of the first one.
const idempotencyWindow = 7 * 24 * time.Hour

// sweep runs the periodic jobs. Its main job is to finish what a crash interrupted: requests without a workflow,
// messages that are not settled.
func (h *app) sweep(ctx context.Context) {
	tick := time.NewTicker(h.cfg.JobInterval)
	defer tick.Stop()
	revived := false
	for {
		for _, job := range h.periodicJobs(&revived) {
			if err := job.do(ctx); err != nil && ctx.Err() == nil {
				h.log.Warn(job.failed, "error", err)
			}
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// periodicJob is one job of a round; failed is the log line for its error.
type periodicJob struct {
	failed string
	do     func(context.Context) error
}

// periodicJobs are the jobs of a round in order: urgent ones first, slow ones last.
func (h *app) periodicJobs(revived *bool) []periodicJob {
	return []periodicJob{
		{"not every open case is known to have its workflow; it will be tried again", func(ctx context.Context) error {
			if *revived {
				return nil
			}
			err := h.desk.Upkeep.Revive(ctx)
			*revived = err == nil
			return err
		}},
		{"the sweep did not finish; it will be tried again", func(ctx context.Context) error {
			_, forgotten := h.store.Forget(ctx, time.Now().Add(-idempotencyWindow))
			return errors.Join(h.desk.Upkeep.Sweep(ctx), h.sweeper.Sweep(ctx, time.Now().Add(-sweepAge)), forgotten)
		}},
		{"limits that are over and files that stopped coming were not removed; it will be tried again", h.desk.Links.DropOldLimits},
		{"the week's board was not announced; it will be tried again", h.desk.Figures.BoardWeekly},
		{"a link to hand in what mail did not carry was not mailed; it will be tried again", func(ctx context.Context) error {
			return errors.Join(h.desk.Links.InviteUploads(ctx), h.activities.MailUploadLinks(ctx))
		}},
		{"a question to a unit was not mailed; it will be tried again", func(ctx context.Context) error {
			return errors.Join(h.desk.Links.AskUnits(ctx), h.activities.MailUnits(ctx))
		}},
		{"a mail about an account was not sent; it will be tried again", h.activities.MailAccounts},
		{"nobody was told of work without a person; it will be tried again", h.desk.Upkeep.OpenWorkWarnings},
		{"nobody was told of a missing deputy; it will be tried again", h.desk.Upkeep.DeputyWarnings},
		{"nobody was called for a mail that is held; it will be tried again", h.desk.Upkeep.HeldAlarms},
		{"a notice was not mailed; it will be tried again", h.activities.MailNotices},
		{"the nothing-lost report was not made; it will be tried again", h.desk.Upkeep.ReconcileDaily},
		{"the lines of the register were not reckoned; it will be tried again", h.desk.Figures.ReckonLines},
		{"where the time went was not counted; it will be tried again", h.desk.Figures.CountPast},
		{"the register's statistics were not refreshed; it will be tried again", h.store.Upkeep},
	}
}
