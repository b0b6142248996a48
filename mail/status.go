package mail

import (
	"errors"
	"time"
)

// Status is for operators and health checks.
type Status struct {
	Connected bool
	// when a message was moved or the inbox seen through; never older than IdleFor or PollEvery when all is well
	LastSuccess        time.Time
	LastError          string // of the connection or of a message; kept until the next success
	LastErrorAt        time.Time
	LoginRefused       bool
	Waiting            int // messages that failed and will be retried
	Left               int // messages that stay in the inbox by decision (Watcher.Leave)
	Handled            int // messages moved since the start
	UIDValidity        uint32
	UIDValidityChanges int
}

// Status is safe for concurrent use.
func (w *Watcher) Status() Status {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.status
}

func (w *Watcher) failed(err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.status.LastError, w.status.LastErrorAt = err.Error(), time.Now()
	w.status.LoginRefused = w.status.LoginRefused || errors.Is(err, errAuth)
}
