//go:build unix

package lockfile

import (
	"errors"
	"fmt"
	"syscall"
)

// Lock is the ownership of one data file.
//
// It is a bare descriptor, not an os.File: the garbage collector closes forgotten files, and
// with it would give up the lock of a server that runs on while nobody refers to it.
type Lock struct{ fd int }

// Take locks file+".lock", creating it when needed. It does not wait: a file in use is an
// error that wraps ErrHeld.
func Take(file string) (*Lock, error) {
	fd, err := syscall.Open(file+".lock", syscall.O_CREAT|syscall.O_RDWR|syscall.O_CLOEXEC, 0o600)
	if err != nil {
		return nil, fmt.Errorf("lock %s: %w", file, err)
	}
	if err := syscall.Flock(fd, syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		_ = syscall.Close(fd) // nothing was written
		if errors.Is(err, syscall.EWOULDBLOCK) {
			return nil, heldError(file)
		}
		return nil, fmt.Errorf("lock %s: %w", file, err)
	}
	return &Lock{fd: fd}, nil
}

// Release gives the file up. The .lock file stays: removing it would let two processes hold
// locks on two different files of the same name.
func (l *Lock) Release() error { return syscall.Close(l.fd) }
