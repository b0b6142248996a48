package activities_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"foja/docket"
	"foja/mail"
	"foja/store"
	"foja/workflows"
)

// keepCopy commits the n-th mail of the agency's mailbox as the inbox does, with the fields that a path puts in front.
func (b *bench) keepCopy(n int) string {
	b.t.Helper()
	stored, err := b.post.Messages(b.t.Context(), agency, "INBOX")
	must(b.t, err)
	return b.keepRaw(time.Now(), "Delivered-To: "+agency+
		"\r\nReceived: from a by mx.spn.example; Mon, 30 Nov 2026 09:00:00 -0500\r\n"+string(stored[n].Raw))
}

func (b *bench) keepRaw(at time.Time, raw string) string {
	b.t.Helper()
	m := mail.Parse([]byte(raw))
	id, _, err := b.Store.KeepMessage(b.t.Context(), store.NewMessage{
		Raw: []byte(raw), Account: "agency", Mailbox: "INBOX", ReceivedAt: at, MessageID: m.MessageID,
		FromAddress: m.From.Addr, Subject: m.Subject, Size: int64(len(raw)),
	})
	must(b.t, err)
	return id
}

// settle classifies and settles, as the workflow does.
func (b *bench) settle(message string) workflows.Classified {
	b.t.Helper()
	as := b.classify(message)
	must(b.t, b.Settle(b.t.Context(), workflows.SettleInput{Message: message, As: as}))
	return as
}

func (b *bench) letter(id string) store.LetterRow {
	b.t.Helper()
	row, err := b.Store.Letter(b.t.Context(), id)
	must(b.t, err)
	return row
}

func (b *bench) raw(letter string) string {
	b.t.Helper()
	raw, _, _, err := b.Store.LetterRaw(b.t.Context(), letter)
	must(b.t, err)
	return string(raw)
}

// forged is what an outsider writes who knows a Message-ID: it claims to be from the agency.
func forged(messageID string) string {
	return "From: Entidad <" + agency + ">\r\nTo: " + citizen + "\r\nSubject: Respuesta\r\nMessage-ID: <" + messageID +
		">\r\nX-Loop: " + agency + "\r\n\r\nSe respondió.\r\n"
}

func TestACopyProvesByItsBytes(t *testing.T) {
	b, _ := newBench(t)
	letter := b.receipt(b.register(b.keep(friday, letterOfAna, "Solicito el acta.")))
	waiting := b.letter(letter)
	if strings.Contains(waiting.MessageID, waiting.Request) || strings.Contains(waiting.MessageID, "receipt") {
		t.Errorf("the Message-ID %s tells that of other letters", waiting.MessageID)
	}
	for what, raw := range map[string]string{
		"its Message-ID": forged(waiting.MessageID),
		"its bytes":      b.raw(letter), // of a letter that nobody has begun to send
	} {
		if as := b.settle(b.keepRaw(time.Now(), raw)); as.Fate != docket.FateHeld ||
			as.Reason != string(docket.HeldOwnCopy) || as.Request != waiting.Request {
			t.Errorf("%s of a waiting letter: %+v", what, as)
		}
	}
	if now := b.letter(letter); now.State != docket.LetterWaiting || now.Proof != "" {
		t.Fatalf("the waiting letter is %+v", now)
	}
	must(t, b.send(letter))
	changed := strings.Replace(b.raw(letter), "Acta de setiembre", "Acta de octubre", 1)
	if as := b.settle(b.keepRaw(time.Now(), changed)); as.Fate != docket.FateHeld || b.letter(letter).Proof != "" {
		t.Errorf("another text: %+v", as)
	}
	id := b.keepCopy(0)
	if as := b.settle(id); as.Fate != docket.FateOwn || as.Letter != letter || b.letter(letter).Proof != id {
		t.Errorf("the copy itself: %+v, %+v", as, b.letter(letter))
	}
}

func TestAFailedLetterIsNotProvedByItsMessageID(t *testing.T) {
	b, way := newBench(t)
	r := b.register(b.keep(friday, letterOfAna, "Solicito el acta."))
	letter := b.receipt(r)
	way.before = func() error {
		return &mail.SubmitError{Kind: mail.Permanent, Step: "rcpt", Code: 550, Err: errors.New("no such mailbox")}
	}
	if b.send(letter) == nil {
		t.Fatal("refused, and sent")
	}
	if as := b.settle(b.keepRaw(time.Now(), forged(b.letter(letter).MessageID))); as.Fate != docket.FateHeld ||
		b.letter(letter).State != docket.LetterFailed {
		t.Errorf("%+v, %s", as, b.letter(letter).State)
	}
}

// A person asks for a second try. It is interrupted, and the copy of the first one lies in the mailbox, beside a forged
// one.
func TestTheSecondTryIsNotProvedByTheCopyOfTheFirst(t *testing.T) {
	b, way := newBench(t)
	r := b.register(b.keep(friday, letterOfAna, "Solicito el acta."))
	letter := b.receipt(r)
	must(t, b.send(letter))
	first := b.keepCopy(0)
	must(t, b.Store.BounceLetter(t.Context(), letter, "un-informe", "5.2.2"))
	b.Now = func() time.Time { return time.Now().Add(time.Hour) } // a person asks an hour later
	b.receipt(r)
	if as := b.settle(first); as.Fate != docket.FateHeld || b.letter(letter).State != docket.LetterWaiting {
		t.Errorf("while it waits: %+v, %s", as, b.letter(letter).State)
	}
	way.before = func() error { return &mail.SubmitError{Kind: mail.Unknown, Step: "dot", Err: errors.New("killed")} }
	if b.send(letter) == nil {
		t.Fatal("nothing left, and it was taken for success")
	}
	way.before, b.EvidenceWait = nil, -time.Second
	if err := b.send(letter); err != nil || way.calls != 3 || len(b.inbox(citizen)) != 2 {
		t.Errorf("%v: %d attempts, %d letters to the citizen", err, way.calls, len(b.inbox(citizen)))
	}
}

// The second way to a proof: what lies in the mailbox under the Message-ID when an attempt was interrupted.
func TestAForgedCopyInTheMailboxProvesNothing(t *testing.T) {
	b, way := newBench(t)
	letter := b.receipt(b.register(b.keep(friday, letterOfAna, "Solicito el acta.")))
	_, err := way.to.Submit(t.Context(), []byte(forged(b.letter(letter).MessageID)), citizen, []string{agency})
	must(t, err)
	way.before = func() error { return &mail.SubmitError{Kind: mail.Unknown, Step: "dot", Err: errors.New("killed")} }
	if b.send(letter) == nil {
		t.Fatal("nothing left, and it was taken for success")
	}
	way.before = nil
	must(t, b.send(letter))
	if n := len(b.inbox(citizen)); n != 1 {
		t.Errorf("%d letters to the citizen: the forged copy was believed", n)
	}
}

func TestTheLetterOfACheckIsKnownByItsKey(t *testing.T) {
	b, _ := newBench(t)
	b.CheckKey = []byte("clave")
	account := mail.Account{Name: "agency", Addr: b.post.IMAPAddr(), TLS: mail.TLSNone, User: agency, Password: "a"}
	sender := &mail.Submitter{Addr: b.post.SMTPAddr(), TLS: mail.TLSNone}
	if f := mail.CheckRoundTrip(t.Context(), sender, account, []string{"INBOX"}, agency, b.CheckKey,
		10*time.Second); !f.OK {
		t.Fatal(f)
	}
	if as := b.classify(b.keepCopy(0)); as.Fate != docket.FateAutomatic {
		t.Errorf("%+v", as)
	}
	if as := b.classify(b.keepRaw(time.Now(), forged("foja-check.1@spn.example"))); as.Fate != docket.FateHeld {
		t.Errorf("forged: %+v", as)
	}
}
