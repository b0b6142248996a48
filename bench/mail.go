// Package bench measures a running foja from outside, as its users meet it: letters go in by SMTP, receipts come out by
// IMAP, cases by HTTP. It reads no register and links no server, so that any installation can be measured.
package bench

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"time"

	"github.com/google/uuid"

	"foja/mail"
)

// Post is a citizen's way to an agency: a server that takes her letters and a mailbox into which receipts fall.
type Post struct {
	Submit mail.Submitter
	Box    mail.Account // emptied while measuring: what is in it is moved to the folder Read
	From   string       // the citizen's address; the server must deliver name+anything@ to it
	To     string       // the agency's
}

// Read is the folder into which receipts are moved once they are counted.
const Read = "foja-bench"

// Letters is one measurement.
type Letters struct {
	Rate    float64 // letters a second that were to be sent; 0 = as fast as the server takes them
	Sent    int     // taken by the server
	Failed  int     // not taken
	Receipt Spread  // from the server's 250 to the receipt in the citizen's mailbox
	Missing int     // receipts that did not come in time
	Twice   int     // receipts that came more than once
	Took    time.Duration
}

// PerSecond is how many letters were registered and answered with a receipt in a second, from the first letter to the
// last receipt.
func (l Letters) PerSecond() float64 {
	if l.Took <= 0 {
		return 0
	}
	return float64(l.Receipt.N) / l.Took.Seconds()
}

// receiptTimeout is how long the last receipt may take after the last letter.
const receiptTimeout = 5 * time.Minute

// people is how many senders take turns.
const people = 997

// Mail sends n letters at the rate and waits for their receipts.
func (p Post) Mail(ctx context.Context, rate float64, n, senders int) (Letters, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	desk := &receiptMatcher{taken: map[string]time.Time{}, back: map[string]time.Time{}, all: make(chan struct{})}
	watcher := &mail.Watcher{
		Account: p.Box, Handle: desk.receive, Log: slog.New(slog.DiscardHandler), RetryMax: time.Second,
	}
	reading := make(chan error, 1)
	go func() { reading <- watcher.Run(ctx) }()

	began := time.Now()
	failed := p.send(ctx, desk, rate, n, senders)
	desk.expect(n - failed)
	select {
	case <-desk.all:
	case <-time.After(receiptTimeout):
	case <-ctx.Done():
		return Letters{}, ctx.Err()
	case err := <-reading:
		return Letters{}, fmt.Errorf("the citizen's mailbox: %w", errors.Join(err, ctx.Err()))
	}
	l := desk.count(began)
	l.Rate, l.Failed = rate, failed
	return l, nil
}

// send keeps the rate with as many connections as senders; it says how many letters were not taken.
func (p Post) send(ctx context.Context, desk *receiptMatcher, rate float64, n, senders int) int {
	due := make(chan int)
	go func() {
		defer close(due)
		began := time.Now()
		for i := range n {
			if rate > 0 {
				select {
				case <-time.After(time.Until(began.Add(time.Duration(float64(i) / rate * float64(time.Second))))):
				case <-ctx.Done():
					return
				}
			}
			select {
			case due <- i:
			case <-ctx.Done():
				return
			}
		}
	}()
	var group sync.WaitGroup
	var mu sync.Mutex
	failed := 0
	for range senders {
		group.Go(func() {
			for i := range due {
				if err := p.letter(ctx, desk, i); err != nil {
					mu.Lock()
					failed++
					mu.Unlock()
				}
			}
		})
	}
	group.Wait()
	return failed
}

// letter writes one letter of about 1 kB.
func (p Post) letter(ctx context.Context, desk *receiptMatcher, i int) error {
	id := uuid.NewString() + "@bench.example"
	out, err := mail.Compose(mail.Outgoing{
		From: mail.Address{Name: "Ana Flores", Addr: p.person(i)}, To: mail.Address{Addr: p.To}, MessageID: id,
		Date:    time.Now(),
		Subject: fmt.Sprintf("Solicitud de información %d", i),
		Text: fmt.Sprintf("Señores:\n\nSolicito copia del acta %d, expediente %s, con sus anexos, en formato digital.\n\nAtentamente,\nAna Flores", i,
			id),
	})
	if err != nil {
		return err
	}
	if _, err = p.Submit.Submit(ctx, out.Raw, out.From, out.Rcpts); err == nil {
		desk.sent(id)
	}
	return err
}

// person is one of many people whose letters come back to the same mailbox: mail servers leave what follows the plus
// aside.
func (p Post) person(i int) string {
	name, domain, _ := strings.Cut(p.From, "@")
	return fmt.Sprintf("%s+b%d@%s", name, i%people, domain)
}

// receiptMatcher pairs letters with their receipts. A receipt may come before the server's 250 was read.
type receiptMatcher struct {
	mu       sync.Mutex
	taken    map[string]time.Time // by Message-ID
	back     map[string]time.Time
	twice    int
	expected int
	all      chan struct{}
}

func (b *receiptMatcher) sent(id string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.taken[id] = time.Now()
}

func (b *receiptMatcher) receive(_ context.Context, f mail.Fetched) (string, error) {
	now, m := time.Now(), mail.Parse(f.Raw)
	b.mu.Lock()
	defer b.mu.Unlock()
	if m.InReplyTo == "" {
		return Read, nil
	}
	if _, again := b.back[m.InReplyTo]; again {
		b.twice++
		return Read, nil
	}
	b.back[m.InReplyTo] = now
	b.finish()
	return Read, nil
}

func (b *receiptMatcher) expect(n int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.expected = n
	b.finish()
}

// finish rings when every letter has its receipt.
func (b *receiptMatcher) finish() {
	if b.expected == 0 || len(b.taken) < b.expected {
		return
	}
	for id := range b.taken {
		if _, ok := b.back[id]; !ok {
			return
		}
	}
	b.expected = 0
	close(b.all)
}

func (b *receiptMatcher) count(began time.Time) Letters {
	b.mu.Lock()
	defer b.mu.Unlock()
	l := Letters{Sent: len(b.taken), Twice: b.twice}
	var took []time.Duration
	last := began
	for id, at := range b.taken {
		back, ok := b.back[id]
		if !ok {
			l.Missing++
			continue
		}
		took = append(took, max(0, back.Sub(at)))
		if back.After(last) {
			last = back
		}
	}
	l.Receipt, l.Took = SpreadOf(took), last.Sub(began)
	return l
}
