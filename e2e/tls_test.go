package e2e_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"foja/harness"
	"foja/mail"
)

// inbox collects what a watcher hands over, by Message-ID.
type inbox struct {
	sync.Mutex
	got map[string]mail.Fetched
}

func (b *inbox) take(_ context.Context, f mail.Fetched) (string, error) {
	b.Lock()
	defer b.Unlock()
	b.got[mail.Parse(f.Raw).MessageID] = f
	return "leido", nil
}

func (b *inbox) has(id string) error {
	b.Lock()
	defer b.Unlock()
	if _, there := b.got[id]; !there {
		return fmt.Errorf("%s has not arrived", id)
	}
	return nil
}

func (b *inbox) raw(id string) string {
	b.Lock()
	defer b.Unlock()
	return string(b.got[id].Raw)
}

// report finds the delivery report about a message.
func (b *inbox) report(id string) error {
	b.Lock()
	defer b.Unlock()
	for _, f := range b.got {
		if m := mail.Parse(f.Raw); m.Report != nil && m.Report.OriginalMessageID == id && m.Report.Permanent() {
			return nil
		}
	}
	return errors.New("no delivery report about " + id)
}

// TestMailOverEveryEncryption submits to Postfix and reads from Dovecot by TLS, by STARTTLS and, on loopback, in clear:
// the bytes that arrive are those that were composed, and a refused recipient's report is tied to its letter.
func TestMailOverEveryEncryption(t *testing.T) {
	t.Parallel()
	dovecot := harness.UseDovecot(t)
	postfix := harness.UsePostfix(t, dovecot)
	for _, mode := range []mail.TLSMode{mail.TLSStart, mail.TLSImplicit, mail.TLSNone} {
		t.Run(string(mode), func(t *testing.T) {
			smtp, imap := postfix.SMTP, dovecot.IMAP
			if mode == mail.TLSImplicit {
				smtp, imap = postfix.SMTPS, dovecot.IMAPS
			}
			us := harness.Agency
			out := &mail.Submitter{Addr: smtp, TLS: mode, CAFile: dovecot.CAFile, User: us.Address, Password: us.Password}
			account := mail.Account{
				Name: "agency", Addr: imap, TLS: mode, CAFile: dovecot.CAFile, User: us.Address, Password: us.Password,
			}
			box := &inbox{got: map[string]mail.Fetched{}}
			watcher := &mail.Watcher{Account: account, Handle: box.take, Log: slog.New(slog.NewTextHandler(io.Discard, nil))}
			ctx, stop := context.WithCancel(t.Context())
			done := make(chan struct{})
			go func() {
				defer close(done)
				_ = watcher.Run(ctx) // it ends with ctx, and says so
			}()
			defer func() {
				stop()
				<-done
			}()

			id := "carta." + string(mode) + "@penal.test"
			letter := hand(t, out, id, harness.Citizen.Address, us.Address)
			harness.Eventually(t, 20*time.Second, func() error { return box.has(id) })
			if raw := box.raw(id); !strings.HasSuffix(raw, string(letter.Raw)) {
				t.Errorf("other bytes arrived:\n%s", raw)
			}
			harness.Eventually(t, 20*time.Second, func() error {
				found, err := mail.FindLetter(ctx, account, []string{"INBOX", "leido"}, id, letter.Raw, time.Time{})
				if err == nil && !found {
					err = errors.New("the archive copy is not found")
				}
				return err
			})
			refused := "rebotada." + string(mode) + "@penal.test"
			hand(t, out, refused, harness.Refused, "")
			harness.Eventually(t, 20*time.Second, func() error { return box.report(refused) })

			stranger := *out
			stranger.Password = "otra"
			var refusal *mail.SubmitError
			if err := stranger.Check(ctx); !errors.As(err, &refusal) || refusal.Kind != mail.Config {
				t.Errorf("a wrong password gives %v", err)
			}
		})
	}
}

func hand(t *testing.T, out *mail.Submitter, id, to, archive string) mail.Rendered {
	t.Helper()
	r, err := mail.Compose(mail.Outgoing{
		From: mail.Address{Name: "Mesa de partes", Addr: harness.Agency.Address}, To: mail.Address{Addr: to},
		Archive: archive,
		Subject: "Año y día", MessageID: id, Date: time.Now(), Text: "hola\n.\nadiós\n", HTML: "<p>hola</p>",
		Attachments: []mail.Attachment{{Name: "ñandú.pdf", Type: "application/pdf", Data: []byte("%PDF")}},
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := out.Submit(t.Context(), r.Raw, r.From, r.Rcpts); err != nil {
		t.Fatal(err)
	}
	return r
}
