package mail

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-imap/v2"
)

// ledger is a handler that records what it was given.
type ledger struct {
	mu     sync.Mutex
	seen   map[string]int // by body
	got    []Fetched
	refuse func(Fetched) error
}

func (l *ledger) handle(_ context.Context, f Fetched) (string, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.seen == nil {
		l.seen = map[string]int{}
	}
	l.got = append(l.got, f)
	if l.refuse != nil {
		if err := l.refuse(f); err != nil {
			return "", err
		}
	}
	l.seen[string(f.Raw)]++
	if f.TooBig {
		return "Retenidos", nil
	}
	return "Procesados", nil
}

func (l *ledger) distinct() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.seen)
}

func (l *ledger) last() Fetched {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.got[len(l.got)-1]
}

func mailNo(i int) string {
	return fmt.Sprintf("From: a@b.pe\r\nSubject: n %d\r\n\r\ntexto %d\r\n", i, i)
}

func watcher(addr string, h Handler) *Watcher {
	return &Watcher{
		Account: Account{Name: "mesa", Addr: addr, TLS: TLSNone, User: "mesa", Password: "clave"},
		Handle:  h, Log: quiet, CommandTimeout: 2 * time.Second, RetryMin: 10 * time.Millisecond,
		RetryMax:  50 * time.Millisecond,
		PollEvery: 30 * time.Millisecond, PoisonMin: 20 * time.Millisecond, PoisonMax: 40 * time.Millisecond,
		AuthRetry: time.Hour,
	}
}

func TestEveryMessageIsHandledOnceAndMoved(t *testing.T) {
	for name, caps := range map[string][]imap.Cap{
		"move": {imap.CapMove, imap.CapUIDPlus}, "uidplus": {imap.CapUIDPlus}, "neither": nil,
	} {
		t.Run(name, func(t *testing.T) {
			box := newMailbox(t, nil, caps...)
			const n = 60
			for i := range n {
				box.put(t, mailNo(i))
			}
			l := &ledger{}
			w := watcher(box.addr, l.handle)
			stop := run(t, w)
			eventually(t, "all moved", func() bool { return w.Status().Handled == n && !w.Status().LastSuccess.IsZero() })
			// Found again at every look when the server can only mark: it must not be handled again.
			for range 2 { // the first may still be the end of the look that moved them
				before := w.Status().LastSuccess
				w.Wake()
				eventually(t, "another look", func() bool { return w.Status().LastSuccess.After(before) })
			}
			stop()
			if len(l.got) != n || l.distinct() != n || box.count("Procesados") != n {
				t.Errorf("handled %d times, %d distinct, %d moved; want %d", len(l.got), l.distinct(), box.count("Procesados"), n)
			}
			left := 0
			if name == "neither" {
				left = n // marked as deleted, never expunged by us
			}
			if got := box.count("INBOX"); got != left {
				t.Errorf("%d left in the inbox, want %d", got, left)
			}
			if f := l.got[0]; f.Account != "mesa" || f.UID != 1 || f.UIDValidity == 0 || f.InternalDate.IsZero() ||
				f.Size != int64(len(mailNo(0))) {
				t.Errorf("facts of the first message: %+v", f)
			}
		})
	}
}

// TestHandsKeepEachSendersOrder: one slow letter keeps back only what its sender wrote after it.
func TestHandsKeepEachSendersOrder(t *testing.T) {
	box := newMailbox(t, nil, imap.CapMove, imap.CapUIDPlus)
	const each = 10
	for i := range each {
		for _, who := range []string{"ana", "rosa", "luis"} {
			box.put(t, fmt.Sprintf("From: %s@b.pe\r\nSubject: %d\r\n\r\ntexto\r\n", who, i))
		}
	}
	var mu sync.Mutex
	got, othersDone := map[string][]string{}, make(chan struct{})
	w := watcher(box.addr, func(ctx context.Context, f Fetched) (string, error) {
		m := Parse(f.Raw)
		if m.From.Addr == "ana@b.pe" && m.Subject == "0" {
			select { // one at a time, this would wait for ever
			case <-othersDone:
			case <-ctx.Done():
				return "", ctx.Err()
			}
		}
		mu.Lock()
		defer mu.Unlock()
		got[m.From.Addr] = append(got[m.From.Addr], m.Subject)
		if m.From.Addr != "ana@b.pe" && len(got["rosa@b.pe"])+len(got["luis@b.pe"]) == 2*each {
			close(othersDone)
		}
		return "Procesados", nil
	})
	w.Concurrency, w.Order = 3, func(f Fetched) string { return Parse(f.Raw).From.Addr }
	stop := run(t, w)
	eventually(t, "all moved", func() bool { return w.Status().Handled == 3*each })
	stop()
	for who, subjects := range got {
		if want := "0 1 2 3 4 5 6 7 8 9"; strings.Join(subjects, " ") != want {
			t.Errorf("%s: %v, want %s", who, subjects, want)
		}
	}
}

func TestNewMailIsPushed(t *testing.T) {
	box := newMailbox(t, nil, imap.CapMove)
	l := &ledger{}
	w := watcher(box.addr, l.handle)
	w.IdleFor = time.Hour // only the push can wake it
	run(t, w)
	eventually(t, "first look", func() bool { return !w.Status().LastSuccess.IsZero() && w.Status().Connected })
	for i := range 5 {
		box.put(t, mailNo(i))
		eventually(t, "pushed", func() bool { return w.Status().Handled == i+1 })
	}
}

// A server that freezes while nothing is going on is found out when IDLE is left.
func TestFrozenWhileIdle(t *testing.T) {
	box := newMailbox(t, nil, imap.CapMove)
	p := newProxy(t, box.addr, nil)
	w := watcher(p.addr, (&ledger{}).handle)
	w.IdleFor, w.CommandTimeout = 50*time.Millisecond, 200*time.Millisecond
	run(t, w)
	eventually(t, "first look", func() bool { return !w.Status().LastSuccess.IsZero() })
	p.frozen.Store(true)
	dials := p.dialled()
	eventually(t, "gave it up", func() bool { return p.dialled() > dials && !w.Status().Connected })
	box.put(t, mailNo(1))
	p.frozen.Store(false)
	eventually(t, "handled", func() bool { return w.Status().Handled == 1 })
}

func TestWithoutIdleItPolls(t *testing.T) {
	box := newMailbox(t, nil, imap.CapMove)
	p := newProxy(t, box.addr, func(b []byte) []byte { return bytes.ReplaceAll(b, []byte(" IDLE"), []byte(" XDLE")) })
	l := &ledger{}
	w := watcher(p.addr, l.handle)
	w.IdleFor = time.Hour
	run(t, w)
	eventually(t, "first look", func() bool { return !w.Status().LastSuccess.IsZero() })
	box.put(t, mailNo(1))
	eventually(t, "polled", func() bool { return w.Status().Handled == 1 })
}

func TestCutAndFrozenConnectionsLoseNothing(t *testing.T) {
	for _, caps := range [][]imap.Cap{{imap.CapMove}, {imap.CapUIDPlus}} {
		t.Run(fmt.Sprint(caps), func(t *testing.T) {
			box := newMailbox(t, nil, caps...)
			const n = 80
			for i := range n {
				box.put(t, mailNo(i))
			}
			p := newProxy(t, box.addr, nil)
			p.cutFrom.Store(6000) // in the middle of answers, each connection a little further
			l := &ledger{}
			w := watcher(p.addr, l.handle)
			w.CommandTimeout = 150 * time.Millisecond
			w.IdleFor = 200 * time.Millisecond // all may be handled before the connection freezes
			stop := run(t, w)
			eventually(t, "several connections", func() bool { return p.dialled() > 3 })
			p.cutFrom.Store(0)
			eventually(t, "half way", func() bool { return w.Status().Handled > n/4 })
			p.frozen.Store(true)
			dials := p.dialled()
			eventually(t, "gave up the frozen connection", func() bool { return p.dialled() > dials })
			p.frozen.Store(false)
			eventually(t, "all handled", func() bool { return l.distinct() == n && box.count("INBOX") == 0 })
			stop()
			if got := box.count("Procesados"); got < n {
				t.Errorf("%d in the folder, want at least %d", got, n)
			}
		})
	}
}

func TestPoisonDoesNotStopTheQueue(t *testing.T) {
	box := newMailbox(t, nil, imap.CapMove)
	for i := range 20 {
		box.put(t, mailNo(i))
	}
	tries := 0
	l := &ledger{refuse: func(f Fetched) error {
		switch f.UID {
		case 3:
			if tries++; tries < 4 {
				return errors.New("cannot be stored")
			}
		case 7:
			panic("a bug over one message")
		}
		return nil
	}}
	w := watcher(box.addr, l.handle)
	run(t, w)
	eventually(t, "all but the panicking one", func() bool { return w.Status().Handled == 19 })
	eventually(t, "it is reported", func() bool {
		s := w.Status()
		return s.Waiting == 1 && s.LastError != "" && s.Connected
	})
	if box.count("INBOX") != 1 {
		t.Errorf("%d left in the inbox, want the poison alone", box.count("INBOX"))
	}
}

// A message whose fetching ends the connection must not block those behind it either.
func TestMessageThatKillsTheConnection(t *testing.T) {
	box := newMailbox(t, nil, imap.CapMove)
	box.put(t, "Subject: KILLER\r\n\r\nx\r\n")
	box.put(t, mailNo(1))
	box.put(t, mailNo(2))
	p := newProxy(t, box.addr, func(b []byte) []byte {
		if bytes.Contains(b, []byte("KILLER")) {
			return []byte("* (((( nonsense\r\n")
		}
		return b
	})
	l := &ledger{}
	w := watcher(p.addr, l.handle)
	w.PoisonMin, w.PoisonMax = time.Minute, time.Minute
	run(t, w)
	eventually(t, "the others", func() bool { return w.Status().Handled == 2 })
	if box.count("INBOX") != 1 {
		t.Error("the killer must stay in the inbox")
	}
}

func TestTooBigComesWithItsHeader(t *testing.T) {
	box := newMailbox(t, nil, imap.CapMove)
	box.put(t, "From: a@b.pe\r\nSubject: enorme\r\n\r\n"+strings.Repeat("x", 5000))
	l := &ledger{}
	w := watcher(box.addr, l.handle)
	w.MaxSize = 1000
	run(t, w)
	eventually(t, "held", func() bool { return box.count("Retenidos") == 1 })
	f := l.last()
	if !f.TooBig || f.Size < 5000 || !strings.Contains(string(f.Raw), "Subject: enorme") ||
		strings.Contains(string(f.Raw), "xxx") {
		t.Errorf("too big: %v, size %d, raw %q", f.TooBig, f.Size, f.Raw)
	}
}

func TestDeletedFolderIsMadeAgain(t *testing.T) {
	for name, caps := range map[string][]imap.Cap{"move": {imap.CapMove}, "copy": {imap.CapUIDPlus}} {
		t.Run(name, func(t *testing.T) {
			box := newMailbox(t, nil, caps...)
			w := watcher(box.addr, (&ledger{}).handle)
			w.IdleFor, w.PoisonMin, w.PoisonMax = time.Hour, time.Hour, time.Hour
			run(t, w)
			box.put(t, mailNo(1))
			eventually(t, "first", func() bool { return w.Status().Handled == 1 })
			if err := box.user.Delete("Procesados"); err != nil {
				t.Fatal(err)
			}
			box.put(t, mailNo(2))
			eventually(t, "second", func() bool { return w.Status().Handled == 2 })
			if box.count("Procesados") != 1 || box.count("INBOX") != 0 {
				t.Errorf("%d in the folder, %d in the inbox", box.count("Procesados"), box.count("INBOX"))
			}
		})
	}
}

func TestRefusedLoginWaitsLong(t *testing.T) {
	box := newMailbox(t, nil)
	p := newProxy(t, box.addr, nil)
	w := watcher(p.addr, (&ledger{}).handle)
	w.Account.Password = "otra"
	run(t, w)
	eventually(t, "told", func() bool { return w.Status().LoginRefused })
	eventually(t, "error kept", func() bool { return w.Status().LastError != "" })
	if p.dialled() != 1 {
		t.Errorf("%d logins tried, want 1", p.dialled())
	}
	w.Wake() // after the operator mended it
	eventually(t, "tried again", func() bool { return p.dialled() == 2 })
}

func TestRebuiltMailboxIsNoticed(t *testing.T) {
	box := newMailbox(t, nil, imap.CapMove)
	p := newProxy(t, box.addr, nil)
	l := &ledger{}
	w := watcher(p.addr, l.handle)
	run(t, w)
	eventually(t, "first look", func() bool { return !w.Status().LastSuccess.IsZero() })
	before := w.Status().UIDValidity
	if err := box.user.Delete("INBOX"); err != nil {
		t.Fatal(err)
	}
	if err := box.user.Create("INBOX", nil); err != nil {
		t.Fatal(err)
	}
	box.put(t, mailNo(1))
	p.cut()
	eventually(t, "handled", func() bool { return w.Status().Handled == 1 })
	if s := w.Status(); s.UIDValidityChanges != 1 || l.last().UIDValidity == before ||
		l.last().UIDValidity != s.UIDValidity {
		t.Errorf("status %+v, message %d, before %d", s, l.last().UIDValidity, before)
	}
}

func TestEncryption(t *testing.T) {
	conf, ca := authority(t)
	box := newMailbox(t, conf, imap.CapMove)
	box.put(t, mailNo(1))
	l := &ledger{}
	w := watcher(box.addr, l.handle)
	w.Account.TLS = TLSStart
	stop := run(t, w)
	eventually(t, "stranger refused", func() bool { return strings.Contains(w.Status().LastError, "certificate") })
	stop()
	if len(l.got) != 0 {
		t.Error("mail was read over an unverified connection")
	}
	w = watcher(box.addr, l.handle)
	w.Account.TLS, w.Account.CAFile = TLSStart, ca
	run(t, w)
	eventually(t, "read with the authority's file", func() bool { return w.Status().Handled == 1 })

	for addr, want := range map[string]bool{
		"127.0.0.1:143": true, "localhost:143": true, "[::1]:143": true, "192.0.2.1:143": false, "mail.example:143": false,
	} {
		if err := checkTLS(TLSNone, addr); (err == nil) != want {
			t.Errorf("clear text to %s: %v", addr, err)
		}
	}
	if checkTLS("ssl", "127.0.0.1:1") == nil {
		t.Error("unknown mode accepted")
	}
}
