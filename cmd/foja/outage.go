package main

import (
	"context"
	"time"

	"foja/mail"
)

// mailboxCheckEvery is how often the state of the mailbox watcher is checked.
const mailboxCheckEvery = 20 * time.Second

// watchMailbox detects when the mailbox is not read, because its server is away or foja was not running. The last
// success is stored in the register, so that a restarted process can see the gap.
func (h *app) watchMailbox(ctx context.Context, w *mail.Watcher) {
	started := time.Now()
	tick := time.NewTicker(mailboxCheckEvery)
	defer tick.Stop()
	for {
		if err := h.checkMailbox(ctx, w, started); err != nil && ctx.Err() == nil {
			h.log.Warn("whether the mailbox is read could not be noted; it will be tried again", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

func (h *app) checkMailbox(ctx context.Context, w *mail.Watcher, started time.Time) error {
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
		last = started // the very first start: there is no gap
	}
	switch {
	// The mailbox was read again after a gap during which no process was running.
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

// followDecisions scans a mailbox at once when an operator has decided about its backlog.
func (h *app) followDecisions(ctx context.Context, w *mail.Watcher) error {
	last, err := h.store.LastMailDecision(ctx, w.Account.Name)
	if err == nil && last.After(w.Status().LastSuccess) {
		w.Wake()
	}
	return err
}
