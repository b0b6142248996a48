package sandbox

import (
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"runtime"
	"sync"
	"time"
)

// A child that has read a file is kept for the next one, for a while: starting takes longer than reading. One that
// failed is not.
const (
	idleFor          = 30 * time.Second
	maxFilesPerChild = 100             // of one child
	startTimeout     = 2 * time.Minute // a child on a machine that is busy; no file is open yet
)

// Pool opens files in children. Its methods may be called by several goroutines.
type Pool struct {
	options Options
	slots   chan struct{} // one for each child that may run
	ctx     context.Context
	stop    context.CancelFunc
	open    sync.Once // what the kernel did not close is said once
	closing sync.Once

	mu   sync.Mutex
	idle []*child
}

// New makes a pool; it starts no child yet. Close it at the end.
func New(o Options) (*Pool, error) {
	o.Memory, o.Time = cmp.Or(o.Memory, DefaultMemory), cmp.Or(o.Time, DefaultTime)
	o.Children, o.Program = cmp.Or(o.Children, runtime.NumCPU()), cmp.Or(o.Program, self())
	o.Cache = cmp.Or(o.Cache, CacheDir())
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if err := o.check(); err != nil {
		return nil, err
	}
	p := &Pool{options: o, slots: make(chan struct{}, o.Children)}
	p.ctx, p.stop = context.WithCancel(context.Background())
	return p, nil
}

// Words returns the words of a file, with spaces between; none when there are none, or when its kind is not known. The
// error is Ended when the file ended its child; any other error has nothing to do with the file.
func (p *Pool) Words(ctx context.Context, content []byte) (string, error) {
	r, err := p.do(ctx, Words, content)
	return string(r.Words), err
}

// Inspect returns what a file says without showing it. Errors are those of Words.
func (p *Pool) Inspect(ctx context.Context, content []byte) ([]Finding, error) {
	r, err := p.do(ctx, Inspect, content)
	return r.Findings, err
}

// Close kills the children. What they were reading returns ErrStopped.
func (p *Pool) Close() { p.closing.Do(p.close) }

func (p *Pool) close() {
	p.stop()
	p.mu.Lock()
	idle := p.idle
	p.idle = nil
	p.mu.Unlock()
	for _, c := range idle {
		c.end()
	}
	for range cap(p.slots) { // anyone who has a turn ends its child before it gives the turn back
		p.slots <- struct{}{}
	}
}

func (p *Pool) do(ctx context.Context, do Task, content []byte) (reply, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	defer context.AfterFunc(p.ctx, cancel)()
	r, err := p.runInChild(ctx, do, content)
	if err != nil && p.ctx.Err() != nil {
		return reply{}, ErrStopped
	}
	return r, err
}

// runInChild waits until a child may run, and lets it read.
func (p *Pool) runInChild(ctx context.Context, do Task, content []byte) (reply, error) {
	select {
	case p.slots <- struct{}{}:
		defer func() { <-p.slots }()
	case <-ctx.Done():
		return reply{}, ctx.Err()
	}
	if ctx.Err() != nil { // both were ready
		return reply{}, ctx.Err()
	}
	c, err := p.child(ctx)
	if err != nil {
		return reply{}, err
	}
	began := time.Now()
	r, err := c.read(ctx, do, content, p.options.Time)
	// A reader that took so long may have left something running.
	if err != nil || time.Since(began) > p.options.Time/2 || c.files >= maxFilesPerChild {
		c.end()
		return r, err
	}
	p.keep(c)
	return r, nil
}

// child is one that waits, or a new one.
func (p *Pool) child(ctx context.Context) (*child, error) {
	p.mu.Lock()
	for n := len(p.idle); n > 0; n = len(p.idle) {
		c := p.idle[n-1]
		p.idle = p.idle[:n-1]
		if c.takeIdle() {
			p.mu.Unlock()
			return c, nil
		}
	}
	p.mu.Unlock()
	c, open, err := start(ctx, p.options)
	if err != nil {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		return nil, fmt.Errorf("sandbox: start a child: %w", err)
	}
	if len(open) > 0 {
		p.open.Do(func() {
			p.options.Log.Warn("the kernel does not confine the children that open files as it should; foja goes on",
				"refused", open)
		})
	}
	return c, nil
}

func (p *Pool) keep(c *child) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.ctx.Err() != nil {
		go c.end()
		return
	}
	c.keepIdle(idleFor)
	p.idle = append(p.idle, c)
}
