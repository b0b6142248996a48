package postoffice

import (
	"bytes"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"net"
	"slices"
	"strings"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
)

func (po *PostOffice) newSMTP() *smtp.Server {
	srv := smtp.NewServer(smtp.BackendFunc(func(c *smtp.Conn) (smtp.Session, error) {
		return &delivery{po: po, conn: c}, nil
	}))
	srv.Domain = po.opts.Domain
	srv.MaxMessageBytes = po.opts.MaxMessageBytes
	srv.MaxRecipients = 100
	srv.MaxLineLength = 1 << 20 // letters with endless lines exist; losing them is worse
	srv.AllowInsecureAuth = true
	srv.EnableSMTPUTF8 = true
	srv.ReadTimeout, srv.WriteTimeout = 5*time.Minute, 5*time.Minute
	srv.ErrorLog = protocolLog{po.log, "smtp"}
	return srv
}

// delivery is one SMTP connection. Nobody has to log in: it listens on loopback and relays
// nothing; wrong credentials are refused all the same, so that clients are tried honestly.
type delivery struct {
	po    *PostOffice
	conn  *smtp.Conn
	authd bool
	from  string
	to    []addressee
}

type addressee struct {
	account int64
	address string // as given, with its tag
}

func (*delivery) AuthMechanisms() []string { return []string{sasl.Plain, sasl.Login} }

func (d *delivery) Auth(mech string) (sasl.Server, error) {
	check := func(username, password string) error {
		_, err := d.po.store.login(d.po.untilClose, username, password)
		if errors.Is(err, errNotFound) {
			return smtp.ErrAuthFailed
		}
		d.authd = err == nil
		return err
	}
	switch mech {
	case sasl.Plain:
		return sasl.NewPlainServer(func(_, username, password string) error { return check(username, password) }), nil
	case sasl.Login:
		return &loginServer{check: check}, nil
	}
	return nil, smtp.ErrAuthUnknownMechanism
}

// loginServer is the old LOGIN mechanism, which some mail clients still prefer.
type loginServer struct {
	check    func(username, password string) error
	username *string
	asked    bool
}

func (l *loginServer) Next(response []byte) (challenge []byte, done bool, err error) {
	switch {
	case l.username == nil && response == nil && !l.asked:
		l.asked = true
		return []byte("Username:"), false, nil
	case l.username == nil:
		name := string(response)
		l.username = &name
		return []byte("Password:"), false, nil
	default:
		return nil, true, l.check(*l.username, string(response))
	}
}

func (d *delivery) Reset() { d.from, d.to = "", nil }

func (*delivery) Logout() error { return nil }

func (d *delivery) Mail(from string, _ *smtp.MailOptions) error {
	d.from = from
	return nil
}

func (d *delivery) Rcpt(to string, _ *smtp.RcptOptions) error {
	account, local, err := d.po.store.recipient(d.po.untilClose, to)
	switch {
	case errors.Is(err, errNotFound) && local:
		return &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 1}, Message: "No such mailbox here"}
	case errors.Is(err, errNotFound):
		return &smtp.SMTPError{
			Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 2}, Message: "No such domain here, and no relaying",
		}
	case err != nil:
		return temporary(err)
	}
	if a := (addressee{account, to}); !slices.Contains(d.to, a) {
		d.to = append(d.to, a)
	}
	return nil
}

// Data stores the message for all recipients or for none; only then may 250 be said.
func (d *delivery) Data(r io.Reader) error {
	if !d.po.enter() {
		return temporary(errors.New("closing"))
	}
	defer d.po.sessions.Done()
	raw, err := io.ReadAll(r)
	if err != nil {
		return err // too large, or the connection broke: nothing is kept
	}
	if hook := d.po.opts.BeforeStore; hook != nil {
		if err := hook(raw); err != nil {
			return err
		}
	}
	if err := d.store(raw); err != nil {
		d.po.log.Error("postoffice: a message could not be stored", "error", err)
		return temporary(err)
	}
	if hook := d.po.opts.AfterStore; hook != nil {
		return hook(raw)
	}
	return nil
}

func (d *delivery) store(raw []byte) error {
	ctx, now := d.po.untilClose, time.Now()
	var changed []int64
	err := d.po.store.change(ctx, func(tx *sql.Tx) error {
		for _, to := range d.to {
			inbox, err := findMailbox(ctx, tx, to.account, "INBOX")
			if err != nil {
				return err
			}
			body, err := insertBody(ctx, tx, append(d.trace(to.address, now), raw...))
			if err != nil {
				return err
			}
			if _, err := file(ctx, tx, inbox.id, body, []imap.Flag{}, now); err != nil {
				return err
			}
			changed = append(changed, inbox.id)
		}
		return nil
	})
	if err == nil {
		d.po.bells.notify(changed...)
	}
	return err
}

// trace is what the last server on the way writes on top (RFC 5321, 4.4). Each recipient has
// an own copy: Delivered-To keeps the tag of the address.
func (d *delivery) trace(to string, at time.Time) []byte {
	with := "ESMTP"
	if d.authd {
		with = "ESMTPA"
	}
	client := "unknown"
	if host, _, err := net.SplitHostPort(d.conn.Conn().RemoteAddr().String()); err == nil {
		client = host
	}
	var b bytes.Buffer
	fmt.Fprintf(&b, "Return-Path: <%s>\r\nDelivered-To: %s\r\n", oneLine(d.from), oneLine(to))
	fmt.Fprintf(&b, "Received: from %s ([%s])\r\n\tby %s with %s id %s\r\n\tfor <%s>; %s\r\n",
		oneLine(d.conn.Hostname()), client, d.po.opts.Domain, with, strings.ToLower(rand.Text()[:12]),
		oneLine(to), at.Format(time.RFC1123Z))
	return b.Bytes()
}

// oneLine keeps what a client said from becoming header lines of its own.
func oneLine(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' {
			return -1
		}
		return r
	}, s)
}

func temporary(error) error {
	return &smtp.SMTPError{
		Code: 451, EnhancedCode: smtp.EnhancedCode{4, 3, 0}, Message: "Could not be stored, try again later",
	}
}
