package attempts_test

import (
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"foja/access/attempts"
	"foja/desk/desktest"
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
	h := desktest.New(t)
	julio := h.Account("julio", "secreto1")
	by, _, _ := h.GuardedUser()
	clerk := h.Person("Rosa", "lima", docket.RoleReception)
	r := h.Register(clerk, desktest.Form("t1"))
	for _, c := range []struct {
		name string
		most int64
		do   func(i int) error
	}{
		{"passwords of one login, from anywhere", attempts.LimitLogin.Most, func(i int) error {
			_, err := h.Access.SignIn(h.Ctx, julio.Login, "malo", fmt.Sprintf("192.0.2.%d", i))
			return err
		}},
		{"passwords of any login, from one address", attempts.LimitSignIn.Most, func(i int) error {
			_, err := h.Access.SignIn(h.Ctx, fmt.Sprint("otro", i), "malo", "198.51.100.1")
			return err
		}},
		{"second factors", attempts.LimitCode.Most, func(i int) error {
			_, err := h.Access.SignInCode(h.Ctx, by.ID, fmt.Sprintf("%06d", i), fmt.Sprintf("192.0.2.%d", i))
			return err
		}},
		{"status codes", attempts.LimitStatus.Most, func(int) error {
			_, err := h.Links.Status(h.Ctx, r.Number, "AAAAAAAAAA", "198.51.100.2")
			return err
		}},
		{"download links", attempts.LimitLink.Most, func(i int) error {
			_, err := h.Links.Download(h.Ctx, fmt.Sprint("nonsense", i), "198.51.100.3")
			return err
		}},
		{"unit links", attempts.LimitLink.Most, func(int) error {
			_, err := h.Links.UnitQuestion(h.Ctx, "a.b", "198.51.100.4")
			return err
		}},
		{"upload links", attempts.LimitLink.Most, func(int) error {
			_, err := h.Links.UploadLink(h.Ctx, "a.b", "198.51.100.5")
			return err
		}},
		{"requests by the form", attempts.LimitAsk.Most, func(i int) error {
			_, err := h.Acts.RegisterOnline(h.Ctx, desktest.Online(fmt.Sprint("parallel-", i)), "2001:db8::1")
			return err
		}},
		{"receipts to check", attempts.LimitVerify.Most, func(int) error { return h.Links.MayVerify(h.Ctx, "198.51.100.6") }},
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
	h := desktest.New(t)
	h.Account("julio", "secreto1")
	r := h.Register(h.Person("Rosa", "lima", docket.RoleReception), desktest.Form("t1"))
	for range int(attempts.LimitSignIn.Most) + 5 {
		if _, err := h.Links.Status(h.Ctx, r.Number, r.StatusCode, "192.0.2.1"); err != nil {
			t.Fatal(err)
		}
	}
	for range int(attempts.LimitSignIn.Most) + 2 {
		if _, err := h.Access.SignIn(h.Ctx, "julio", "secreto1", "192.0.2.1"); err != nil {
			t.Fatal(err)
		}
	}
}

// A login that looks like an address, or like the key of something else, is counted as a login.
func TestALoginIsNoAddress(t *testing.T) {
	h := desktest.New(t)
	julio := h.Account("julio", "secreto1")
	by, code, _ := h.GuardedUser()
	h.Now = h.Now.Add(time.Minute)
	for _, login := range []string{"ip:192.0.2.7", "192.0.2.7", "code:" + by.ID, by.ID} {
		for i := range 20 {
			_, _ = h.Access.SignIn(h.Ctx, login, "malo", fmt.Sprintf("203.0.113.%d", i))
		}
	}
	if _, err := h.Access.SignIn(h.Ctx, julio.Login, "secreto1", "192.0.2.7"); err != nil {
		t.Errorf("an address was locked by typing it as a login: %v", err)
	}
	if _, err := h.Access.SignInCode(h.Ctx, by.ID, code(), "192.0.2.8"); err != nil {
		t.Errorf("a second factor was locked by typing it as a login: %v", err)
	}
}

func TestNetwork(t *testing.T) {
	for ip, want := range map[string]string{
		"192.0.2.7": "192.0.2.7", "::ffff:192.0.2.7": "192.0.2.7", "2001:db8:1:2:3:4:5:6": "2001:db8:1:2::/64", "2001:db8:1:2::9%eth0": "2001:db8:1:2::/64", "unix": "unix",
	} {
		if got := attempts.Network(ip); got != want {
			t.Errorf("%s counts as %s, want %s", ip, got, want)
		}
	}
}
