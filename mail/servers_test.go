package mail

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"io"
	"log"
	"log/slog"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapserver"
	"github.com/emersion/go-imap/v2/imapserver/imapmemserver"
	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
	"go.uber.org/goleak"
)

var quiet = slog.New(slog.NewTextHandler(io.Discard, nil))

// eventually polls until ok, or fails after ten seconds.
func eventually(t *testing.T, what string, ok func() bool) {
	t.Helper()
	for deadline := time.Now().Add(10 * time.Second); !ok(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("never came true: %s", what)
		}
	}
}

// leakFree fails a test that leaves goroutines behind, after its servers are closed.
func leakFree(t *testing.T) {
	known := goleak.IgnoreCurrent()
	t.Cleanup(func() { goleak.VerifyNone(t, known) })
}

// authority makes a certificate for 127.0.0.1 and the file of the authority that confirms it.
func authority(t *testing.T) (*tls.Config, string) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "test"}, NotBefore: time.Now().Add(-time.Hour),
		NotAfter:    time.Now().Add(time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true,
		KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageDigitalSignature,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "ca.pem")
	if err := os.WriteFile(file, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), 0o600); err != nil {
		t.Fatal(err)
	}
	return &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}}, file
}

// mailbox is an IMAP server with one user.
type mailbox struct {
	addr string
	user *imapmemserver.User
}

func newMailbox(t *testing.T, secure *tls.Config, caps ...imap.Cap) *mailbox {
	t.Helper()
	leakFree(t)
	user := imapmemserver.NewUser("mesa", "clave")
	if err := user.Create("INBOX", nil); err != nil {
		t.Fatal(err)
	}
	mem := imapmemserver.New()
	mem.AddUser(user)
	set := imap.CapSet{imap.CapIMAP4rev1: {}}
	for _, c := range caps {
		set[c] = struct{}{}
	}
	server := imapserver.New(&imapserver.Options{
		NewSession: func(*imapserver.Conn) (imapserver.Session, *imapserver.GreetingData, error) {
			return pushing{mem.NewSession().(imapserver.SessionIMAP4rev2)}, nil, nil
		},
		Caps: set, InsecureAuth: secure == nil, TLSConfig: secure, Logger: log.New(io.Discard, "", 0),
	})
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan error, 1)
	go func() { done <- server.Serve(ln) }()
	t.Cleanup(func() {
		_ = server.Close()
		if err := <-done; err != nil && !errors.Is(err, smtp.ErrServerClosed) {
			t.Error(err)
		}
	})
	return &mailbox{addr: ln.Addr().String(), user: user}
}

// pushing tells in IDLE also of what came just before it, as RFC 2177 wants and servers do. The library's session in
// memory speaks only of what comes later: a test that waits for a push would now and then wait in vain.
type pushing struct{ imapserver.SessionIMAP4rev2 }

func (s pushing) Idle(w *imapserver.UpdateWriter, stop <-chan struct{}) error {
	for {
		if err := s.Poll(w, true); err != nil {
			return err
		}
		select {
		case <-stop:
			return nil
		case <-time.After(5 * time.Millisecond):
		}
	}
}

func (b *mailbox) put(t *testing.T, raw string) {
	t.Helper()
	if _, err := b.user.Append("INBOX", literal{bytes.NewReader([]byte(raw)), int64(len(raw))},
		&imap.AppendOptions{}); err != nil {
		t.Fatal(err)
	}
}

func (b *mailbox) count(folder string) int {
	status, err := b.user.Status(folder, &imap.StatusOptions{NumMessages: true})
	if err != nil {
		return 0 // no such folder yet
	}
	return int(*status.NumMessages)
}

type literal struct {
	io.Reader
	size int64
}

func (l literal) Size() int64 { return l.size }

// proxy is a wire that can be cut, frozen or garbled.
type proxy struct {
	addr    string
	frozen  atomic.Bool
	cutFrom atomic.Int64 // cut a connection after so many bytes from the server, 0 for never
	garble  func([]byte) []byte
	mu      sync.Mutex
	conns   []net.Conn
	dials   int
}

func newProxy(t *testing.T, target string, garble func([]byte) []byte) *proxy {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p := &proxy{addr: ln.Addr().String(), garble: garble}
	var wg sync.WaitGroup
	wg.Go(func() {
		for {
			down, err := ln.Accept()
			if err != nil {
				return
			}
			up, err := net.Dial("tcp", target)
			if err != nil {
				_ = down.Close()
				continue
			}
			p.mu.Lock()
			p.conns, p.dials = append(p.conns, down, up), p.dials+1
			p.mu.Unlock()
			wg.Go(func() { p.pump(down, up, false) })
			wg.Go(func() { p.pump(up, down, true) })
		}
	})
	t.Cleanup(func() {
		_ = ln.Close()
		p.frozen.Store(false)
		p.cut()
		wg.Wait()
	})
	return p
}

func (p *proxy) pump(from, to net.Conn, fromServer bool) {
	defer to.Close()   //nolint:errcheck // the test looks at the effect
	defer from.Close() //nolint:errcheck // as above
	buf := make([]byte, 32<<10)
	for total := int64(0); ; {
		n, err := from.Read(buf)
		if err != nil {
			return
		}
		out := buf[:n]
		if fromServer {
			for p.frozen.Load() {
				time.Sleep(5 * time.Millisecond)
			}
			if p.garble != nil {
				out = p.garble(out)
			}
			total += int64(n)
			if limit := p.cutFrom.Load(); limit > 0 && total > limit {
				if tcp, ok := to.(*net.TCPConn); ok {
					_ = tcp.SetLinger(0) // a reset, not a farewell
				}
				return
			}
		}
		if _, err := to.Write(out); err != nil {
			return
		}
	}
}

func (p *proxy) cut() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, c := range p.conns {
		_ = c.Close()
	}
	p.conns = nil
}

func (p *proxy) dialled() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.dials
}

// relay is an SMTP server that takes mail and can be told to fail.
type relay struct {
	addr    string
	faultAt map[string]error // by step: mail, rcpt <addr>, data
	onData  func()
	utf8    *smtp.Server
	ways    []string // of logging in; PLAIN when nil

	mu    sync.Mutex
	taken []taken
}

type taken struct {
	from  string
	rcpts []string
	raw   []byte
}

func newRelay(t *testing.T, secure *tls.Config, faults map[string]error) *relay {
	t.Helper()
	leakFree(t)
	r := &relay{faultAt: faults}
	server := smtp.NewServer(smtp.BackendFunc(func(*smtp.Conn) (smtp.Session, error) { return &relaySession{r: r}, nil }))
	r.utf8 = server
	server.Domain, server.AllowInsecureAuth, server.TLSConfig, server.MaxMessageBytes = "relay.test",
		secure == nil, secure, 4<<20
	server.ErrorLog = log.New(io.Discard, "", 0)
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	r.addr = ln.Addr().String()
	done := make(chan error, 1)
	go func() { done <- server.Serve(ln) }()
	t.Cleanup(func() {
		_ = server.Close()
		if err := <-done; err != nil && !errors.Is(err, smtp.ErrServerClosed) {
			t.Error(err)
		}
	})
	return r
}

func (r *relay) got() []taken {
	r.mu.Lock()
	defer r.mu.Unlock()
	return append([]taken(nil), r.taken...)
}

type relaySession struct {
	r    *relay
	mail taken
}

func (s *relaySession) Reset()        { s.mail = taken{} }
func (s *relaySession) Logout() error { return nil }

func (s *relaySession) Mail(from string, _ *smtp.MailOptions) error {
	s.mail = taken{from: from}
	return s.r.faultAt["mail"]
}

func (s *relaySession) Rcpt(to string, _ *smtp.RcptOptions) error {
	s.mail.rcpts = append(s.mail.rcpts, to)
	return s.r.faultAt["rcpt "+to]
}

func (s *relaySession) Data(body io.Reader) error {
	raw, err := io.ReadAll(body)
	if err != nil {
		return err
	}
	if err := s.r.faultAt["data"]; err != nil {
		return err
	}
	s.mail.raw = raw
	s.r.mu.Lock()
	s.r.taken = append(s.r.taken, s.mail)
	s.r.mu.Unlock()
	if s.r.onData != nil {
		s.r.onData()
	}
	return nil
}

func (s *relaySession) AuthMechanisms() []string {
	if s.r.ways != nil {
		return s.r.ways
	}
	return []string{"PLAIN"}
}

func (s *relaySession) Auth(mech string) (sasl.Server, error) {
	if mech == "XOAUTH2" {
		return xoauth2Server{func(user, token string) error {
			if onlyFresh(user, token) != nil {
				return smtp.ErrAuthFailed
			}
			return nil
		}}, nil
	}
	return sasl.NewPlainServer(func(_, user, password string) error {
		if user != "mesa" || password != "clave" {
			return smtp.ErrAuthFailed
		}
		return nil
	}), nil
}

// run starts a watcher and returns what stops it and waits.
func run(t *testing.T, w *Watcher) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- w.Run(ctx) }()
	var once sync.Once
	stop = func() {
		once.Do(func() {
			cancel()
			select {
			case err := <-done:
				if !errors.Is(err, context.Canceled) {
					t.Errorf("Run returned %v", err)
				}
			case <-time.After(10 * time.Second):
				t.Error("Run did not end with its context")
			}
		})
	}
	t.Cleanup(stop)
	return stop
}
