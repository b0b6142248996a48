package sandbox

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"strconv"
	"syscall"
)

// Child reads files from standard input and answers on standard output, until its parent closes the pipe. Before it
// reads the first byte it takes from itself whatever it does not need. cache is a directory for compiled code.
func Child(memory int64, cache string) error {
	// the service manager ends the parent, and the parent ends its children
	signal.Ignore(syscall.SIGTERM, syscall.SIGINT, syscall.SIGHUP)
	prepare(cache)                       // it needs files, and, the first time, much memory
	debug.SetMemoryLimit(memory / 4 * 3) // collect garbage before the kernel says no
	debug.SetMaxStack(int(memory / 16))  // a recursion without end is over soon
	open := confine(memory)
	for _, do := range tasks {
		do([]byte(sample))
	}
	in, out := bufio.NewReader(os.Stdin), os.Stdout
	if err := send(out, reply{Open: open}); err != nil {
		return err
	}
	for {
		if err := serve(in, out); err != nil {
			if errors.Is(err, io.EOF) {
				return nil
			}
			return err
		}
	}
}

func serve(in *bufio.Reader, out io.Writer) error {
	var r request
	if err := receive(in, &r); err != nil {
		return err
	}
	do, known := tasks[r.Do]
	if !known || r.Size < 0 || r.Size > maxFile {
		return fmt.Errorf("sandbox: cannot do %q with %d bytes", r.Do, r.Size)
	}
	content := make([]byte, r.Size)
	if _, err := io.ReadFull(in, content); err != nil {
		return err
	}
	err := send(out, do(content).cut())
	content = nil //nolint:ineffassign,wastedassign // so that the next line gives it back
	debug.FreeOSMemory()
	return err
}

// RunChildIfRequested makes this process a child when it was started as one, and returns otherwise. It is the first
// line of main, and of TestMain where tests open files: a test's program starts itself again, too.
func RunChildIfRequested() {
	if len(os.Args) != 4 || os.Args[1] != Command {
		return
	}
	memory, err := strconv.ParseInt(os.Args[2], 10, 64)
	if err == nil {
		err = Child(memory, os.Args[3])
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(0)
}
