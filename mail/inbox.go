package mail

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"strings"
	"sync"
	"time"

	"github.com/emersion/go-imap/v2"
)

// retryState is the state of a message whose handling failed.
type retryState struct {
	times int
	until time.Time
}

// Limits of a batch, which Concurrency messages of are handled at a time.
const (
	batchMost  = 32
	batchBytes = 64 << 20
)

// scanInbox handles everything in the inbox. A failing message is skipped; an error means that the connection is
// unusable.
func (w *Watcher) scanInbox(ctx context.Context, s *session) error {
	entries, err := s.list()
	if err != nil {
		return err
	}
	present := map[imap.UID]bool{}
	left, err := w.stayInInbox(ctx, s, entries)
	if err != nil {
		return err
	}
	var batch []*handling
	size := int64(0)
	for _, e := range entries {
		present[e.uid] = true
		if left[uint32(e.uid)] || e.deleted && s.leavesDeleted() || time.Now().Before(w.poison[e.uid].until) {
			continue // moved before, or failed a moment ago
		}
		if len(batch) > 0 && (w.Concurrency == 1 || len(batch) == batchMost || size+e.size > batchBytes) {
			if err := w.handleBatch(ctx, s, batch); err != nil {
				return err
			}
			batch, size = nil, 0
		}
		f, found, err := w.fetch(s, e)
		if err != nil {
			if err := w.settle(ctx, e.uid, err); err != nil {
				// The connection is gone. What was not handled will be fetched again.
				return err
			}
			continue
		}
		if found { // otherwise another program moved it meanwhile
			batch, size = append(batch, &handling{Fetched: f}), size+e.size
		}
	}
	if err := w.handleBatch(ctx, s, batch); err != nil {
		return err
	}
	maps.DeleteFunc(w.poison, func(uid imap.UID, _ retryState) bool { return !present[uid] })
	w.mu.Lock()
	defer w.mu.Unlock()
	w.status.LastSuccess, w.status.Waiting, w.status.Left = time.Now(), len(w.poison), len(left)
	if len(w.poison) == 0 {
		w.status.LastError = ""
	}
	return nil
}

// stayInInbox asks Leave which messages stay in the inbox.
func (w *Watcher) stayInInbox(ctx context.Context, s *session, entries []entry) (map[uint32]bool, error) {
	if w.Leave == nil {
		return nil, nil
	}
	lying := make([]FolderMessage, 0, len(entries))
	for _, e := range entries {
		if e.deleted && s.leavesDeleted() {
			continue
		}
		lying = append(lying, FolderMessage{
			Folder: w.Account.Inbox, UIDValidity: w.status.UIDValidity, UID: uint32(e.uid), InternalDate: e.internal,
			Size: e.size, Answered: e.answered,
		})
	}
	left, err := w.Leave(ctx, w.status.UIDValidity, lying)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errHandler, err)
	}
	return left, nil
}

// handling is a fetched message and its outcome.
type handling struct {
	Fetched
	folder string
	err    error
}

// handleBatch handles a batch, messages of the same Order one after the other, and then moves them in order.
func (w *Watcher) handleBatch(ctx context.Context, s *session, batch []*handling) error {
	lines := map[string][]*handling{}
	for _, t := range batch {
		key := ""
		if w.Order != nil {
			key = w.Order(t.Fetched)
		}
		lines[key] = append(lines[key], t)
	}
	var group sync.WaitGroup
	slots := make(chan struct{}, w.Concurrency)
	for _, line := range lines {
		slots <- struct{}{}
		group.Go(func() {
			defer func() { <-slots }()
			for _, t := range line {
				t.folder, t.err = w.handle(ctx, t.Fetched)
			}
		})
	}
	group.Wait()
	for _, t := range batch {
		uid := imap.UID(t.UID)
		if t.err == nil {
			t.err = w.moveTo(s, uid, t.folder)
		}
		if err := w.settle(ctx, uid, t.err); err != nil {
			return err
		}
	}
	return nil
}

// settle records the outcome of a message. It returns an error when the connection is unusable.
func (w *Watcher) settle(ctx context.Context, uid imap.UID, err error) error {
	switch {
	case err == nil:
		delete(w.poison, uid)
		w.mu.Lock()
		defer w.mu.Unlock()
		w.status.Handled++
		w.status.LastSuccess = time.Now()
	case ctx.Err() != nil:
		return ctx.Err()
	case lost(err):
		// One lost connection is the network's fault; a message that ends the connection again must not block the
		// others.
		if back := w.poison[uid]; back.times == 0 {
			w.poison[uid] = retryState{times: 1}
		} else {
			w.postpone(uid, err)
		}
		return err
	default:
		w.postpone(uid, err)
	}
	return nil
}

// postpone delays the next attempt, each time longer.
func (w *Watcher) postpone(uid imap.UID, err error) {
	back := w.poison[uid]
	back.times++
	back.until = time.Now().Add(backoff(w.PoisonMin, w.PoisonMax, back.times))
	w.poison[uid] = back
	w.failed(err)
	w.Log.Error("message not handled", "account", w.Account.Name, "uidvalidity", w.status.UIDValidity, "uid", uint32(uid),
		"times", back.times, "error", err)
}

// fetch reads one message; found is false for one that is gone.
func (w *Watcher) fetch(s *session, e entry) (f Fetched, found bool, err error) {
	f = Fetched{
		Account: w.Account.Name, UIDValidity: w.status.UIDValidity, UID: uint32(e.uid), InternalDate: e.internal,
		Answered: e.answered, Size: e.size, TooBig: e.size > w.MaxSize,
	}
	if !f.TooBig {
		f.Raw, found, f.TooBig, err = s.fetch(e, &imap.FetchItemBodySection{Peek: true}, w.MaxSize)
	}
	if err == nil && f.TooBig {
		header := e
		header.size = headerLimit
		f.Raw, found, _, err = s.fetch(header,
			&imap.FetchItemBodySection{Peek: true, Specifier: imap.PartSpecifierHeader}, 8*headerLimit)
		if err == nil && !found {
			f.Raw, found = nil, true // an enormous header: only the fact is kept
		}
	}
	return f, found, err
}

// moveTo moves a message to a folder, which it creates when missing, even if it was deleted a moment ago.
func (w *Watcher) moveTo(s *session, uid imap.UID, folder string) error {
	for {
		known := w.folders[folder]
		place, err := s.serverName(folder)
		if !known && err == nil {
			if place, err = s.ensureFolder(folder); err == nil {
				w.folders[folder] = true
			}
		}
		if err != nil {
			return err
		}
		err = s.move(uid, place)
		if err == nil {
			return nil
		}
		delete(w.folders, folder)
		var no *imap.Error
		if !known || !errors.As(err, &no) || no.Code != imap.ResponseCodeTryCreate {
			return err
		}
	}
}

// handle recovers a panic, so that one message does not stop the others.
func (w *Watcher) handle(ctx context.Context, f Fetched) (folder string, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("%w: panic of type %T", errHandler, p) // the value may quote the message
		}
	}()
	folder, err = w.Handle(ctx, f)
	if err != nil {
		return "", fmt.Errorf("%w: %w", errHandler, err)
	}
	if folder == "" || strings.EqualFold(folder, w.Account.Inbox) {
		return "", fmt.Errorf("%w: no folder to move to was named", errHandler)
	}
	return folder, nil
}

// pause is how long to wait for new mail: until the next failed message is due, at most IdleFor or PollEvery.
func (w *Watcher) pause(s *session) time.Duration {
	d := w.PollEvery
	if s.canIdle() {
		d = w.IdleFor
	}
	for _, back := range w.poison {
		d = min(d, time.Until(back.until))
	}
	return max(d, 10*time.Millisecond)
}
