package activities_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"path/filepath"
	"regexp"
	"testing"
	"time"

	"go.temporal.io/sdk/testsuite"

	"foja/activities"
	"foja/docket"
	"foja/embedded/postoffice"
	"foja/mail"
	"foja/procedures"
	"foja/store"
	"foja/store/storetest"
)

const (
	one = "transparencia@uno.example"
	two = "transparencia@dos.example"
)

// robot is a whole foja without its workflows: it reads a mailbox, registers, and sends receipts.
type robot struct {
	*bench
	address string
	seen    int
	fates   map[string]int
}

func newRobot(t *testing.T, post *postoffice.PostOffice, address string, perSender, perHour int,
	now func() time.Time,
) *robot {
	t.Helper()
	s := storetest.Open(t)
	laws, err := procedures.Load()
	must(t, err)
	days, err := procedures.LoadCalendar()
	must(t, err)
	body, err := procedures.LoadAgency("")
	must(t, err)
	body.Email = address
	must(t, post.AddUser(address, "a"))
	a, err := activities.New(activities.Deps{
		Store: s, Procedures: laws, Calendar: days, Agency: body, Policy: docket.OfficeHours,
		Sender: &mail.Submitter{Addr: post.SMTPAddr(), TLS: mail.TLSNone},
		Evidence: func(context.Context, string, []byte, time.Time) (bool, error) {
			return false, nil
		}, EmailConsent: true, MailOffice: "lima", MailProcedure: "public-information",
		WebURL: "http://foja.example", Now: now, Logger: slog.New(slog.NewTextHandler(io.Discard, nil)),
		AnswersPerSender: perSender, AnswersPerHour: perHour,
	})
	must(t, err)
	var suite testsuite.WorkflowTestSuite
	env := suite.NewTestActivityEnvironment()
	env.RegisterActivity(a)
	return &robot{bench: &bench{Activities: a, t: t, env: env, post: post}, address: address, fates: map[string]int{}}
}

// work deals with the mail that is new and says how many receipts it sent. change stands for what the other side
// does to a letter before it gets here.
func (r *robot) work(change func([]byte) []byte) (sent int) {
	r.t.Helper()
	stored, err := r.post.Messages(r.t.Context(), r.address, "INBOX")
	must(r.t, err)
	fresh := stored[r.seen:]
	r.seen = len(stored)
	for i, s := range fresh {
		raw := s.Raw
		if m := mail.Parse(raw); m.From.Addr != r.address {
			raw = change(raw)
		}
		m := mail.Parse(raw)
		id, _, err := r.Store.KeepMessage(r.t.Context(), store.NewMessage{
			Raw: raw, Account: "agency", Mailbox: "INBOX", UID: uint32(r.seen + i), ReceivedAt: r.Now(), MessageID: m.MessageID,
			FromAddress: m.From.Addr, Subject: m.Subject,
		})
		must(r.t, err)
		as := r.classify(id)
		r.fates[string(as.Fate)+" "+as.Reason]++
		if as.Fate != docket.FateRequest {
			continue
		}
		must(r.t, r.send(r.receipt(r.register(id))))
		sent++
	}
	return sent
}

// converse lets both work until neither sends anything more; more than 500 letters are a loop.
func converse(t *testing.T, a, b *robot, change func([]byte) []byte) (letters int) {
	t.Helper()
	first := fmt.Sprintf("From: %s\r\nTo: %s\r\nSubject: Solicitud\r\nMessage-ID: <primera@dos.example>\r\n\r\nSolicito el acta.\r\n",
		b.address, a.address)
	_, err := (&mail.Submitter{Addr: a.post.SMTPAddr(), TLS: mail.TLSNone}).Submit(t.Context(), []byte(first), b.address,
		[]string{a.address})
	must(t, err)
	for letters < 500 {
		sent := a.work(change) + b.work(change)
		if sent == 0 {
			return letters
		}
		letters += sent
	}
	t.Fatalf("%d letters and no end: %v, %v", letters, a.fates, b.fates)
	return letters
}

func postOfTwo(t *testing.T) *postoffice.PostOffice {
	t.Helper()
	post, err := postoffice.Open(filepath.Join(t.TempDir(), "mail.db"),
		postoffice.Options{Logger: slog.New(slog.NewTextHandler(io.Discard, nil))})
	must(t, err)
	t.Cleanup(func() { must(t, post.Close()) })
	return post
}

func TestTwoFojas_writeToEachOtherOnce(t *testing.T) {
	post := postOfTwo(t)
	a, b := newRobot(t, post, one, 200, 0, time.Now), newRobot(t, post, two, 200, 0, time.Now)
	if n := converse(t, a, b, func(raw []byte) []byte { return raw }); n != 1 {
		t.Errorf("%d receipts, want the first request's alone: %v, %v", n, a.fates, b.fates)
	}
	if b.fates["held marked_automatic"] != 1 {
		t.Errorf("the other one did not see that its letter is automatic: %v", b.fates)
	}
}

// A robot that hides what it is: no mark of ours is left, and each letter is a new one. After three exchanges it waits
// for a person.
func TestRobotWithoutMarks_isAnsweredAFewTimesAndNoMore(t *testing.T) {
	post := postOfTwo(t)
	a, b := newRobot(t, post, one, 7, 0, time.Now), newRobot(t, post, two, 7, 0, time.Now)
	marks := regexp.MustCompile(`(?im)^(Auto-Submitted|X-Loop|X-Auto-Response-Suppress|Precedence|In-Reply-To|References|Reply-To|Message-ID|Subject):.*\r\n([ \t].*\r\n)*`)
	number := regexp.MustCompile(`\d{6}-20\d\d`) // a number of the other's own case would be held: see below
	n := 0
	disguise := func(raw []byte) []byte {
		n++
		head, body, _ := bytes.Cut(raw, []byte("\r\n\r\n"))
		body = number.ReplaceAll(body, []byte("uno"))
		head = marks.ReplaceAll(append(head, "\r\n"...), nil)
		return append(append(head, fmt.Sprintf("Message-ID: <%d@robot.example>\r\nSubject: Aviso %d\r\n\r\n", n, n)...),
			body...)
	}
	if got := converse(t, a, b, disguise); got > 6 {
		t.Errorf("%d receipts, want at most 3 from each: %v, %v", got, a.fates, b.fates)
	}
	if a.fates["held loop"]+b.fates["held loop"] != 1 {
		t.Errorf("the letter too many does not wait for a person: %v, %v", a.fates, b.fates)
	}
}

func TestReceipts_waitWhenTheHourIsFull(t *testing.T) {
	b := newBenchWithAnswers(t, 2)
	var letters []string
	for i := range 3 {
		id := b.keep(friday, fmt.Sprintf(
			"From: ana%d@correo.example\nTo: %s\nSubject: acta %d\nMessage-ID: <%d@correo.example>", i, agency, i, i,
		), "Solicito el acta.")
		if as := b.classify(id); as.Fate != docket.FateRequest {
			t.Fatalf("%+v", as)
		}
		letters = append(letters, b.receipt(b.register(id)))
	}
	must(t, b.send(letters[0]))
	must(t, b.send(letters[1]))
	if err := b.send(letters[2]); err == nil {
		t.Error("a third receipt within the hour")
	}
	if row, err := b.Store.Letter(t.Context(), letters[2]); err != nil || row.State != docket.LetterWaiting {
		t.Errorf("it does not wait: %+v, %v", row.State, err)
	}
	b.AnswersPerHour = 3
	must(t, b.send(letters[2]))
}

func newBenchWithAnswers(t *testing.T, perHour int) *bench {
	t.Helper()
	b, _ := newBench(t)
	b.AnswersPerHour = perHour
	must(t, b.post.AddUser("ana0@correo.example", "a"))
	must(t, b.post.AddUser("ana1@correo.example", "a"))
	must(t, b.post.AddUser("ana2@correo.example", "a"))
	return b
}

func TestReplyIsTheRequestersOnly_whenTheServerVouchesForIt(t *testing.T) {
	b, _ := newBench(t)
	b.AuthServer, b.AuthRequired = "mx.spn.example", true
	r := b.register(b.keep(friday, "From: "+citizen+"\nTo: "+agency+"\nSubject: acta\nMessage-ID: <1@correo.example>",
		"Solicito el acta."))
	letter, err := b.Store.Letter(t.Context(), b.receipt(r))
	must(t, err)
	reply := "From: " + citizen + "\nTo: " + agency + "\nSubject: Re: acta\nIn-Reply-To: <" + letter.MessageID + ">\n"
	received := "Received: from x by mx.spn.example; Fri, 20 Nov 2026 10:00:00 -0500\n"
	vouched := "Authentication-Results: mx.spn.example; spf=pass; dmarc=pass\n"
	for name, c := range map[string]struct {
		header string
		want   bool
	}{
		"vouched for": {vouched + received + reply + "Message-ID: <2@x>", true},
		"nothing":     {received + reply + "Message-ID: <3@x>", false},
		"failed": {
			"Authentication-Results: mx.spn.example; dmarc=fail\n" + received + reply + "Message-ID: <4@x>", false,
		},
		"forged": {received + "Received: by malo.example; Fri, 20 Nov 2026 09:59:00 -0500\n" + vouched + reply +
			"Message-ID: <5@x>", false},
	} {
		id := b.keep(friday, c.header, "Desisto de mi solicitud.")
		as := b.classify(id)
		if as.Fate != docket.FateReply || as.FromRequester != c.want {
			t.Errorf("%s: %+v", name, as)
		}
		if kept, err := b.Store.SenderCheckOf(t.Context(), id); err != nil || kept.Class != "reply" ||
			(kept.DMARC == "pass") != c.want {
			t.Errorf("%s: kept %+v, %v", name, kept, err)
		}
	}
}
