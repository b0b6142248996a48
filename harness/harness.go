// Package harness starts real servers (Dovecot, Postfix, PostgreSQL), a real browser and the real program as throwaway
// processes on free loopback ports, so that tests speak with what an agency runs and not with our own idea of it.
// Every process dies with the test that asked for it, also when the test panics, times out or is killed.
// It imports no other package of foja.
package harness

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// startTimeout bounds every start: generous, because a loaded two-core machine is normal; nothing waits for it to pass.
const startTimeout = 60 * time.Second

// findProgram finds a program by name, also in the sbin directories that a person's PATH leaves out.
// The error is one line that names the Debian package to install.
func findProgram(program, debianPackage string, elsewhere ...string) (string, error) {
	if path, err := exec.LookPath(program); err == nil {
		return path, nil
	}
	for _, pattern := range append(elsewhere, "/usr/sbin", "/usr/local/sbin", "/sbin") {
		found, err := filepath.Glob(filepath.Join(pattern, program))
		if err == nil && len(found) > 0 {
			return found[len(found)-1], nil // the last in order: the newest version
		}
	}
	return "", fmt.Errorf("%s is not installed: apt-get install %s", program, debianPackage)
}

// Dir makes an empty directory with a short path that every user may enter: Unix sockets allow 108 bytes of path, and
// the servers' own users must reach their files. t.TempDir() is neither short nor open.
func Dir(t testing.TB) string {
	t.Helper()
	dir, err := makeDir()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		// Chromium's last processes may still write a moment after the first one has ended.
		Eventually(t, startTimeout, func() error { return os.RemoveAll(dir) })
	})
	return dir
}

func makeDir() (string, error) {
	dir, err := os.MkdirTemp("", "foja-")
	if err != nil {
		return "", err
	}
	if err := os.Chmod(dir, 0o755); err != nil {
		return "", err
	}
	if len(dir) > 60 {
		return "", fmt.Errorf("%s is too long for Unix sockets: set TMPDIR to a shorter path", dir)
	}
	return dir, nil
}

// awaitFreePorts waits until the ports of a server that was just killed can be bound again.
func awaitFreePorts(addrs ...string) error {
	deadline := time.Now().Add(5 * time.Second) // longer means that somebody else took the port
	for _, addr := range addrs {
		for {
			l, err := (&net.ListenConfig{}).Listen(context.Background(), "tcp", addr)
			if err == nil {
				if err := l.Close(); err != nil {
					return err
				}
				break
			}
			if time.Now().After(deadline) {
				return err
			}
			time.Sleep(10 * time.Millisecond)
		}
	}
	return nil
}

func loopback(port int) string { return fmt.Sprintf("127.0.0.1:%d", port) }

// attempts repeats start with other ports when a port was taken between choosing and binding.
const attempts = 3

// greets waits until the server at addr says a first line that begins with want.
func greets(p *process, addr, want string) error {
	return await(p, func(ctx context.Context) error {
		conn, err := (&net.Dialer{}).DialContext(ctx, "tcp", addr)
		if err != nil {
			return err
		}
		defer func() { _ = conn.Close() }() // a probe: the greeting is all that counts
		if err := conn.SetReadDeadline(time.Now().Add(5 * time.Second)); err != nil {
			return err
		}
		line, err := bufio.NewReader(conn).ReadString('\n')
		if err != nil {
			return err
		}
		if !strings.HasPrefix(line, want) {
			return fmt.Errorf("%s says %q", addr, line)
		}
		return nil
	})
}

// EndsWith stops or closes something at the test's end, and says when that failed.
func EndsWith(t testing.TB, stop func() error) {
	t.Cleanup(func() {
		if err := stop(); err != nil {
			t.Error(err)
		}
	})
}

// listens waits until somebody takes connections at addr.
func listens(p *process, addr string) error {
	return await(p, func(ctx context.Context) error {
		conn, err := (&net.Dialer{}).DialContext(ctx, "tcp", addr)
		if err != nil {
			return err
		}
		return conn.Close()
	})
}

// await tries ready until it succeeds, the process ends, or patience runs out.
func await(p *process, ready func(context.Context) error) error {
	ctx, cancel := context.WithTimeout(context.Background(), startTimeout)
	defer cancel()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		err := ready(ctx)
		if err == nil {
			return nil
		}
		select {
		case <-p.done:
			return fmt.Errorf("it ended at once: %w", errors.Join(p.err, err))
		case <-ctx.Done():
			return fmt.Errorf("not ready after %s: %w", startTimeout, err)
		case <-tick.C:
		}
	}
}

// lastLines is what a failing server's log says at its end.
func lastLines(path string, n int) string {
	text, err := os.ReadFile(path)
	if err != nil {
		return "(no log: " + err.Error() + ")"
	}
	lines := strings.Split(strings.TrimSpace(string(text)), "\n")
	return strings.Join(lines[max(0, len(lines)-n):], "\n")
}

// the servers' own users must read it
func writeFile(path, text string) error { return os.WriteFile(path, []byte(text), 0o644) }
