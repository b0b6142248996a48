package mail

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"sync/atomic"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"
	"github.com/emersion/go-sasl"
)

// errTimeout says that the server stopped answering.
var errTimeout = errors.New("mail: imap: the server does not answer")

// errLost wraps any other end of the connection.
var errLost = errors.New("mail: imap: connection lost")

// errAuth wraps a refused login: retrying soon could lock the account.
var errAuth = errors.New("mail: imap: login refused")

// session is one IMAP connection. go-imap has neither contexts nor timeouts for commands, so every command runs under
// do, which closes the socket on timeout or when ctx ends.
type session struct {
	client  *imapclient.Client
	conn    net.Conn
	caps    imap.CapSet
	limit   time.Duration
	noIdle  bool
	hasNews chan struct{} // holds one token after the server announced new messages
	stop    func() bool
	ctx     context.Context

	folders map[string]string // from configured names to the server's names
	prefix  *namespace        // nil until requested
}

// dialSession connects, encrypts and logs in. The session ends with close or with ctx.
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
	s := &session{conn: conn, limit: limit, hasNews: make(chan struct{}, 1), ctx: ctx}
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
			// Runs in the reader goroutine: it must neither wait nor send a command.
			Mailbox: func(d *imapclient.UnilateralDataMailbox) {
				if d.NumMessages == nil {
					return
				}
				select {
				case s.hasNews <- struct{}{}:
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
	// Caps also waits for the CAPABILITY that the library sends by itself after STARTTLS and after a login, which
	// would otherwise race with our next command.
	err := s.do("capability", s.limit, func() error { return s.readCaps() })
	if err != nil {
		return err
	}
	if s.caps.Has(imap.CapLoginDisabled) {
		return fmt.Errorf("%w: the server wants encryption first", errAuth)
	}
	var token sasl.Client
	if a.Token != nil {
		if token, err = s.imapToken(a); err != nil {
			return err
		}
	}
	err = s.do("login", s.limit, func() error {
		if token != nil {
			return s.client.Authenticate(token)
		}
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

// refused distinguishes a wrong password or a locked account from a server in trouble (RFC 5530).
func refused(err error) bool {
	var no *imap.Error
	if !errors.As(err, &no) || no.Type == imap.StatusResponseTypeBye {
		return false
	}
	switch no.Code {
	case imap.ResponseCodeUnavailable, imap.ResponseCodeInUse, imap.ResponseCodeLimit, imap.ResponseCodeServerBug,
		imap.ResponseCodeContactAdmin:
		return false
	}
	return true
}

// do runs one command; on timeout it closes the socket, which ends every wait of go-imap.
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

// close closes the connection without LOGOUT and waits for the reader.
func (s *session) close() {
	s.stop()
	_ = s.conn.Close()
	if s.client != nil {
		_ = s.client.Close()
	}
}

// logout ends a healthy connection.
func (s *session) logout() {
	_ = s.do("logout", s.limit, func() error { return s.client.Logout().Wait() }) // its failure has no consequence
	s.close()
}

// lost reports whether an error ended the connection, as opposed to an answer about one message. The library's Closed
// channel cannot be used: it closes only after the waiting command has returned.
func lost(err error) bool {
	return !errors.Is(err, errHandler) && (errors.Is(err, errLost) || errors.Is(err, errTimeout))
}

// canIdle reports whether the server supports IDLE (RFC 2177, part of IMAP4rev2).
func (s *session) canIdle() bool {
	return !s.noIdle && s.caps.Has(imap.CapIdle)
}
