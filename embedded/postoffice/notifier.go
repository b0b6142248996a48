package postoffice

import "sync"

// notifier tells the sessions that look at a mailbox that it changed. A bell carries no news: the
// session compares its view with the store, so a missed or doubled ring does no harm.
type notifier struct {
	mu          sync.Mutex
	subscribers map[int64]map[chan struct{}]bool
}

func newNotifier() *notifier { return &notifier{subscribers: map[int64]map[chan struct{}]bool{}} }

// subscribe returns a channel that gets one token per burst of changes of a mailbox.
func (b *notifier) subscribe(mailboxID int64) (changed chan struct{}, leave func()) {
	changed = make(chan struct{}, 1)
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.subscribers[mailboxID] == nil {
		b.subscribers[mailboxID] = map[chan struct{}]bool{}
	}
	b.subscribers[mailboxID][changed] = true
	return changed, func() {
		b.mu.Lock()
		defer b.mu.Unlock()
		delete(b.subscribers[mailboxID], changed)
		if len(b.subscribers[mailboxID]) == 0 {
			delete(b.subscribers, mailboxID)
		}
	}
}

func (b *notifier) notify(mailboxIDs ...int64) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, id := range mailboxIDs {
		for changed := range b.subscribers[id] {
			signal(changed)
		}
	}
}

func (b *notifier) notifyAll() {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, subscribers := range b.subscribers {
		for changed := range subscribers {
			signal(changed)
		}
	}
}

func signal(changed chan struct{}) {
	select {
	case changed <- struct{}{}:
	default: // a token is waiting already
	}
}
