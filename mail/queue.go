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

// setback remembers a message whose handling failed.
type setback struct {
	times int
	until time.Time
}

// A batch is handled by Hands at a time; what is fetched for it stays within these bounds.
const (
	batchMost  = 32
	batchBytes = 64 << 20
)

// look hands over everything in the inbox. A message that fails is passed over, not waited for; an error
// means that the connection is of no more use.
func (w *Watcher) look(ctx context.Context, s *session) error {
	entries, err := s.list()
	if err != nil {
		return err
	}
	present := map[imap.UID]bool{}
	left, err := w.left(ctx, s, entries)
	if err != nil {
		return err
	}
	var batch []*reading
	size := int64(0)
	for _, e := range entries {
		present[e.uid] = true
		if left[uint32(e.uid)] || e.deleted && s.keepsMarked() || time.Now().Before(w.poison[e.uid].until) {
			continue // moved by us before, or failed a moment ago
		}
		if len(batch) > 0 && (w.Hands == 1 || len(batch) == batchMost || size+e.size > batchBytes) {
			if err := w.work(ctx, s, batch); err != nil {
				return err
			}
			batch, size = nil, 0
		}
		f, found, err := w.fetch(s, e)
		if err != nil {
			if err := w.settle(ctx, e.uid, err); err != nil {
				// The connection is gone, what was fetched is not: it is asked for again.
				return err
			}
			continue
		}
		if found { // else somebody else moved it meanwhile
			batch, size = append(batch, &reading{Fetched: f}), size+e.size
		}
	}
	if err := w.work(ctx, s, batch); err != nil {
		return err
	}
	maps.DeleteFunc(w.poison, func(uid imap.UID, _ setback) bool { return !present[uid] })
	w.mu.Lock()
	defer w.mu.Unlock()
	w.status.LastSuccess, w.status.Waiting, w.status.Left = time.Now(), len(w.poison), len(left)
	if len(w.poison) == 0 {
		w.status.LastError = ""
	}
	return nil
}

// left asks which messages are to stay in the inbox.
func (w *Watcher) left(ctx context.Context, s *session, entries []entry) (map[uint32]bool, error) {
	if w.Leave == nil {
		return nil, nil
	}
	lying := make([]Lying, 0, len(entries))
	for _, e := range entries {
		if e.deleted && s.keepsMarked() {
			continue
		}
		lying = append(lying, Lying{
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

// reading is a fetched message and what became of it.
type reading struct {
	Fetched
	folder string
	err    error
}

// work has a batch handled, messages of the same Order one after the other, and moves them in their order.
func (w *Watcher) work(ctx context.Context, s *session, batch []*reading) error {
	lines := map[string][]*reading{}
	for _, t := range batch {
		key := ""
		if w.Order != nil {
			key = w.Order(t.Fetched)
		}
		lines[key] = append(lines[key], t)
	}
	var group sync.WaitGroup
	hands := make(chan struct{}, w.Hands)
	for _, line := range lines {
		hands <- struct{}{}
		group.Go(func() {
			defer func() { <-hands }()
			for _, t := range line {
				t.folder, t.err = w.handle(ctx, t.Fetched)
			}
		})
	}
	group.Wait()
	for _, t := range batch {
		uid := imap.UID(t.UID)
		if t.err == nil {
			t.err = w.put(s, uid, t.folder)
		}
		if err := w.settle(ctx, uid, t.err); err != nil {
			return err
		}
	}
	return nil
}

// settle notes how a message fared. It returns an error when the connection is of no more use.
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
		// Once is the network's fault; a message that ends the connection again must not block those behind it.
		if back := w.poison[uid]; back.times == 0 {
			w.poison[uid] = setback{times: 1}
		} else {
			w.setBack(uid, err)
		}
		return err
	default:
		w.setBack(uid, err)
	}
	return nil
}

// setBack lets a message wait, each time longer.
func (w *Watcher) setBack(uid imap.UID, err error) {
	back := w.poison[uid]
	back.times++
	back.until = time.Now().Add(backoff(w.PoisonMin, w.PoisonMax, back.times))
	w.poison[uid] = back
	w.failed(err)
	w.Log.Error("message not handled", "account", w.Account.Name, "uidvalidity", w.status.UIDValidity, "uid", uint32(uid),
		"times", back.times, "error", err)
}

// fetch reads one message; there is nothing to say about one that vanished.
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
			f.Raw, found = nil, true // a header beyond all measure: only the fact is left
		}
	}
	return f, found, err
}

// put moves a message to a folder, which is made when it is missing, even if somebody deleted it a moment ago.
func (w *Watcher) put(s *session, uid imap.UID, folder string) error {
	for {
		known := w.folders[folder]
		place, err := s.place(folder)
		if !known && err == nil {
			if place, err = s.make(folder); err == nil {
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

// handle keeps a panic over one message from stopping the mail of all.
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

// pause is how long to wait for news: until the next failed message is due, at most IdleFor or PollEvery.
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
