package postoffice

import "sync"

// bells tells the sessions that look at a mailbox that it changed. A bell carries no news: the
// session compares its view with the store, so a missed or doubled ring does no harm.
type bells struct {
	mu      sync.Mutex
	hearers map[int64]map[chan struct{}]bool
}

func newBells() *bells { return &bells{hearers: map[int64]map[chan struct{}]bool{}} }

// hear returns a channel that gets one token per burst of changes of a mailbox.
func (b *bells) hear(mailboxID int64) (bell chan struct{}, leave func()) {
	bell = make(chan struct{}, 1)
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.hearers[mailboxID] == nil {
		b.hearers[mailboxID] = map[chan struct{}]bool{}
	}
	b.hearers[mailboxID][bell] = true
	return bell, func() {
		b.mu.Lock()
		defer b.mu.Unlock()
		delete(b.hearers[mailboxID], bell)
		if len(b.hearers[mailboxID]) == 0 {
			delete(b.hearers, mailboxID)
		}
	}
}

func (b *bells) ring(mailboxIDs ...int64) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, id := range mailboxIDs {
		for bell := range b.hearers[id] {
			poke(bell)
		}
	}
}

func (b *bells) ringAll() {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, hearers := range b.hearers {
		for bell := range hearers {
			poke(bell)
		}
	}
}

func poke(bell chan struct{}) {
	select {
	case bell <- struct{}{}:
	default: // a token is waiting already
	}
}
