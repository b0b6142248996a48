package harness

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"runtime"
	"syscall"
	"time"
)

// process is one child in a session of its own, so that its own children can be ended with it and nobody else's.
type process struct {
	cmd  *exec.Cmd
	done chan struct{} // closed when the process has been waited for
	err  error         // what Wait said; read after done
}

// launch starts cmd. When our own process dies without a word (a test's timeout, kill -9), the kernel sends orphan to
// the child. The kernel counts the death of the *thread* that forked, so one goroutine keeps its thread from the start
// of the child to its end.
func launch(cmd *exec.Cmd, orphan syscall.Signal) (*process, error) {
	p := &process{cmd: cmd, done: make(chan struct{})}
	if cmd.SysProcAttr == nil {
		cmd.SysProcAttr = &syscall.SysProcAttr{}
	}
	cmd.SysProcAttr.Setsid = true
	dieWithParent(cmd.SysProcAttr, orphan)
	started := make(chan error)
	go func() {
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		err := cmd.Start()
		started <- err
		if err != nil {
			return
		}
		p.err = cmd.Wait()
		close(p.done)
	}()
	if err := <-started; err != nil {
		return nil, err
	}
	return p, nil
}

// launchInto is launch with everything that cmd says added to a file.
func launchInto(log string, cmd *exec.Cmd, orphan syscall.Signal) (*process, error) {
	out, err := os.OpenFile(log, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, err
	}
	defer func() { _ = out.Close() }() // the child has its own descriptor
	cmd.Stdout, cmd.Stderr = out, out
	return launch(cmd, orphan)
}

func (p *process) pid() int { return p.cmd.Process.Pid }

func (p *process) ended() bool {
	select {
	case <-p.done:
		return true
	default:
		return false
	}
}

// signal is no error when the process has just ended by itself.
func (p *process) signal(s syscall.Signal) error {
	if p.ended() {
		return nil
	}
	if err := syscall.Kill(p.pid(), s); err != nil && !errors.Is(err, syscall.ESRCH) {
		return err
	}
	return nil
}

// stop asks politely, waits for grace, then kills what is left of the session: some servers leave children behind.
func (p *process) stop(polite syscall.Signal, grace time.Duration) error {
	if err := p.signal(polite); err != nil {
		return err
	}
	select {
	case <-p.done:
	case <-time.After(grace):
	}
	// A session's number passes to nobody else while it has members; without members there is nothing to kill.
	if err := syscall.Kill(-p.pid(), syscall.SIGKILL); err != nil && !errors.Is(err, syscall.ESRCH) {
		return err
	}
	<-p.done
	return nil
}

// awaitFile waits until path exists: the way to know that a server listens at a Unix socket.
func awaitFile(p *process, path string) error {
	return await(p, func(context.Context) error {
		_, err := os.Stat(path)
		return err
	})
}
