package desk

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"foja/sandbox"
	"foja/store"
)

// Opener opens foreign files where they can do no harm: a sandbox.Pool.
type Opener interface {
	Words(ctx context.Context, content []byte) (string, error)
	Inspect(ctx context.Context, content []byte) ([]sandbox.Finding, error)
}

// errBusy tells that the same file is being read elsewhere, or that too many wait.
var errBusy = errors.New("desk: the file is being read, or too many wait to be")

// unreadable is the error of a file that could not be read, and why.
type unreadable struct {
	why  string // sandbox.Why, or "" when two attempts were cut off
	last bool   // it will not be opened again by itself
}

func (u unreadable) Error() string { return "the file could not be read: " + u.why }

// unreadWords are the reasons in Spanish, to be put behind "no se pudo leer por dentro".
func (u unreadable) words() string {
	switch sandbox.Why(u.why) {
	case sandbox.Memory:
		return "pide mucha más memoria de la que un archivo necesita"
	case sandbox.Time:
		return "no se termina de leer en el tiempo permitido"
	case sandbox.Crash:
		return "está dañado, o hecho de modo que detiene al programa que lo lee"
	default:
		return "su lectura se interrumpió varias veces"
	}
}

// openFile opens a file of which the hash is known. The attempt is in the register before; an attempt that somebody ended for other reasons is
// taken back. The error is unreadable when it is the file's own.
func (d *Desk) openFile(ctx context.Context, sha string, task sandbox.Task, open func() error) error {
	if d.Files == nil {
		return errors.New("desk: nothing opens files here")
	}
	answer, failure, err := d.Store.BeginRead(ctx, sha, string(task))
	switch {
	case err != nil:
		return err
	case answer == store.ReadBusy:
		return errBusy
	case answer == store.ReadNever:
		return unreadable{failure, true}
	}
	began := time.Now()
	err = open()
	// Whoever asked may be gone, and the program about to stop: how it ended is recorded all the same.
	after, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer cancel()
	var ended sandbox.Ended
	switch {
	case err == nil:
		return d.Store.EndRead(after, sha, string(task))
	case !errors.As(err, &ended):
		return errors.Join(err, d.Store.CancelRead(after, sha, string(task)))
	}
	last, err := d.Store.FailRead(after, sha, string(task), string(ended.Why))
	if err != nil {
		return err
	}
	d.Logger.Warn("a file ended its reader", "sha256", sha, "task", string(task), "why", string(ended.Why), "took", time.Since(began).Round(time.Millisecond), "again", !last)
	return unreadable{string(ended.Why), last}
}

// looks are the looks into files that are under way or were made a while ago, by hash: a draft is shown many times, and whoever stops
// waiting for a look ends it for nobody else.
type looks struct {
	mu  sync.Mutex
	had map[string]*fileLook
	now int // under way
	all sync.WaitGroup
}

// Drain waits until the looks that are under way have recorded how they ended. Close the Opener before, and the store after it.
func (d *Desk) Drain() { d.looks.all.Wait() }

// fileLook is one look into a file.
type fileLook struct {
	done  chan struct{}
	found []sandbox.Finding
	err   error
	until time.Time // after which it is made again; zero = never
}

const (
	mostLooked = 1000 // are remembered
	mostNow    = 40   // are under way or wait for their turn; each holds its file
	// failedFor is how long a look that failed is not made again: long enough to send the file with a reason without another wait.
	failedFor = 10 * time.Minute
)

// lookInto says what a file says without showing it. It waits as long as ctx lets it; the look itself goes on to its end.
func (d *Desk) lookInto(ctx context.Context, sha string, load func(ctx context.Context) ([]byte, error)) ([]sandbox.Finding, error) {
	g, err := d.startLook(ctx, sha, load)
	if err != nil {
		return nil, err
	}
	select {
	case <-g.done:
		return g.found, g.err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func (d *Desk) startLook(ctx context.Context, sha string, load func(ctx context.Context) ([]byte, error)) (*fileLook, error) {
	d.looks.mu.Lock()
	defer d.looks.mu.Unlock()
	if g, known := d.looks.had[sha]; known && (g.until.IsZero() || time.Now().Before(g.until)) {
		return g, nil
	}
	if d.looks.now >= mostNow {
		return nil, errBusy
	}
	if d.looks.had == nil || len(d.looks.had) >= mostLooked {
		d.looks.had = map[string]*fileLook{}
	}
	g := &fileLook{done: make(chan struct{})}
	d.looks.had[sha] = g
	d.looks.now++
	d.looks.all.Go(func() {
		err := d.openFile(context.WithoutCancel(ctx), sha, sandbox.Inspect, func() error {
			content, err := load(context.WithoutCancel(ctx))
			if err == nil {
				g.found, err = d.Files.Inspect(context.WithoutCancel(ctx), content)
			}
			return err
		})
		d.looks.mu.Lock()
		defer d.looks.mu.Unlock()
		d.looks.now--
		var no unreadable
		switch {
		case errors.As(err, &no):
			g.err, g.until = no, time.Now().Add(failedFor)
		case err != nil: // nothing is known of the file: the next one asks anew
			g.err = fmt.Errorf("look into a file: %w", err)
			if d.looks.had[sha] == g {
				delete(d.looks.had, sha)
			}
		}
		close(g.done)
	})
	return g, nil
}
