package main

import (
	"context"
	"time"

	"foja/mail"
)

// outageLook is how often the watcher of the mailbox is watched itself.
const outageLook = 20 * time.Second

// watchMailbox notices when the mailbox is not read: because its server is away, or because foja itself was not
// running. What was last seen is in the register, so that a program that was down for a night knows it.
func (h *house) watchMailbox(ctx context.Context, w *mail.Watcher) {
	started := time.Now()
	tick := time.NewTicker(outageLook)
	defer tick.Stop()
	for {
		if err := h.lookAtMailbox(ctx, w, started); err != nil && ctx.Err() == nil {
			h.log.Warn("whether the mailbox is read could not be noted; it will be tried again", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

func (h *house) lookAtMailbox(ctx context.Context, w *mail.Watcher, started time.Time) error {
	account := w.Account.Name
	if err := h.followDecisions(ctx, w); err != nil {
		return err
	}
	before, err := h.desk.Upkeep.MailboxLastSeen(ctx, account)
	if err != nil {
		return err
	}
	status := w.Status()
	seen, cause := status.LastSuccess, status.LastError
	last := seen
	if last.IsZero() {
		last = before
	}
	if last.IsZero() {
		last = started // the first start ever: nothing was missed yet
	}
	switch {
	// It was looked through again after a gap that nobody was there to notice.
	case !seen.IsZero() && !before.IsZero() && seen.Sub(before) > h.cfg.OutageAfter && before.Before(started):
		if err := h.desk.Upkeep.MailboxLost(ctx, account, before, "foja no estaba en marcha"); err != nil {
			return err
		}
	case time.Since(last) > h.cfg.OutageAfter:
		return h.desk.Upkeep.MailboxLost(ctx, account, last, cause)
	}
	if seen.IsZero() || !seen.After(before) {
		return nil
	}
	return h.desk.Upkeep.MailboxSeen(ctx, account, seen)
}

// followDecisions looks into a mailbox at once when an operator has decided about mail that waits in it.
func (h *house) followDecisions(ctx context.Context, w *mail.Watcher) error {
	last, err := h.store.LastMailDecision(ctx, w.Account.Name)
	if err == nil && last.After(w.Status().LastSuccess) {
		w.Poke()
	}
	return err
}
