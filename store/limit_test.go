package store

import (
	"context"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

func limitOf(kind, value string, most int64) LimitUse {
	return LimitUse{Limit{LimitKey{kind, value}, most, 15 * time.Minute}, 1}
}

// However many come at the same moment, no more are counted than the limit allows.
func TestReserveInParallel(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *Store) {
		const most = 5
		var taken, refused atomic.Int64
		var all sync.WaitGroup
		for range 60 {
			all.Go(func() {
				over, err := s.Reserve(t.Context(), noon, limitOf("address", "192.0.2.1", 1000), limitOf("login", "rosa", most))
				switch {
				case err != nil:
					t.Error(err)
				case over == nil:
					taken.Add(1)
				default:
					refused.Add(1)
				}
			})
		}
		all.Wait()
		if taken.Load() != most || refused.Load() != 60-most {
			t.Errorf("%d were let through and %d refused, want %d", taken.Load(), refused.Load(), most)
		}
		// What was refused for one limit did not count against the other.
		if over, err := s.Exhausted(t.Context(), noon,
			LimitUse{limitOf("address", "192.0.2.1", 1000).Limit, 1000 - most}); err != nil || over != nil {
			t.Errorf("the address lost uses to refusals: %+v, %v", over, err)
		}
	})
}

func TestReserveWaitsAndRefunds(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *Store) {
		ctx, use := t.Context(), limitOf("login", "rosa", 3)
		reserve := func(when time.Time) *Exceeded {
			t.Helper()
			over, err := s.Reserve(ctx, when, use)
			must(t, err)
			return over
		}
		for i := range 3 {
			if over := reserve(noon); over != nil {
				t.Fatalf("use %d: %+v", i+1, over)
			}
		}
		if over := reserve(noon); over == nil || over.Wait != 5*time.Minute || over.Key != use.Key {
			t.Errorf("the fourth: %+v", over)
		}
		if over := reserve(noon.Add(5*time.Minute - time.Second)); over == nil || over.Wait != time.Second {
			t.Errorf("a second too early: %+v", over)
		}
		if over := reserve(noon.Add(5 * time.Minute)); over != nil {
			t.Errorf("after the wait: %+v", over)
		}
		must(t, s.Refund(ctx, use))
		if over := reserve(noon.Add(5 * time.Minute)); over != nil {
			t.Errorf("after a refund: %+v", over)
		}
		must(t, s.Reset(ctx, use.Key))
		if over, err := s.Exhausted(ctx, noon, LimitUse{use.Limit, 3}); err != nil || over != nil {
			t.Errorf("after a reset: %+v, %v", over, err)
		}
		// More than the limit allows at once never fits, and says so.
		if over, err := s.Reserve(ctx, noon, LimitUse{use.Limit, 4}); err != nil || over == nil || over.Wait != 0 {
			t.Errorf("four of three: %+v, %v", over, err)
		}
	})
}

// Keys of two kinds never meet, whatever their values look like, and values are not kept as they are.
func TestLimitKeysDoNotMeet(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *Store) {
		ctx := t.Context()
		for _, pair := range [][2]LimitKey{
			{{"login", "ip:192.0.2.1"}, {"address", "192.0.2.1"}},
			{{"login", "x"}, {"code", "x"}},
			{{"a", "b\x00c"}, {"a\x00b", "c"}},
		} {
			for _, k := range pair {
				if k.Kind == "a\x00b" { // a kind is a constant of ours, which PostgreSQL would refuse with this character
					continue
				}
				over, err := s.Reserve(ctx, noon, LimitUse{Limit{k, 1, time.Hour}, 1})
				if err != nil || over != nil {
					t.Errorf("%q was counted with another: %+v, %v", k, over, err)
				}
			}
		}
		if n, err := count(ctx, s.read, `SELECT count(*) FROM limit_use WHERE value LIKE '%192%'`); err != nil || n != 0 {
			t.Errorf("what was tried is kept: %d, %v", n, err)
		}
	})
}

func TestForgetLimits(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *Store) {
		ctx := t.Context()
		for _, who := range []string{"a", "b", "c"} {
			_, err := s.Reserve(ctx, noon, limitOf("login", who, 3))
			must(t, err)
		}
		_, err := s.Reserve(ctx, noon.Add(time.Minute), limitOf("login", "c", 3))
		must(t, err)
		if n, err := s.ForgetLimits(context.Background(), noon.Add(5*time.Minute)); err != nil || n != 2 {
			t.Errorf("%d removed, %v", n, err)
		}
	})
}
