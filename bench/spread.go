package bench

import (
	"slices"
	"time"
)

// Spread is how long things took.
type Spread struct {
	N             int
	P50, P95, P99 time.Duration
	Max           time.Duration
}

// SpreadOf sorts the durations and reads the percentiles off (nearest rank).
func SpreadOf(all []time.Duration) Spread {
	if len(all) == 0 {
		return Spread{}
	}
	slices.Sort(all)
	at := func(percent int) time.Duration { return all[(len(all)*percent+99)/100-1] }
	return Spread{len(all), at(50), at(95), at(99), all[len(all)-1]}
}
