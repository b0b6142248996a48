package sandbox

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// What a child can be made to do here, besides reading files. The program of this test starts itself again as the
// child.
func TestMain(m *testing.M) {
	tasks["echo"] = func(content []byte) reply { return reply{Words: content} }
	tasks["loop"] = func(content []byte) reply {
		for n := len(content); n < 1; n = len(content) {
		}
		return reply{}
	}
	tasks["eat"] = func(content []byte) reply {
		if len(content) > 0 {
			return reply{}
		}
		for all := [][]byte{}; ; {
			all = append(all, bytes.Repeat([]byte{1}, 10<<20))
			runtime.KeepAlive(all)
		}
	}
	tasks["huge"] = func(content []byte) reply {
		if len(content) > 0 {
			return reply{}
		}
		return reply{Words: make([]byte, 50_000_000_000)}
	}
	tasks["break"] = func(content []byte) reply {
		if len(content) > 0 {
			return reply{}
		}
		panic("secret words of the file")
	}
	tasks["deep"] = func(content []byte) reply { return reply{Words: fmt.Append(nil, deep(len(content)))} }
	// Only when asked: each child tries its tasks with a sample first, and where it is not confined, tracing its parent
	// stops the parent.
	tasks["reach"] = func(content []byte) reply {
		if len(content) > 0 {
			return reply{}
		}
		return reply{Words: []byte(strings.Join(reached(), "\n"))}
	}
	tasks["state"] = func([]byte) reply { return reply{Words: fmt.Appendf(nil, "%d %q", os.Getpid(), os.Environ())} }
	RunChildIfRequested()
	os.Exit(m.Run())
}

func deep(n int) int {
	if n > 0 {
		return n
	}
	return deep(n) + 1
}

// reached lists what a child could do that it must not.
func reached() (all []string) {
	if _, err := syscall.Socket(syscall.AF_INET, syscall.SOCK_STREAM, 0); err == nil {
		all = append(all, "a socket")
	}
	if _, err := syscall.Socket(syscall.AF_UNIX, syscall.SOCK_DGRAM, 0); err == nil {
		all = append(all, "a local socket")
	}
	if c, err := (&net.Dialer{Timeout: time.Second}).Dial("tcp", "127.0.0.1:1"); err == nil ||
		!errors.Is(err, syscall.EPERM) {
		all = append(all, fmt.Sprintf("the network: %v, %v", c, err))
	}
	if _, err := os.ReadFile("/etc/passwd"); err == nil {
		all = append(all, "a file")
	}
	if err := os.WriteFile("/tmp/foja-sandbox-test", []byte("x"), 0o600); err == nil {
		all = append(all, "a file of its own")
	}
	if err := exec.Command("/bin/true").Run(); err == nil {
		all = append(all, "another program")
	}
	if err := syscall.Kill(os.Getppid(), 0); err == nil {
		all = append(all, "a signal to its parent")
	}
	if err := syscall.PtraceAttach(os.Getppid()); err == nil {
		all = append(all, "the parent's memory")
	}
	for fd := 3; fd < 100; fd++ {
		var s syscall.Stat_t
		if syscall.Fstat(fd, &s) == nil && s.Mode&syscall.S_IFMT == syscall.S_IFREG {
			all = append(all, fmt.Sprintf("the open file %d", fd))
		}
	}
	return all
}

func pool(t *testing.T, o Options) *Pool {
	t.Helper()
	p, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.Close)
	return p
}

// A file that eats, loops or breaks ends its child and nothing else, and the next one is read.
func TestAFileEndsItsChildAndNothingElse(t *testing.T) {
	for _, c := range []struct {
		do   Task
		most time.Duration
		want Why
	}{{"loop", 2 * time.Second, Time}, {"eat", time.Minute, Memory}, {"huge", time.Minute, Memory}, {
		"break", time.Minute, Crash,
	}, {"deep", time.Minute, Crash}} {
		p := pool(t, Options{Time: c.most, Memory: MinMemory})
		if raced && (c.want == Memory || c.do == "deep") {
			continue
		}
		began := time.Now()
		_, err := p.do(t.Context(), c.do, nil)
		var ended Ended
		if !errors.As(err, &ended) || ended.Why != c.want {
			t.Errorf("%s: %v, want %s", c.do, err, c.want)
		}
		if transient(err) || strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: %v", c.do, err)
		}
		t.Logf("%s: %v after %s", c.do, err, time.Since(began).Round(time.Millisecond))
		if words, err := p.Words(t.Context(), []byte("Acta de conformidad")); err != nil || words != "Acta de conformidad" {
			t.Errorf("after %s: %q, %v", c.do, words, err)
		}
	}
}

func TestAChildReachesNothing(t *testing.T) {
	if raced {
		t.Skip("under the race detector a child is not confined")
	}
	var log bytes.Buffer
	// A file that this process would pass on, if nobody took care.
	inherited, err := syscall.Open("sandbox_test.go", syscall.O_RDONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = syscall.Close(inherited) }()
	t.Setenv("FOJA_DATABASE", "postgres://secret")
	p := pool(t, Options{Log: slog.New(slog.NewTextHandler(&log, nil))})
	r, err := p.do(t.Context(), "reach", nil)
	if err != nil || len(r.Words) > 0 {
		t.Errorf("a child reaches %s (%v)", r.Words, err)
	}
	if log.Len() > 0 {
		t.Errorf("the kernel refused: %s", log.String())
	}
	if r, err := p.do(t.Context(), "state", nil); err != nil || strings.Contains(string(r.Words), "FOJA") ||
		strings.Contains(string(r.Words), "PATH") {
		t.Errorf("a child knows %s (%v)", r.Words, err)
	}
}

// A child that did well reads the next file; there are never more than there are turns.
func TestChildrenAreKeptAndCounted(t *testing.T) {
	p := pool(t, Options{Children: 2})
	var mu sync.Mutex
	seen := map[string]bool{}
	var all sync.WaitGroup
	for range 20 {
		all.Go(func() {
			r, err := p.do(t.Context(), "state", nil)
			mu.Lock()
			defer mu.Unlock()
			if seen[string(r.Words)] = true; err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if len(seen) > 2 {
		t.Errorf("%d children for two turns", len(seen))
	}
	p.mu.Lock()
	c := p.idle[0]
	p.mu.Unlock()
	c.keepIdle(0)
	select {
	case <-c.done:
	case <-time.After(20 * time.Second):
		t.Error("a child that nobody asks for stays")
	}
}

// Anyone who stops waiting, and a program that stops, end the child; the file is not to blame.
func TestStoppingIsNotTheFilesFault(t *testing.T) {
	p := pool(t, Options{Time: 30 * time.Second, Children: 1})
	if _, err := p.Words(t.Context(), []byte("x")); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	if _, err := p.do(ctx, "loop", nil); !errors.Is(err, context.DeadlineExceeded) || !transient(err) {
		t.Errorf("%v", err)
	}
	time.AfterFunc(500*time.Millisecond, p.Close)
	began := time.Now()
	if _, err := p.do(t.Context(), "loop", nil); !errors.Is(err, ErrStopped) || !transient(err) {
		t.Errorf("%v", err)
	}
	if _, err := p.do(t.Context(), "echo", nil); !errors.Is(err, ErrStopped) {
		t.Errorf("after the end: %v", err)
	}
	if took := time.Since(began); took > 20*time.Second {
		t.Errorf("it took %s", took)
	}
	if _, err := pool(t, Options{Program: "/bin/false"}).Words(t.Context(), nil); err == nil || !transient(err) {
		t.Errorf("a child that cannot start: %v", err)
	}
}

// A child dies with its parent, whatever ends that.
func TestAChildDiesWithItsParent(t *testing.T) {
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), "/proc/self/exe", "-test.run=^TestParentThatIsKilled$", "-test.v")
	cmd.Env = append(os.Environ(), "SANDBOX_PARENT=1")
	cmd.Stdout = w
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	var pid int
	for pid == 0 {
		line := make([]byte, 4096)
		n, err := r.Read(line)
		if err != nil {
			t.Fatal(err)
		}
		if _, after, found := strings.Cut(string(line[:n]), "child "); found {
			_, _ = fmt.Sscan(after, &pid)
		}
	}
	if err := errors.Join(cmd.Process.Kill(), w.Close()); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait() // killed
	for range 200 {
		if state, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid)); err != nil ||
			strings.Contains(string(state), ") Z ") {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	_ = syscall.Kill(pid, syscall.SIGKILL)
	t.Error("the child outlives its parent")
}

// TestParentThatIsKilled is what the test above starts.
func TestParentThatIsKilled(t *testing.T) {
	if os.Getenv("SANDBOX_PARENT") == "" {
		t.Skip("started by another test")
	}
	p := pool(t, Options{Time: time.Minute})
	r, err := p.do(t.Context(), "state", nil)
	if err != nil {
		t.Fatal(err)
	}
	var pid int
	_, _ = fmt.Sscan(string(r.Words), &pid)
	fmt.Printf("child %d\n", pid)
	_, _ = p.do(t.Context(), "loop", nil) // also while it computes
}

func TestOptionsThatCannotWork(t *testing.T) {
	for _, o := range []Options{{Memory: 1 << 20}, {Time: time.Millisecond}} {
		if _, err := New(o); err == nil {
			t.Errorf("%+v is taken", o)
		}
	}
}

// transient says whether an error has nothing to do with the file.
func transient(err error) bool {
	var ended Ended
	return err != nil && !errors.As(err, &ended)
}
