package e2e_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"foja/harness"
)

// TestMailOutage takes the mail servers away while there is work: what was decided leaves when they are back, once;
// what was written arrives; and a letter that nobody will ever read makes work for a person.
func TestMailOutage(t *testing.T) {
	t.Parallel()
	p := real(t, sqlite)
	l, c := p.asked("Corte de correo")
	p.archived(1)

	t.Log("no way out: Postfix is down")
	if err := p.postfix.Stop(); err != nil {
		t.Fatal(err)
	}
	p.act("officer", c.ID, obj{"action": "claim"})
	p.act("officer", c.ID, obj{"action": "respond", "text": "Se adjunta lo solicitado."})
	harness.Eventually(t, soon, func() error { // it has tried, and says so
		for _, letter := range p.file("officer", c.ID).Letters {
			if letter.Kind == "response" && letter.State == "waiting" && letter.Attempts > 0 {
				return nil
			}
		}
		return errors.New("no attempt to send the response")
	})
	if err := p.postfix.Start(); err != nil {
		t.Fatal(err)
	}
	p.citizen().response(t, l.MessageID)
	p.reaches(c.ID, "closed")
	p.archived(2)
	p.citizen().response(t, l.MessageID) // still one

	t.Log("no way in: Dovecot is down, Postfix keeps the letter")
	if err := p.dovecot.Stop(); err != nil {
		t.Fatal(err)
	}
	late := p.letterOf("Escrita durante el corte", "Solicito el acta de la madrugada.")
	p.post(late)
	p.registersMeanwhile()
	if err := p.dovecot.Start(); err != nil {
		t.Fatal(err)
	}
	p.citizen().receipt(t, late.MessageID)

	t.Log("nobody there: the citizen's server sends the letter back")
	p.bounces()
}

// TestFullDisk: the mail server has no room. What was decided waits and leaves once there is; what came in before is
// lost nowhere.
func TestFullDisk(t *testing.T) {
	t.Parallel()
	p := real(t, sqlite)
	l, c := p.asked("Disco lleno")
	p.archived(1)
	full := func(yes bool) {
		t.Helper()
		if err := errors.Join(p.postfix.Stop(), p.postfix.Full(yes), p.postfix.Start()); err != nil {
			t.Fatal(err)
		}
	}
	full(true)
	p.act("officer", c.ID, obj{"action": "claim"})
	p.act("officer", c.ID, obj{"action": "respond", "text": "Se adjunta lo solicitado."})
	harness.Eventually(t, soon, func() error {
		for _, letter := range p.file("officer", c.ID).Letters {
			if letter.Kind == "response" && letter.State == "waiting" && letter.Attempts > 0 {
				return nil
			}
		}
		return errors.New("no attempt to send the response")
	})
	ctx, cancel := short()
	defer cancel()
	if _, err := submit(ctx, p.SMTPAddr, p.citizen().Address, p.agency().Address,
		p.letterOf("x", "x").raw()); err == nil || !strings.Contains(err.Error(), "452") {
		t.Errorf("the disk is not full: %v", err)
	}
	full(false)
	p.citizen().response(t, l.MessageID)
	p.reaches(c.ID, "closed")
	p.archived(2)
	p.citizen().response(t, l.MessageID) // still one
	p.stop()
	if out, code := p.says("reconcile"); code != 0 {
		t.Errorf("reconcile: exit %d\n%s", code, out)
	}
}

// registersMeanwhile: the counter goes on without a mailbox.
func (p *place) registersMeanwhile() {
	p.t.Helper()
	began := time.Now()
	if err := p.do("reception", "/requests", obj{
		"procedure": "public-information", "text": "Solicito algo en persona.", "requester": obj{"name": "Ana Flores"},
	}, nil); err != nil {
		p.t.Errorf("no mailbox, no counter: %v", err)
	}
	if d := time.Since(began); d > 5*time.Second {
		p.t.Errorf("without a mailbox the counter takes %s", d)
	}
}

// bounces registers somebody whose mailbox refuses everything: a delivery report comes (RFC 3464), and a task for a
// person.
func (p *place) bounces() {
	p.t.Helper()
	var made struct{ ID string }
	if err := p.do("reception", "/requests", obj{
		"procedure": "public-information", "subject": "Buzón cerrado", "text": "Solicito el plano.",
		"requester": obj{"name": "Ana Flores", "email": harness.Refused, "email_consent": true},
	}, &made); err != nil {
		p.t.Fatal(err)
	}
	harness.Eventually(p.t, soon, func() error {
		now := p.file("officer", made.ID)
		failed := slices.ContainsFunc(now.Letters,
			func(l letterIn) bool { return l.Kind == "receipt" && l.State == "failed" })
		if !failed || !slices.Contains(now.openTasks(), "letter_failed") {
			return fmt.Errorf("after the bounce: letters %+v, tasks %v", now.Letters, now.openTasks())
		}
		return nil
	})
	// On paper, then: a person decides so.
	letter := ""
	for _, l := range p.file("officer", made.ID).Letters {
		letter = l.ID
	}
	p.act("officer", made.ID, obj{"action": "print", "letter": letter})
	harness.Eventually(p.t, soon, func() error {
		now := p.file("officer", made.ID)
		if kinds := now.openTasks(); !slices.Contains(kinds, "print_letter") || slices.Contains(kinds, "letter_failed") {
			return fmt.Errorf("after choosing paper: %v", kinds)
		}
		return nil
	})
	var printed []byte
	p.get("reception", "/requests/"+made.ID+"/letters/"+letter, &printed)
	if !strings.HasPrefix(string(printed), "%PDF") {
		p.t.Error("the receipt does not print")
	}
	p.act("reception", made.ID, obj{"action": "delivered", "letter": letter})
}
