package mail

import (
	"context"
	"errors"
	"log/slog"
	"math/rand/v2"
	"sync"
	"time"

	"github.com/emersion/go-imap/v2"
)

// Account is one mailbox on an IMAP server.
type Account struct {
	Name     string // our own name for it, part of a message's identity; not an address
	Addr     string // host:port; the certificate must name the host
	TLS      TLSMode
	CAFile   string // additional authorities, PEM; empty for the system's only
	User     string
	Password string
	Token    TokenSource // instead of the password; nil = password
	Inbox    string      // INBOX when empty
}

// Fetched is one message as the server holds it.
type Fetched struct {
	Account     string
	UIDValidity uint32
	UID         uint32
	// InternalDate is when the agency's own server received the message: the time of arrival, in the server's zone.
	InternalDate time.Time
	Answered     bool   // somebody answered it from a mail program
	Raw          []byte // the whole message, or its header alone when TooBig
	Size         int64  // bytes on the server
	TooBig       bool   // larger than MaxSize: a person must look at it in the mailbox
}

// Handler stores the bytes of a message and returns the folder to move it to. After an error the message stays and is
// handled again later. It may see a message more than once. Its errors are logged: they must contain no personal
// data.
type Handler func(ctx context.Context, f Fetched) (folder string, err error)

// Watcher empties one inbox: it passes every message to Handle and then moves it away. It keeps no cursor: what is in
// the inbox is still to be done. Fill the fields, then Run once.
type Watcher struct {
	Account Account
	Handle  Handler
	Log     *slog.Logger // slog.Default when nil; no addresses or texts are logged

	// Concurrency is how many messages are handled at the same time; 1 when zero. Handle must be safe for it.
	Concurrency int
	// Order returns a key: messages with the same key are handled one after the other. All of them when nil.
	Order func(Fetched) string

	// Leave returns the messages that stay in the inbox, unread; nil leaves none. It is called at every scan, with
	// the inbox's UIDVALIDITY and all its messages. After an error nothing is handled, and the scan is repeated.
	Leave func(ctx context.Context, validity uint32, lying []FolderMessage) (map[uint32]bool, error)

	MaxSize        int64         // bytes; 50 MB when zero
	IdleFor        time.Duration // longest IDLE, which also detects a dead connection; 5 min when zero
	PollEvery      time.Duration // without IDLE; 1 min when zero
	CommandTimeout time.Duration // timeout of one command; 1 min when zero
	RetryMin       time.Duration // first pause after an error; 1 s when zero
	RetryMax       time.Duration // longest pause after lost connections; 2 min when zero
	AuthRetry      time.Duration // pause after a refused login; 5 min when zero
	PoisonMin      time.Duration // first pause before a message whose handling failed; 30 s when zero
	PoisonMax      time.Duration // longest such pause; 5 min when zero, because the cause may be the database

	once sync.Once
	wake chan struct{}

	mu     sync.Mutex
	status Status

	poison  map[imap.UID]retryState // messages whose handling failed; used by Run only
	folders map[string]bool         // known to exist
}

// errHandler wraps the handler's errors, which do not concern the connection.
var errHandler = errors.New("mail: not handled")

// Wake makes the watcher scan the inbox at once.
func (w *Watcher) Wake() {
	w.defaults()
	select {
	case w.wake <- struct{}{}:
	default:
	}
}

func (w *Watcher) defaults() {
	w.once.Do(func() {
		w.wake = make(chan struct{}, 1)
		w.poison = map[imap.UID]retryState{}
		w.Concurrency = max(1, w.Concurrency)
		setDefault(&w.MaxSize, 50<<20)
		setDefault(&w.IdleFor, 5*time.Minute)
		setDefault(&w.PollEvery, time.Minute)
		setDefault(&w.CommandTimeout, time.Minute)
		setDefault(&w.RetryMin, time.Second)
		setDefault(&w.RetryMax, 2*time.Minute)
		setDefault(&w.AuthRetry, 5*time.Minute)
		setDefault(&w.PoisonMin, 30*time.Second)
		setDefault(&w.PoisonMax, 5*time.Minute)
		if w.Account.Inbox == "" {
			w.Account.Inbox = "INBOX"
		}
		if w.Log == nil {
			w.Log = slog.Default()
		}
	})
}

func setDefault[T int64 | time.Duration](v *T, missing T) {
	if *v <= 0 {
		*v = missing
	}
}

// Run watches until ctx ends and survives all errors. It returns ctx's error.
func (w *Watcher) Run(ctx context.Context) error {
	w.defaults()
	for failures := 0; ctx.Err() == nil; {
		before := w.Status().LastSuccess
		err := w.runConnection(ctx)
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

// backoff doubles from least to most, with jitter so that many clients do not return together.
func backoff(least, most time.Duration, times int) time.Duration {
	d := most
	if times < 20 {
		d = min(most, least<<(times-1))
	}
	return d/2 + rand.N(d/2+1) //nolint:gosec // spreads attempts, protects nothing
}

// runConnection runs one connection: it returns when the connection is lost.
func (w *Watcher) runConnection(ctx context.Context) error {
	s, err := dialSession(ctx, w.Account, w.CommandTimeout)
	if err != nil {
		return err
	}
	defer s.close()
	inbox, err := s.serverName(w.Account.Inbox)
	if err != nil {
		return err
	}
	var selected *imap.SelectData
	err = s.do("select", w.CommandTimeout, func() (err error) {
		selected, err = s.client.Select(inbox, nil).Wait()
		return err
	})
	if err != nil {
		return err
	}
	w.startConnection(selected.UIDValidity)
	for {
		select { // this scan covers earlier signals
		case <-s.hasNews:
		default:
		}
		if err := w.scanInbox(ctx, s); err != nil {
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
		s.noIdle = err != nil // offered but refused: poll
	}
}

// startConnection notes a new connection. After a change of UIDVALIDITY the old UIDs are invalid (RFC 9051 section
// 2.3.1.1).
func (w *Watcher) startConnection(validity uint32) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if old := w.status.UIDValidity; old != 0 && old != validity {
		w.status.UIDValidityChanges++
		w.poison = map[imap.UID]retryState{}
		w.Log.Warn("mailbox was rebuilt by its server", "account", w.Account.Name, "uidvalidity", validity, "before", old)
	}
	w.status.UIDValidity = validity
	w.status.Connected, w.status.LoginRefused = true, false
	w.folders = map[string]bool{} // a person may have deleted one
}
