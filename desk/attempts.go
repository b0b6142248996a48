package desk

import (
	"net/netip"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// attempts limits wrong guesses by network address: ten at once, then one in ten seconds. It
// lives in memory: what it protects has 50 random bits of its own.
type attempts struct {
	mu   sync.Mutex
	seen map[string]*guesser
}

type guesser struct {
	limit *rate.Limiter
	last  time.Time
}

func newAttempts() *attempts { return &attempts{seen: map[string]*guesser{}} }

const (
	guessBurst = 10
	guessEvery = 10 * time.Second
	guessWait  = time.Minute // asked of who has none left: six grow back
	mostSeen   = 20_000
)

// spent says whether the address has no guess left.
func (a *attempts) spent(ip string, now time.Time) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	g, ok := a.seen[network(ip)]
	return ok && g.limit.TokensAt(now) < 1
}

// wrong counts a wrong guess.
func (a *attempts) wrong(ip string, now time.Time) {
	a.mu.Lock()
	defer a.mu.Unlock()
	g, ok := a.seen[network(ip)]
	if !ok {
		if len(a.seen) >= mostSeen {
			a.forget(now)
		}
		g = &guesser{limit: rate.NewLimiter(rate.Every(guessEvery), guessBurst)}
		a.seen[network(ip)] = g
	}
	g.last = now
	g.limit.AllowN(now, 1)
}

// forget drops addresses whose guesses have grown back.
func (a *attempts) forget(now time.Time) {
	for ip, g := range a.seen {
		if now.Sub(g.last) > guessBurst*guessEvery {
			delete(a.seen, ip)
		}
	}
}

// network is the address, or for IPv6 its /64: one house has that many.
func network(ip string) string {
	addr, err := netip.ParseAddr(ip)
	if err != nil || addr.Unmap().Is4() {
		return ip
	}
	prefix, err := addr.Prefix(64)
	if err != nil {
		return ip
	}
	return prefix.String()
}
