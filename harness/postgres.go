package harness

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// PostgreSQL is a running cluster of its own. Durability is off unless a measurement asks for it: it does not outlive
// the tests.
type PostgreSQL struct {
	Addr     string // host:port
	Password string // of the superuser "foja"

	dir, log string
	bin      string // the directory of initdb and postgres
	as       *syscall.Credential
	process  *process
	durable  bool // as in production, for measurements
}

// Data is the folder in which everything of it lies.
func (p *PostgreSQL) Data() string { return p.dir }

// UseDurablePostgreSQL gives a measurement a cluster with its default durability: it waits for the disk.
func UseDurablePostgreSQL(t testing.TB) *PostgreSQL {
	t.Helper()
	return usePostgreSQL(t, true)
}

// UsePostgreSQL gives the test a cluster of its own and stops it at the test's end.
func UsePostgreSQL(t testing.TB) *PostgreSQL {
	t.Helper()
	return usePostgreSQL(t, false)
}

func usePostgreSQL(t testing.TB, durable bool) *PostgreSQL {
	t.Helper()
	p, err := startPostgreSQL(Dir(t), durable)
	if err != nil {
		t.Fatal(err)
	}
	EndsWith(t, p.Stop)
	return p
}

// StartPostgreSQL makes a cluster in dir (see Dir) and starts it. PostgreSQL refuses to run as root; root starts it as
// the user "postgres" that Debian's package makes. The error names that package when the program is missing.
func StartPostgreSQL(dir string) (*PostgreSQL, error) { return startPostgreSQL(dir, false) }

func startPostgreSQL(dir string, durable bool) (*PostgreSQL, error) {
	initdb, err := findProgram("initdb", "postgresql", "/usr/lib/postgresql/*/bin")
	if err != nil {
		return nil, err
	}
	p := &PostgreSQL{dir: filepath.Join(dir, "pg"), log: filepath.Join(dir,
		"pg.log"), bin: filepath.Dir(initdb), Password: rand.Text(), durable: durable}
	if err := p.owner(); err != nil {
		return nil, err
	}
	if err := p.init(initdb); err != nil {
		return nil, err
	}
	for range attempts {
		var ports []int
		if ports, err = freePorts(1); err != nil {
			return nil, err
		}
		p.Addr = loopback(ports[0])
		if err = p.start(strconv.Itoa(ports[0])); err == nil {
			return p, nil
		}
	}
	return nil, err
}

// DSN is the address of a database, in the form that foja's settings take.
func (p *PostgreSQL) DSN(database string) string {
	return fmt.Sprintf("postgres://foja:%s@%s/%s?sslmode=disable", p.Password, p.Addr, database)
}

// NewDatabase makes an empty database with a name of its own and returns its DSN.
func (p *PostgreSQL) NewDatabase(ctx context.Context) (string, error) {
	name, err := newDatabase(ctx, p.DSN("postgres"))
	return p.DSN(name), err
}

// UseDatabase gives the test an empty database and returns its DSN: of the server that withservers started, or else of
// one that ends with the test.
func UseDatabase(t testing.TB) string {
	t.Helper()
	shared := os.Getenv(SharedPostgreSQL)
	if shared == "" {
		shared = UsePostgreSQL(t).DSN("postgres")
	}
	address, err := url.Parse(shared)
	if err != nil {
		t.Fatal(err)
	}
	name, err := newDatabase(t.Context(), shared)
	if err != nil {
		t.Fatal(err)
	}
	address.Path = "/" + name
	return address.String()
}

// SharedPostgreSQL is the environment variable in which withservers hands its server's address to the command that it
// runs.
const SharedPostgreSQL = "FOJA_TEST_POSTGRES"

func newDatabase(ctx context.Context, dsn string) (name string, err error) {
	conn, err := pgx.Connect(ctx, dsn)
	if err != nil {
		return "", err
	}
	defer func() { _ = conn.Close(ctx) }() // the database is made; a lost farewell changes nothing
	name = "foja_" + strings.ToLower(rand.Text())
	_, err = conn.Exec(ctx, "CREATE DATABASE "+name)
	return name, err
}

// Stop ends the cluster at once, open connections or not. Stopping twice is harmless.
func (p *PostgreSQL) Stop() error {
	if p.process == nil {
		return nil
	}
	return p.process.stop(syscall.SIGINT, 10*time.Second)
}

// owner decides as whom the cluster runs.
func (p *PostgreSQL) owner() error {
	if os.Geteuid() != 0 {
		return nil
	}
	who, err := user.Lookup("postgres")
	if err != nil {
		return fmt.Errorf("PostgreSQL does not run as root and there is no user postgres: apt-get install postgresql: %w",
			err)
	}
	uid, err := strconv.ParseUint(who.Uid, 10, 32)
	if err != nil {
		return err
	}
	gid, err := strconv.ParseUint(who.Gid, 10, 32)
	if err != nil {
		return err
	}
	p.as = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
	return nil
}

func (p *PostgreSQL) init(initdb string) error {
	secret := p.dir + ".password"
	if err := os.Mkdir(p.dir, 0o700); err != nil {
		return err
	}
	if err := os.WriteFile(secret, []byte(p.Password), 0o600); err != nil {
		return err
	}
	if p.as != nil {
		for _, path := range []string{p.dir, secret} {
			if err := os.Chown(path, int(p.as.Uid), int(p.as.Gid)); err != nil {
				return err
			}
		}
	}
	ctx, cancel := context.WithTimeout(context.Background(), startTimeout)
	defer cancel()
	cmd := p.command(ctx, initdb, "-D", p.dir, "-U", "foja", "--pwfile", secret, "-A", "scram-sha-256",
		"--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync", "--no-instructions")
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("initdb: %w\n%s", err, out)
	}
	return nil
}

func (p *PostgreSQL) command(ctx context.Context, name string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: p.as}
	cmd.Dir = p.dir
	return cmd
}

func (p *PostgreSQL) start(port string) error {
	out, err := os.Create(p.log)
	if err != nil {
		return err
	}
	defer func() { _ = out.Close() }() // the child has its own descriptor
	args := []string{
		"-D", p.dir, "-p", port, "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=", "-c",
		"max_connections=300",
	}
	if !p.durable {
		args = append(args, "-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off")
	}
	cmd := p.command(context.Background(), filepath.Join(p.bin, "postgres"), args...)
	cmd.Stdout, cmd.Stderr = out, out
	if p.process, err = launch(cmd, syscall.SIGQUIT); err != nil {
		return err
	}
	err = await(p.process, func(ctx context.Context) error {
		conn, err := pgx.Connect(ctx, p.DSN("postgres"))
		if err != nil {
			return err
		}
		return conn.Close(ctx)
	})
	if err != nil {
		return fmt.Errorf("postgresql: %w\n%s", errors.Join(err, p.Stop()), lastLines(p.log, 10))
	}
	return nil
}
