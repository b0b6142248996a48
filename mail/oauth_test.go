package mail

import (
	"context"
	"errors"
	"io"
	"log"
	"net"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapserver"
	"github.com/emersion/go-imap/v2/imapserver/imapmemserver"
	"github.com/emersion/go-sasl"
)

// tokenSession takes access tokens and no password.
type tokenSession struct {
	imapserver.Session
	ways  []string
	enter func(user, token string) error
}

func (s *tokenSession) AuthenticateMechanisms() []string { return s.ways }

func (s *tokenSession) Authenticate(mech string) (sasl.Server, error) {
	if mech == "XOAUTH2" {
		return xoauth2Server{s.enter}, nil
	}
	return sasl.NewOAuthBearerServer(func(o sasl.OAuthBearerOptions) *sasl.OAuthBearerError {
		if s.enter(o.Username, o.Token) != nil {
			return &sasl.OAuthBearerError{Status: "invalid_token", Schemes: "bearer"}
		}
		return nil
	}), nil
}

// xoauth2Server is the server's half of the mechanism.
type xoauth2Server struct {
	enter func(user, token string) error
}

func (x xoauth2Server) Next(response []byte) (challenge []byte, done bool, err error) {
	if response == nil {
		return []byte{}, false, nil
	}
	var user, token string
	for part := range strings.SplitSeq(string(response), "\x01") {
		if v, ok := strings.CutPrefix(part, "user="); ok {
			user = v
		}
		if v, ok := strings.CutPrefix(part, "auth=Bearer "); ok {
			token = v
		}
	}
	return nil, true, x.enter(user, token)
}

var errToken = &imap.Error{
	Type: imap.StatusResponseTypeNo, Code: imap.ResponseCodeAuthenticationFailed, Text: "the token is not good",
}

func onlyFresh(user, token string) error {
	if user != "mesa" || token != "fresh" {
		return errToken
	}
	return nil
}

func tokenMailbox(t *testing.T, ways ...string) (addr string, user *imapmemserver.User) {
	t.Helper()
	user = imapmemserver.NewUser("mesa", "clave")
	if err := user.Create("INBOX", nil); err != nil {
		t.Fatal(err)
	}
	mem := imapmemserver.New()
	mem.AddUser(user)
	server := imapserver.New(&imapserver.Options{
		NewSession: func(*imapserver.Conn) (imapserver.Session, *imapserver.GreetingData, error) {
			inner := mem.NewSession()
			return &tokenSession{inner, ways, func(u, token string) error {
				if err := onlyFresh(u, token); err != nil {
					return err
				}
				return inner.Login("mesa", "clave")
			}}, nil, nil
		},
		Caps: imap.CapSet{imap.CapIMAP4rev1: {}}, InsecureAuth: true, Logger: log.New(io.Discard, "", 0),
	})
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go server.Serve(ln) //nolint:errcheck // ends with Close
	t.Cleanup(func() { _ = server.Close() })
	return ln.Addr().String(), user
}

// The token is asked for at every login, so that one that has ended is renewed.
func TestMailboxIsReadWithAccessTokens(t *testing.T) {
	for _, ways := range [][]string{{"OAUTHBEARER", "XOAUTH2"}, {"XOAUTH2"}} {
		t.Run(strings.Join(ways, " "), func(t *testing.T) {
			addr, user := tokenMailbox(t, ways...)
			if _, err := user.Append("INBOX", literal{strings.NewReader(mailNo(1)), int64(len(mailNo(1)))},
				&imap.AppendOptions{}); err != nil {
				t.Fatal(err)
			}
			var asked atomic.Int32
			l := &ledger{}
			w := watcher(addr, l.handle)
			w.AuthRetry = w.RetryMin
			w.Account.Password = ""
			w.Account.Token = func(context.Context) (string, error) {
				switch asked.Add(1) {
				case 1:
					return "stale", nil
				case 2:
					return "", errors.New("the token server is away")
				default:
					return "fresh", nil
				}
			}
			stop := run(t, w)
			eventually(t, "read", func() bool { return w.Status().Handled == 1 })
			stop()
			if asked.Load() < 3 {
				t.Errorf("asked %d times", asked.Load())
			}
		})
	}
}

func TestServerWithoutTokensIsToldApart(t *testing.T) {
	box := newMailbox(t, nil)
	a := Account{Name: "mesa", Addr: box.addr, TLS: TLSNone, User: "mesa", Token: func(context.Context) (string, error) {
		return "fresh", nil
	}}
	if _, err := Copies(t.Context(), a, []string{"INBOX"}, "x", 1); err == nil ||
		!strings.Contains(err.Error(), "takes no access token") {
		t.Errorf("%v", err)
	}
}

func TestLettersLeaveWithAccessTokens(t *testing.T) {
	r := newRelay(t, nil, nil)
	r.ways = []string{"XOAUTH2"}
	token := "stale"
	s := &Submitter{
		Addr: r.addr, TLS: TLSNone, User: "mesa", Token: func(context.Context) (string, error) { return token, nil },
	}
	raw := []byte("From: a@b.pe\r\nSubject: x\r\n\r\nx\r\n")
	_, err := s.Submit(t.Context(), raw, "a@b.pe", []string{"c@d.pe"})
	var se *SubmitError
	if !errors.As(err, &se) || se.Kind != Config || se.Step != "auth" {
		t.Errorf("a stale token gives %v", err)
	}
	token = "fresh"
	if _, err := s.Submit(t.Context(), raw, "a@b.pe", []string{"c@d.pe"}); err != nil || len(r.got()) != 1 {
		t.Errorf("%v, %d taken", err, len(r.got()))
	}
	r.ways = []string{"PLAIN"}
	if err := s.Check(t.Context()); err == nil || !strings.Contains(errors.Unwrap(err).Error(), "takes no access token") {
		t.Errorf("%v", err)
	}
}
