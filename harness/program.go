package harness

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// Program is one run of the built program. A test that kills it runs it again with the same Run.
type Program struct {
	Stdout string // file: what it printed, the first line included
	Stderr string // file: its log

	process *process
	first   chan []byte // its first line, once
}

// Run says what to start.
type Run struct {
	Binary string   // default: see Binary
	Args   []string // after the program's name
	Env    []string // "NAME=value"; the caller's own FOJA_* and TEMPORAL_* variables are not passed on
	Dir    string   // working directory, and where Stdout and Stderr are appended
}

// Binary is where the built program is: FOJA_BIN, or bin/foja at the top of the module. It builds nothing: linking the
// Temporal server takes minutes, and "make build" does it once.
func Binary() (string, error) {
	if path := os.Getenv("FOJA_BIN"); path != "" {
		return path, nil
	}
	return built("foja")
}

// built is a program in bin/, where make puts it.
func built(name string) (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for ; ; dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			break
		}
		if dir == filepath.Dir(dir) {
			return "", errors.New("no go.mod above the working directory: set FOJA_BIN to the built program")
		}
	}
	path := filepath.Join(dir, "bin", name)
	if _, err := os.Stat(path); err != nil {
		return "", fmt.Errorf("%s is not there: run make build bin/%s: %w", path, name, err)
	}
	return path, nil
}

// UseProgram starts the program for the test and kills it at the test's end. A failed test shows the end of its log.
func UseProgram(t testing.TB, run Run) *Program {
	t.Helper()
	p, err := StartProgram(run)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := p.Kill9(); err != nil {
			t.Error(err)
		}
		if t.Failed() {
			t.Logf("the program's log ends so:\n%s", p.Log())
		}
	})
	return p
}

// StartProgram starts the program and returns at once; FirstLine waits until it is ready.
func StartProgram(run Run) (*Program, error) {
	binary := run.Binary
	if binary == "" {
		var err error
		if binary, err = Binary(); err != nil {
			return nil, err
		}
	}
	p := &Program{
		Stdout: filepath.Join(run.Dir, "stdout.log"), Stderr: filepath.Join(run.Dir, "stderr.log"),
		first: make(chan []byte, 1),
	}
	stdout, err := os.OpenFile(p.Stdout, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, err
	}
	stderr, err := os.OpenFile(p.Stderr, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, errors.Join(err, stdout.Close())
	}
	read, write := io.Pipe()
	cmd := exec.CommandContext(context.Background(), binary, run.Args...)
	cmd.Dir, cmd.Env = run.Dir, append(withoutOwnSettings(os.Environ()), run.Env...)
	cmd.Stdout, cmd.Stderr = io.MultiWriter(stdout, write), stderr
	go p.readFirst(read)
	if p.process, err = launch(cmd, syscall.SIGKILL); err != nil {
		return nil, errors.Join(err, stdout.Close(), stderr.Close(), write.Close())
	}
	go func() {
		<-p.process.done
		_ = errors.Join(write.Close(), stdout.Close(), stderr.Close()) // all was written; nobody is left to tell
	}()
	return p, nil
}

func (p *Program) readFirst(from io.Reader) {
	buffered := bufio.NewReader(from)
	line, err := buffered.ReadBytes('\n')
	if err == nil {
		p.first <- line
	}
	close(p.first)
	_, _ = io.Copy(io.Discard, buffered) // so that the program never blocks on its own output; the file has it all
}

// FirstLine waits for the first line of standard output and reads it as JSON into v. To be called once.
// The error carries the end of the log when the program ended before.
func (p *Program) FirstLine(ctx context.Context, v any) error {
	select {
	case line, ok := <-p.first:
		if !ok {
			return fmt.Errorf("the program said nothing and ended:\n%s", p.Log())
		}
		if err := json.Unmarshal(line, v); err != nil {
			return fmt.Errorf("the first line is not JSON: %w: %s", err, line)
		}
		return nil
	case <-ctx.Done():
		return fmt.Errorf("no first line: %w\n%s", ctx.Err(), p.Log())
	}
}

// Kill9 ends the program as a power cut would, and returns when it is gone.
func (p *Program) Kill9() error {
	if err := p.process.signal(syscall.SIGKILL); err != nil {
		return err
	}
	<-p.process.done
	return nil
}

// Interrupt asks the program to stop, as Ctrl-C does.
func (p *Program) Interrupt() error { return p.process.signal(syscall.SIGINT) }

// Pid is the program's process number.
func (p *Program) Pid() int { return p.process.pid() }

// Wait returns the exit code when the program has ended; -1 when a signal ended it.
func (p *Program) Wait(ctx context.Context) (int, error) {
	select {
	case <-p.process.done:
		return p.process.cmd.ProcessState.ExitCode(), nil
	case <-ctx.Done():
		return 0, fmt.Errorf("the program still runs: %w", ctx.Err())
	}
}

// Log is the end of standard error.
func (p *Program) Log() string { return lastLines(p.Stderr, 40) }

// withoutOwnSettings leaves out what would configure the program behind the test's back.
func withoutOwnSettings(env []string) []string {
	var kept []string
	for _, e := range env {
		if !strings.HasPrefix(e, "FOJA_") && !strings.HasPrefix(e, "TEMPORAL_") {
			kept = append(kept, e)
		}
	}
	return kept
}

// Eventually tries check until it is content or the time is over; then the test fails with what it said last. It tries
// again after 20 ms, and less and less often: many tests wait at the same time, and each question takes time from the
// answer.
func Eventually(t testing.TB, within time.Duration, check func() error) {
	t.Helper()
	deadline := time.Now().Add(within)
	for pause := 20 * time.Millisecond; ; pause = min(pause*3/2, 250*time.Millisecond) {
		err := check()
		if err == nil {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("not within %s: %v", within, err)
		}
		time.Sleep(pause)
	}
}
