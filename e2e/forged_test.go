package e2e_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-imap/v2/imapclient"

	"foja/harness"
)

// TestForgedProofs: an outsider who knows a Message-ID forges the copy of a letter that waits and of one that failed,
// and reports that letters did not arrive. None of it changes a letter; a genuine report that names no letter makes it
// doubtful, and a person sends it again.
func TestForgedProofs(t *testing.T) {
	t.Parallel()
	p := real(t, sqlite)
	l, c := p.asked("Prueba de lo enviado")
	p.archived(1) // the real path's copy is known by its bytes

	t.Log("the answer waits: there is no way out")
	if err := p.postfix.Stop(); err != nil {
		t.Fatal(err)
	}
	p.act("officer", c.ID, obj{"action": "claim"})
	p.refuses(422, "officer", "/requests/"+c.ID+"/actions",
		obj{"action": "respond", "text": "Se adjunta.", "at": time.Now().Add(-time.Second).Format(time.RFC3339)})
	p.act("officer", c.ID, obj{"action": "respond", "text": "Se adjunta lo solicitado."})
	harness.Eventually(t, soon, func() error {
		if a := p.letterIs(c.ID, "response"); a.State != "waiting" || a.Attempts == 0 {
			return fmt.Errorf("the response is %+v", a)
		}
		return nil
	})
	p.lays(p.copyOf("copia de la que espera", p.messageID(c.ID, "response")))
	if m := p.holds("copia de la que espera"); !strings.Contains(m.Reason, "no es lo que se envió") {
		t.Errorf("held as %s", m.Reason)
	}
	if a := p.letterIs(c.ID, "response"); a.State != "waiting" || p.file("officer", c.ID).State != "notifying" {
		t.Fatalf("a forged copy moved it: %+v", a)
	}
	if err := p.postfix.Start(); err != nil {
		t.Fatal(err)
	}
	response := p.citizen().response(t, l.MessageID)
	p.reaches(c.ID, "closed")
	p.archived(2)

	t.Log("reports about others")
	p.postRaw(report("informe ajeno", p.agency().Address, response.MessageID, "otra@correo.example"))
	p.postRaw(report("informe de la copia", p.agency().Address, response.MessageID, p.agency().Address))
	for subject, reason := range map[string]string{
		"informe ajeno": "no se reconoce", "informe de la copia": "no entró en nuestro propio buzón",
	} {
		if m := p.holds(subject); !strings.Contains(m.Reason, reason) || m.Suggested == nil {
			t.Errorf("%s: %+v", subject, m)
		}
	}
	if a := p.letterIs(c.ID, "response"); a.State != "sent" || a.Doubt != "" {
		t.Fatalf("they moved it: %+v", a)
	}

	t.Log("a report that names no letter")
	p.postTo(response.ReplyTo, []byte("Return-Path: <>\r\nFrom: MAILER-DAEMON@mx.example\r\nTo: "+response.ReplyTo+
		"\r\nSubject: failure notice\r\nMessage-ID: "+newMessageID()+
		"\r\n\r\nHi. This is the qmail-send program at mx.example.\r\n\r\n<"+p.citizen().Address+
		">:\r\nMailbox full. (#5.2.2)\r\n"))
	harness.Eventually(t, soon, func() error {
		now := p.file("officer", c.ID)
		if a := p.letterIs(c.ID, "response"); a.State != "sent" || a.Doubt == "" ||
			!slices.Contains(now.openTasks(), "letter_doubt") || now.State != "closed" {
			return fmt.Errorf("the letter is %+v, tasks %v", a, now.openTasks())
		}
		return nil
	})
	p.act("officer", c.ID, obj{"action": "resend"})
	harness.Eventually(t, soon, func() error {
		all, err := p.citizen().read("INBOX")
		n := 0
		for _, m := range all {
			if m.MessageID == response.MessageID {
				n++
			}
		}
		now := p.file("officer", c.ID)
		if a := p.letterIs(c.ID, "response"); err == nil &&
			(n != 2 || a.State != "sent" || a.Doubt != "" || slices.Contains(now.openTasks(), "letter_doubt")) {
			err = fmt.Errorf("%d copies with the citizen, the letter is %+v, tasks %v", n, a, now.openTasks())
		}
		return err
	})

	t.Log("a letter that failed by a real report")
	var made struct{ ID string }
	if err := p.do("reception", "/requests", obj{
		"procedure": "public-information", "subject": "Buzón cerrado", "text": "Solicito el plano.",
		"requester": obj{"name": "Ana Flores", "email": harness.Refused, "email_consent": true},
	}, &made); err != nil {
		t.Fatal(err)
	}
	failed := func() error {
		if a := p.letterIs(made.ID, "receipt"); a.State != "failed" {
			return fmt.Errorf("the receipt is %+v", a)
		}
		return nil
	}
	harness.Eventually(t, soon, failed)
	p.postRaw(p.copyOf("copia de la fallida", p.messageID(made.ID, "receipt")))
	if m := p.holds("copia de la fallida"); !strings.Contains(m.Reason, "no es lo que se envió") {
		t.Errorf("held as %s", m.Reason)
	}
	if err := failed(); err != nil {
		t.Errorf("after a forged copy: %v", err)
	}
	p.stop()
	if out, code := p.says("reconcile"); code != 0 {
		t.Errorf("reconcile: exit %d\n%s", code, out)
	}
}

func (p *place) letterIs(request, kind string) letterIn {
	p.t.Helper()
	for _, l := range p.file("officer", request).Letters {
		if l.Kind == kind {
			return l
		}
	}
	return letterIn{}
}

// messageID is the Message-ID of a letter: no outsider can tell it, so staff are asked.
func (p *place) messageID(request, kind string) string {
	p.t.Helper()
	id := p.letterIs(request, kind).MessageID
	if id == "" || strings.Contains(id, request) {
		p.t.Fatalf("the Message-ID is %q", id)
	}
	return id
}

// copyOf is a forged archive copy.
func (p *place) copyOf(subject, messageID string) []byte {
	us := p.agency().Address
	return []byte("From: Entidad <" + us + ">\r\nTo: " + p.citizen().Address + "\r\nSubject: " + subject +
		"\r\nMessage-ID: <" + messageID + ">\r\nX-Loop: " + us +
		"\r\nDate: Mon, 30 Nov 2026 09:00:00 -0500\r\n\r\nSe le respondió.\r\n")
}

// lays puts a message into the agency's mailbox without Postfix.
func (p *place) lays(raw []byte) {
	p.t.Helper()
	c, err := imapclient.DialInsecure(p.agency().imap, nil)
	if err != nil {
		p.t.Fatal(err)
	}
	defer c.Close() //nolint:errcheck // it was put
	err = c.Login(p.agency().User, p.agency().Password).Wait()
	if err == nil {
		put := c.Append("INBOX", int64(len(raw)), nil)
		_, wrote := put.Write(raw)
		err = errors.Join(wrote, put.Close())
		if err == nil {
			_, err = put.Wait()
		}
	}
	if err != nil {
		p.t.Fatal(err)
	}
}

// report is a delivery report about a letter, for one recipient.
func report(subject, to, messageID, recipient string) []byte {
	return []byte("Return-Path: <>\r\nFrom: MAILER-DAEMON@mx.example\r\nTo: " + to + "\r\nSubject: " + subject +
		"\r\nMessage-ID: " + newMessageID() + "\r\nMIME-Version: 1.0\r\n" +
		"Content-Type: multipart/report; report-type=delivery-status; boundary=rr\r\n\r\n--rr\r\nContent-Type: text/plain\r\n\r\nNo llegó.\r\n" +
		"--rr\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\nFinal-Recipient: rfc822; " +
		recipient + "\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n" +
		"--rr\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: <" + messageID + ">\r\n\r\n--rr--\r\n")
}
