package desk

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"foja/docket"
)

// parallel does something 60 times at once and says how often it was refused for being too much, and how often not.
func parallel(do func(i int) error) (let, refused int64) {
	var all sync.WaitGroup
	var yes, no atomic.Int64
	for i := range 60 {
		all.Go(func() {
			if docket.CodeOf(do(i)) == docket.CodeTooMany {
				no.Add(1)
				return
			}
			yes.Add(1)
		})
	}
	all.Wait()
	return yes.Load(), no.Load()
}

// Those who try at the same moment are counted before anything is compared.
func TestParallelTriesAreCountedBeforeTheyAreCompared(t *testing.T) {
	h := newHouse(t)
	julio := h.account("julio", "secreto1")
	by, _, _ := h.guardedUser()
	clerk := h.person("Rosa", "lima", docket.RoleReception)
	r := h.register(clerk, form("t1"))
	for _, c := range []struct {
		name string
		most int64
		do   func(i int) error
	}{
		{"passwords of one login, from anywhere", limitLogin.most, func(i int) error {
			_, err := h.SignIn(h.ctx, julio.Login, "malo", fmt.Sprintf("192.0.2.%d", i))
			return err
		}},
		{"passwords of any login, from one address", limitSignIn.most, func(i int) error {
			_, err := h.SignIn(h.ctx, fmt.Sprint("otro", i), "malo", "198.51.100.1")
			return err
		}},
		{"second factors", limitCode.most, func(i int) error {
			_, err := h.SignInCode(h.ctx, by.ID, fmt.Sprintf("%06d", i), fmt.Sprintf("192.0.2.%d", i))
			return err
		}},
		{"status codes", limitStatus.most, func(int) error {
			_, err := h.Status(h.ctx, r.Number, "AAAAAAAAAA", "198.51.100.2")
			return err
		}},
		{"download links", limitLink.most, func(i int) error {
			_, err := h.Download(h.ctx, fmt.Sprint("nonsense", i), "198.51.100.3")
			return err
		}},
		{"unit links", limitLink.most, func(int) error {
			_, err := h.UnitQuestion(h.ctx, "a.b", "198.51.100.4")
			return err
		}},
		{"upload links", limitLink.most, func(int) error {
			_, err := h.UploadLink(h.ctx, "a.b", "198.51.100.5")
			return err
		}},
		{"requests by the form", limitAsk.most, func(i int) error {
			_, err := h.RegisterOnline(h.ctx, online(fmt.Sprint("parallel-", i)), "2001:db8::1")
			return err
		}},
		{"receipts to check", limitVerify.most, func(int) error { return h.MayVerify(h.ctx, "198.51.100.6") }},
	} {
		t.Run(c.name, func(t *testing.T) {
			if let, refused := parallel(c.do); let != c.most || refused != 60-c.most {
				t.Errorf("%d were compared and %d refused; the limit is %d", let, refused, c.most)
			}
		})
	}
}

// What is right is not counted: an office behind one address, or a citizen who looks often, is not locked out.
func TestWhatIsRightIsNotCounted(t *testing.T) {
	h := newHouse(t)
	h.account("julio", "secreto1")
	r := h.register(h.person("Rosa", "lima", docket.RoleReception), form("t1"))
	for range int(limitSignIn.most) + 5 {
		if _, err := h.Status(h.ctx, r.Number, r.StatusCode, "192.0.2.1"); err != nil {
			t.Fatal(err)
		}
	}
	for range int(limitSignIn.most) + 2 {
		if _, err := h.SignIn(h.ctx, "julio", "secreto1", "192.0.2.1"); err != nil {
			t.Fatal(err)
		}
	}
}

// A login that looks like an address, or like the key of something else, is counted as a login.
func TestALoginIsNoAddress(t *testing.T) {
	h := newHouse(t)
	julio := h.account("julio", "secreto1")
	by, code, _ := h.guardedUser()
	h.now = h.now.Add(time.Minute)
	for _, login := range []string{"ip:192.0.2.7", "192.0.2.7", "code:" + by.ID, by.ID} {
		for i := range 20 {
			_, _ = h.SignIn(h.ctx, login, "malo", fmt.Sprintf("203.0.113.%d", i))
		}
	}
	if _, err := h.SignIn(h.ctx, julio.Login, "secreto1", "192.0.2.7"); err != nil {
		t.Errorf("an address was locked by typing it as a login: %v", err)
	}
	if _, err := h.SignInCode(h.ctx, by.ID, code(), "192.0.2.8"); err != nil {
		t.Errorf("a second factor was locked by typing it as a login: %v", err)
	}
}

func TestNetwork(t *testing.T) {
	for ip, want := range map[string]string{
		"192.0.2.7": "192.0.2.7", "::ffff:192.0.2.7": "192.0.2.7", "2001:db8:1:2:3:4:5:6": "2001:db8:1:2::/64", "2001:db8:1:2::9%eth0": "2001:db8:1:2::/64", "unix": "unix",
	} {
		if got := network(ip); got != want {
			t.Errorf("%s counts as %s, want %s", ip, got, want)
		}
	}
}

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
