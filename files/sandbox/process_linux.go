package sandbox

import (
	"fmt"
	"os"
	"strconv"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// self is this program, also after a newer one was put in its place.
func self() string { return "/proc/self/exe" }

func dieWithParent(attr *syscall.SysProcAttr) { attr.Pdeathsig = syscall.SIGKILL }

// inheritNothing marks what this process itself inherited, which Go does not: its own files are all closed on exec.
func inheritNothing() error {
	list, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		return fmt.Errorf("list open files: %w", err)
	}
	for _, f := range list {
		if n, err := strconv.Atoi(f.Name()); err == nil && n > 2 {
			unix.CloseOnExec(n)
		}
	}
	return nil
}

// limitCPU lets the child compute so much longer: the kernel ends it also when this process cannot. A refusal is no
// harm: time is measured, too.
func (c *child) limitCPU(more time.Duration) {
	var used unix.Timespec
	pid := c.cmd.Process.Pid
	// the clock of that process' computing, as clock_getcpuclockid has it
	if err := unix.ClockGettime(int32(^pid<<3|2), &used); err != nil { //nolint:gosec // a process ID and a time of the kernel, both small and positive
		return
	}
	most := uint64(used.Sec) + uint64(more/time.Second) + 2 //nolint:gosec // a process ID and a time of the kernel, both small and positive
	_ = unix.Prlimit(pid, unix.RLIMIT_CPU, &unix.Rlimit{Cur: most, Max: unix.RLIM_INFINITY}, nil)
}
