package harness

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// Postfix is a running mail server that knows Dovecot's addresses and no others: what is for anywhere else is refused,
// and nothing ever leaves the machine.
type Postfix struct {
	SMTP  string // host:port, plain and STARTTLS; login possible, not required
	SMTPS string // host:port, TLS from the first byte

	dir, log string
	master   string
	process  *process
}

// UsePostfix gives the test a Postfix in front of d and stops it at the test's end.
func UsePostfix(t testing.TB, d *Dovecot) *Postfix {
	t.Helper()
	p, err := StartPostfix(Dir(t), d)
	if err != nil {
		t.Fatal(err)
	}
	EndsWith(t, p.Stop)
	return p
}

// StartPostfix starts Postfix in dir (see Dir) with configuration, queue and data of its own, beside any other Postfix
// of the machine. It delivers to d by LMTP. Postfix itself requires being started by root.
func StartPostfix(dir string, d *Dovecot) (*Postfix, error) {
	if os.Geteuid() != 0 {
		return nil, errors.New("postfix can only be started by root: run these tests as root (in a container, say)")
	}
	command, err := findProgram("postfix", "postfix")
	if err != nil {
		return nil, err
	}
	master, err := findProgram("master", "postfix", "/usr/lib/postfix/sbin", "/usr/libexec/postfix")
	if err != nil {
		return nil, err
	}
	p := &Postfix{dir: dir, log: filepath.Join(dir, "postfix.log"), master: master}
	for range attempts {
		var ports []int
		if ports, err = freePorts(2); err != nil {
			return nil, err
		}
		if err = p.configure(d, ports[0], ports[1]); err != nil {
			return nil, err
		}
		// "check" makes the queue's directories with the owners that Postfix wants.
		ctx, cancel := context.WithTimeout(context.Background(), startTimeout)
		out, checked := exec.CommandContext(ctx, command, "-c", p.conf(), "check").CombinedOutput()
		cancel()
		if checked != nil {
			return nil, fmt.Errorf("postfix check: %w\n%s\n%s", checked, out, lastLines(p.log, 10))
		}
		if err = p.Start(); err == nil {
			return p, nil
		}
	}
	return nil, err
}

// Start runs Postfix again after Stop, at the same ports and with what its queue held: an outage has ended.
func (p *Postfix) Start() error {
	if err := awaitFreePorts(p.SMTP, p.SMTPS); err != nil {
		return err
	}
	cmd := exec.CommandContext(context.Background(), p.master, "-c", p.conf(), "-d")
	cmd.Env = append(os.Environ(), "MAIL_CONFIG="+p.conf())
	var err error
	if p.process, err = launchInto(p.log+".err", cmd, syscall.SIGTERM); err != nil {
		return err
	}
	if err := greets(p.process, p.SMTP, "220"); err != nil {
		return fmt.Errorf("postfix: %w\n%s\n%s", errors.Join(err, p.Stop()), lastLines(p.log+".err", 5), lastLines(p.log, 10))
	}
	return nil
}

// Stop ends Postfix and its own children; what it had accepted stays in the queue. Stopping twice is harmless.
func (p *Postfix) Stop() error {
	if p.process == nil {
		return nil
	}
	return p.process.stop(syscall.SIGTERM, 10*time.Second)
}

// Full lets Postfix say, from its next start, that its disk is full (452 4.3.1), or that it is not. Call it while
// Postfix is stopped.
func (p *Postfix) Full(full bool) error {
	path := filepath.Join(p.conf(), "main.cf")
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	const enough = "\nqueue_minfree = 9000000000000000\nmessage_size_limit = 67108864\n"
	plain := strings.ReplaceAll(string(text), enough, "")
	if full {
		plain += enough
	}
	return writeFile(path, plain)
}

// Log is what Postfix wrote, for a failing test to show.
func (p *Postfix) Log() string { return lastLines(p.log, 50) }

func (p *Postfix) conf() string { return filepath.Join(p.dir, "conf") }

func (p *Postfix) configure(d *Dovecot, smtp, smtps int) error {
	p.SMTP, p.SMTPS = loopback(smtp), loopback(smtps)
	for _, name := range []string{"conf", "queue", "data"} {
		// Postfix drops to its own user, which must enter
		if err := os.MkdirAll(filepath.Join(p.dir, name), 0o755); err != nil {
			return err
		}
	}
	who, err := user.Lookup("postfix")
	if err != nil {
		return err
	}
	uid, err := strconv.Atoi(who.Uid)
	if err != nil {
		return err
	}
	if err := os.Chown(filepath.Join(p.dir, "data"), uid, -1); err != nil {
		return err
	}
	domains, addresses := map[string]bool{}, ""
	list := []string{}
	for _, a := range append([]Account{{Address: Refused}}, d.Accounts...) {
		_, domain, _ := strings.Cut(a.Address, "@")
		if !domains[domain] {
			domains[domain] = true
			list = append(list, domain)
		}
		addresses += a.Address + " kept\n"
	}
	fill := strings.NewReplacer(
		"$DIR", p.dir, "$DOMAINS", strings.Join(list, ", "), "$LMTP", d.LMTP, "$AUTH", d.Auth,
		"$CERT", d.CertFile, "$KEY", d.KeyFile, "$PROGRAMS", filepath.Dir(p.master),
		"$SMTPS", p.SMTPS, "$SMTP", p.SMTP,
	)
	return errors.Join(
		writeFile(filepath.Join(p.conf(), "main.cf"), fill.Replace(mainCf)),
		writeFile(filepath.Join(p.conf(), "master.cf"), fill.Replace(masterCf)),
		writeFile(filepath.Join(p.conf(), "addresses"), addresses),
	)
}

const mainCf = `
compatibility_level = 3.6
maillog_file_prefixes = $DIR
maillog_file = $DIR/postfix.log
queue_directory = $DIR/queue
data_directory = $DIR/data
daemon_directory = $PROGRAMS
myhostname = localhost
mydestination =
mynetworks = 127.0.0.0/8
inet_interfaces = loopback-only
inet_protocols = ipv4
disable_dns_lookups = yes
smtp_host_lookup = native
smtpd_peername_lookup = no
notify_classes =
alias_maps =
alias_database =
biff = no

virtual_mailbox_domains = $DOMAINS
virtual_mailbox_maps = texthash:$DIR/conf/addresses
virtual_transport = lmtp:unix:$LMTP
recipient_delimiter = +
default_transport = error:5.7.1 this test server delivers nowhere else
relay_transport = error:5.7.1 this test server delivers nowhere else
local_transport = error:5.7.1 this test server delivers nowhere else
smtpd_relay_restrictions = reject_unauth_destination
smtpd_recipient_restrictions = reject_unauth_destination

smtpd_sasl_auth_enable = yes
smtpd_sasl_type = dovecot
smtpd_sasl_path = $AUTH
smtpd_tls_security_level = may
smtpd_tls_cert_file = $CERT
smtpd_tls_key_file = $KEY

message_size_limit = 67108864
mailbox_size_limit = 0
virtual_mailbox_limit = 0
in_flow_delay = 0
smtpd_client_connection_count_limit = 0
minimal_backoff_time = 1s
maximal_backoff_time = 5s
queue_run_delay = 1s
`

const masterCf = `
$SMTP inet n - n - - smtpd
$SMTPS inet n - n - - smtpd -o smtpd_tls_wrappermode=yes
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
showq unix n - n - - showq
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
lmtp unix - - n - - lmtp
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
`
