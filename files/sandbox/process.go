package sandbox

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
)

// child is a process that opens files, one after the other.
type child struct {
	cmd    *exec.Cmd
	in     *os.File // what it reads
	out    *os.File // what it answers
	from   *bufio.Reader
	stderr *prefixBuffer // on standard error
	files  int
	late   atomic.Bool
	done   chan struct{} // closed when it has been waited for

	mu    sync.Mutex
	over  bool        // ended, or about to
	timer *time.Timer // ends it when nobody asks for it
}

// start starts a child and waits until it is ready. open is what the kernel refused to close to it.
func start(ctx context.Context, o Options) (c *child, open []string, err error) {
	stdin, in, err := os.Pipe()
	if err != nil {
		return nil, nil, err
	}
	out, stdout, err := os.Pipe()
	if err != nil {
		return nil, nil, errors.Join(err, stdin.Close(), in.Close())
	}
	c = &child{in: in, out: out, from: bufio.NewReader(out), stderr: &prefixBuffer{}, done: make(chan struct{})}
	c.cmd = exec.Command(o.Program, Command, strconv.FormatInt(o.Memory, 10), o.Cache) //nolint:noctx,gosec // this program again; it outlives one file
	c.cmd.Args[0] = "foja"
	// Nothing of ours: no secret, no setting. With that GODEBUG the runtime does not hold files of the control group open.
	c.cmd.Env = []string{"GOMAXPROCS=1", "GOTRACEBACK=none", "GODEBUG=containermaxprocs=0,updatemaxprocs=0"}
	c.cmd.Dir = "/"
	c.cmd.Stdin, c.cmd.Stdout, c.cmd.Stderr = stdin, stdout, c.stderr
	c.cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	dieWithParent(c.cmd.SysProcAttr)
	err = inheritNothing()
	if err == nil {
		err = c.launch()
	}
	// The child has its own; while we hold them, too, its end would not be seen.
	if err = errors.Join(err, stdin.Close(), stdout.Close()); err != nil {
		return nil, nil, errors.Join(err, in.Close(), out.Close())
	}
	ctx, cancel := context.WithTimeout(ctx, startTimeout)
	defer cancel()
	defer context.AfterFunc(ctx, c.kill)()
	var ready reply
	if err := receive(c.from, &ready); err != nil {
		c.end()
		return nil, nil, fmt.Errorf("it ended before it was ready: %w: %s", errors.Join(err, ctx.Err()), c.stderr.bytes())
	}
	return c, ready.Open, nil
}

// launch starts the process and waits for its end beside. The kernel sends the signal of a parent's death when the
// *thread* that forked ends: one goroutine keeps its thread as long as the child lives.
func (c *child) launch() error {
	started := make(chan error)
	go func() {
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		err := c.cmd.Start()
		started <- err
		if err != nil {
			return
		}
		_ = c.cmd.Wait() // how it ended is in ProcessState
		close(c.done)
	}()
	return <-started
}

// read lets the child read a file. After an error it is of no use any more.
func (c *child) read(ctx context.Context, do Task, content []byte, most time.Duration) (r reply, err error) {
	c.files++
	c.limitCPU(most)
	timer := time.AfterFunc(most, func() {
		c.late.Store(true)
		c.kill()
	})
	defer timer.Stop()
	defer context.AfterFunc(ctx, c.kill)()
	if err = send(c.in, request{do, int64(len(content))}); err == nil {
		if _, err = c.in.Write(content); err == nil {
			err = receive(c.from, &r)
		}
	}
	if err == nil {
		return r, nil
	}
	c.kill()
	<-c.done
	if ctx.Err() != nil && !c.late.Load() {
		return reply{}, ctx.Err()
	}
	return reply{}, c.exitReason(err)
}

// exitReason says how it ended: by the file, or by somebody outside.
func (c *child) exitReason(err error) error {
	said := c.stderr.bytes()
	status, _ := c.cmd.ProcessState.Sys().(syscall.WaitStatus)
	switch {
	case errors.Is(err, errReply):
		return Ended{Crash}
	case c.late.Load(), bytes.Contains(said, []byte("SIGXCPU")), status.Signaled() && status.Signal() == syscall.SIGXCPU:
		return Ended{Time}
	case status.Signaled() &&
		(status.Signal() == syscall.SIGTERM || status.Signal() == syscall.SIGINT || status.Signal() == syscall.SIGHUP):
		return fmt.Errorf("sandbox: a child was ended from outside: %s", status.Signal())
	case bytes.Contains(said, []byte("out of memory")), bytes.Contains(said, []byte("cannot allocate memory")):
		return Ended{Memory}
	default:
		return Ended{Crash}
	}
}

// kill ends its process group, without waiting.
func (c *child) kill() {
	select {
	case <-c.done: // its number may be somebody else's by now
		return
	default:
	}
	_ = syscall.Kill(-c.cmd.Process.Pid, syscall.SIGKILL) // ESRCH: it has ended by itself
}

// end ends it and lets go of what it had.
func (c *child) end() {
	c.mu.Lock()
	ended := c.over
	c.over = true
	c.mu.Unlock()
	if ended {
		return
	}
	c.kill()
	<-c.done
	_ = errors.Join(c.in.Close(), c.out.Close()) // nobody is at the other end
}

// keepIdle gives it so long to be asked for again.
func (c *child) keepIdle(most time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.timer = time.AfterFunc(most, c.end)
}

// takeIdle says whether it still waits, and lets it wait no longer.
func (c *child) takeIdle() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.timer.Stop() || c.over {
		return false
	}
	select {
	case <-c.done: // it died while nothing was asked of it
		_ = errors.Join(c.in.Close(), c.out.Close())
		c.over = true
		return false
	default:
		return true
	}
}

// prefixBuffer keeps the beginning of what a child says: the kind of its end stands there. It goes into no log, since
// it may quote the file.
type prefixBuffer struct {
	mu   sync.Mutex
	text []byte
}

var _ io.Writer = (*prefixBuffer)(nil)

func (h *prefixBuffer) Write(p []byte) (int, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.text = append(h.text, p[:min(len(p), max(0, 4096-len(h.text)))]...)
	return len(p), nil
}

func (h *prefixBuffer) bytes() []byte {
	h.mu.Lock()
	defer h.mu.Unlock()
	return bytes.Clone(h.text)
}
