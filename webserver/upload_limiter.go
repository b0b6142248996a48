package webserver

import (
	"sync"
)

// UploadLimiter bounds how many large forms are taken at a time, of one address and of all: each needs memory and a
// place on disk while it comes.
type UploadLimiter struct {
	PerAddress, All int

	mu   sync.Mutex
	here map[string]int
	sum  int
}

// Enter lets one in; leave must be called once. Both are nil and false when there are too many.
func (c *UploadLimiter) Enter(address string) (leave func(), ok bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.sum >= c.All || c.here[address] >= c.PerAddress {
		return nil, false
	}
	if c.here == nil {
		c.here = map[string]int{}
	}
	c.sum++
	c.here[address]++
	return func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.sum--
		if c.here[address]--; c.here[address] == 0 {
			delete(c.here, address)
		}
	}, true
}
