package activities_test

import (
	"context"
	"io"
	"log/slog"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"go.temporal.io/sdk/testsuite"

	"foja/activities"
	"foja/calendar"
	"foja/docket"
	"foja/embedded/postoffice"
	"foja/mail"
	"foja/procedures"
	"foja/store"
	"foja/store/storetest"
	"foja/workflows"
)

const (
	agency  = "transparencia@spn.example"
	citizen = "ana@correo.example"
)

// desk of one test: a real register on SQLite, a real mail server, and the hands between them.
type bench struct {
	*activities.Activities
	t    *testing.T
	env  *testsuite.TestActivityEnvironment
	post *postoffice.PostOffice

	arrival string // of the messages that are kept from now on
}

// between lets a test break the way to the mail server.
type between struct {
	to     activities.Sender
	before func() error
	after  func(error) error
	calls  int
}

func (b *between) Submit(ctx context.Context, raw []byte, from string, rcpts []string) (mail.Result, error) {
	b.calls++
	if b.before != nil {
		if err := b.before(); err != nil {
			return mail.Result{}, err
		}
	}
	res, err := b.to.Submit(ctx, raw, from, rcpts)
	if b.after != nil {
		if broken := b.after(err); broken != nil {
			return mail.Result{}, broken
		}
	}
	return res, err
}

func newBench(t *testing.T) (*bench, *between) {
	t.Helper()
	s := storetest.Open(t)
	quiet := slog.New(slog.NewTextHandler(io.Discard, nil))
	post, err := postoffice.Open(filepath.Join(t.TempDir(), "mail.db"), postoffice.Options{Logger: quiet})
	must(t, err)
	t.Cleanup(func() { must(t, post.Close()) })
	must(t, post.AddUser(agency, "a"))
	must(t, post.AddUser(citizen, "c"))
	laws, err := procedures.Load()
	must(t, err)
	days, err := procedures.LoadCalendar()
	must(t, err)
	body, err := procedures.LoadAgency("")
	must(t, err)
	way := &between{to: &mail.Submitter{Addr: post.SMTPAddr(), TLS: mail.TLSNone}}
	account := mail.Account{Name: "agency", Addr: post.IMAPAddr(), TLS: mail.TLSNone, User: agency, Password: "a"}
	a, err := activities.New(activities.Deps{
		Store: s, Procedures: laws, Calendar: days, Agency: body, Policy: docket.OfficeHours, Sender: way,
		Evidence: func(ctx context.Context, id string, sent []byte, since time.Time) (bool, error) {
			return mail.FindLetter(ctx, account, []string{"INBOX"}, id, sent, since)
		},
		EvidenceWait: 50 * time.Millisecond, EmailConsent: true, MailOffice: "lima", MailProcedure: "public-information",
		WebURL: "http://foja.example", Now: time.Now, Logger: quiet,
	})
	must(t, err)
	var suite testsuite.WorkflowTestSuite
	env := suite.NewTestActivityEnvironment()
	env.RegisterActivity(a)
	return &bench{Activities: a, t: t, env: env, post: post}, way
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// keep commits a mail as the inbox does.
func (b *bench) keep(at time.Time, headers, text string) string {
	b.t.Helper()
	raw := []byte(strings.ReplaceAll(headers+"\n\n"+text, "\n", "\r\n"))
	m := mail.Parse(raw)
	id, _, err := b.Store.KeepMessage(b.t.Context(), store.NewMessage{
		Raw: raw, Account: "agency", Mailbox: "INBOX", ReceivedAt: at, MessageID: m.MessageID, FromAddress: m.From.Addr,
		Subject: m.Subject, Size: int64(len(raw)), Arrival: b.arrival,
	})
	must(b.t, err)
	return id
}

func (b *bench) classify(message string) workflows.Classified {
	b.t.Helper()
	c, err := b.Classify(b.t.Context(), workflows.MessageInput{Message: message})
	must(b.t, err)
	return c
}

// register makes a request of a mail, opens its case as the workflow does, and returns it.
func (b *bench) register(message string) docket.Request {
	b.t.Helper()
	ctx := b.t.Context()
	id, err := b.RegisterMessage(ctx, workflows.MessageInput{Message: message})
	must(b.t, err)
	must(b.t, b.Settle(ctx, workflows.SettleInput{
		Message: message, As: workflows.Classified{Fate: docket.FateRequest, Request: id},
	}))
	loaded, err := b.LoadLaw(ctx, workflows.RequestInput{Request: id})
	must(b.t, err)
	on, err := calendar.ParseDate(loaded.ReceivedOn)
	must(b.t, err)
	events, err := docket.Open(loaded.Law, docket.Opening{
		Request: id, Procedure: loaded.Law.Procedure.Key, Version: loaded.Law.Procedure.Version, Office: loaded.Office,
		Channel: loaded.Channel, ByEmail: loaded.ByEmail,
	}, docket.LedgerEntry{On: on, Received: loaded.ReceivedAt, Policy: loaded.Policy}, loaded.By, time.Now())
	must(b.t, err)
	must(b.t, b.Project(ctx, workflows.Projection{Events: events, Case: docket.Replay(events)}))
	r, err := b.Store.Request(ctx, id)
	must(b.t, err)
	return r
}

// receipt prepares the receipt of a request and returns its ID.
func (b *bench) receipt(r docket.Request) string {
	b.t.Helper()
	l := docket.Letter{
		ID: docket.LetterID(r.ID, docket.LetterReceipt, 1), Kind: docket.LetterReceipt, N: 1, State: docket.LetterWaiting,
	}
	must(b.t, b.PrepareLetter(b.t.Context(), workflows.LetterInput{Request: r.ID, Letter: l}))
	return l.ID
}

func (b *bench) send(letter string) error {
	_, err := b.env.ExecuteActivity(b.SendLetter, letter)
	return err
}

func (b *bench) inbox(address string) []mail.Message {
	b.t.Helper()
	stored, err := b.post.Messages(b.t.Context(), address, "INBOX")
	must(b.t, err)
	var list []mail.Message
	for _, s := range stored {
		list = append(list, mail.Parse(s.Raw))
	}
	return list
}

var friday = time.Date(2026, time.November, 20, 15, 0, 0, 0, time.UTC)
