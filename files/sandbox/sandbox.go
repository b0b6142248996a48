// Package sandbox opens files that outsiders sent, in a child process: the same program started again, with little
// memory, little time, no network, no files and no secrets. A file that stops its reader stops the child, and nothing
// else.
//
// The parent's side is Pool. The child's side is Child, behind the hidden command "open-files". What a child does is in
// tasks.go; no other code of the program may import a reader of foreign files, and architecture_test.go sees to it.
package sandbox

import (
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"time"
)

// Command is the hidden command by which the program starts as a child. Its arguments are the memory limit in bytes and
// a directory for compiled code.
const Command = "open-files"

// Task is what a file is opened for.
type Task string

const (
	Words   Task = "words" // its words, for the search
	Inspect Task = "look"  // what it says without showing it, before it leaves
)

// Finding is something that a file says without showing it.
type Finding struct {
	Words       string `json:"words"`  // Spanish, to be put behind the file's name
	NeedsReview bool   `json:"stops"`  // a person must see it before the file leaves
	Uninspected bool   `json:"unread"` // the file, or a part of it, could not be looked into
}

// Why says how a file ended its child.
type Why string

const (
	Memory Why = "memory" // it needed more than it may have
	Time   Why = "time"   // it took longer than it may
	Crash  Why = "crash"  // its reader broke
)

// Ended is the error of a file that ended the child. Every other error has nothing to do with the file.
type Ended struct{ Why Why }

func (e Ended) Error() string { return "the file ended its reader: " + string(e.Why) }

// ErrStopped tells that the pool was closed before the file was read.
var ErrStopped = errors.New("sandbox: no file is opened any more: the program stops")

// Options of a Pool. Zero fields take the defaults.
type Options struct {
	Memory   int64         // of one child, in bytes, enforced by the kernel; 1 GiB
	Time     time.Duration // for one file, then the child is killed; 10 s
	Children int           // at the same time; one per core
	Program  string        // default: this program
	// directory for compiled code, of this process's user and open to nobody else; default: CacheDir
	Cache string
	Log   *slog.Logger
}

// The defaults, and how little memory a child can live with: the reader of PDF has up to 320 MB for a document, which
// count as soon as it begins.
const (
	DefaultMemory = 1 << 30
	DefaultTime   = 10 * time.Second
	MinMemory     = 640 << 20
)

// CacheDir is where children keep the compiled reader of PDF: in the user's own cache, or, for a service that has none,
// in a folder for temporary files. It is made by the first child.
func CacheDir() string {
	if dir, err := os.UserCacheDir(); err == nil {
		return filepath.Join(dir, "foja-pdfium")
	}
	return filepath.Join(os.TempDir(), fmt.Sprintf("foja-pdfium-%d", os.Getuid()))
}

func (o Options) check() error {
	if o.Memory < MinMemory {
		return fmt.Errorf("sandbox: a child needs %d bytes of memory at least", MinMemory)
	}
	if o.Time < time.Second {
		return errors.New("sandbox: a file needs a second at least")
	}
	return nil
}
