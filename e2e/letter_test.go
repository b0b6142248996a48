package e2e_test

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"mime"
	"net"
	"net/smtp"
	"net/textproto"
	"strings"
	"testing"
	"time"
)

// letter is a citizen's mail. It is written out by hand, not by the program's own composer.
type letter struct {
	From       string // header; may be empty
	To         string
	Subject    string
	MessageID  string // with angle brackets; made up when empty
	InReplyTo  string
	References []string
	Header     []string // further lines
	Text       string
	FileName   string
	File       []byte
}

// newMessageID is unique, and of the citizen's own mail program.
func newMessageID() string { return "<" + strings.ToLower(rand.Text()) + "@correo.example>" }

// raw is the letter on the wire. Composing the same letter again gives the same bytes.
func (l letter) raw() []byte {
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\r\n", args...) }
	if l.From != "" {
		line("From: %s", l.From)
	}
	line("To: %s", l.To)
	line("Subject: %s", mime.QEncoding.Encode("utf-8", l.Subject)) // raw letters would ask for SMTPUTF8 all the way
	// the past: nothing may rest on what a sender's clock says
	line("Date: Mon, 01 Jun 2026 10:00:00 -0500")
	if l.MessageID != "" {
		line("Message-ID: %s", l.MessageID)
	}
	if l.InReplyTo != "" {
		line("In-Reply-To: %s", l.InReplyTo)
	}
	if len(l.References) > 0 {
		line("References: %s", strings.Join(l.References, "\r\n "))
	}
	for _, h := range l.Header {
		line("%s", h)
	}
	line("MIME-Version: 1.0")
	text := "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n" +
		strings.ReplaceAll(l.Text, "\n", "\r\n") + "\r\n"
	if l.FileName == "" {
		return []byte(b.String() + text)
	}
	line("Content-Type: multipart/mixed; boundary=corte\r\n")
	b.WriteString("--corte\r\n" + text + "--corte\r\n")
	line("Content-Type: application/pdf; name=%q", l.FileName)
	line("Content-Disposition: attachment; filename=%q", l.FileName)
	line("Content-Transfer-Encoding: base64\r\n")
	encoded := base64.StdEncoding.EncodeToString(l.File)
	for len(encoded) > 76 {
		line("%s", encoded[:76])
		encoded = encoded[76:]
	}
	line("%s\r\n--corte--", encoded)
	return []byte(b.String())
}

// letterOf is an ordinary letter of the citizen to the agency.
func (p *place) letterOf(subject, text string) letter {
	return letter{
		From: "Ana Flores <" + p.citizen().Address + ">", To: p.agency().Address, Subject: subject,
		MessageID: newMessageID(), Text: text,
	}
}

// post sends a letter and requires the server's 250.
func (p *place) post(l letter) {
	p.t.Helper()
	p.postTo(p.agency().Address, l.raw())
}

func (p *place) postRaw(raw []byte) {
	p.t.Helper()
	p.postTo(p.agency().Address, raw)
}

func (p *place) postTo(address string, raw []byte) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	if _, err := submit(ctx, p.SMTPAddr, p.citizen().Address, address, raw); err != nil {
		p.t.Fatal(err)
	}
}

// submit hands one message to an SMTP server. When it fails, perhaps says that the server may have taken it all the
// same: the connection died between the last byte and the answer.
func submit(ctx context.Context, addr, from, to string, raw []byte) (perhaps bool, err error) {
	conn, err := (&net.Dialer{}).DialContext(ctx, "tcp", addr)
	if err != nil {
		return false, err
	}
	defer conn.Close() //nolint:errcheck // the server's answers have been read
	if deadline, ok := ctx.Deadline(); ok {
		if err := conn.SetDeadline(deadline); err != nil {
			return false, err
		}
	}
	c, err := smtp.NewClient(conn, "localhost")
	if err != nil {
		return false, err
	}
	if err := errors.Join(c.Hello("citizen.example"), c.Mail(from)); err != nil {
		return false, err
	}
	if err := c.Rcpt(to); err != nil {
		return false, err
	}
	w, err := c.Data()
	if err != nil {
		return false, err
	}
	if _, err := w.Write(raw); err != nil {
		return false, err // without the final dot no server keeps anything
	}
	if err := w.Close(); err != nil {
		var said *textproto.Error
		return !errors.As(err, &said), err
	}
	_ = c.Quit() // accepted is accepted; a lost farewell changes nothing
	return false, nil
}

// The tests stand on letter.raw: it must be what a reader understands.
func TestLetterIsReadBack(t *testing.T) {
	t.Parallel()
	l := letter{
		From: "Ana <ana@correo.example>", To: "x@y.example", Subject: "uno º", MessageID: newMessageID(),
		Text: "dos\ntres", FileName: "cuatro.pdf", File: []byte("%PDF cinco"),
	}
	m, err := open(l.raw())
	if err != nil {
		t.Fatal(err)
	}
	if m.Subject != "uno º" || m.Text != "dos\r\ntres" || len(m.Files) != 1 || m.Files[0].Name != "cuatro.pdf" ||
		string(m.Files[0].Data) != "%PDF cinco" {
		t.Errorf("read back: %+v", m)
	}
}
