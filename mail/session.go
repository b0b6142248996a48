package mail

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"sync/atomic"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"
	"github.com/emersion/go-sasl"
)

// errTimeout says that the server stopped answering.
var errTimeout = errors.New("mail: imap: the server does not answer")

// errLost wraps whatever else ended the connection.
var errLost = errors.New("mail: imap: connection lost")

// errAuth wraps a refused login: retrying soon would only lock the account.
var errAuth = errors.New("mail: imap: login refused")

// session is one IMAP connection. go-imap has neither contexts nor time limits for commands, so every
// command runs under do, which closes the socket when time is up or ctx ends.
type session struct {
	client *imapclient.Client
	conn   net.Conn
	caps   imap.CapSet
	limit  time.Duration
	noIdle bool
	news   chan struct{} // holds one token after the server spoke of new messages
	stop   func() bool
	ctx    context.Context
}

// dialSession connects, encrypts and logs in. The session lives until close or the end of ctx.
func dialSession(ctx context.Context, a Account, limit time.Duration) (*session, error) {
	if err := checkTLS(a.TLS, a.Addr); err != nil {
		return nil, err
	}
	conf, err := tlsConfig(a.Addr, a.CAFile)
	if err != nil {
		return nil, err
	}
	dialCtx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	var dialer net.Dialer
	conn, err := dialer.DialContext(dialCtx, "tcp", a.Addr)
	if err != nil {
		return nil, fmt.Errorf("mail: imap: %w", err)
	}
	s := &session{conn: conn, limit: limit, news: make(chan struct{}, 1), ctx: ctx}
	s.stop = context.AfterFunc(ctx, func() { _ = conn.Close() })
	if err := s.greet(a, conf); err != nil {
		s.close()
		return nil, err
	}
	if err := s.login(a); err != nil {
		s.close()
		return nil, err
	}
	return s, nil
}

func (s *session) greet(a Account, conf *tls.Config) error {
	options := &imapclient.Options{
		TLSConfig: conf,
		UnilateralDataHandler: &imapclient.UnilateralDataHandler{
			// Runs in the reader: it must neither wait nor send a command.
			Mailbox: func(d *imapclient.UnilateralDataMailbox) {
				if d.NumMessages == nil {
					return
				}
				select {
				case s.news <- struct{}{}:
				default:
				}
			},
		},
	}
	return s.do("greeting", s.limit, func() error {
		switch a.TLS {
		case TLSImplicit:
			secured := tls.Client(s.conn, conf)
			if err := secured.HandshakeContext(s.ctx); err != nil {
				return err
			}
			s.client = imapclient.New(secured, options)
		case TLSStart:
			client, err := imapclient.NewStartTLS(s.conn, options)
			if err != nil {
				return err
			}
			s.client = client
		default:
			s.client = imapclient.New(s.conn, options)
		}
		return s.client.WaitGreeting()
	})
}

func (s *session) login(a Account) error {
	// Caps also waits for the CAPABILITY that the library sends by itself after STARTTLS and after a login,
	// which would otherwise race with our next command.
	err := s.do("capability", s.limit, func() error { return s.readCaps() })
	if err != nil {
		return err
	}
	if s.caps.Has(imap.CapLoginDisabled) {
		return fmt.Errorf("%w: the server wants encryption first", errAuth)
	}
	err = s.do("login", s.limit, func() error {
		if s.caps.Has(imap.AuthCap("PLAIN")) {
			return s.client.Authenticate(sasl.NewPlainClient("", a.User, a.Password))
		}
		return s.client.Login(a.User, a.Password).Wait()
	})
	if refused(err) {
		return fmt.Errorf("%w: %w", errAuth, err)
	}
	if err != nil {
		return err
	}
	return s.do("capability", s.limit, func() error { return s.readCaps() })
}

func (s *session) readCaps() error {
	if s.caps = s.client.Caps(); s.caps == nil {
		return errors.New("the server does not tell its capabilities")
	}
	return nil
}

// refused tells a wrong password or a locked account from a server in trouble (RFC 5530).
func refused(err error) bool {
	var no *imap.Error
	if !errors.As(err, &no) || no.Type == imap.StatusResponseTypeBye {
		return false
	}
	switch no.Code {
	case imap.ResponseCodeUnavailable, imap.ResponseCodeInUse, imap.ResponseCodeLimit, imap.ResponseCodeServerBug, imap.ResponseCodeContactAdmin:
		return false
	}
	return true
}

// do runs one command; when it takes longer than limit the socket is closed, which frees every wait of go-imap.
func (s *session) do(what string, limit time.Duration, command func() error) error {
	if err := s.ctx.Err(); err != nil {
		return err
	}
	var late atomic.Bool
	timer := time.AfterFunc(limit, func() {
		late.Store(true)
		_ = s.conn.Close()
	})
	err := command()
	timer.Stop()
	switch {
	case err == nil:
		return nil
	case late.Load():
		return fmt.Errorf("%w (%s, %s)", errTimeout, what, limit)
	case s.ctx.Err() != nil:
		return s.ctx.Err()
	}
	var answer *imap.Error
	if errors.As(err, &answer) && answer.Type != imap.StatusResponseTypeBye {
		return fmt.Errorf("mail: imap: %s: %w", what, err)
	}
	return fmt.Errorf("%w (%s): %w", errLost, what, err)
}

// close ends the connection without ceremony and waits for the reader.
func (s *session) close() {
	s.stop()
	_ = s.conn.Close()
	if s.client != nil {
		_ = s.client.Close()
	}
}

// logout says goodbye when all is well.
func (s *session) logout() {
	_ = s.do("logout", s.limit, func() error { return s.client.Logout().Wait() }) // nothing depends on it
	s.close()
}

// entry is what the inbox says about a message before it is fetched.
type entry struct {
	uid      imap.UID
	size     int64
	internal time.Time
	deleted  bool
}

// list reads the whole inbox, oldest first.
func (s *session) list() ([]entry, error) {
	var out []entry
	err := s.do("list", s.limit+time.Minute, func() error {
		set := imap.UIDSet{imap.UIDRange{Start: 1, Stop: 0}}
		// Never ENVELOPE or BODYSTRUCTURE: one odd answer to those ends the connection.
		found, err := s.client.Fetch(set, &imap.FetchOptions{UID: true, Flags: true, RFC822Size: true, InternalDate: true}).Collect()
		for _, f := range found {
			e := entry{uid: f.UID, size: f.RFC822Size, internal: f.InternalDate}
			for _, flag := range f.Flags {
				e.deleted = e.deleted || strings.EqualFold(string(flag), string(imap.FlagDeleted))
			}
			out = append(out, e)
		}
		return err
	})
	return out, err
}

// fetch reads one section of a message into memory, at most limit bytes. There is nothing to say about a message
// that vanished: found is false.
func (s *session) fetch(e entry, section *imap.FetchItemBodySection, limit int64) (raw []byte, found, tooBig bool, err error) {
	patience := s.limit + time.Duration(e.size/(50<<10))*time.Second // a slow line: 50 kB a second
	err = s.do("fetch", patience, func() error {
		command := s.client.Fetch(imap.UIDSetNum(e.uid), &imap.FetchOptions{UID: true, BodySection: []*imap.FetchItemBodySection{section}})
		var readErr error
		for msg := command.Next(); msg != nil; msg = command.Next() {
			for item := msg.Next(); item != nil; item = msg.Next() {
				data, ok := item.(imapclient.FetchItemDataBodySection)
				if !ok || data.Literal == nil || found || tooBig {
					continue
				}
				if data.Literal.Size() > limit {
					tooBig = true // the library reads on to the end of it
					continue
				}
				// The size is the server's word: grow by what really comes.
				raw, readErr = io.ReadAll(io.LimitReader(data.Literal, limit))
				found = readErr == nil && int64(len(raw)) == data.Literal.Size()
			}
		}
		return errors.Join(readErr, command.Close())
	})
	if err != nil {
		return nil, false, false, err
	}
	return raw, found, tooBig, nil
}

// move takes a message to a folder. It never uses the library's fallback, which deletes even when the copy
// failed, and never a bare EXPUNGE, which would delete other people's marked messages. Without MOVE and
// UIDPLUS the message stays, marked as deleted.
func (s *session) move(uid imap.UID, folder string) error {
	set := imap.UIDSetNum(uid)
	if s.caps.Has(imap.CapMove) || s.caps.Has(imap.CapIMAP4rev2) {
		return s.do("move", s.limit, func() error {
			_, err := s.client.Move(set, folder).Wait()
			return err
		})
	}
	err := s.do("copy", s.limit, func() error {
		_, err := s.client.Copy(set, folder).Wait()
		return err
	})
	if err != nil {
		return err
	}
	err = s.do("store", s.limit, func() error {
		mark := &imap.StoreFlags{Op: imap.StoreFlagsAdd, Silent: true, Flags: []imap.Flag{imap.FlagDeleted}}
		return s.client.Store(set, mark, nil).Close()
	})
	if err != nil || !s.caps.Has(imap.CapUIDPlus) {
		return err
	}
	return s.do("expunge", s.limit, func() error { return s.client.UIDExpunge(set).Close() })
}

// keepsMarked says that moved messages stay in the inbox, marked as deleted.
func (s *session) keepsMarked() bool {
	return !s.caps.Has(imap.CapMove) && !s.caps.Has(imap.CapIMAP4rev2) && !s.caps.Has(imap.CapUIDPlus)
}

// create makes a folder; one that is there already is no error.
func (s *session) create(folder string) error {
	there, err := s.exists(folder)
	if err != nil || there {
		return err
	}
	err = s.do("create", s.limit, func() error { return s.client.Create(folder, nil).Wait() })
	var no *imap.Error
	if errors.As(err, &no) && no.Code == imap.ResponseCodeAlreadyExists {
		return nil
	}
	if err != nil {
		return err
	}
	// So that people see it in their mail program; a server that refuses does no harm.
	err = s.do("subscribe", s.limit, func() error { return s.client.Subscribe(folder).Wait() })
	if errors.As(err, &no) {
		return nil
	}
	return err
}

// idle waits until the server speaks of new messages, wake says so, or d has passed.
func (s *session) idle(d time.Duration, wake <-chan struct{}) error {
	var command *imapclient.IdleCommand
	err := s.do("idle", s.limit, func() (err error) {
		command, err = s.client.Idle()
		return err
	})
	if err != nil {
		return err
	}
	s.wait(d, wake)
	return s.do("idle end", s.limit, func() error {
		if err := command.Close(); err != nil {
			return err
		}
		return command.Wait()
	})
}

// wait returns at news, wake, loss of the connection, end of ctx, or after d.
func (s *session) wait(d time.Duration, wake <-chan struct{}) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-s.news:
	case <-wake:
	case <-s.client.Closed():
	case <-s.ctx.Done():
	case <-timer.C:
	}
}

// lost says that an error ended the connection, rather than being an answer about one message. The library's
// Closed channel cannot tell: it closes only after the waiting command was told.
func lost(err error) bool {
	return !errors.Is(err, errHandler) && (errors.Is(err, errLost) || errors.Is(err, errTimeout))
}

// canIdle says whether the server pushes news (RFC 2177, part of IMAP4rev2).
func (s *session) canIdle() bool {
	return !s.noIdle && (s.caps.Has(imap.CapIdle) || s.caps.Has(imap.CapIMAP4rev2))
}
