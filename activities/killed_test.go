package activities_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"foja/activities"
	"foja/docket"
	"foja/embedded/postoffice"
	"foja/mail"
	"foja/procedures"
	"foja/store"
	"foja/store/storetest"
	"foja/workflows"
)

// What a child process is told: the register, the mail server's two doors, the letter, and where it dies.
const killedWith = "FOJA_TEST_SEND_AND_DIE"

// Where a sender is killed.
const (
	beforeTheFirstByte = "before" // the row says "sending", nothing has left
	after250           = "after"  // the server has answered 250, nothing is committed
)

// TestMain lets the test's own program be the sender that is killed.
func TestMain(m *testing.M) {
	if told := os.Getenv(killedWith); told != "" {
		part := strings.Split(told, "\n")
		if err := sendAndWait(part[0], part[1], part[2], part[3], part[4]); err != nil {
			fmt.Println("error:", err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// pausing stops for ever at one moment of a submission, and says so.
type pausing struct {
	to activities.Sender
	at string
}

func (p pausing) Submit(ctx context.Context, raw []byte, from string, rcpts []string) (mail.Result, error) {
	if p.at == beforeTheFirstByte {
		p.die()
	}
	res, err := p.to.Submit(ctx, raw, from, rcpts)
	if p.at == after250 && err == nil {
		p.die()
	}
	return res, err
}

func (p pausing) die() {
	fmt.Println("here")
	select {}
}

// sendAndWait sends a letter with the production hands, as a worker of its own would.
func sendAndWait(database, smtp, imap, letter, at string) error {
	ctx := context.Background()
	s, err := store.Open(ctx, database)
	if err != nil {
		return err
	}
	a, err := senderOf(s, smtp, imap, at)
	if err != nil {
		return err
	}
	_, err = a.SendLetter(ctx, letter)
	return err
}

func senderOf(s *store.Store, smtp, imap, at string) (*activities.Activities, error) {
	laws, err := procedures.Load()
	if err != nil {
		return nil, err
	}
	days, err := procedures.LoadCalendar()
	if err != nil {
		return nil, err
	}
	body, err := procedures.LoadAgency("")
	if err != nil {
		return nil, err
	}
	account := mail.Account{Name: "agency", Addr: imap, TLS: mail.TLSNone, User: agency, Password: "a"}
	return activities.New(activities.Deps{
		Store: s, Procedures: laws, Calendar: days, Agency: body, Policy: docket.OfficeHours,
		Sender: pausing{&mail.Submitter{Addr: smtp, TLS: mail.TLSNone}, at},
		Evidence: func(ctx context.Context, id string, sent []byte, since time.Time) (bool, error) {
			return mail.FindLetter(ctx, account, []string{"INBOX"}, id, sent, since)
		},
		EvidenceWait: 50 * time.Millisecond, EmailConsent: true, MailOffice: "lima", MailProcedure: "public-information",
		WebURL: "http://foja.example", Now: time.Now, Logger: slog.New(slog.NewTextHandler(io.Discard, nil)),
	})
}

// kills runs a sender until it stands at the moment, and kills it there.
func kills(t *testing.T, told ...string) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^$")
	cmd.Env = append(os.Environ(), killedWith+"="+strings.Join(told, "\n"))
	out, err := cmd.StdoutPipe()
	must(t, err)
	must(t, cmd.Start())
	line, err := bufio.NewReader(out).ReadString('\n')
	if killed := cmd.Process.Kill(); killed != nil {
		t.Error(killed)
	}
	_ = cmd.Wait() // it was killed
	if line != "here\n" {
		t.Fatalf("the sender says %q, %v", line, err)
	}
}

// A hundred senders (ten under the race detector) are killed (SIGKILL) between the server's 250 and our commit, and
// some before the first byte: each letter is in its reader's mailbox once, and once in our own as the proof.
func TestKilledBetweenTheAnswerAndTheCommit_aHundredTimesOneMessageEach(t *testing.T) {
	deaths, early := 100, 10
	if raced { // a child starts ten times slower, and the race detector has nothing to say about a death
		deaths, early = 10, 2
	}
	file := storetest.Address(t)
	s := storetest.At(t, file)
	post, err := postoffice.Open(filepath.Join(t.TempDir(), "mail.db"),
		postoffice.Options{Logger: slog.New(slog.NewTextHandler(io.Discard, nil))})
	must(t, err)
	t.Cleanup(func() { must(t, post.Close()) })
	must(t, post.AddUser(agency, "a"))
	must(t, post.AddUser(citizen, "c"))
	a, err := senderOf(s, post.SMTPAddr(), post.IMAPAddr(), "")
	must(t, err)
	b := &bench{Activities: a, t: t, post: post}
	r := b.register(b.keep(friday, letterOfAna, "Solicito el acta."))
	words, err := s.KeepDocument(t.Context(), store.NewDocument{
		Request: r.ID, Kind: store.DocumentText, Name: "r.txt", Type: "text/plain", Bytes: []byte("Va el acta."), Key: "w",
	})
	must(t, err)

	var letters []string
	for n := 1; n <= deaths+early; n++ {
		l := docket.Letter{ID: docket.LetterID(r.ID, docket.LetterPartial,
			n), Kind: docket.LetterPartial, N: n, State: docket.LetterWaiting, Text: words.ID}
		must(t, a.PrepareLetter(t.Context(), workflows.LetterInput{Request: r.ID, Letter: l}))
		letters = append(letters, l.ID)
		at := after250
		if n > deaths {
			at = beforeTheFirstByte
		}
		kills(t, file, post.SMTPAddr(), post.IMAPAddr(), l.ID, at)
		if row, err := s.Letter(t.Context(), l.ID); err != nil || row.State != store.LetterSending {
			t.Fatalf("after its sender's death letter %d is %s, %v", n, row.State, err)
		}
	}
	for _, letter := range letters { // anyone who takes them up afterwards
		if _, err := a.SendLetter(t.Context(), letter); err != nil {
			t.Fatal(err)
		}
	}
	for _, address := range []string{citizen, agency} {
		seen := map[string]int{}
		for _, m := range b.inbox(address) {
			seen[m.MessageID]++
		}
		for n, letter := range letters {
			row, err := s.Letter(t.Context(), letter)
			must(t, err)
			if row.State != docket.LetterSent || seen[row.MessageID] != 1 {
				t.Errorf("letter %d is %s, and %d times in the mailbox of %s", n+1, row.State, seen[row.MessageID], address)
			}
		}
	}
}
