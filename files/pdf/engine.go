// Package pdf reads PDF files with PDFium, which runs as WebAssembly: a fault of its C++ code ends in an error here,
// and it sees no file, no network and no clock of the machine. Its memory is bounded. The time of a document is bounded
// between two calls of PDFium and while it draws; one call that takes too long is ended with the process by whoever
// started it.
//
// Nothing happens when the program starts. The first document compiles PDFium, which takes about five seconds of CPU
// and 320 MB; Start does that beforehand, and keeps the result in a directory.
package pdf

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"sync"
	"time"

	"github.com/klippa-app/go-pdfium"
	"github.com/klippa-app/go-pdfium/webassembly"
	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/experimental"
)

// Limits of one document.
const (
	MaxMemory      = 320 << 20       // bytes that PDFium may have for one document, with the document itself
	MaxFile        = 128 << 20       // bytes of a document
	defaultTimeout = 8 * time.Second // of a caller that gives no deadline of its own
)

// Errors of Open. Others say that PDFium could not be started.
var (
	ErrLocked = errors.New("pdf: the file has a password")
	ErrBroken = errors.New("pdf: the file cannot be read")
	ErrLarge  = errors.New("pdf: the file needs too much memory or time")
)

// engine is PDFium, compiled once for a process.
var engine struct {
	sync.Mutex
	cache string
	pool  pdfium.Pool
}

// Start compiles PDFium. With a directory it keeps the machine code there, and reads it from there the next time, in
// 0.2 seconds of CPU: the directory must belong to the user of this process and be open to nobody else, for the code is
// run as it is. Start may be called again; only the first call that succeeds does something.
func Start(cache string) error {
	engine.Lock()
	defer engine.Unlock()
	if engine.pool != nil {
		return nil
	}
	if cache != "" {
		if err := makePrivateDir(cache); err != nil {
			return err
		}
	}
	engine.cache = cache
	return start()
}

// start is called with the lock held.
func start() error {
	config := wazero.NewRuntimeConfig().
		// PDFium's setjmp is made of exceptions
		WithCoreFeatures(api.CoreFeaturesV2 | experimental.CoreFeaturesExceptionHandling).
		WithMemoryLimitPages(MaxMemory >> 16)
	// Not WithCloseOnContextDone: asking whether the time is over at every loop makes PDFium four times as slow
	// (decision 39).
	if engine.cache != "" {
		cache, err := wazero.NewCompilationCacheWithDir(engine.cache)
		if err != nil {
			return fmt.Errorf("pdf: cache of compiled code: %w", err)
		}
		config = config.WithCompilationCache(cache)
	}
	pool, err := webassembly.Init(webassembly.Config{
		Context: experimental.WithMemoryAllocator(context.Background(), experimental.MemoryAllocatorFunc(reserve)),
		// One instance at a time, and a fresh one for each document: what one leaves behind, the next must not find.
		MaxTotal: 1, MaxIdle: 0,
		FSConfig: wazero.NewFSConfig(), // without this it would see the machine's files
		Stdout:   io.Discard, Stderr: io.Discard,
		RuntimeConfig: config,
	})
	if err != nil {
		return fmt.Errorf("pdf: start PDFium: %w", err)
	}
	engine.pool = pool
	return nil
}

// documentLock lets one document be open at a time.
var documentLock = make(chan struct{}, 1)

// instance is a PDFium of its own for one document. Give it back by release.
func instance(ctx context.Context) (pdfium.Pdfium, error) {
	if err := Start(""); err != nil {
		return nil, err
	}
	select {
	case documentLock <- struct{}{}:
	case <-ctx.Done():
		return nil, ErrLarge
	}
	i, err := engine.pool.GetInstanceWithContext(ctx)
	if err != nil {
		<-documentLock
		if ctx.Err() != nil {
			return nil, ErrLarge
		}
		return nil, fmt.Errorf("pdf: make an instance of PDFium: %w", err)
	}
	return i, nil
}

func release(i pdfium.Pdfium) {
	_ = i.Close() // a broken instance is thrown away all the same
	<-documentLock
}

// makePrivateDir makes a directory that nobody else may write to, or says that it is not so.
func makePrivateDir(dir string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("pdf: cache of compiled code: %w", err)
	}
	info, err := os.Lstat(dir)
	if err != nil {
		return fmt.Errorf("pdf: cache of compiled code: %w", err)
	}
	if !info.IsDir() || info.Mode().Perm()&0o022 != 0 || !ownedByUser(info) {
		return fmt.Errorf("pdf: %s must be a directory of this process's user, with mode 0700: machine code is run from it",
			dir)
	}
	return nil
}
