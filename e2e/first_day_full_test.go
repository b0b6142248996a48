package e2e_test

import (
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"

	"foja/harness"
)

// fillWith puts n messages of as many people into the inbox, all from before today.
func (b mailbox) fillWith(t testing.TB, n int) {
	t.Helper()
	c, err := imapclient.DialInsecure(b.imap, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close() //nolint:errcheck // everything was written
	if err := c.Login(b.User, b.Password).Wait(); err != nil {
		t.Fatal(err)
	}
	for i := range n {
		l := letter{
			From: fmt.Sprintf("Persona %d <persona%d@correo.example>", i, i), To: b.Address,
			Subject: fmt.Sprint("anterior ", i), MessageID: newMessageID(), Text: fmt.Sprint("Solicito copia del acta ", i),
		}
		raw := l.raw()
		came := time.Now().Add(-24*time.Hour - time.Duration(n-i)*time.Minute)
		w := c.Append("INBOX", int64(len(raw)), &imap.AppendOptions{Time: came})
		_, err := w.Write(raw)
		if err := errors.Join(err, w.Close()); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Wait(); err != nil {
			t.Fatal(err)
		}
	}
}

// TestTheFirstDay_aFullMailbox: foja is put to work on a mailbox with the mail of many other people. None of it is
// registered, answered, held or moved; what comes from then on has its receipt as soon as elsewhere. FOJA_E2E_MAILBOX
// sets how many messages lie there.
func TestTheFirstDay_aFullMailbox(t *testing.T) {
	t.Parallel()
	n, err := strconv.Atoi(os.Getenv("FOJA_E2E_MAILBOX"))
	if err != nil {
		n = 300
	}
	p := realOn(t, sqlite, harness.UseDovecotBelowInbox)
	box := p.agency()
	box.fillWith(t, n)
	began := time.Now()
	out, code := p.saysWith(p.run.Env, "mail", "check", "--no-letter")
	if code != 0 || !strings.Contains(out, fmt.Sprintf("Hay %d mensajes en la bandeja de entrada", n)) {
		t.Errorf("before the start, exit %d:\n%s", code, out)
	}
	t.Logf("mail check: %s", time.Since(began).Round(time.Millisecond))
	began = time.Now()
	p.opened()
	p.asked("Planos de hoy")
	t.Logf("started, and the first letter answered: %s", time.Since(began).Round(time.Millisecond))
	began = time.Now()
	p.asked("Planos de mañana")
	t.Logf("the second letter answered: %s", time.Since(began).Round(time.Millisecond))
	if held := p.held(); len(held) != 0 {
		t.Errorf("%d are in the pen", len(held))
	}
	lying := 0
	for _, subject := range subjects(messages(t, box, "INBOX")) {
		if strings.HasPrefix(subject, "anterior ") {
			lying++
		}
	}
	if lying != n {
		t.Errorf("%d of %d lie in the inbox", lying, n)
	}
	list, code := p.saysWith(p.run.Env, "mail", "backlog", "list", "--messages")
	if waits := strings.Count(list, "waits"); code != 0 || waits != n {
		t.Errorf("exit %d: %d of %d wait", code, waits, n)
	}
}
