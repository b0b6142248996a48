package activities_test

import (
	"errors"
	"strings"
	"testing"

	"go.temporal.io/sdk/temporal"

	"foja/docket"
	"foja/mail"
	"foja/workflows"
)

const letterOfAna = "From: Ana Flores <ana@correo.example>\nTo: transparencia@spn.example\nSubject: Acta de setiembre\nMessage-ID: <1@correo.example>"

func TestTheReceiptAnswersInTheCitizensThread(t *testing.T) {
	b, _ := newBench(t)
	r := b.register(b.keep(friday, letterOfAna, "Solicito el acta de setiembre."))
	must(t, b.send(b.receipt(r)))
	got := b.inbox(citizen)
	if len(got) != 1 {
		t.Fatalf("%d messages in the citizen's mailbox", len(got))
	}
	m := got[0]
	if m.InReplyTo != "1@correo.example" || !strings.Contains(m.Subject, "Acta de setiembre") {
		t.Errorf("not in the thread: In-Reply-To %q, Subject %q", m.InReplyTo, m.Subject)
	}
	for _, part := range []string{r.Number, "4 de diciembre de 2026", "10"} {
		if !strings.Contains(m.Text, part) {
			t.Errorf("the receipt does not say %q:\n%s", part, m.Text)
		}
	}
	if m.Signals.AutoSubmitted != mail.AutoReplied {
		t.Error("a receipt must say that it is automatic, or robots answer it")
	}
	if len(m.Attachments) != 1 || m.Attachments[0].Type != "application/pdf" {
		t.Errorf("the receipt carries %v, want its PDF", m.Attachments)
	}
	if len(m.ReplyTo) != 1 || !strings.Contains(m.ReplyTo[0].Addr, "+"+r.ReplyToken+"@") {
		t.Errorf("Reply-To %v does not carry the case's token", m.ReplyTo)
	}
	if copies := b.inbox(agency); len(copies) != 1 || copies[0].MessageID != m.MessageID {
		t.Errorf("want one archive copy with the same ID, got %d", len(copies))
	}
}

func TestSendingTwiceSendsOnce(t *testing.T) {
	b, way := newBench(t)
	letter := b.receipt(b.register(b.keep(friday, letterOfAna, "Solicito el acta.")))
	must(t, b.send(letter))
	must(t, b.send(letter))
	if n := len(b.inbox(citizen)); n != 1 || way.calls != 1 {
		t.Errorf("%d messages after %d submissions, want one", n, way.calls)
	}
}

func TestACrashAfterThe250IsProvedByTheArchiveCopy(t *testing.T) {
	b, way := newBench(t)
	letter := b.receipt(b.register(b.keep(friday, letterOfAna, "Solicito el acta.")))
	way.after = func(error) error {
		return &mail.SubmitError{Kind: mail.Unknown, Step: "dot", Err: errors.New("killed")}
	}
	if err := b.send(letter); err == nil {
		t.Fatal("the lost answer was taken for success")
	}
	way.after = nil
	must(t, b.send(letter))
	if n := len(b.inbox(citizen)); n != 1 || way.calls != 1 {
		t.Errorf("%d messages after %d submissions: the copy was there to be found", n, way.calls)
	}
}

func TestACrashBeforeThe250SendsAgain(t *testing.T) {
	b, way := newBench(t)
	letter := b.receipt(b.register(b.keep(friday, letterOfAna, "Solicito el acta.")))
	way.before = func() error { return &mail.SubmitError{Kind: mail.Unknown, Step: "dot", Err: errors.New("killed")} }
	if err := b.send(letter); err == nil {
		t.Fatal("a submission that never left was taken for success")
	}
	way.before = nil
	must(t, b.send(letter))
	if n := len(b.inbox(citizen)); n != 1 {
		t.Errorf("%d messages in the citizen's mailbox", n)
	}
}

func TestALetterRefusedForGoodIsAPersonsMatter(t *testing.T) {
	b, _ := newBench(t)
	unknown := strings.ReplaceAll(letterOfAna, citizen, "nadie@correo.example")
	letter := b.receipt(b.register(b.keep(friday, unknown, "Solicito el acta.")))
	err := b.send(letter)
	var app *temporal.ApplicationError
	if !errors.As(err, &app) || !app.NonRetryable() || app.Type() != workflows.ErrLetterRefused {
		t.Fatalf("want a non-retryable %s, got %v", workflows.ErrLetterRefused, err)
	}
	row, err := b.Store.Letter(t.Context(), letter)
	must(t, err)
	if row.State != docket.LetterFailed || row.LastError == "" {
		t.Errorf("the letter is %s (%s)", row.State, row.LastError)
	}
	if n := len(b.inbox(agency)); n != 0 {
		t.Errorf("%d archive copies of a letter that was never sent", n)
	}
}

func TestAnOutageKeepsTheLetterWaiting(t *testing.T) {
	b, way := newBench(t)
	letter := b.receipt(b.register(b.keep(friday, letterOfAna, "Solicito el acta.")))
	way.before = func() error { return &mail.SubmitError{Kind: mail.Temporary, Step: "dial", Err: errors.New("refused")} }
	for range 5 {
		if err := b.send(letter); err == nil {
			t.Fatal("sent to nowhere")
		}
	}
	row, err := b.Store.Letter(t.Context(), letter)
	must(t, err)
	if row.State != docket.LetterWaiting {
		t.Errorf("after an outage the letter is %s", row.State)
	}
	way.before = nil
	must(t, b.send(letter))
	if n := len(b.inbox(citizen)); n != 1 {
		t.Errorf("%d messages after the outage", n)
	}
}

func TestALetterThatFailedIsTriedAgainWhenAPersonAsks(t *testing.T) {
	b, way := newBench(t)
	r := b.register(b.keep(friday, letterOfAna, "Solicito el acta."))
	letter := b.receipt(r)
	way.before = func() error {
		return &mail.SubmitError{Kind: mail.Permanent, Step: "rcpt", Code: 550, Err: errors.New("no such mailbox")}
	}
	if err := b.send(letter); err == nil {
		t.Fatal("a refusal for good was taken for success")
	}
	way.before = nil
	if err := b.send(letter); err == nil {
		t.Fatal("a failed letter went out although nobody asked")
	}
	b.receipt(r) // what the workflow does when a person asks to send it again
	must(t, b.send(letter))
	if n := len(b.inbox(citizen)); n != 1 {
		t.Errorf("%d messages in the citizen's mailbox", n)
	}
}
