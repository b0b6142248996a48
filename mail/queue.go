package mail

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"strings"
	"time"

	"github.com/emersion/go-imap/v2"
)

// setback remembers a message whose handling failed.
type setback struct {
	times int
	until time.Time
}

// look hands over everything in the inbox. A message that fails is passed over, not waited for; an error
// means that the connection is of no more use.
func (w *Watcher) look(ctx context.Context, s *session) error {
	entries, err := s.list()
	if err != nil {
		return err
	}
	present := map[imap.UID]bool{}
	for _, e := range entries {
		present[e.uid] = true
		if e.deleted && s.keepsMarked() || time.Now().Before(w.poison[e.uid].until) {
			continue // moved by us before, or failed a moment ago
		}
		err := w.take(ctx, s, e)
		switch {
		case err == nil:
			delete(w.poison, e.uid)
		case ctx.Err() != nil:
			return ctx.Err()
		case lost(err):
			// Once is the network's fault; a message that ends the connection again must not block those behind it.
			if back := w.poison[e.uid]; back.times == 0 {
				w.poison[e.uid] = setback{times: 1}
			} else {
				w.setBack(e.uid, err)
			}
			return err
		default:
			w.setBack(e.uid, err)
		}
	}
	maps.DeleteFunc(w.poison, func(uid imap.UID, _ setback) bool { return !present[uid] })
	w.mu.Lock()
	defer w.mu.Unlock()
	w.status.LastSuccess, w.status.Waiting = time.Now(), len(w.poison)
	if len(w.poison) == 0 {
		w.status.LastError = ""
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
	w.Log.Error("message not handled", "account", w.Account.Name, "uidvalidity", w.status.UIDValidity, "uid", uint32(uid), "times", back.times, "error", err)
}

// take fetches, hands over and moves one message.
func (w *Watcher) take(ctx context.Context, s *session, e entry) error {
	f := Fetched{Account: w.Account.Name, UIDValidity: w.status.UIDValidity, UID: uint32(e.uid), InternalDate: e.internal, Size: e.size, TooBig: e.size > w.MaxSize}
	found := false
	var err error
	if !f.TooBig {
		f.Raw, found, f.TooBig, err = s.fetch(e, &imap.FetchItemBodySection{Peek: true}, w.MaxSize)
	}
	if err == nil && f.TooBig {
		header := e
		header.size = headerLimit
		f.Raw, found, _, err = s.fetch(header, &imap.FetchItemBodySection{Peek: true, Specifier: imap.PartSpecifierHeader}, 8*headerLimit)
		if err == nil && !found {
			f.Raw, found = nil, true // a header beyond all measure: only the fact is left
		}
	}
	if err != nil || !found {
		return err // not found: somebody else moved it meanwhile
	}
	folder, err := w.handle(ctx, f)
	if err != nil {
		return err
	}
	if err := w.put(s, e.uid, folder); err != nil {
		return err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.status.Handled++
	w.status.LastSuccess = time.Now()
	return nil
}

// put moves a message to a folder, which is made when it is missing, even if somebody deleted it a moment ago.
func (w *Watcher) put(s *session, uid imap.UID, folder string) error {
	for {
		known := w.folders[folder]
		if !known {
			if err := s.create(folder); err != nil {
				return err
			}
			w.folders[folder] = true
		}
		err := s.move(uid, folder)
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
