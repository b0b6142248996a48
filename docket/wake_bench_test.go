package docket_test

import (
	"testing"
	"time"
)

// Every change of a case asks twice what comes next; a worker does it for every one it replays.
func BenchmarkNextWake(b *testing.B) {
	law := shippedLaw(b, "public-information")
	s := opened(b, law, true, false)
	now := s.now.Add(time.Hour)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := s.NextWake(law, now); err != nil {
			b.Fatal(err)
		}
	}
}
