package access

import (
	"context"
	"sync"
	"time"

	"foja/docket"
)

// How many passwords are checked at once, which bounds memory, and how many may wait for it. One address never has all the places,
// and waits behind itself only: a flood of one address does not keep others from signing in.
const (
	hashesAtOnce    = 4
	hashesByAddress = 32   // waiting, of one address
	hashesWaiting   = 2000 // of all
	hashBusyWait    = 10 * time.Second
)

// fairQueue gives its places to addresses in turn.
type fairQueue struct {
	places, perAddress, most int

	mu      sync.Mutex
	free    int
	waiting int
	order   []string                   // addresses that wait, whose turn it is first
	queues  map[string][]chan struct{} // of each, the first who came first
}

func newFairQueue(places, perAddress, most int) *fairQueue {
	return &fairQueue{places: places, perAddress: perAddress, most: most, free: places, queues: map[string][]chan struct{}{}}
}

// take waits for a place; release gives it back. It refuses, without waiting, anyone who has too many waiting already.
func (q *fairQueue) take(ctx context.Context, address string) (release func(), err error) {
	q.mu.Lock()
	if q.free > 0 {
		q.free--
		q.mu.Unlock()
		return q.release, nil
	}
	mine := q.queues[address]
	switch {
	case len(mine) >= q.perAddress:
		q.mu.Unlock()
		return nil, docket.TooMany(hashBusyWait, "attempts.sign_ins_of_connection")
	case q.waiting >= q.most:
		q.mu.Unlock()
		return nil, docket.Busy(hashBusyWait, "attempts.sign_ins")
	}
	turn := make(chan struct{}, 1)
	if len(mine) == 0 {
		q.order = append(q.order, address)
	}
	q.queues[address] = append(mine, turn)
	q.waiting++
	q.mu.Unlock()
	select {
	case <-turn:
		return q.release, nil
	case <-ctx.Done():
		q.leave(address, turn)
		return nil, ctx.Err()
	}
}

// release hands the place to the next address in turn.
func (q *fairQueue) release() {
	q.mu.Lock()
	defer q.mu.Unlock()
	if len(q.order) == 0 {
		q.free++
		return
	}
	address := q.order[0]
	q.order = q.order[1:]
	mine := q.queues[address]
	mine[0] <- struct{}{}
	q.waiting--
	if mine = mine[1:]; len(mine) == 0 {
		delete(q.queues, address)
		return
	}
	q.queues[address] = mine
	q.order = append(q.order, address)
}

// leave takes somebody out of the queue who has gone; a place that she got at the same moment is passed on.
func (q *fairQueue) leave(address string, turn chan struct{}) {
	q.mu.Lock()
	for i, other := range q.queues[address] {
		if other != turn {
			continue
		}
		rest := append(append([]chan struct{}{}, q.queues[address][:i]...), q.queues[address][i+1:]...)
		q.waiting--
		if q.queues[address] = rest; len(rest) == 0 {
			delete(q.queues, address)
			for j, a := range q.order {
				if a == address {
					q.order = append(q.order[:j:j], q.order[j+1:]...)
					break
				}
			}
		}
		q.mu.Unlock()
		return
	}
	q.mu.Unlock()
	q.release()
}
