package store

import (
	"bytes"
	"sync"
	"testing"
)

func TestSigningSeed_isOneForAll(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *Store) {
		var seeds [8][]byte
		var wait sync.WaitGroup
		for i := range seeds {
			wait.Go(func() {
				seed, err := s.SigningSeed(t.Context())
				if err != nil {
					t.Error(err)
				}
				seeds[i] = seed
			})
		}
		wait.Wait()
		for _, seed := range seeds {
			if len(seed) != 32 || !bytes.Equal(seed, seeds[0]) || bytes.Equal(seed, make([]byte, 32)) {
				t.Fatalf("seeds differ or are none: %x and %x", seeds[0], seed)
			}
		}
	})
}
