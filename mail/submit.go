package mail

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/textproto"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/wneessen/go-mail/smtp"
)

// Submitter submits messages to one SMTP server. It is safe for concurrent use; each message has its own connection.
type Submitter struct {
	Addr     string // host:port; the certificate must name the host
	TLS      TLSMode
	CAFile   string // additional authorities, PEM; empty for the system's only
	User     string // empty: no authentication
	Password string
	Token    TokenSource // instead of the password; nil = password
	// HelloName is the name for EHLO; the machine's name when empty.
	HelloName string
	// Timeout bounds the whole transaction, from dialling to the last answer; 3 minutes when zero.
	Timeout time.Duration
}

// Result is the server's confirmation of acceptance.
type Result struct {
	Response string // the server's answer to the final dot, e.g. "2.0.0 Ok: queued as 74158A0C0DF"
}

// Kind is the consequence of a failed submission.
type Kind string

// Kinds of SubmitError.
const (
	Temporary Kind = "temporary" // not accepted: the same bytes may be tried again
	Permanent Kind = "permanent" // never accepted: a person must act
	Unknown   Kind = "unknown"   // possibly accepted: look for evidence before trying again
	Config    Kind = "config"    // no message is accepted until an operator acts: alert, then try again
)

// StepUTF8 is the step of a SubmitError about an address that the server cannot handle (Address.NeedsUTF8).
const StepUTF8 = "smtputf8"

// SubmitError describes a failed submission. Its fields contain no address of ours, but Response is the server's text
// and may contain one: it may be stored with the case but not logged.
type SubmitError struct {
	Kind     Kind
	Step     string // dial, tls, hello, auth, smtputf8, mail, rcpt, archive, data, body, dot
	Code     int    // SMTP reply code, 0 without a reply
	Response string // the server's text
	Err      error
}

// Error leaves out the server's text, which may repeat the recipient's address.
func (e *SubmitError) Error() string {
	return fmt.Sprintf("mail: submit: %s failure at %s (code %d)", e.Kind, e.Step, e.Code)
}

func (e *SubmitError) Unwrap() error { return e.Err }

// Submit sends exactly these bytes to all recipients in one transaction: all are accepted or none. rcpts[0] is the
// person written to; further ones are our own archive, whose refusal is a configuration error. Any error is a
// *SubmitError. Ending ctx closes the connection.
func (s *Submitter) Submit(ctx context.Context, raw []byte, envelopeFrom string, rcpts []string) (Result, error) {
	if len(rcpts) == 0 || len(raw) == 0 {
		return Result{},
			&SubmitError{Kind: Permanent, Step: "mail", Err: errors.New("mail: nothing to send, or nobody to send it to")}
	}
	timeout := s.Timeout
	if timeout <= 0 {
		timeout = 3 * time.Minute
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	c, conn, err := s.open(ctx)
	if err != nil {
		return Result{}, err
	}
	defer conn.Close() //nolint:errcheck // the outcome is known by then
	defer context.AfterFunc(ctx, func() { _ = conn.Close() })()

	// Letters composed by an earlier release may have an international domain in its own script.
	envelopeFrom = WireAddress(envelopeFrom)
	for i, rcpt := range rcpts {
		if i == 0 {
			rcpts = slices.Clone(rcpts)
		}
		rcpts[i] = WireAddress(rcpt)
	}
	if utf8, _ := c.Extension("SMTPUTF8"); !utf8 && !isASCII(rcpts[0]) {
		// The server would refuse it or garble it. No retry helps: the letter goes on paper.
		return Result{}, &SubmitError{
			Kind: Permanent, Step: StepUTF8, Code: 553,
			Response: "the address needs SMTPUTF8 (RFC 6531), which the server does not offer",
		}
	}
	// SMTPUTF8 is requested only when an address needs it: a server may refuse it downstream.
	c.SkipSMTPUTF8(isASCII(envelopeFrom) && !slices.ContainsFunc(rcpts, func(r string) bool { return !isASCII(r) }))
	if _, limit := c.Extension("SIZE"); limit != "" {
		if n, err := strconv.Atoi(strings.TrimSpace(limit)); err == nil && n > 0 && len(raw) > n {
			return Result{}, &SubmitError{
				Kind: Permanent, Step: "mail", Code: 552, Response: "message is larger than the server takes: " + limit + " bytes",
			}
		}
	}
	if err := c.Mail("<" + envelopeFrom + ">"); err != nil {
		return Result{}, failure("mail", err)
	}
	dsn, _ := c.Extension("DSN")
	for i, rcpt := range rcpts {
		step, tell := "rcpt", "DELAY,FAILURE"
		switch {
		case i > 0: // the archive copy is its own proof
			step, tell = "archive", "FAILURE"
		case len(rcpts) > 1: // a letter to a person, with its archive copy: its delivery is a fact of the case (RFC 3461)
			tell = "SUCCESS,DELAY,FAILURE"
		}
		if dsn {
			c.SetDSNRcptNotifyOption(tell)
		}
		if err := c.Rcpt("<" + rcpt + ">"); err != nil {
			return Result{}, failure(step, err)
		}
	}
	w, err := c.Data()
	if err != nil {
		return Result{}, failure("data", err)
	}
	if _, err := w.Write(raw); err != nil {
		return Result{}, failure("body", err) // w stays open: closing it would end a truncated message with a dot
	}
	if err := w.Close(); err != nil {
		return Result{}, failure("dot", err)
	}
	out := Result{}
	if d, ok := w.(*smtp.DataCloser); ok {
		out.Response = d.ServerResponse()
	}
	_ = c.Quit() // the message is accepted, whatever the answer to QUIT
	return out, nil
}

// Check opens, authenticates and closes a connection, for health checks.
func (s *Submitter) Check(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	c, conn, err := s.open(ctx)
	if err != nil {
		return err
	}
	defer conn.Close() //nolint:errcheck // nothing was sent
	defer context.AfterFunc(ctx, func() { _ = conn.Close() })()
	_ = c.Quit()
	return nil
}

// open dials, greets, encrypts and authenticates. The connection has the deadline of ctx.
func (s *Submitter) open(ctx context.Context) (c *smtp.Client, conn net.Conn, err error) {
	if err := checkTLS(s.TLS, s.Addr); err != nil {
		return nil, nil, &SubmitError{Kind: Config, Step: "dial", Err: err}
	}
	conf, err := tlsConfig(s.Addr, s.CAFile)
	if err != nil {
		return nil, nil, &SubmitError{Kind: Config, Step: "tls", Err: err}
	}
	var dialer net.Dialer
	socket, err := dialer.DialContext(ctx, "tcp", s.Addr)
	if err != nil {
		return nil, nil, failure("dial", err)
	}
	stop := context.AfterFunc(ctx, func() { _ = socket.Close() })
	defer func() {
		stop()
		if err != nil {
			_ = socket.Close()
		}
	}()
	if deadline, ok := ctx.Deadline(); ok {
		if err := socket.SetDeadline(deadline); err != nil {
			return nil, nil, failure("dial", err)
		}
	}
	wire := socket
	if s.TLS == TLSImplicit {
		secured := tls.Client(socket, conf)
		if err := secured.HandshakeContext(ctx); err != nil {
			return nil, nil, failure("tls", err)
		}
		wire = secured
	}
	c, err = smtp.NewClient(wire, conf.ServerName)
	if err != nil {
		return nil, nil, failure("hello", err)
	}
	if err := c.Hello(s.helloName()); err != nil {
		return nil, nil, failure("hello", err)
	}
	if s.TLS == TLSStart {
		if ok, _ := c.Extension("STARTTLS"); !ok {
			return nil, nil, &SubmitError{Kind: Config, Step: "tls", Err: errors.New("mail: the server offers no STARTTLS")}
		}
		if err := c.StartTLS(conf); err != nil {
			return nil, nil, failure("tls", err)
		}
	}
	if s.User != "" {
		if err := s.authenticate(ctx, c, conf.ServerName); err != nil {
			return nil, nil, err
		}
	}
	return c, socket, nil // closing the socket ends every wait; closing a tls.Conn may wait itself
}

// authenticate uses the simplest mechanism offered; the connection is encrypted or local.
func (s *Submitter) authenticate(ctx context.Context, c *smtp.Client, host string) (err error) {
	_, offered := c.Extension("AUTH")
	ways := strings.Fields(strings.ToUpper(offered))
	var auth smtp.Auth
	switch {
	case s.Token != nil && slices.Contains(ways, "XOAUTH2"):
		if auth, err = s.smtpToken(ctx); err != nil {
			return err
		}
	case s.Token != nil:
		return &SubmitError{Kind: Config, Step: "auth", Err: fmt.Errorf(
			"mail: the server takes no access token (it offers %q, and not XOAUTH2)", offered,
		)}
	case slices.Contains(ways, "PLAIN"):
		auth = smtp.PlainAuth("", s.User, s.Password, host, s.TLS == TLSNone)
	case slices.Contains(ways, "LOGIN"):
		auth = smtp.LoginAuth(s.User, s.Password, host, s.TLS == TLSNone)
	case slices.Contains(ways, "SCRAM-SHA-256"):
		auth = smtp.ScramSHA256Auth(s.User, s.Password)
	default:
		return &SubmitError{
			Kind: Config, Step: "auth", Err: fmt.Errorf("mail: the server offers no way to log in that we know (%q)", offered),
		}
	}
	if err := c.Auth(auth); err != nil {
		return failure("auth", err)
	}
	return nil
}

func (s *Submitter) helloName() string {
	if s.HelloName != "" {
		return s.HelloName
	}
	if name, err := os.Hostname(); err == nil && name != "" {
		return name
	}
	return "localhost"
}

// failure classifies an error at a step. What is not proved permanent is tried again.
func failure(step string, err error) *SubmitError {
	out := &SubmitError{Kind: Temporary, Step: step, Err: err}
	var reply *textproto.Error
	if errors.As(err, &reply) {
		out.Code, out.Response = reply.Code, line(reply.Msg)
		if reply.Code >= 500 {
			out.Kind = refusal(step, out)
		}
		return out
	}
	var (
		cert    *tls.CertificateVerificationError
		unknown x509.UnknownAuthorityError
		record  tls.RecordHeaderError
		alert   tls.AlertError
		dns     *net.DNSError
	)
	switch {
	case step == "dot":
		out.Kind = Unknown
	case errors.As(err, &cert), errors.As(err, &unknown), errors.As(err, &record), errors.As(err, &alert):
		out.Kind = Config
	case errors.As(err, &dns) && dns.IsNotFound:
		out.Kind = Config
	case step == "auth" && !isNetwork(err):
		out.Kind = Config // the client itself refused: wrong host, no encryption
	}
	return out
}

// refusal distinguishes a refusal of this message from a refusal of all our mail (5xx replies).
func refusal(step string, e *SubmitError) Kind {
	if step == "archive" {
		return Config
	}
	switch e.Code {
	case 530, 534, 535, 538: // authentication required or failed, at any step (RFC 4954)
		return Config
	case 552: // too big, or the recipient's mailbox is full
		return Permanent
	}
	switch step {
	case "rcpt", "data", "dot":
		// 5.7.1 at RCPT is either "relaying denied", a setting of ours, or this recipient's policy. The two cannot be
		// distinguished. A person who sees the letter fail can find out; endless silent retries would not show it.
		return Permanent
	}
	return Config // hello, tls, auth, mail (our sender)
}

// isNetwork distinguishes a broken connection from a client-side refusal.
func isNetwork(err error) bool {
	var ne net.Error
	return errors.As(err, &ne) || errors.Is(err, net.ErrClosed) || errors.Is(err, io.EOF) ||
		errors.Is(err, io.ErrUnexpectedEOF)
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}
