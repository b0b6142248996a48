//go:build unix

package pdf

import (
	"io/fs"
	"os"
	"syscall"

	"github.com/tetratelabs/wazero/experimental"
	"golang.org/x/sys/unix"
)

// reserved is the memory of one instance: addresses for all that it may ever have, of which the kernel gives only what
// is touched. A slice that grows would be copied, and half a dozen dead copies are three times the limit.
type reserved struct{ all []byte }

func reserve(_, most uint64) experimental.LinearMemory {
	all, err := unix.Mmap(-1, 0, int(most), unix.PROT_READ|unix.PROT_WRITE, //nolint:gosec // a limit of ours, below 2^32
		unix.MAP_PRIVATE|unix.MAP_ANON|unix.MAP_NORESERVE)
	if err != nil {
		return &reserved{} // Reallocate says no
	}
	return &reserved{all}
}

func (r *reserved) Reallocate(size uint64) []byte {
	if size > uint64(len(r.all)) {
		return nil
	}
	return r.all[:size:size]
}

func (r *reserved) Free() {
	if r.all != nil {
		_ = unix.Munmap(r.all) // it was mapped
		r.all = nil
	}
}

// ownedByUser says whether this process's user owns a file.
func ownedByUser(info fs.FileInfo) bool {
	s, is := info.Sys().(*syscall.Stat_t)
	return is && int(s.Uid) == os.Getuid()
}
