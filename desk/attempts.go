package desk

import (
	"net/netip"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// attempts limits what strangers try by network address: so many at once, then one each time. It lives in memory: a status code
// has 50 random bits of its own, and a form that is sent again after a restart is one form more.
type attempts struct {
	burst int
	every time.Duration

	mu   sync.Mutex
	seen map[string]*guesser
}

type guesser struct {
	limit *rate.Limiter
	last  time.Time
}

func newAttempts(burst int, every time.Duration) *attempts {
	return &attempts{burst: burst, every: every, seen: map[string]*guesser{}}
}

const (
	guessBurst = 10
	guessEvery = 10 * time.Second
	guessWait  = time.Minute // asked of who has none left: six grow back
	mostSeen   = 20_000

	// A school or a library is one address with many citizens.
	writeBurst = 20
	writeEvery = 3 * time.Minute
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
		g = &guesser{limit: rate.NewLimiter(rate.Every(a.every), a.burst)}
		a.seen[network(ip)] = g
	}
	g.last = now
	g.limit.AllowN(now, 1)
}

// forget drops addresses whose guesses have grown back.
func (a *attempts) forget(now time.Time) {
	for ip, g := range a.seen {
		if now.Sub(g.last) > time.Duration(a.burst)*a.every {
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
