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
	Name     string // our own name for it, part of what identifies a message; no address
	Addr     string // host:port; the certificate must name the host
	TLS      TLSMode
	CAFile   string // further authorities, PEM; empty for the system's only
	User     string
	Password string
	Token    TokenSource // in place of the password; nil = password
	Inbox    string      // INBOX when empty
}

// Fetched is one message as the server holds it.
type Fetched struct {
	Account     string
	UIDValidity uint32
	UID         uint32
	// InternalDate is when the agency's own server took the message: the true arrival, with the server's zone.
	InternalDate time.Time
	Answered     bool   // somebody answered it from a mail program
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

	// Hands is how many messages are handled at the same time; 1 when zero. Handle must bear it.
	Hands int
	// Order names what must keep its order: messages of the same name are handled one after the other. All of them when
	// nil.
	Order func(Fetched) string

	// Leave names those of the messages in the inbox that are to stay there, unread; nil leaves none. It is asked at
	// every look, with the inbox's UIDVALIDITY and all that lies there. After an error nothing is taken, and the look is
	// tried again.
	Leave func(ctx context.Context, validity uint32, lying []Lying) (map[uint32]bool, error)

	MaxSize        int64         // bytes; 50 MB when zero
	IdleFor        time.Duration // longest IDLE, which also proves that the server lives; 5 min when zero
	PollEvery      time.Duration // without IDLE; 1 min when zero
	CommandTimeout time.Duration // patience with one answer; 1 min when zero
	RetryMin       time.Duration // first pause after trouble; 1 s when zero
	RetryMax       time.Duration // longest pause after lost connections; 2 min when zero
	AuthRetry      time.Duration // pause after a refused login; 5 min when zero
	PoisonMin      time.Duration // first pause before a message whose handling failed; 30 s when zero
	PoisonMax      time.Duration // longest such pause; 5 min when zero: the fault may be the database's

	once sync.Once
	wake chan struct{}

	mu     sync.Mutex
	status Status

	poison  map[imap.UID]setback // messages whose handling failed; touched by Run only
	folders map[string]bool      // known to exist
}

// errHandler wraps the handler's errors, which say nothing about the connection.
var errHandler = errors.New("mail: not handled")

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
		w.Hands = max(1, w.Hands)
		set(&w.MaxSize, 50<<20)
		set(&w.IdleFor, 5*time.Minute)
		set(&w.PollEvery, time.Minute)
		set(&w.CommandTimeout, time.Minute)
		set(&w.RetryMin, time.Second)
		set(&w.RetryMax, 2*time.Minute)
		set(&w.AuthRetry, 5*time.Minute)
		set(&w.PoisonMin, 30*time.Second)
		set(&w.PoisonMax, 5*time.Minute)
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
	return d/2 + rand.N(d/2+1) //nolint:gosec // spreads attempts, protects nothing
}

// connect lives one connection: it returns when the connection is lost.
func (w *Watcher) connect(ctx context.Context) error {
	s, err := dialSession(ctx, w.Account, w.CommandTimeout)
	if err != nil {
		return err
	}
	defer s.close()
	inbox, err := s.place(w.Account.Inbox)
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
