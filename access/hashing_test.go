package access

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"foja/docket"
)

// While one address floods the queue, somebody from another one is next.
func TestOneAddressDoesNotKeepOthersWaiting(t *testing.T) {
	q := newFairQueue(1, 5, 8)
	hold, err := q.take(t.Context(), "flood")
	if err != nil {
		t.Fatal(err)
	}
	got := make(chan string, 20)
	wait := func(who string) {
		release, err := q.take(t.Context(), who)
		if err != nil {
			t.Errorf("%s: %v", who, err)
			return
		}
		got <- who
		release()
	}
	for range 5 {
		go wait("flood")
	}
	eventually(t, func() bool { q.mu.Lock(); defer q.mu.Unlock(); return q.waiting == 5 })
	if _, err := q.take(t.Context(), "flood"); docket.CodeOf(err) != docket.CodeTooMany || docket.WaitOf(err) == 0 {
		t.Errorf("one address waits more than it may: %v", err)
	}
	gone, leave := context.WithCancel(t.Context())
	left := make(chan error, 1)
	go func() {
		_, err := q.take(gone, "gone")
		left <- err
	}()
	eventually(t, func() bool { q.mu.Lock(); defer q.mu.Unlock(); return q.waiting == 6 })
	leave()
	if err := <-left; !errors.Is(err, context.Canceled) {
		t.Errorf("who has gone: %v", err)
	}
	for i, who := range []string{"rosa", "luis", "ana"} {
		go wait(who)
		eventually(t, func() bool { q.mu.Lock(); defer q.mu.Unlock(); return q.waiting == 6+i })
	}
	if _, err := q.take(t.Context(), "one too many"); docket.CodeOf(err) != docket.CodeUnavailable || docket.WaitOf(err) == 0 {
		t.Errorf("more wait than may: %v", err)
	}
	hold()
	var order []string
	for range 8 {
		order = append(order, <-got)
	}
	if fmt.Sprint(order[:4]) != "[flood rosa luis ana]" {
		t.Errorf("they were let in as %v", order)
	}
	eventually(t, func() bool { q.mu.Lock(); defer q.mu.Unlock(); return q.free == 1 && len(q.queues) == 0 })
}

func eventually(t *testing.T, is func() bool) {
	t.Helper()
	for range 500 {
		if is() {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatal("it never came to that")
}
