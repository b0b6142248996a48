// Package e2e_test starts the built program as a process and does to it what citizens, clerks, officers and kill -9 do.
// It never links the program: what is tested is what an agency runs. The same tests know two sets of servers: the
// program's own (foja demo) and Dovecot, Postfix and PostgreSQL (foja serve). "make build" comes first.
package e2e_test

import (
	"context"
	"testing"
	"time"

	"foja/harness"
)

// card says where everything is: the first line of foja demo --json. The real set writes one of the same form.
type card struct {
	WebURL    string    `json:"web_url"`
	SMTPAddr  string    `json:"smtp_addr"`
	IMAPAddr  string    `json:"imap_addr"`
	Users     []user    `json:"users"`
	Mailboxes []mailbox `json:"mailboxes"`
}

// user is somebody of the agency.
type user struct {
	Role     string `json:"role"`
	User     string `json:"user"`
	Password string `json:"password"`
	Token    string `json:"token"`
	Office   string `json:"office"`
}

// mailbox is one account of the mail server.
type mailbox struct {
	Who      string `json:"who"`
	Address  string `json:"address"`
	User     string `json:"user"`
	Password string `json:"password"`
	imap     string // host:port
}

// place is foja at work, with the servers around it.
type place struct {
	card
	t       testing.TB
	program *harness.Program
	run     harness.Run
	dir     string           // what the program keeps is in here
	dovecot *harness.Dovecot // nil in the embedded set, like the next
	postfix *harness.Postfix
	// await waits until the program is ready and says where. After a restart the ports may be other ones.
	await func(ctx context.Context, program *harness.Program) (card, error)
}

// set is a way to put up a place.
type set struct {
	name string
	open func(t testing.TB) *place
}

var sets = []set{
	{"embedded", func(t testing.TB) *place { return embedded(t) }},
	{"real", func(t testing.TB) *place { return real(t, postgres) }},
}

// readyWithin bounds a start: generous, because two cores may be busy with other things.
const readyWithin = 3 * time.Minute

// soon is how long anything may take that the program does by itself; only a failing test waits that long.
const soon = 45 * time.Second

// start runs the program on the same data, for the first time or again.
func (p *place) start() {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), readyWithin)
	defer cancel()
	var err error
	if p.program, err = harness.StartProgram(p.run); err != nil {
		p.t.Fatal(err)
	}
	if p.card, err = p.await(ctx, p.program); err != nil {
		p.t.Fatal(err)
	}
}

// opened starts the place and ends its program with the test.
func (p *place) opened() *place {
	p.t.Helper()
	p.t.Cleanup(func() {
		if p.program == nil {
			return
		}
		if err := p.program.Kill9(); err != nil {
			p.t.Error(err)
		}
		if p.t.Failed() {
			p.t.Logf("the program's log ends so:\n%s", p.program.Log())
		}
	})
	p.start()
	return p
}

// stop is Ctrl-C: the program must end by itself, in order and soon.
func (p *place) stop() {
	p.t.Helper()
	began := time.Now()
	if err := p.program.Interrupt(); err != nil {
		p.t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 15*time.Second)
	defer cancel()
	code, err := p.program.Wait(ctx)
	if err != nil {
		p.t.Fatalf("15 s after Ctrl-C: %v", err)
	}
	if code != 0 {
		p.t.Fatalf("after Ctrl-C the exit code is %d\n%s", code, p.program.Log())
	}
	p.t.Logf("stopped in %s", time.Since(began).Round(time.Millisecond))
}

// user finds somebody by role, or by login.
func (c card) user(who string) user {
	for _, u := range c.Users {
		if u.Role == who || u.User == who {
			return u
		}
	}
	panic("the card has no user " + who)
}

func (c card) box(who string) mailbox {
	for _, m := range c.Mailboxes {
		if m.Who == who {
			m.imap = c.IMAPAddr
			return m
		}
	}
	panic("the card has no mailbox " + who)
}

func (c card) agency() mailbox  { return c.box("agency") }
func (c card) citizen() mailbox { return c.box("citizen") }
