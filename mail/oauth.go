package mail

import (
	"context"
	"fmt"
	"net"
	"strconv"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-sasl"
	"github.com/wneessen/go-mail/smtp"
)

// TokenSource returns a valid OAuth 2 access token, refreshing it when needed. It is called at every login.
type TokenSource func(ctx context.Context) (string, error)

// xoauth2 is the SASL mechanism that Microsoft 365 and Gmail offer beside or instead of OAUTHBEARER (RFC 7628).
type xoauth2 struct{ user, token string }

func (x xoauth2) Start() (mech string, ir []byte, err error) {
	return "XOAUTH2", []byte("user=" + x.user + "\x01auth=Bearer " + x.token + "\x01\x01"), nil
}

// Next answers the server's JSON error with an empty response, after which the server sends the refusal.
func (xoauth2) Next([]byte) ([]byte, error) { return []byte{}, nil }

// imapToken chooses a SASL mechanism that the server accepts.
func (s *session) imapToken(a Account) (sasl.Client, error) {
	token, err := a.Token(s.ctx)
	if err != nil {
		return nil, fmt.Errorf("%w: no access token: %w", errAuth, err)
	}
	switch {
	case s.caps.Has(imap.AuthCap(sasl.OAuthBearer)):
		host, port, _ := net.SplitHostPort(a.Addr)
		n, _ := strconv.Atoi(port) // 0 omits it
		return sasl.NewOAuthBearerClient(&sasl.OAuthBearerOptions{Username: a.User, Token: token, Host: host, Port: n}), nil
	case s.caps.Has(imap.AuthCap("XOAUTH2")):
		return xoauth2{a.User, token}, nil
	default:
		return nil, fmt.Errorf("%w: the server takes no access token (neither OAUTHBEARER nor XOAUTH2)", errAuth)
	}
}

// smtpToken is the same for submission; its library supports XOAUTH2 only, which all such servers have.
func (s *Submitter) smtpToken(ctx context.Context) (smtp.Auth, error) {
	token, err := s.Token(ctx)
	if err != nil {
		return nil, &SubmitError{Kind: Config, Step: "auth", Err: fmt.Errorf("mail: no access token: %w", err)}
	}
	return smtp.XOAuth2Auth(s.User, token), nil
}
