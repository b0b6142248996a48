package documents

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"foja/files/sandbox"
	"foja/store"
)

// Opener opens foreign files where they can do no harm: a sandbox.Pool.
type Opener interface {
	Words(ctx context.Context, content []byte) (string, error)
	Inspect(ctx context.Context, content []byte) ([]sandbox.Finding, error)
}

// ErrBusy tells that the same file is being read elsewhere, or that too many wait.
var ErrBusy = errors.New("desk: the file is being read, or too many wait to be")

// Unreadable is the error of a file that could not be read, and why.
type Unreadable struct {
	Why  string // sandbox.Why, or "" when two attempts were cut off
	Last bool   // it will not be opened again by itself
}

func (u Unreadable) Error() string { return "the file could not be read: " + u.Why }

// Words are the reasons in Spanish, to be put behind "no se pudo leer por dentro".
func (u Unreadable) Words() string {
	switch sandbox.Why(u.Why) {
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

// OpenFile opens a file of which the hash is known. The attempt is in the register before; an attempt that somebody ended for other reasons is
// taken back. The error is unreadable when it is the file's own.
func (s *Service) OpenFile(ctx context.Context, sha string, task sandbox.Task, open func() error) error {
	if s.Opener == nil {
		return errors.New("desk: nothing opens files here")
	}
	answer, failure, err := s.core.Store.BeginRead(ctx, sha, string(task))
	switch {
	case err != nil:
		return err
	case answer == store.ReadBusy:
		return ErrBusy
	case answer == store.ReadNever:
		return Unreadable{failure, true}
	}
	began := time.Now()
	err = open()
	// Anyone who asked may be gone, and the program about to stop: how it ended is recorded all the same.
	after, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer cancel()
	var ended sandbox.Ended
	switch {
	case err == nil:
		return s.core.Store.EndRead(after, sha, string(task))
	case !errors.As(err, &ended):
		return errors.Join(err, s.core.Store.CancelRead(after, sha, string(task)))
	}
	last, err := s.core.Store.FailRead(after, sha, string(task), string(ended.Why))
	if err != nil {
		return err
	}
	s.core.Logger.Warn("a file ended its reader", "sha256", sha, "task", string(task), "why", string(ended.Why), "took", time.Since(began).Round(time.Millisecond), "again", !last)
	return Unreadable{string(ended.Why), last}
}

// looks are the looks into files that are under way or were made a while ago, by hash: a draft is shown many times, and anyone who
// stops waiting for a look ends it for nobody else.
type looks struct {
	mu  sync.Mutex
	had map[string]*fileLook
	now int // under way
	all sync.WaitGroup
}

// Drain waits until the looks that are under way have recorded how they ended. Close the Opener before, and the store after it.
func (s *Service) Drain() { s.looks.all.Wait() }

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

// LookInto says what a file says without showing it. It waits as long as ctx lets it; the look itself goes on to its end.
func (s *Service) LookInto(ctx context.Context, sha string, load func(ctx context.Context) ([]byte, error)) ([]sandbox.Finding, error) {
	g, err := s.StartLook(ctx, sha, load)
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

// StartLook begins a look into a file, or joins the one that is under way.
func (s *Service) StartLook(ctx context.Context, sha string, load func(ctx context.Context) ([]byte, error)) (*fileLook, error) {
	s.looks.mu.Lock()
	defer s.looks.mu.Unlock()
	if g, known := s.looks.had[sha]; known && (g.until.IsZero() || time.Now().Before(g.until)) {
		return g, nil
	}
	if s.looks.now >= mostNow {
		return nil, ErrBusy
	}
	if s.looks.had == nil || len(s.looks.had) >= mostLooked {
		s.looks.had = map[string]*fileLook{}
	}
	g := &fileLook{done: make(chan struct{})}
	s.looks.had[sha] = g
	s.looks.now++
	s.looks.all.Go(func() {
		err := s.OpenFile(context.WithoutCancel(ctx), sha, sandbox.Inspect, func() error {
			content, err := load(context.WithoutCancel(ctx))
			if err == nil {
				g.found, err = s.Opener.Inspect(context.WithoutCancel(ctx), content)
			}
			return err
		})
		s.looks.mu.Lock()
		defer s.looks.mu.Unlock()
		s.looks.now--
		var no Unreadable
		switch {
		case errors.As(err, &no):
			g.err, g.until = no, time.Now().Add(failedFor)
		case err != nil: // nothing is known of the file: the next one asks anew
			g.err = fmt.Errorf("look into a file: %w", err)
			if s.looks.had[sha] == g {
				delete(s.looks.had, sha)
			}
		}
		close(g.done)
	})
	return g, nil
}
