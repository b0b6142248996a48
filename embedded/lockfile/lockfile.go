// Package lockfile lets one process at a time own a data file.
//
// The embedded servers keep their state in SQLite files that must never have two masters:
// each takes the lock before it opens its file. The kernel drops the lock when the process
// ends in any way, kill -9 included, so a restart never finds a stale one.
package lockfile

import (
	"errors"
	"fmt"
)

// ErrHeld is wrapped by Take when another process (or another server of this one) owns the file.
var ErrHeld = errors.New("already in use by another process")

// heldError says which file is in use and what to do about it.
func heldError(file string) error {
	return fmt.Errorf("%s is %w: stop that one first, or choose another data directory", file, ErrHeld)
}
