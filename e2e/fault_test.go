package e2e_test

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	toxiproxy "github.com/Shopify/toxiproxy/v2"
	"github.com/Shopify/toxiproxy/v2/toxics"
	"github.com/rs/zerolog"

	"foja/harness"
)

// fault is something that a network, or a server behind it, does for a while.
type fault struct {
	name  string
	line  string // imap or smtp
	toxic string // JSON, as toxiproxy takes it; "" = nobody listens
	lasts time.Duration
}

// faults cut the line at every step of a conversation, slow it, fall silent, refuse and reset. What a server says comes
// downstream: the numbers are bytes of a connection, from the middle of the greeting to the middle of a message. Most
// of it is encrypted, so that a cut is a cut of the conversation and not of its text.
func faults() []fault {
	cut := func(line, stream string, bytes int) fault {
		return fault{
			name: fmt.Sprintf("%s cut after %d bytes %s", line, bytes, stream), line: line, lasts: 1500 * time.Millisecond,
			toxic: fmt.Sprintf(`{"name":"f","type":"limit_data","stream":%q,"attributes":{"bytes":%d}}`, stream, bytes),
		}
	}
	var all []fault
	for _, bytes := range []int{10, 120, 400, 2000, 4000, 4600, 5200, 6000} {
		all = append(all, cut("smtp", "downstream", bytes), cut("imap", "downstream", bytes))
	}
	for _, bytes := range []int{20, 300, 900, 1500, 2500, 20000, 60000} {
		all = append(all, cut("smtp", "upstream", bytes))
	}
	for _, bytes := range []int{20, 300, 900, 1500} {
		all = append(all, cut("imap", "upstream", bytes))
	}
	for _, after := range []int{0, 60, 3000} {
		for _, line := range []string{"imap", "smtp"} {
			all = append(all, fault{
				fmt.Sprintf("%s answers nonsense after %d bytes", line, after), line,
				fmt.Sprintf(`{"name":"f","type":"nonsense","stream":"downstream","attributes":{"after":%d}}`, after),
				1500 * time.Millisecond,
			})
		}
	}
	for _, line := range []string{"imap", "smtp"} {
		all = append(all,
			fault{line + " refuses", line, "", 2 * time.Second},
			fault{
				line + " resets", line, `{"name":"f","type":"reset_peer","stream":"downstream","attributes":{"timeout":50}}`,
				1500 * time.Millisecond,
			},
			fault{
				line + " falls silent", line, `{"name":"f","type":"timeout","stream":"downstream","attributes":{"timeout":0}}`,
				2 * time.Second,
			},
			fault{
				line + " is far away", line,
				`{"name":"f","type":"latency","stream":"downstream","attributes":{"latency":400,"jitter":300}}`, 3 * time.Second,
			},
			fault{
				line + " is a thin wire", line, `{"name":"f","type":"bandwidth","stream":"upstream","attributes":{"rate":8}}`,
				3 * time.Second,
			},
			fault{
				line + " comes in slices", line,
				`{"name":"f","type":"slicer","stream":"downstream","attributes":{"average_size":7,"size_variation":5,"delay":200}}`,
				2 * time.Second,
			},
		)
	}
	return all
}

// nonsense lets some bytes through and answers whatever comes after them with lines that mean nothing.
type nonsense struct {
	After int `json:"after"`
}

// Pipe implements toxics.Toxic.
func (n *nonsense) Pipe(stub *toxics.ToxicStub) {
	left := n.After
	for {
		select {
		case <-stub.Interrupt:
			return
		case c := <-stub.Input:
			if c == nil {
				stub.Close()
				return
			}
			if left < len(c.Data) {
				c.Data = append(c.Data[:left:left], "* (((( \x00\xff 250-no\r\n999 what\r\n"...)
			}
			left = max(0, left-len(c.Data))
			stub.Output <- c
		}
	}
}

func init() { toxics.Register("nonsense", new(nonsense)) }

// TestFaultMatrix puts a faulty line between foja and real Dovecot and Postfix. During each fault a citizen writes;
// when it is over, her receipt comes, once. At the end the nothing-lost report is clean.
func TestFaultMatrix(t *testing.T) {
	t.Parallel()
	zerolog.SetGlobalLevel(zerolog.Disabled) // the proxy's toxics speak by themselves
	p := realIn(t, sqlite)
	lines := map[string]*toxiproxy.Proxy{
		"imap": p.through(&p.run.Env, "FOJA_IMAP_ADDR"), "smtp": p.through(&p.run.Env, "FOJA_SMTP_ADDR"),
	}
	p.opened()
	var letters []letter
	for _, f := range faults() {
		t.Logf("%s", f.name)
		line := lines[f.line]
		if f.toxic == "" {
			line.Stop()
		} else if _, err := line.Toxics.AddToxicJson(strings.NewReader(f.toxic)); err != nil {
			t.Fatalf("%s: %v", f.name, err)
		}
		l := p.letterOf("falla "+f.name, "Solicito copia de lo que se indica en el asunto.")
		p.post(l)
		letters = append(letters, l)
		time.Sleep(f.lasts)
		if f.toxic == "" {
			if err := line.Start(); err != nil {
				t.Fatal(err)
			}
		} else {
			line.Toxics.ResetToxics(context.Background())
		}
	}
	seen := map[string]int{}
	harness.Eventually(t, 4*time.Minute, func() error {
		all, err := p.citizen().read("INBOX")
		if err != nil {
			return err
		}
		clear(seen)
		for _, m := range all {
			for _, l := range letters {
				if m.answers(l.MessageID) {
					seen[l.Subject]++
				}
			}
		}
		var missing []string
		for _, l := range letters {
			if seen[l.Subject] == 0 {
				missing = append(missing, l.Subject)
			}
		}
		if len(missing) > 0 {
			return fmt.Errorf("%d of %d receipts are missing: %s", len(missing), len(letters), strings.Join(missing, "; "))
		}
		return nil
	})
	for subject, n := range seen {
		if n != 1 {
			t.Errorf("%s: %d receipts", subject, n)
		}
	}
	harness.Eventually(t, soon, func() error { // the last copies are still being filed
		var report struct {
			Clean       bool
			Differences []struct{ Kind, What string }
		}
		ctx, cancel := short()
		defer cancel()
		if err := p.call(ctx, "manager", http.MethodPost, "/reconciliations", "", nil, &report); err != nil {
			return err
		}
		if !report.Clean {
			return fmt.Errorf("%+v", report.Differences)
		}
		return nil
	})
}

// through puts a line that can be made faulty in front of the server that a setting names.
func (p *place) through(env *[]string, setting string) *toxiproxy.Proxy {
	p.t.Helper()
	i := slices.IndexFunc(*env, func(one string) bool { return strings.HasPrefix(one, setting+"=") })
	if i < 0 {
		p.t.Fatalf("%s is not set", setting)
	}
	server := toxiproxy.NewServer(toxiproxy.NewMetricsContainer(nil), zerolog.Nop())
	line := toxiproxy.NewProxy(server, setting, harness.FreeAddr(p.t), strings.TrimPrefix((*env)[i], setting+"="))
	if err := line.Start(); err != nil {
		p.t.Fatal(err)
	}
	p.t.Cleanup(line.Stop)
	(*env)[i] = setting + "=" + line.Listen
	return line
}
