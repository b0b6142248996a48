package mail

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"net/textproto"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-smtp"
)

var letter = []byte("From: foja@agencia.test\r\nTo: ana@correo.test\r\nMessage-ID: <1@foja.test>\r\nSubject: carta\r\n\r\n.una l\xc3\xadnea con punto\r\n..dos\r\nfin\r\n")

func refusing(code int, enhanced smtp.EnhancedCode, text string) error {
	return &smtp.SMTPError{Code: code, EnhancedCode: enhanced, Message: text}
}

func TestSubmitSendsTheSameBytesToAllInOneTransaction(t *testing.T) {
	r := newRelay(t, nil, nil)
	s := &Submitter{Addr: r.addr, TLS: TLSNone, User: "mesa", Password: "clave", Timeout: 5 * time.Second}
	for range 2 { // a retry
		out, err := s.Submit(t.Context(), letter, "rebote@agencia.test", []string{"ana@correo.test", "archivo@agencia.test"})
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(out.Response, "queued") {
			t.Errorf("response %q", out.Response)
		}
	}
	got := r.got()
	if len(got) != 2 {
		t.Fatalf("%d transactions, want 2", len(got))
	}
	for _, g := range got {
		if !bytes.Equal(g.raw, letter) {
			t.Errorf("sent %q, want %q", g.raw, letter)
		}
		if g.from != "rebote@agencia.test" || strings.Join(g.rcpts, " ") != "ana@correo.test archivo@agencia.test" {
			t.Errorf("envelope %q %q", g.from, g.rcpts)
		}
	}
	if err := s.Check(t.Context()); err != nil {
		t.Error(err)
	}
}

func TestSubmitClassifiesRefusals(t *testing.T) {
	const ana, archive = "rcpt ana@correo.test", "rcpt archivo@agencia.test"
	cases := map[string]struct {
		faults map[string]error
		kind   Kind
		step   string
		code   int
	}{
		"greylisted": {
			map[string]error{ana: refusing(451, smtp.EnhancedCode{4, 7, 1}, "try later")}, Temporary, "rcpt", 451,
		},
		"no such person": {
			map[string]error{ana: refusing(550, smtp.EnhancedCode{5, 1, 1}, "no such user")}, Permanent, "rcpt", 550,
		},
		"relaying denied": {
			map[string]error{ana: refusing(554, smtp.EnhancedCode{5, 7, 1}, "relay access denied")}, Permanent, "rcpt", 554,
		},
		"archive refused": {
			map[string]error{archive: refusing(550, smtp.EnhancedCode{5, 1, 1}, "no such user")}, Config, "archive", 550,
		},
		"archive full": {
			map[string]error{archive: refusing(552, smtp.EnhancedCode{5, 2, 2}, "full")}, Config, "archive", 552,
		},
		"archive busy": {
			map[string]error{archive: refusing(450, smtp.EnhancedCode{4, 2, 1}, "busy")}, Temporary, "archive", 450,
		},
		"our sender refused": {
			map[string]error{"mail": refusing(553, smtp.EnhancedCode{5, 7, 1}, "not yours")}, Config, "mail", 553,
		},
		"authentication wanted": {
			map[string]error{ana: refusing(530, smtp.EnhancedCode{5, 7, 0}, "log in first")}, Config, "rcpt", 530,
		},
		"content refused": {
			map[string]error{"data": refusing(554, smtp.EnhancedCode{5, 6, 0}, "looks like spam")}, Permanent, "dot", 554,
		},
		"disk full": {map[string]error{"data": refusing(452, smtp.EnhancedCode{4, 3, 1}, "no space")}, Temporary, "dot", 452},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			r := newRelay(t, nil, c.faults)
			s := &Submitter{Addr: r.addr, TLS: TLSNone, Timeout: 5 * time.Second}
			_, err := s.Submit(t.Context(), letter, "foja@agencia.test", []string{"ana@correo.test", "archivo@agencia.test"})
			wantFailure(t, err, c.kind, c.step, c.code)
			if len(r.got()) != 0 {
				t.Error("the message was taken all the same")
			}
			if strings.Contains(err.Error(), "ana@") {
				t.Errorf("the error shows an address: %v", err)
			}
		})
	}
}

func wantFailure(t *testing.T, err error, kind Kind, step string, code int) {
	t.Helper()
	var got *SubmitError
	if !errors.As(err, &got) {
		t.Fatalf("error %v, want a SubmitError", err)
	}
	if got.Kind != kind || got.Step != step || got.Code != code {
		t.Errorf("%s at %s, code %d (%v); want %s at %s, code %d", got.Kind, got.Step, got.Code, got.Err, kind, step, code)
	}
}

func TestSubmitTooLarge(t *testing.T) {
	r := newRelay(t, nil, nil)
	s := &Submitter{Addr: r.addr, TLS: TLSNone, Timeout: 5 * time.Second}
	_, err := s.Submit(t.Context(), bytes.Repeat([]byte("x\r\n"), 2<<20), "a@b.test", []string{"ana@correo.test"})
	wantFailure(t, err, Permanent, "mail", 552)
}

func TestSubmitConfiguration(t *testing.T) {
	conf, ca := authority(t)
	secure, clearText := newRelay(t, conf, nil), newRelay(t, nil, nil)
	cases := map[string]struct {
		s    Submitter
		step string
		code int
	}{
		"wrong password":       {Submitter{Addr: clearText.addr, TLS: TLSNone, User: "mesa", Password: "otra"}, "auth", 535},
		"unknown authority":    {Submitter{Addr: secure.addr, TLS: TLSStart}, "tls", 0},
		"no STARTTLS":          {Submitter{Addr: clearText.addr, TLS: TLSStart, CAFile: ca}, "tls", 0},
		"tls to a clear port":  {Submitter{Addr: clearText.addr, TLS: TLSImplicit, CAFile: ca}, "tls", 0},
		"clear text elsewhere": {Submitter{Addr: "192.0.2.1:25", TLS: TLSNone}, "dial", 0},
		"no CA file":           {Submitter{Addr: secure.addr, TLS: TLSStart, CAFile: "/does/not/exist"}, "tls", 0},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			c.s.Timeout = 3 * time.Second
			_, err := c.s.Submit(t.Context(), letter, "a@b.test", []string{"ana@correo.test"})
			wantFailure(t, err, Config, c.step, c.code)
		})
	}
	s := &Submitter{
		Addr: secure.addr, TLS: TLSStart, CAFile: ca, User: "mesa", Password: "clave", Timeout: 5 * time.Second,
	}
	if _, err := s.Submit(t.Context(), letter, "a@b.test", []string{"ana@correo.test"}); err != nil {
		t.Error(err)
	}
}

// After the final dot the server may have taken the message: that must be told apart from all else.
func TestSubmitUnknownOutcome(t *testing.T) {
	t.Run("cut", func(t *testing.T) {
		r := newRelay(t, nil, nil)
		p := newProxy(t, r.addr, nil)
		r.onData = p.cut
		s := &Submitter{Addr: p.addr, TLS: TLSNone, Timeout: 5 * time.Second}
		_, err := s.Submit(t.Context(), letter, "a@b.test", []string{"ana@correo.test"})
		wantFailure(t, err, Unknown, "dot", 0)
		if len(r.got()) != 1 {
			t.Error("the case to be told is that of a message taken")
		}
	})
	t.Run("frozen", func(t *testing.T) {
		r := newRelay(t, nil, nil)
		p := newProxy(t, r.addr, nil)
		r.onData = func() { p.frozen.Store(true) }
		s := &Submitter{Addr: p.addr, TLS: TLSNone, Timeout: 300 * time.Millisecond}
		_, err := s.Submit(t.Context(), letter, "a@b.test", []string{"ana@correo.test"})
		wantFailure(t, err, Unknown, "dot", 0)
	})
}

func TestSubmitDeadServer(t *testing.T) {
	r := newRelay(t, nil, nil)
	p := newProxy(t, r.addr, nil)
	p.frozen.Store(true)
	s := &Submitter{Addr: p.addr, TLS: TLSNone, Timeout: 200 * time.Millisecond}
	_, err := s.Submit(t.Context(), letter, "a@b.test", []string{"ana@correo.test"})
	wantFailure(t, err, Temporary, "hello", 0)

	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(100*time.Millisecond, cancel)
	s.Timeout = time.Hour
	_, err = s.Submit(ctx, letter, "a@b.test", []string{"ana@correo.test"})
	wantFailure(t, err, Temporary, "hello", 0)

	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s.Addr = ln.Addr().String()
	if err := ln.Close(); err != nil {
		t.Fatal(err)
	}
	_, err = s.Submit(t.Context(), letter, "a@b.test", []string{"ana@correo.test"})
	wantFailure(t, err, Temporary, "dial", 0)
}

// A connection lost in the middle of the body must neither end the stump with a dot nor pass for a doubt.
func TestSubmitCutInTheBody(t *testing.T) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer ln.Close() //nolint:errcheck // end of the test
	seen := make(chan []byte, 1)
	go func() {
		conn, err := ln.Accept()
		if err != nil {
			return
		}
		c := textproto.NewConn(conn)
		for _, reply := range []string{"220 hi", "250 hi", "250 ok", "250 ok", "354 go on"} {
			if reply != "220 hi" {
				if _, err := c.ReadLine(); err != nil {
					break
				}
			}
			if c.PrintfLine("%s", reply) != nil {
				break
			}
		}
		body, _ := io.ReadAll(io.LimitReader(bufio.NewReader(c.R), 100<<10)) // the bytes are the evidence
		if tcp, ok := conn.(*net.TCPConn); ok {
			_ = tcp.SetLinger(0)
		}
		_ = conn.Close()
		seen <- body
	}()
	s := &Submitter{Addr: ln.Addr().String(), TLS: TLSNone, Timeout: 5 * time.Second}
	_, err = s.Submit(t.Context(), bytes.Repeat([]byte("0123456789\r\n"), 4<<20), "a@b.test", []string{"ana@correo.test"})
	wantFailure(t, err, Temporary, "body", 0)
	if bytes.Contains(<-seen, []byte("\r\n.\r\n")) {
		t.Error("a stump was ended with a dot")
	}
}
