package e2e_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"

	"foja/harness"
)

// append puts a message into the inbox with a day of its own, as a migration or a person with a mail program does.
func (b mailbox) append(t testing.TB, raw string, came time.Time, flags ...imap.Flag) {
	t.Helper()
	c, err := imapclient.DialInsecure(b.imap, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close() //nolint:errcheck // everything was written
	if err := c.Login(b.User, b.Password).Wait(); err != nil {
		t.Fatal(err)
	}
	w := c.Append("INBOX", int64(len(raw)), &imap.AppendOptions{Time: came, Flags: flags})
	if _, err := w.Write([]byte(raw)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Wait(); err != nil {
		t.Fatal(err)
	}
}

// TestTheFirstDay: foja is put to work on a mailbox in use, on a server whose folders stand below INBOX. What lay there
// stays, unread, until an operator decides; what comes from then on is registered and answered.
func TestTheFirstDay(t *testing.T) {
	t.Parallel()
	p := realOn(t, sqlite, harness.UseDovecotBelowInbox)
	box, now := p.agency(), time.Now()
	ids := map[string]string{}
	write := func(subject string) string {
		ids[subject] = newMessageID()
		l := letter{From: "Luis Paz <" + p.citizen().Address +
			">", To: box.Address, Subject: subject, MessageID: ids[subject], Text: "Solicito copia: " + subject}
		return string(l.raw())
	}
	day := func(ago int) string { return now.In(lima(t)).AddDate(0, 0, -ago).Format(time.DateOnly) }
	box.append(t, write("de hace un mes"), now.AddDate(0, -1, 0))
	box.append(t, write("respondida ayer"), now.AddDate(0, 0, -1), imap.FlagAnswered)
	box.append(t, write("de hace tres días"), now.AddDate(0, 0, -3))
	box.append(t, write("de hace dos días"), now.AddDate(0, 0, -2))

	out, code := p.saysWith(p.run.Env, "mail", "check", "--no-letter")
	if code != 0 || !strings.Contains(out, "Hay 4 mensajes en la bandeja de entrada") ||
		!strings.Contains(out, "4: son anteriores o ya se respondieron") {
		t.Errorf("before the start, exit %d:\n%s", code, out)
	}
	p.opened()
	_, asked := p.asked("Planos de hoy")
	if asked.Number == "" {
		t.Error("new mail is not registered")
	}
	lying := func() (list []string) { // copies and reports come and go
		for _, subject := range subjects(messages(t, box, "INBOX")) {
			if ids[subject] != "" {
				list = append(list, subject)
			}
		}
		return list
	}
	if got := lying(); len(got) != 4 {
		t.Errorf("these lie in the inbox: %q", got)
	}
	if got := subjects(messages(t, box, "INBOX.foja-procesado")); !slices.Contains(got, "Planos de hoy") ||
		slices.Contains(got, "respondida ayer") {
		t.Errorf("these were filed: %q", got)
	}
	if held := p.held(); len(held) != 0 {
		t.Errorf("in the pen: %+v", held)
	}

	// Moved in by hand after the start: to a person, never answered.
	box.append(t, write("movida de otra carpeta"), now.AddDate(0, 0, -20))
	p.holds("movida de otra carpeta")

	list, code := p.saysWith(p.run.Env, "mail", "backlog", "list", "--messages")
	if code != 0 || strings.Count(list, "waits") != 4 || !strings.Contains(list, "respondida ayer") {
		t.Errorf("exit %d:\n%s", code, list)
	}
	for _, args := range [][]string{{"take", "--day", day(2)}, {"hold", "--day", day(3), "--by", "ana"}, {
		"leave", "--all", "--reason", "se atendió en papel",
	}} {
		if out, code := p.saysWith(p.run.Env, append([]string{"mail", "backlog"}, args...)...); code != 0 {
			t.Errorf("%v: exit %d:\n%s", args, code, out)
		}
	}
	p.holds("de hace tres días")
	taken := p.find("de hace dos días")
	var received struct {
		ReceivedAt time.Time `json:"received_at"`
	}
	p.get("manager", "/requests/"+taken.ID, &received)
	if came := now.AddDate(0, 0, -2).Truncate(time.Second); !received.ReceivedAt.Equal(came) {
		t.Errorf("received at %s, it came at %s", received.ReceivedAt, came)
	}
	p.citizen().receipt(t, ids["de hace dos días"])
	for _, m := range messages(t, p.citizen(), "INBOX") {
		for subject, id := range ids {
			if subject != "de hace dos días" && slices.Contains(m.InReplyTo, id) {
				t.Errorf("%q was answered: %q", subject, m.Subject)
			}
		}
	}
	if got := lying(); len(got) != 2 {
		t.Errorf("these lie in the inbox at the end: %q", got)
	}
	if out, code := p.saysWith(p.run.Env, "mail", "check", "--no-letter"); code != 0 ||
		!strings.Contains(out, "2: se quedan donde están, por decisión") {
		t.Errorf("at the end, exit %d:\n%s", code, out)
	}
}

func messages(t testing.TB, b mailbox, folder string) []mailIn {
	t.Helper()
	all, err := b.read(folder)
	if err != nil {
		t.Fatal(err)
	}
	return all
}
