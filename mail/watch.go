package mail

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"math/rand/v2"
	"strings"
	"sync"
	"time"

	"github.com/emersion/go-imap/v2"
)

// Account is one mailbox on an IMAP server.
type Account struct {
	Name     string // our own name for it, part of what identifies a message; no address
	Addr     string // host:port; the certificate must name the host
	TLS      TLSMode
	CAFile   string // further authorities, PEM; empty for the system's only
	User     string
	Password string
	Inbox    string // INBOX when empty
}

// Fetched is one message as the server holds it.
type Fetched struct {
	Account     string
	UIDValidity uint32
	UID         uint32
	// InternalDate is when the agency's own server took the message: the true arrival, with the server's zone.
	InternalDate time.Time
	Raw          []byte // the whole message, or its header alone when TooBig
	Size         int64  // bytes on the server
	TooBig       bool   // larger than MaxSize: a person must look at it in the mailbox
}

// Handler commits the bytes of a message and says to which folder it goes. When it returns nil the message
// is moved; after an error it stays and is brought again later. It may see a message more than once. Its
// errors are logged: they must hold no personal data.
type Handler func(ctx context.Context, f Fetched) (folder string, err error)

// Watcher empties one inbox: everything found there is handed over and then moved away. There is no cursor to
// lose: what is in the inbox is what is left to do. Fill the fields, then Run once.
type Watcher struct {
	Account Account
	Handle  Handler
	Log     *slog.Logger // slog.Default when nil; never sees an address or a text

	MaxSize        int64         // bytes; 50 MB when zero
	IdleFor        time.Duration // longest IDLE, which also proves that the server lives; 5 min when zero
	PollEvery      time.Duration // without IDLE; 1 min when zero
	CommandTimeout time.Duration // patience with one answer; 1 min when zero
	RetryMin       time.Duration // first pause after trouble; 1 s when zero
	RetryMax       time.Duration // longest pause after lost connections; 2 min when zero
	AuthRetry      time.Duration // pause after a refused login; 5 min when zero
	PoisonMin      time.Duration // first pause before a message whose handling failed; 30 s when zero
	PoisonMax      time.Duration // longest such pause; 1 h when zero

	once sync.Once
	wake chan struct{}

	mu     sync.Mutex
	status Status

	poison  map[imap.UID]setback // messages whose handling failed; touched by Run only
	folders map[string]bool      // known to exist
}

// errHandler wraps the handler's errors, which say nothing about the connection.
var errHandler = errors.New("mail: not handled")

// Status is what an operator and a health check want to know.
type Status struct {
	Connected          bool
	LastSuccess        time.Time // when the inbox was last seen through to its end
	LastError          string    // of the connection or of a message; stays until the next success
	LastErrorAt        time.Time
	LoginRefused       bool
	Waiting            int // messages that failed and will be tried again
	Handled            int // messages moved since the start
	UIDValidity        uint32
	UIDValidityChanges int
}

// setback remembers a message whose handling failed.
type setback struct {
	times int
	until time.Time
}

// Status may be called at any time.
func (w *Watcher) Status() Status {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.status
}

// Poke makes the watcher look at once.
func (w *Watcher) Poke() {
	w.defaults()
	select {
	case w.wake <- struct{}{}:
	default:
	}
}

func (w *Watcher) defaults() {
	w.once.Do(func() {
		w.wake = make(chan struct{}, 1)
		w.poison = map[imap.UID]setback{}
		set(&w.MaxSize, 50<<20)
		set(&w.IdleFor, 5*time.Minute)
		set(&w.PollEvery, time.Minute)
		set(&w.CommandTimeout, time.Minute)
		set(&w.RetryMin, time.Second)
		set(&w.RetryMax, 2*time.Minute)
		set(&w.AuthRetry, 5*time.Minute)
		set(&w.PoisonMin, 30*time.Second)
		set(&w.PoisonMax, time.Hour)
		if w.Account.Inbox == "" {
			w.Account.Inbox = "INBOX"
		}
		if w.Log == nil {
			w.Log = slog.Default()
		}
	})
}

func set[T int64 | time.Duration](v *T, missing T) {
	if *v <= 0 {
		*v = missing
	}
}

// Run watches until ctx ends, through every kind of trouble. It returns ctx's error.
func (w *Watcher) Run(ctx context.Context) error {
	w.defaults()
	for failures := 0; ctx.Err() == nil; {
		before := w.Status().LastSuccess
		err := w.connect(ctx)
		if ctx.Err() != nil {
			break
		}
		if w.Status().LastSuccess.After(before) {
			failures = 0
		}
		failures++
		pause := backoff(w.RetryMin, w.RetryMax, failures)
		if errors.Is(err, errAuth) {
			pause = w.AuthRetry
		}
		w.failed(err)
		w.down()
		w.Log.Warn("mailbox connection lost", "account", w.Account.Name, "error", err, "retry_in", pause)
		select {
		case <-ctx.Done():
		case <-w.wake:
		case <-time.After(pause):
		}
	}
	w.down()
	return ctx.Err()
}

func (w *Watcher) down() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.status.Connected = false
}

// backoff doubles from least to most, and spreads by half so that many clients do not come back together.
func backoff(least, most time.Duration, times int) time.Duration {
	d := most
	if times < 20 {
		d = min(most, least<<(times-1))
	}
	return d/2 + rand.N(d/2+1)
}

// connect lives one connection: it returns when the connection is lost.
func (w *Watcher) connect(ctx context.Context) error {
	s, err := dialSession(ctx, w.Account, w.CommandTimeout)
	if err != nil {
		return err
	}
	defer s.close()
	var selected *imap.SelectData
	err = s.do("select", w.CommandTimeout, func() (err error) {
		selected, err = s.client.Select(w.Account.Inbox, nil).Wait()
		return err
	})
	if err != nil {
		return err
	}
	w.begin(selected.UIDValidity)
	for {
		select { // what was said before this look is covered by it
		case <-s.news:
		default:
		}
		if err := w.look(ctx, s); err != nil {
			return err
		}
		pause := w.pause(s)
		if !s.canIdle() {
			s.wait(pause, w.wake)
			continue
		}
		err := s.idle(pause, w.wake)
		if err != nil && lost(err) || ctx.Err() != nil {
			return err
		}
		s.noIdle = err != nil // offered, but refused: poll
	}
}

// begin notes a new connection. After a change of UIDVALIDITY the old UIDs mean nothing (RFC 9051 section 2.3.1.1).
func (w *Watcher) begin(validity uint32) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if old := w.status.UIDValidity; old != 0 && old != validity {
		w.status.UIDValidityChanges++
		w.poison = map[imap.UID]setback{}
		w.Log.Warn("mailbox was rebuilt by its server", "account", w.Account.Name, "uidvalidity", validity, "before", old)
	}
	w.status.UIDValidity = validity
	w.status.Connected, w.status.LoginRefused = true, false
	w.folders = map[string]bool{} // somebody may have deleted one
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
	if !w.folders[folder] {
		if err := s.create(folder); err != nil {
			return err
		}
		w.folders[folder] = true
	}
	if err := s.move(e.uid, folder); err != nil {
		delete(w.folders, folder) // it may have been deleted under us
		return err
	}
	w.mu.Lock()
	w.status.Handled++
	w.mu.Unlock()
	return nil
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

func (w *Watcher) failed(err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.status.LastError, w.status.LastErrorAt = err.Error(), time.Now()
	w.status.LoginRefused = w.status.LoginRefused || errors.Is(err, errAuth)
}
