package postoffice_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/smtp"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"
	"go.uber.org/goleak"

	"foja/embedded/lockfile"
	"foja/embedded/postoffice"
)

const (
	agency  = "pedidos@penal.example"
	citizen = "quispe@correo.example"
	secret  = "una clave"
)

func TestMain(m *testing.M) {
	if file := os.Getenv(childEnv); file != "" {
		serveUntilKilled(file)
		return
	}
	goleak.VerifyTestMain(m)
}

func open(t *testing.T, file string, o postoffice.Options) *postoffice.PostOffice {
	t.Helper()
	o.Logger = slog.New(slog.DiscardHandler)
	o.Domain = "posta.example"
	po, err := postoffice.Open(file, o)
	if err != nil {
		t.Fatal(err)
	}
	for _, address := range []string{agency, citizen} {
		if err := po.AddUser(address, secret); err != nil {
			t.Fatal(err)
		}
	}
	t.Cleanup(func() { shut(t, po) })
	return po
}

func shut(t *testing.T, po *postoffice.PostOffice) {
	t.Helper()
	if err := po.Close(); err != nil {
		t.Error("close:", err)
	}
}

func letter(id string) []byte {
	return []byte("From: Rosa <" + citizen + ">\r\nTo: " + agency + "\r\nSubject: =?utf-8?q?Petici=C3=B3n?= " + id +
		"\r\nMessage-ID: <" + id + "@correo.example>\r\nDate: Mon, 02 Mar 2026 09:00:00 -0500\r\n" +
		"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nMi petici=C3=B3n " +
		id + "\r\n.\r\n")
}

func send(po *postoffice.PostOffice, raw []byte, to ...string) error {
	return smtp.SendMail(po.SMTPAddr(), nil, citizen, to, raw)
}

func mustSend(t *testing.T, po *postoffice.PostOffice, raw []byte, to ...string) {
	t.Helper()
	if err := send(po, raw, to...); err != nil {
		t.Fatal(err)
	}
}

// connect logs in; handler may be nil.
func connect(t *testing.T, po *postoffice.PostOffice, address string,
	handler *imapclient.UnilateralDataHandler,
) *imapclient.Client {
	t.Helper()
	c, err := imapclient.DialInsecure(po.IMAPAddr(), &imapclient.Options{UnilateralDataHandler: handler})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() }) // often closed already
	if err := c.Login(address, secret).Wait(); err != nil {
		t.Fatal(err)
	}
	return c
}

func selected(t *testing.T, c *imapclient.Client, name string) *imap.SelectData {
	t.Helper()
	data, err := c.Select(name, nil).Wait()
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func fetch(t *testing.T, c *imapclient.Client, set imap.NumSet, o *imap.FetchOptions) []*imapclient.FetchMessageBuffer {
	t.Helper()
	list, err := c.Fetch(set, o).Collect()
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func TestDeliveryAndFetch(t *testing.T) {
	po := open(t, filepath.Join(t.TempDir(), "mail db?#1.sqlite"), postoffice.Options{})
	raw := letter("uno")
	before := time.Now().Add(-2 * time.Second)
	mustSend(t, po, raw, strings.Replace(agency, "@", "+exp.42@", 1))

	c := connect(t, po, strings.ToUpper(agency), nil)
	if data := selected(t, c, "inbox"); data.NumMessages != 1 || data.UIDNext != 2 || data.UIDValidity == 0 {
		t.Fatalf("select: %+v", data)
	}
	whole := &imap.FetchItemBodySection{Peek: true}
	text := &imap.FetchItemBodySection{Specifier: imap.PartSpecifierText, Peek: true}
	part := &imap.FetchItemBodySection{Part: []int{1}, Peek: true}
	some := &imap.FetchItemBodySection{
		Specifier: imap.PartSpecifierHeader, HeaderFields: []string{"message-id"}, Peek: true,
	}
	slice := &imap.FetchItemBodySection{
		Specifier: imap.PartSpecifierText, Peek: true, Partial: &imap.SectionPartial{Offset: 3, Size: 4},
	}
	list := fetch(t, c, imap.SeqSetNum(1), &imap.FetchOptions{
		UID: true, Flags: true, InternalDate: true, RFC822Size: true, Envelope: true,
		BodyStructure: &imap.FetchItemBodyStructure{Extended: true},
		BodySection:   []*imap.FetchItemBodySection{whole, text, part, some, slice},
	})
	if len(list) != 1 {
		t.Fatalf("%d messages", len(list))
	}
	m := list[0]
	got := m.FindBodySection(whole)
	if !bytes.HasSuffix(got, raw) {
		t.Errorf("the letter is not verbatim:\n%s", got)
	}
	for _, want := range []string{
		"Return-Path: <" + citizen + ">\r\n", "Delivered-To: pedidos+exp.42@penal.example\r\n",
		"Received: from localhost ([127.0.0.1])\r\n\tby posta.example with ESMTP id ",
	} {
		if !bytes.Contains(got[:len(got)-len(raw)], []byte(want)) {
			t.Errorf("no %q in the trace:\n%s", want, got)
		}
	}
	if m.UID != 1 || m.RFC822Size != int64(len(got)) || m.InternalDate.Before(before) || len(m.Flags) != 0 {
		t.Errorf("uid %d size %d date %v flags %v", m.UID, m.RFC822Size, m.InternalDate, m.Flags)
	}
	if m.Envelope.Subject != "Petición uno" || m.Envelope.MessageID != "uno@correo.example" ||
		m.BodyStructure.MediaType() != "text/plain" {
		t.Errorf("envelope %+v structure %v", m.Envelope, m.BodyStructure)
	}
	if b := string(m.FindBodySection(text)); b != "Mi petici=C3=B3n uno\r\n.\r\n" || b != string(m.FindBodySection(part)) {
		t.Errorf("text %q part %q", b, m.FindBodySection(part))
	}
	if b := string(m.FindBodySection(some)); b != "Message-Id: <uno@correo.example>\r\n\r\n" &&
		b != "Message-ID: <uno@correo.example>\r\n\r\n" {
		t.Errorf("fields %q", b)
	}
	if b := string(m.FindBodySection(slice)); b != "peti" {
		t.Errorf("partial %q", b)
	}
	// without PEEK it becomes seen
	fetch(t, c, imap.UIDSetNum(1), &imap.FetchOptions{BodySection: []*imap.FetchItemBodySection{{}}})
	if f := fetch(t, c, imap.UIDSetNum(1), &imap.FetchOptions{Flags: true})[0].Flags; len(f) != 1 ||
		f[0] != imap.FlagSeen {
		t.Errorf("flags %v", f)
	}
	stored, err := po.Messages(t.Context(), agency, "INBOX")
	if err != nil || len(stored) != 1 || !bytes.Equal(stored[0].Raw, got) || stored[0].Flags[0] != `\Seen` {
		t.Errorf("Messages: %v %v", stored, err)
	}
}

func TestEverybodyOrNobody(t *testing.T) {
	refusal := errors.New("not today")
	var refuse bool
	var takeBack bool
	po := open(t, filepath.Join(t.TempDir(), "mail.db"), postoffice.Options{
		MaxMessageBytes: 10_000,
		BeforeStore:     func([]byte) error { return map[bool]error{true: refusal}[refuse] },
		AfterStore:      func([]byte) error { return map[bool]error{true: refusal}[takeBack] },
	})
	count := func(address string) int {
		list, err := po.Messages(t.Context(), address, "INBOX")
		if err != nil {
			t.Fatal(err)
		}
		return len(list)
	}
	expect := func(what string, n int) {
		t.Helper()
		if a, c := count(agency), count(citizen); a != n || c != n {
			t.Fatalf("%s: agency has %d, citizen %d, want %d", what, a, c, n)
		}
	}
	mustSend(t, po, letter("dos"), agency, citizen)
	expect("two recipients", 1)
	for _, nobody := range []string{"nadie@penal.example", "somebody@elsewhere.example", "nonsense"} {
		if err := send(po, letter("x"), agency, nobody); err == nil || !strings.HasPrefix(err.Error(), "5") {
			t.Errorf("%s: %v", nobody, err)
		}
	}
	expect("unknown recipients", 1)
	if err := send(po, append(letter("x"), bytes.Repeat([]byte("long\r\n"), 2000)...), agency, citizen); err == nil ||
		!strings.HasPrefix(err.Error(), "552") {
		t.Errorf("too large: %v", err)
	}
	refuse = true
	if err := send(po, letter("x"), agency, citizen); err == nil || !strings.Contains(err.Error(), refusal.Error()) {
		t.Errorf("refused before: %v", err)
	}
	expect("refused before", 1)
	refuse, takeBack = false, true
	if err := send(po, letter("x"), agency, citizen); err == nil {
		t.Error("the 250 was not taken back")
	}
	expect("stored, answer lost", 2)
	takeBack = false
	breakOffInData(t, po)
	mustSend(t, po, letter("y"), agency, citizen)
	expect("a letter broken off is nobody's", 3)
}

// breakOffInData hangs up in the middle of a letter.
func breakOffInData(t *testing.T, po *postoffice.PostOffice) {
	t.Helper()
	c, err := net.Dial("tcp", po.SMTPAddr())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(c, "EHLO x\r\nMAIL FROM:<>\r\nRCPT TO:<"+agency+">\r\nRCPT TO:<"+citizen+
		">\r\nDATA\r\nSubject: half\r\n\r\nhal"); err != nil {
		t.Fatal(err)
	}
	buf := make([]byte, 4096)
	for answered := ""; !strings.Contains(answered, "354"); {
		n, err := c.Read(buf)
		if err != nil {
			t.Fatal(err, answered)
		}
		answered += string(buf[:n])
	}
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestPasswords(t *testing.T) {
	po := open(t, filepath.Join(t.TempDir(), "mail.db"), postoffice.Options{})
	host, _, _ := net.SplitHostPort(po.SMTPAddr())
	if err := smtp.SendMail(po.SMTPAddr(), smtp.PlainAuth("", agency, secret, host), agency, []string{citizen},
		letter("a")); err != nil {
		t.Error("PLAIN:", err)
	}
	if err := smtp.SendMail(po.SMTPAddr(), &loginAuth{agency, secret}, agency, []string{citizen},
		letter("a")); err != nil {
		t.Error("LOGIN:", err)
	}
	for _, auth := range []smtp.Auth{
		smtp.PlainAuth("", agency, "wrong", host), &loginAuth{agency, "wrong"}, &loginAuth{"who@x", secret},
	} {
		if err := smtp.SendMail(po.SMTPAddr(), auth, agency, []string{citizen}, letter("a")); err == nil ||
			!strings.HasPrefix(err.Error(), "535") {
			t.Error("a wrong password:", err)
		}
	}
	c, err := imapclient.DialInsecure(po.IMAPAddr(), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = c.Close() }()
	var refused *imap.Error
	if err := c.Login(agency, "wrong").Wait(); !errors.As(err, &refused) ||
		refused.Code != imap.ResponseCodeAuthenticationFailed {
		t.Errorf("IMAP: %v", err)
	}
	if err := po.AddUser(agency, "another"); err != nil {
		t.Fatal(err)
	}
	if err := c.Login(agency, "another").Wait(); err != nil {
		t.Errorf("the changed password: %v", err)
	}
	if list, err := po.Messages(t.Context(), citizen, "INBOX"); err != nil || len(list) != 2 ||
		!bytes.Contains(list[0].Raw, []byte("with ESMTPA id")) {
		t.Errorf("%d letters, %v", len(list), err)
	}
}

type loginAuth struct{ user, password string }

func (*loginAuth) Start(*smtp.ServerInfo) (string, []byte, error) { return "LOGIN", nil, nil }
func (a *loginAuth) Next(challenge []byte, more bool) ([]byte, error) {
	switch {
	case !more:
		return nil, nil
	case string(challenge) == "Username:":
		return []byte(a.user), nil
	case string(challenge) == "Password:":
		return []byte(a.password), nil
	}
	return nil, fmt.Errorf("challenge %q", challenge)
}

func TestOneProcessPerFileAndLoopbackOnly(t *testing.T) {
	file := filepath.Join(t.TempDir(), "mail.db")
	first := open(t, file, postoffice.Options{})
	if _, err := postoffice.Open(file, postoffice.Options{}); !errors.Is(err, lockfile.ErrHeld) {
		t.Errorf("second office: %v", err)
	}
	other := filepath.Join(t.TempDir(), "other.db")
	if _, err := postoffice.Open(other, postoffice.Options{SMTPAddr: "0.0.0.0:0"}); err == nil ||
		!strings.Contains(err.Error(), "loopback") {
		t.Errorf("open to the world: %v", err)
	}
	po, err := postoffice.Open(other, postoffice.Options{})
	if err != nil {
		t.Fatalf("after a refused start the file must be free: %v", err)
	}
	shut(t, po)
	for range 20 { // closed while its loops are only just starting
		if po, err = postoffice.Open(other, postoffice.Options{Logger: slog.New(slog.DiscardHandler)}); err != nil {
			t.Fatal(err)
		}
		shut(t, po)
	}
	if err := po.AddUser(agency, secret); err == nil {
		t.Error("a closed office takes users")
	}
	for _, bad := range []string{"", "x", "@y", "a+b@c", "a b@c"} {
		if err := first.AddUser(bad, "p"); err == nil {
			t.Errorf("address %q accepted", bad)
		}
	}
}
