//go:build !slim

package temporal_test

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"go.temporal.io/api/workflowservice/v1"
	"go.temporal.io/sdk/client"
	sdklog "go.temporal.io/sdk/log"
	sdktemporal "go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/worker"
	"go.temporal.io/sdk/workflow"

	"foja/embedded/lockfile"
	"foja/embedded/temporal"
)

const (
	taskQueue = "test"
	childEnv  = "FOJA_TEMPORAL_TEST_FILE"
)

var (
	quiet = slog.New(slog.DiscardHandler)
	state = sdktemporal.NewSearchAttributeKeyKeyword("FojaState")
	due   = sdktemporal.NewSearchAttributeKeyTime("FojaDue")
)

// TestMain runs the part of a process that is going to be killed when asked to.
func TestMain(m *testing.M) {
	if file := os.Getenv(childEnv); file != "" {
		serveUntilKilled(file)
		return
	}
	os.Exit(m.Run())
}

// nap sleeps on a durable timer, then answers; it upserts a search attribute on the way.
func nap(ctx workflow.Context, d time.Duration) (string, error) {
	if err := workflow.UpsertTypedSearchAttributes(ctx, state.ValueSet("napping")); err != nil {
		return "", err
	}
	if err := workflow.Sleep(ctx, d); err != nil {
		return "", err
	}
	return "rested", nil
}

func options(file string) temporal.Options {
	return temporal.Options{
		File: file, Namespace: "test", Logger: quiet,
		SearchAttributes: map[string]string{"FojaState": "Keyword", "FojaDue": "Datetime"},
	}
}

func dial(t *testing.T, s *temporal.Server) client.Client {
	t.Helper()
	o := client.Options{Namespace: "test", Logger: sdklog.NewStructuredLogger(quiet)}
	s.Reach(&o)
	c, err := client.DialContext(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return c
}

func startWorker(t *testing.T, c client.Client) worker.Worker {
	t.Helper()
	w := worker.New(c, taskQueue, worker.Options{WorkerStopTimeout: time.Second})
	w.RegisterWorkflow(nap)
	if err := w.Start(); err != nil {
		t.Fatal(err)
	}
	return w
}

func start(t *testing.T, o temporal.Options) *temporal.Server {
	t.Helper()
	began := time.Now()
	s, err := temporal.Start(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("ready after %v", time.Since(began).Round(time.Millisecond))
	return s
}

func beginNap(t *testing.T, c client.Client, id string, d time.Duration) {
	t.Helper()
	_, err := c.ExecuteWorkflow(t.Context(), client.StartWorkflowOptions{
		ID: id, TaskQueue: taskQueue,
		TypedSearchAttributes: sdktemporal.NewSearchAttributes(due.ValueSet(time.Now().Add(d))),
	}, nap, d)
	if err != nil {
		t.Fatal(err)
	}
}

// eventually polls until ok or a minute has passed.
func eventually(t *testing.T, what string, ok func() bool) {
	t.Helper()
	for deadline := time.Now().Add(time.Minute); !ok(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("still not: %s", what)
		}
	}
}

// napping tells whether workflow id has reached its timer.
func napping(t *testing.T, c client.Client, id string) bool {
	d, err := c.DescribeWorkflowExecution(t.Context(), id, "")
	return err == nil && d.GetWorkflowExecutionInfo().GetHistoryLength() >= 6
}

func rested(t *testing.T, c client.Client, id string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	var answer string
	if err := c.GetWorkflow(ctx, id, "").Get(ctx, &answer); err != nil || answer != "rested" {
		t.Fatalf("workflow %s: %q, %v", id, answer, err)
	}
}

func TestWorkflowOutlivesARestart(t *testing.T) {
	t.Parallel()
	o := options(filepath.Join(t.TempDir(), "odd name #1?.db"))
	s := start(t, o)
	c := dial(t, s)
	w := startWorker(t, c)
	beginNap(t, c, "across-restart", 3*time.Second)
	eventually(t, "the timer is running", func() bool { return napping(t, c, "across-restart") })
	w.Stop()
	c.Close()
	stopping := time.Now()
	s.Stop()
	s.Stop()
	t.Logf("stopped in %v", time.Since(stopping).Round(time.Millisecond))

	s = start(t, o)
	defer s.Stop()
	c = dial(t, s)
	defer startWorker(t, c).Stop()
	rested(t, c, "across-restart")
	eventually(t, "the closed workflow is listed by its search attribute", func() bool {
		l, err := c.ListWorkflow(t.Context(), &workflowservice.ListWorkflowExecutionsRequest{
			Query: "FojaState = 'napping' AND FojaDue > '2020-01-01T00:00:00Z' AND ExecutionStatus = 'Completed'",
		})
		return err == nil && len(l.Executions) == 1
	})
}

func TestWorkflowOutlivesAKill(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "temporal.db")
	child := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^$")
	child.Env = append(os.Environ(), childEnv+"="+file)
	child.Stderr = os.Stderr
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil || strings.TrimSpace(line) != "napping" {
		t.Fatalf("child said %q, %v", line, err)
	}
	if _, err := temporal.Start(t.Context(), options(file)); !errors.Is(err, lockfile.ErrHeld) {
		t.Fatalf("a second process on the same file: %v", err)
	}
	if err := child.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = child.Wait() // it says "killed"

	s := start(t, options(file))
	defer s.Stop()
	c := dial(t, s)
	defer startWorker(t, c).Stop()
	for i := range 5 {
		rested(t, c, fmt.Sprintf("across-kill-%d", i))
	}
	beginNap(t, c, "after-kill", time.Millisecond)
	rested(t, c, "after-kill")
}

// serveUntilKilled is the child: it says "napping" once the workflows wait on their timers.
func serveUntilKilled(file string) {
	fail := func(err error) {
		if err != nil {
			fmt.Fprintln(os.Stderr, "child:", err)
			os.Exit(1)
		}
	}
	ctx := context.Background()
	s, err := temporal.Start(ctx, options(file))
	fail(err)
	o := client.Options{Namespace: "test", Logger: sdklog.NewStructuredLogger(quiet)}
	s.Reach(&o)
	c, err := client.Dial(o)
	fail(err)
	w := worker.New(c, taskQueue, worker.Options{})
	w.RegisterWorkflow(nap)
	fail(w.Start())
	for i := range 5 {
		id := fmt.Sprintf("across-kill-%d", i)
		_, err := c.ExecuteWorkflow(ctx, client.StartWorkflowOptions{ID: id, TaskQueue: taskQueue}, nap, 4*time.Second)
		fail(err)
		for {
			d, err := c.DescribeWorkflowExecution(ctx, id, "")
			fail(err)
			if d.GetWorkflowExecutionInfo().GetHistoryLength() >= 6 {
				break
			}
			time.Sleep(10 * time.Millisecond)
		}
	}
	fmt.Println("napping")
	_, _ = io.Copy(io.Discard, os.Stdin) // stdin is /dev/null: fall through
	select {}
}

func TestALifeWithoutTroubleIsSilent(t *testing.T) {
	t.Parallel()
	var log lockedBuffer
	o := options(filepath.Join(t.TempDir(), "temporal.db"))
	o.Logger = slog.New(slog.NewTextHandler(&log, nil))
	s := start(t, o)
	c := dial(t, s)
	w := startWorker(t, c)
	beginNap(t, c, "quiet", 10*time.Millisecond)
	rested(t, c, "quiet")
	w.Stop()
	c.Close()
	s.Stop()
	if said := log.String(); said != "" {
		t.Errorf("it said:\n%s", said)
	}
}

// lockedBuffer may be read while stragglers still write.
type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

func TestManyServersInOneProcess(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	var wg sync.WaitGroup
	for i := range 4 {
		wg.Go(func() {
			s, err := temporal.Start(t.Context(), options(filepath.Join(dir, fmt.Sprintf("%d.db", i))))
			if err != nil {
				t.Error(err)
				return
			}
			s.Stop()
		})
	}
	wg.Wait()
}

func TestSecondServerOnOneFileIsRefused(t *testing.T) {
	t.Parallel()
	o := options(filepath.Join(t.TempDir(), "temporal.db"))
	o.Durable = true
	s := start(t, o)
	defer s.Stop()
	if _, err := temporal.Start(t.Context(), o); !errors.Is(err, lockfile.ErrHeld) {
		t.Fatalf("got %v", err)
	}
}

// A file removed and made again in one process (foja demo --reset) must not meet the
// connections of the old one.
func TestFreshFileUnderAnOldName(t *testing.T) {
	t.Parallel()
	o := options(filepath.Join(t.TempDir(), "temporal.db"))
	s := start(t, o)
	c := dial(t, s)
	beginNap(t, c, "forgotten", time.Hour)
	c.Close()
	s.Stop()
	for _, suffix := range []string{"", "-wal", "-shm"} {
		if err := os.Remove(o.File + suffix); err != nil && !os.IsNotExist(err) {
			t.Fatal(err)
		}
	}
	s = start(t, o)
	defer s.Stop()
	if _, err := dial(t, s).DescribeWorkflowExecution(t.Context(), "forgotten", ""); err == nil {
		t.Fatal("the old file's workflow is still there")
	}
}

func TestSearchAttributesAreAddedToAnOldFile(t *testing.T) {
	t.Parallel()
	o := options(filepath.Join(t.TempDir(), "temporal.db"))
	o.SearchAttributes = map[string]string{"FojaDue": "Datetime"}
	start(t, o).Stop()

	s := start(t, options(o.File))
	c := dial(t, s)
	w := startWorker(t, c)
	beginNap(t, c, "new-attribute", time.Millisecond)
	rested(t, c, "new-attribute")
	w.Stop()
	c.Close()
	s.Stop()

	o.SearchAttributes = map[string]string{"FojaDue": "Keyword"}
	if _, err := temporal.Start(t.Context(), o); err == nil || !strings.Contains(err.Error(), "FojaDue") {
		t.Fatalf("a changed type: %v", err)
	}
}

func TestStartRefuses(t *testing.T) {
	t.Parallel()
	if _, err := temporal.Start(t.Context(), temporal.Options{}); !errors.Is(err, temporal.ErrNoFile) {
		t.Errorf("no file: %v", err)
	}
	o := options(filepath.Join(t.TempDir(), "x.db"))
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = taken.Close() }()
	o.Port = taken.Addr().(*net.TCPAddr).Port
	if _, err := temporal.Start(t.Context(), o); !errors.Is(err, syscall.EADDRINUSE) {
		t.Errorf("a port that is taken: %v", err)
	}
	o = options(filepath.Join(t.TempDir(), "y.db"))
	o.SearchAttributes = map[string]string{"X": "Colour"}
	if _, err := temporal.Start(t.Context(), o); err == nil || !strings.Contains(err.Error(), "Colour") {
		t.Errorf("unknown attribute type: %v", err)
	}
	if err := os.WriteFile(o.File, []byte("this is not a database, it is a letter to one"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := temporal.Start(t.Context(), options(o.File)); err == nil {
		t.Error("a file that is not SQLite was accepted")
	}
}
