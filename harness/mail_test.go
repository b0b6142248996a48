package harness_test

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"
	"github.com/wneessen/go-mail"

	"foja/harness"
)

// A letter goes in by every door of Postfix and is read by every door of Dovecot.
func TestDeliverBySMTPAndReadByIMAP(t *testing.T) {
	dovecot := harness.UseDovecot(t)
	postfix := harness.UsePostfix(t, dovecot)
	trust := &tls.Config{RootCAs: dovecot.Pool, ServerName: "localhost"}

	sends := map[string][]mail.Option{
		"plain":    {mail.WithTLSPolicy(mail.NoTLS), port(t, postfix.SMTP)},
		"starttls": {mail.WithTLSPolicy(mail.TLSMandatory), mail.WithTLSConfig(trust), port(t, postfix.SMTP)},
		"tls":      {mail.WithSSL(), mail.WithTLSConfig(trust), port(t, postfix.SMTPS)},
		"login": {
			mail.WithTLSPolicy(mail.TLSMandatory), mail.WithTLSConfig(trust), port(t,
				postfix.SMTP), mail.WithSMTPAuth(mail.SMTPAuthPlain),
			mail.WithUsername(harness.Citizen.Address), mail.WithPassword(harness.Citizen.Password),
		},
	}
	for name, options := range sends {
		if err := send(t, name, "+"+name, options...); err != nil {
			t.Fatalf("%s: %v\n%s", name, err, postfix.Log())
		}
	}
	reads := map[string]func() (*imapclient.Client, error){
		"starttls": func() (*imapclient.Client, error) {
			return imapclient.DialStartTLS(dovecot.IMAP, &imapclient.Options{TLSConfig: trust})
		},
		"tls": func() (*imapclient.Client, error) {
			return imapclient.DialTLS(dovecot.IMAPS, &imapclient.Options{TLSConfig: trust})
		},
	}
	for name, dial := range reads {
		t.Run(name, func(t *testing.T) {
			client, err := dial()
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = client.Close() }() // the connection has served
			if err := client.Login(harness.Agency.Address, harness.Agency.Password).Wait(); err != nil {
				t.Fatal(err)
			}
			got := subjects(t, dovecot, client, len(sends))
			for sent := range sends {
				if !strings.Contains(got, "Subject: "+sent+"\r\n") {
					t.Errorf("the letter sent by %s is not in the INBOX:\n%s", sent, got)
				}
			}
		})
	}
}

func TestPostfixRefusesOtherDestinations(t *testing.T) {
	postfix := harness.UsePostfix(t, harness.UseDovecot(t))
	client, err := mail.NewClient("localhost", mail.WithTLSPolicy(mail.NoTLS), port(t, postfix.SMTP))
	if err != nil {
		t.Fatal(err)
	}
	for _, to := range []string{"someone@example.org", "nobody-here@spn.example"} {
		err := client.DialAndSendWithContext(t.Context(), letter(t, "x", to))
		var refused *mail.SendError
		if !errors.As(err, &refused) || refused.ErrorCode() < 500 {
			t.Errorf("%s: got %v, want a refusal for good", to, err)
		}
	}
}

// The mailbox server refuses what the mail server took: the sender gets a delivery report.
func TestRefusedAddressReportsBack(t *testing.T) {
	dovecot := harness.UseDovecot(t)
	postfix := harness.UsePostfix(t, dovecot)
	client, err := mail.NewClient("localhost", mail.WithTLSPolicy(mail.NoTLS), port(t, postfix.SMTP))
	if err != nil {
		t.Fatal(err)
	}
	if err := client.DialAndSendWithContext(t.Context(), letter(t, "x", harness.Refused)); err != nil {
		t.Fatal(err)
	}
	inbox, err := imapclient.DialInsecure(dovecot.IMAP, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = inbox.Close() }() // the connection has served
	if err := inbox.Login(harness.Citizen.Address, harness.Citizen.Password).Wait(); err != nil {
		t.Fatal(err, dovecot.Log())
	}
	if got := subjects(t, dovecot, inbox, 1); !strings.Contains(got, "Undelivered") {
		t.Errorf("no delivery report:\n%s\n%s", got, postfix.Log())
	}
}

// An outage loses nothing: same ports, same mail, and the queue is delivered afterwards.
func TestOutage(t *testing.T) {
	dovecot := harness.UseDovecot(t)
	postfix := harness.UsePostfix(t, dovecot)
	if err := dovecot.Stop(); err != nil {
		t.Fatal(err)
	}
	if err := send(t, "queued", "", mail.WithTLSPolicy(mail.NoTLS), port(t, postfix.SMTP)); err != nil {
		t.Fatal(err)
	}
	if err := postfix.Stop(); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(dovecot.Start(), postfix.Start()); err != nil {
		t.Fatal(err)
	}
	client, err := imapclient.DialInsecure(dovecot.IMAP, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = client.Close() }() // the connection has served
	if err := client.Login(harness.Agency.Address, harness.Agency.Password).Wait(); err != nil {
		t.Fatal(err, dovecot.Log())
	}
	if got := subjects(t, dovecot, client, 1); !strings.Contains(got, "Subject: queued") {
		t.Errorf("the queued letter did not arrive:\n%s", got)
	}
}

// The authority is the test's own: who was not told to trust it must not.
func TestForeignClientsDoNotTrustTheAuthority(t *testing.T) {
	dovecot := harness.UseDovecot(t)
	_, err := imapclient.DialTLS(dovecot.IMAPS,
		&imapclient.Options{TLSConfig: &tls.Config{RootCAs: x509.NewCertPool(), ServerName: "localhost"}})
	var unknown x509.UnknownAuthorityError
	if !errors.As(err, &unknown) {
		t.Errorf("got %v, want an unknown authority", err)
	}
}

func port(t *testing.T, addr string) mail.Option {
	t.Helper()
	var n int
	if _, err := fmt.Sscanf(addr, "127.0.0.1:%d", &n); err != nil {
		t.Fatal(err)
	}
	return mail.WithPort(n)
}

func letter(t *testing.T, subject, to string) *mail.Msg {
	t.Helper()
	m := mail.NewMsg()
	if err := errors.Join(m.From(harness.Citizen.Address), m.To(to)); err != nil {
		t.Fatal(err)
	}
	m.Subject(subject)
	m.SetBodyString(mail.TypeTextPlain, "Solicito copia del reglamento interno.")
	return m
}

// send writes to the agency at a sub-address of hers.
func send(t *testing.T, subject, detail string, options ...mail.Option) error {
	t.Helper()
	client, err := mail.NewClient("localhost", options...)
	if err != nil {
		return err
	}
	name, domain, _ := strings.Cut(harness.Agency.Address, "@")
	return client.DialAndSendWithContext(t.Context(), letter(t, subject, name+detail+"@"+domain))
}

// subjects waits for at least n letters in the INBOX and returns their headers.
func subjects(t *testing.T, dovecot *harness.Dovecot, client *imapclient.Client, n int) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	for {
		box, err := client.Select("INBOX", nil).Wait()
		if err != nil {
			t.Fatalf("%v\n%s", err, dovecot.Log())
		}
		if int(box.NumMessages) >= n {
			return headers(t, client)
		}
		select {
		case <-ctx.Done():
			t.Fatalf("%d letters in the INBOX after 30 s, want %d", box.NumMessages, n)
		case <-time.After(50 * time.Millisecond):
		}
	}
}

func headers(t *testing.T, client *imapclient.Client) string {
	t.Helper()
	var all strings.Builder
	fetch := client.Fetch(imap.SeqSet{{Start: 1, Stop: 0}}, &imap.FetchOptions{
		BodySection: []*imap.FetchItemBodySection{{Specifier: imap.PartSpecifierHeader, Peek: true}},
	})
	for m := fetch.Next(); m != nil; m = fetch.Next() {
		for item := m.Next(); item != nil; item = m.Next() {
			if section, ok := item.(imapclient.FetchItemDataBodySection); ok {
				if _, err := io.Copy(&all, section.Literal); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	if err := fetch.Close(); err != nil {
		t.Fatal(err)
	}
	return all.String()
}
