// Package postoffice is the demo's mail server: IMAP and SMTP on loopback over one SQLite
// file, so that the whole job runs on real protocols without installing anything, and an
// ordinary mail client can be pointed at it.
//
// A 250 to DATA means that the message lies in the mailboxes of all its recipients, committed;
// UIDs and UIDVALIDITY survive restarts, because foja's intake rests on them. It relays nothing.
package postoffice

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"path/filepath"
	"sync"

	"github.com/emersion/go-imap/v2/imapserver"
	"github.com/emersion/go-smtp"

	"foja/embedded/lockfile"
)

// DefaultMaxMessageBytes leaves room for a 30 MB letter in base64 and its headers.
const DefaultMaxMessageBytes = 45 << 20

// Options says where the post office listens and what it accepts.
type Options struct {
	IMAPAddr string // default "127.0.0.1:0"; only loopback addresses are accepted
	SMTPAddr string // likewise
	// Domain is the server's own name in greetings and Received lines. Default "localhost".
	Domain string
	// MaxMessageBytes bounds one message. Default DefaultMaxMessageBytes.
	MaxMessageBytes int64
	// Logger gets protocol trouble, never contents. Default slog.Default().
	Logger *slog.Logger

	// BeforeStore and AfterStore let tests break an acceptance: an error of BeforeStore
	// refuses the message, one of AfterStore takes back the 250 of a message that is stored
	// (what a sender sees when the connection dies in between).
	BeforeStore, AfterStore func(raw []byte) error
}

// PostOffice is a running server.
type PostOffice struct {
	opts  Options // with defaults filled in
	log   *slog.Logger
	lock  *lockfile.Lock
	store *store
	bells *notifier

	imap           *imapserver.Server
	smtp           *smtp.Server
	imapLn, smtpLn net.Listener
	serving        sync.WaitGroup // the two accept loops

	untilClose context.Context //nolint:containedctx // the protocol libraries pass none
	stop       context.CancelFunc
	mu         sync.Mutex // guards closed and additions to sessions
	closed     bool
	sessions   sync.WaitGroup // IMAP sessions and SMTP deliveries
	closeOnce  sync.Once
	closeErr   error
}

// withDefaults fills what the caller left out.
func (o Options) withDefaults() Options {
	if o.IMAPAddr == "" {
		o.IMAPAddr = "127.0.0.1:0"
	}
	if o.SMTPAddr == "" {
		o.SMTPAddr = "127.0.0.1:0"
	}
	if o.Domain == "" {
		o.Domain = "localhost"
	}
	if o.MaxMessageBytes <= 0 {
		o.MaxMessageBytes = DefaultMaxMessageBytes
	}
	if o.Logger == nil {
		o.Logger = slog.Default()
	}
	return o
}

// Open opens (creating it when missing) the mail file and starts both servers. It fails with
// lockfile.ErrHeld when another process has the file.
func Open(file string, o Options) (_ *PostOffice, err error) {
	if file, err = filepath.Abs(file); err != nil {
		return nil, err
	}
	o = o.withDefaults()
	po := &PostOffice{opts: o, log: o.Logger, bells: newNotifier()}
	po.untilClose, po.stop = context.WithCancel(context.Background())
	if po.lock, err = lockfile.Take(file); err != nil {
		return nil, fmt.Errorf("post office: %w", err)
	}
	defer func() {
		if err != nil {
			err = errors.Join(fmt.Errorf("post office: %w", err), po.Close())
		}
	}()
	if po.store, err = openStore(po.untilClose, file); err != nil {
		return nil, err
	}
	if po.imapLn, err = listen(o.IMAPAddr); err != nil {
		return nil, err
	}
	if po.smtpLn, err = listen(o.SMTPAddr); err != nil {
		return nil, err
	}
	po.imap, po.smtp = po.newIMAP(), po.newSMTP()
	po.serving.Go(func() { po.serve("imap", po.imap.Serve, po.imapLn) })
	po.serving.Go(func() { po.serve("smtp", po.smtp.Serve, po.smtpLn) })
	return po, nil
}

// listen binds a loopback address: passwords travel in clear and nobody is kept out.
func listen(addr string) (net.Listener, error) {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return nil, err
	}
	if ip := net.ParseIP(host); host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return nil, fmt.Errorf("%s is not a loopback address: the post office is for one machine", addr)
	}
	return net.Listen("tcp", addr) //nolint:noctx // a bind does not block
}

// IMAPAddr is the host:port of the IMAP server (no TLS).
func (po *PostOffice) IMAPAddr() string { return po.imapLn.Addr().String() }

// SMTPAddr is the host:port of the SMTP server (no TLS).
func (po *PostOffice) SMTPAddr() string { return po.smtpLn.Addr().String() }

// Close ends both servers and every connection, waits for what is being stored, and closes
// the file. Calling it again returns the same result.
func (po *PostOffice) Close() error {
	po.closeOnce.Do(func() { po.closeErr = po.close() })
	return po.closeErr
}

// serve runs an accept loop until its listener is closed.
func (po *PostOffice) serve(what string, serve func(net.Listener) error, ln net.Listener) {
	err := serve(ln)
	po.mu.Lock()
	defer po.mu.Unlock()
	if err != nil && !po.closed {
		po.log.Error("postoffice: no longer accepting connections", "protocol", what, "error", err)
	}
}

func (po *PostOffice) close() (err error) {
	po.mu.Lock()
	po.closed = true
	po.mu.Unlock()
	if po.imap != nil {
		err = errors.Join(po.imap.Close(), po.smtp.Close())
	}
	// The servers close the listeners they know; one whose loop is only just starting, none.
	for _, ln := range []net.Listener{po.imapLn, po.smtpLn} {
		if ln != nil {
			if e := ln.Close(); !errors.Is(e, net.ErrClosed) {
				err = errors.Join(err, e)
			}
		}
	}
	po.serving.Wait()
	po.bells.notifyAll() // wakes idle sessions, whose connections are gone
	po.sessions.Wait()
	po.stop()
	if po.store != nil {
		err = errors.Join(err, po.store.db.Close())
	}
	return errors.Join(err, po.lock.Release())
}

// enter counts a session in; false when the post office is closing.
func (po *PostOffice) enter() bool {
	po.mu.Lock()
	defer po.mu.Unlock()
	if !po.closed {
		po.sessions.Add(1)
	}
	return !po.closed
}

// errNotFound is the store's answer for an unknown account or mailbox.
var errNotFound = errors.New("not found")

func orNotFound(err error) error {
	if errors.Is(err, sql.ErrNoRows) {
		return errNotFound
	}
	return err
}
