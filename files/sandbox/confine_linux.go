package sandbox

import (
	"fmt"
	"os"

	"github.com/elastic/go-seccomp-bpf"
	"golang.org/x/sys/unix"
)

// addresses is what a Go program reserves of addresses without using them, and the program itself. RLIMIT_AS counts
// them, RLIMIT_DATA does not.
const addresses = 4 << 30

// confine takes from this process what a reader of files does not need, and lists what the kernel refused to take.
func confine(memory int64) (open []string) {
	no := func(what string, err error) {
		if err != nil {
			open = append(open, fmt.Sprintf("%s: %v", what, err))
		}
	}
	// When the machine has no memory left, the kernel ends this process and not the register's.
	no("oom_score_adj", os.WriteFile("/proc/self/oom_score_adj", []byte("1000"), 0))
	no("priority", unix.Setpriority(unix.PRIO_PROCESS, 0, 5))
	if raced {
		return append(open, "built with the race detector, which needs memory and system calls that a child must not have")
	}
	limit := func(what string, which int, most uint64) {
		no(what, unix.Setrlimit(which, &unix.Rlimit{Cur: most, Max: most}))
	}
	limit("core", unix.RLIMIT_CORE, 0)
	limit("file size", unix.RLIMIT_FSIZE, 0)
	limit("open files", unix.RLIMIT_NOFILE, 16)
	limit("data", unix.RLIMIT_DATA, uint64(memory))                  //nolint:gosec // a positive limit of ours
	limit("address space", unix.RLIMIT_AS, uint64(memory)+addresses) //nolint:gosec // a positive limit of ours
	no("system calls", seccomp.LoadFilter(filter(os.Getpid())))
	return open
}

// filter lets pass what the Go runtime and WebAssembly need, and nothing that opens a file, a socket or another
// process. A call that is not in the list fails with EPERM.
func filter(pid int) seccomp.Filter {
	return seccomp.Filter{
		NoNewPrivs: true, Flag: seccomp.FilterFlagTSync,
		Policy: seccomp.Policy{DefaultAction: seccomp.ActionErrno, Syscalls: []seccomp.SyscallGroup{{
			// The C library of a program that is built with cgo takes the older call only when this one is not there at all.
			Action: seccomp.ActionErrno | seccomp.Action(unix.ENOSYS), Names: []string{"clone3"},
		}, {
			Action: seccomp.ActionAllow,
			Names: []string{
				"read", "write", "writev", "close", "fstat", "lseek", "fcntl", "pipe2", "eventfd2",
				"epoll_create1", "epoll_ctl", "epoll_pwait",
				"mmap", "mprotect", "munmap", "mremap", "madvise", "mincore", "brk",
				"rt_sigaction", "rt_sigprocmask", "rt_sigreturn", "sigaltstack", "restart_syscall",
				"futex", "nanosleep", "clock_nanosleep", "clock_gettime", "gettimeofday", "sched_yield", "sched_getaffinity",
				"getpid", "gettid", "getrandom", "getrusage", "set_robust_list", "rseq", "exit", "exit_group",
			},
			NamesWithCondtions: []seccomp.NameWithConditions{
				{Name: "clone", Conditions: seccomp.ArgumentConditions{
					{Argument: 0, Operation: seccomp.BitsSet, Value: unix.CLONE_THREAD},
				}},
				{Name: "tgkill", Conditions: seccomp.ArgumentConditions{
					{Argument: 0, Operation: seccomp.Equal, Value: uint64(pid)}, //nolint:gosec // a positive limit of ours
				}},
			},
		}}},
	}
}
