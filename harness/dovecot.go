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

// Account is one mailbox. The login name is the address itself. QuotaKB is how much it may hold, in kilobytes; 0 = no
// limit.
type Account struct {
	Who, Address, Password string
	QuotaKB                int
}

// The two mailboxes of every test; the agency's is that of the program's built-in example.
var (
	Agency  = Account{Who: "agency", Address: "transparencia@spn.example", Password: "agencia-de-prueba"}
	Citizen = Account{Who: "citizen", Address: "vecina@correo.example", Password: "vecina-de-prueba"}
)

// Refused is accepted by Postfix and refused by Dovecot: the way to get a real delivery report (RFC 3464).
const Refused = "buzon-cerrado@correo.example"

// Dovecot is a running IMAP server (Debian's 2.3) that keeps its mail under its own directory.
type Dovecot struct {
	IMAP     string // host:port, plain and STARTTLS
	IMAPS    string // host:port, TLS from the first byte
	LMTP     string // path of the Unix socket that Postfix delivers to
	Auth     string // path of the Unix socket that Postfix asks for passwords
	Accounts []Account
	*Authority

	namespace string // of the owner's folders, in Dovecot's words

	dir, conf, log string
	program        string
	process        *process
}

// UseDovecot gives the test a Dovecot with the mailboxes of Agency, Citizen and more, and stops it at the test's end.
func UseDovecot(t testing.TB, more ...Account) *Dovecot {
	t.Helper()
	d, err := StartDovecot(Dir(t), append([]Account{Agency, Citizen}, more...)...)
	if err != nil {
		t.Fatal(err)
	}
	EndsWith(t, d.Stop)
	return d
}

// UseDovecotBelowInbox is UseDovecot with every folder below "INBOX." and "." between levels, as Courier's users and
// many hosted mailboxes have it.
func UseDovecotBelowInbox(t testing.TB, more ...Account) *Dovecot {
	t.Helper()
	d, err := startDovecot(Dir(t), "prefix = INBOX.\n  separator = .", append([]Account{Agency, Citizen}, more...))
	if err != nil {
		t.Fatal(err)
	}
	EndsWith(t, d.Stop)
	return d
}

// StartDovecot starts Dovecot in dir (see Dir) with these mailboxes. Sub-addresses (name+anything@host) arrive in the
// same INBOX. It runs as root or as anybody else. The error names the Debian package when the program is missing.
func StartDovecot(dir string, accounts ...Account) (*Dovecot, error) {
	return startDovecot(dir, "separator = /", accounts)
}

func startDovecot(dir, namespace string, accounts []Account) (*Dovecot, error) {
	program, err := findProgram("dovecot", "dovecot-imapd dovecot-lmtpd")
	if err != nil {
		return nil, err
	}
	if _, err := findProgram("lmtp", "dovecot-lmtpd", "/usr/lib/dovecot", "/usr/libexec/dovecot"); err != nil {
		return nil, err
	}
	authority, err := NewAuthority(dir)
	if err != nil {
		return nil, err
	}
	d := &Dovecot{
		LMTP: filepath.Join(dir, "lmtp"), Auth: filepath.Join(dir,
			"auth"), Accounts: accounts, Authority: authority, namespace: namespace,
		dir: dir, conf: filepath.Join(dir, "dovecot.conf"), log: filepath.Join(dir, "dovecot.log"), program: program,
	}
	for range attempts {
		var ports []int
		if ports, err = freePorts(2); err != nil {
			return nil, err
		}
		if err = d.configure(ports[0], ports[1]); err != nil {
			return nil, err
		}
		if err = d.Start(); err == nil {
			return d, nil
		}
	}
	return nil, err
}

// Start runs Dovecot again after Stop, at the same ports and with the same mail: an outage has ended.
func (d *Dovecot) Start() error {
	if err := awaitFreePorts(d.IMAP, d.IMAPS); err != nil {
		return err
	}
	cmd := exec.CommandContext(context.Background(), d.program, "-F", "-c", d.conf)
	out, err := os.OpenFile(d.log, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o666)
	if err != nil {
		return err
	}
	defer func() { _ = out.Close() }() // the child has its own descriptor
	cmd.Stdout, cmd.Stderr = out, out
	if d.process, err = launch(cmd, syscall.SIGTERM); err != nil {
		return err
	}
	for _, ready := range []func() error{
		func() error { return awaitFile(d.process, d.LMTP) },
		func() error { return awaitFile(d.process, d.Auth) },
		func() error { return greets(d.process, d.IMAP, "* OK") },
	} {
		if err := ready(); err != nil {
			return d.failed(err)
		}
	}
	return nil
}

func (d *Dovecot) failed(err error) error {
	return fmt.Errorf("dovecot: %w\n%s", errors.Join(err, d.Stop()), lastLines(d.log, 10))
}

// Stop ends Dovecot and its own children. The mail stays until the directory goes. Stopping twice is harmless.
func (d *Dovecot) Stop() error {
	if d.process == nil {
		return nil
	}
	return d.process.stop(syscall.SIGTERM, 10*time.Second)
}

// Log is what Dovecot wrote, for a failing test to show.
func (d *Dovecot) Log() string { return lastLines(d.log, 50) }

func (d *Dovecot) configure(imap, imaps int) error {
	d.IMAP, d.IMAPS = loopback(imap), loopback(imaps)
	mailbox, server, login, err := people()
	if err != nil {
		return err
	}
	group, err := groupOf(server)
	if err != nil {
		return err
	}
	uid, err := strconv.Atoi(mailbox.Uid)
	if err != nil {
		return err
	}
	gid, err := strconv.Atoi(mailbox.Gid)
	if err != nil {
		return err
	}
	home := filepath.Join(d.dir, "mail")
	if err := os.MkdirAll(home, 0o700); err != nil {
		return err
	}
	if os.Geteuid() == 0 {
		if err := os.Chown(home, uid, gid); err != nil {
			return err
		}
	}
	var passwords strings.Builder
	for _, a := range d.Accounts {
		quota := ""
		if a.QuotaKB > 0 {
			quota = fmt.Sprintf("userdb_quota_rule=*:storage=%dK", a.QuotaKB)
		}
		fmt.Fprintf(&passwords, "%s:{PLAIN}%s::::::%s\n", a.Address, a.Password, quota)
	}
	if err := writeFile(filepath.Join(d.dir, "passwords"), passwords.String()); err != nil {
		return err
	}
	return writeFile(d.conf, strings.NewReplacer(
		"$DIR", d.dir, "$UID", mailbox.Uid, "$GID", mailbox.Gid, "$GROUP", group, "$SERVER", server, "$LOGIN", login,
		"$IMAP", strconv.Itoa(imap), "$TLSPORT", strconv.Itoa(imaps),
		"$CERT", d.CertFile, "$KEY", d.KeyFile, "$LMTP", d.LMTP, "$AUTH", d.Auth, "$NAMESPACE", d.namespace,
	).Replace(dovecotConf))
}

// people says who owns the mail and as whom Dovecot's parts run. Dovecot refuses mail that belongs to root, and a
// person who is not root can be nobody but herself.
func people() (mailbox *user.User, server, login string, err error) {
	if os.Geteuid() != 0 {
		me, err := user.Current()
		if err != nil {
			return nil, "", "", err
		}
		return me, me.Username, me.Username, nil
	}
	nobody, err := user.Lookup("nobody")
	return nobody, "dovecot", "dovenull", err
}

func groupOf(name string) (string, error) {
	who, err := user.Lookup(name)
	if err != nil {
		return "", err
	}
	group, err := user.LookupGroupId(who.Gid)
	if err != nil {
		return "", err
	}
	return group.Name, nil
}

// chroots are switched off so that the same file works for a person who is not root.
const dovecotConf = `
protocols = imap lmtp
listen = 127.0.0.1
base_dir = $DIR/run
state_dir = $DIR/state
log_path = /dev/stderr
default_internal_user = $SERVER
default_internal_group = $GROUP
default_login_user = $LOGIN
first_valid_uid = 1
first_valid_gid = 1

mail_location = maildir:$DIR/mail/%u
mail_fsync = never
mail_plugins = quota
protocol imap {
  mail_plugins = quota imap_quota
}
plugin {
  quota = count:User quota
  quota_vsizes = yes
}
mail_max_userip_connections = 200
mailbox_idle_check_interval = 2 secs
recipient_delimiter = +
auth_mechanisms = plain login
auth_failure_delay = 0

ssl = yes
ssl_cert = <$CERT
ssl_key = <$KEY

passdb {
  driver = passwd-file
  args = scheme=PLAIN username_format=%Lu $DIR/passwords
}
userdb {
  driver = passwd-file
  args = username_format=%Lu $DIR/passwords
  override_fields = uid=$UID gid=$GID home=$DIR/mail/%Lu
}
namespace inbox {
  inbox = yes
  $NAMESPACE
}
service imap-login {
  chroot =
  inet_listener imap {
    port = $IMAP
  }
  inet_listener imaps {
    port = $TLSPORT
    ssl = yes
  }
}
service lmtp {
  unix_listener $LMTP {
    mode = 0666
  }
}
service auth {
  unix_listener $AUTH {
    mode = 0666
  }
}
service anvil {
  chroot =
}
service stats {
  chroot =
}
`
