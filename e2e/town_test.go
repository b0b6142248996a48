package e2e_test

import (
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// town is the people around a program that dies now and then. Each of them does what people and mail servers do: tries
// again, the same, until there is an answer.
type town struct {
	t       testing.TB
	place   *place
	ctx     context.Context
	seed    uint64
	address string // the citizen's

	mu   sync.Mutex
	card card // where the program is, or was last
	sent []*entry

	mayWrite, mayRegister chan struct{}
	close                 sync.Once
	come                  sync.WaitGroup // letters and forms
	work                  sync.WaitGroup // officers and citizens who answer
	goHome                context.CancelFunc
	working               context.Context
	repeated              atomic.Int64
	early                 int // kills before the program was ready
}

func newTown(t testing.TB, p *place, citizen string, seed uint64) *town {
	x := &town{t: t, place: p, seed: seed, card: p.card, address: citizen, mayWrite: make(chan struct{},
		1000), mayRegister: make(chan struct{}, 1000)}
	var cancel context.CancelFunc
	x.ctx, cancel = context.WithTimeout(context.Background(), 12*time.Minute)
	x.working, x.goHome = context.WithCancel(x.ctx)
	t.Cleanup(func() { // a test that failed in the middle leaves nobody behind
		cancel()
		x.stopServers()
		x.rest()
	})
	return x
}

// live lets everybody begin.
func (x *town) live() {
	for i := range 2 {
		x.come.Go(func() { x.writer(i) })
	}
	x.come.Go(x.clerk)
	x.work.Go(func() { x.officer("oficial", 0) })
	x.work.Go(func() { x.officer("oficial2", 1) })
	x.work.Go(x.citizen)
}

// stopServers waits until everything that was begun has been taken in.
func (x *town) stopServers() {
	x.close.Do(func() {
		close(x.mayWrite)
		close(x.mayRegister)
	})
	x.come.Wait()
}

// rest sends the officers home.
func (x *town) rest() {
	x.goHome()
	x.work.Wait()
}

func (x *town) is(c card) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.card = c
}

func (x *town) now() card {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.card
}

func (x *town) entries() []entry { // x.mu is held
	var all []entry
	for _, e := range x.sent {
		all = append(all, *e)
	}
	return all
}

func (x *town) unsure() (n int) {
	for _, e := range x.sent {
		n += e.perhaps
	}
	return n
}

// writer posts letters: most ask for something, some are empty or automatic and must wait for a person; some are
// delivered twice, as mail servers do.
func (x *town) writer(i int) {
	dice := rand.New(rand.NewPCG(x.seed, uint64(i)+10))
	for n := 0; ; n++ {
		if _, more := <-x.mayWrite; !more {
			return
		}
		x.pause(dice)
		e := &entry{mark: fmt.Sprintf("carta-%d-%d", i, n), kind: asks, messageID: strings.Trim(newMessageID(), "<>")}
		l := letter{From: "Ana Flores <" + x.address + ">", To: "transparencia@spn.example", Subject: e.mark, MessageID: "<" +
			e.messageID + ">", Text: "Solicito el acta " + e.mark}
		switch {
		case n%9 == 4:
			e.kind, l.Text = waits, ""
		case n%9 == 7:
			e.kind, l.Header = waits, []string{"Auto-Submitted: auto-replied"}
		case n%3 == 0:
			l.FileName, l.File = "acta.pdf", []byte("%PDF-1.4 "+strings.Repeat("acta ", 2000))
		}
		x.posts(e, l)
		if n%7 == 5 {
			x.posts(e, l)
		}
	}
}

// posts requires the server's yes, with the same bytes each time.
func (x *town) posts(e *entry, l letter) {
	x.mu.Lock()
	if !slices.Contains(x.sent, e) {
		x.sent = append(x.sent, e)
	}
	x.mu.Unlock()
	raw := l.raw()
	x.retry("letter "+e.mark, func(ctx context.Context, c card) error {
		perhaps, err := submit(ctx, c.SMTPAddr, x.address, l.To, raw)
		x.mu.Lock()
		defer x.mu.Unlock()
		if perhaps {
			e.perhaps++
		}
		if err == nil {
			e.taken++
		}
		return err
	})
}

// clerk registers forms for people with an address of mail.
func (x *town) clerk() {
	dice := rand.New(rand.NewPCG(x.seed, 20))
	for n := 0; ; n++ {
		if _, more := <-x.mayRegister; !more {
			return
		}
		x.pause(dice)
		e := &entry{mark: fmt.Sprintf("mesa-%d", n), kind: form}
		x.mu.Lock()
		x.sent = append(x.sent, e)
		x.mu.Unlock()
		var told struct{ Number string }
		x.calls("form "+e.mark, "reception", "/requests", "form-"+e.mark, obj{
			"procedure": "public-information", "subject": e.mark, "text": "Solicito el registro " + e.mark, "sheets": 1,
			"requester": obj{
				"name": "Ana Flores", "id_kind": "DNI", "id_number": "45678912", "address": "Jr. Puno 1",
				"email": x.address, "email_consent": true,
			},
		}, &told)
		x.mu.Lock()
		e.number, e.taken = told.Number, 1
		x.mu.Unlock()
	}
}

// officer takes what is his by a fixed rule, so that nobody can be in his way, and answers it with a file.
func (x *town) officer(who string, share uint32) {
	for x.working.Err() == nil {
		var list struct {
			Items []struct {
				Request string
				Task    taskIn
			}
		}
		ctx, cancel := context.WithTimeout(x.working, 10*time.Second)
		err := x.now().callIfKnown(ctx, who, "/tasks?whose=pool&limit=200", &list)
		cancel()
		if err != nil {
			x.waitBriefly(x.working)
			continue
		}
		for _, work := range list.Items {
			if work.Task.Kind != "answer" || shareOf(work.Request)%2 != share || x.working.Err() != nil {
				continue
			}
			path := "/requests/" + work.Request + "/actions"
			x.calls("claim", who, path, "claim-"+work.Request, obj{"action": "claim"}, nil)
			x.calls("respond", who, path, "respond-"+work.Request, obj{
				"action": "respond", "text": "Se adjunta lo solicitado.",
				"files": []obj{{"name": "acta.txt", "type": "text/plain", "content": "YWN0YQ=="}},
			}, nil)
		}
		x.waitBriefly(x.working)
	}
}

func shareOf(request string) uint32 {
	h := fnv.New32a()
	_, _ = h.Write([]byte(request)) // a hash never fails
	return h.Sum32()
}

// citizen reads her mail and answers every fourth response.
func (x *town) citizen() {
	seen := map[string]bool{}
	for x.working.Err() == nil {
		x.waitBriefly(x.working)
		c := x.now()
		if c.WebURL == "" {
			continue
		}
		all, err := c.citizen().read("INBOX")
		if err != nil {
			continue // the program is down, or going down
		}
		for _, m := range all {
			if m.Auto != "" || seen[m.MessageID] || x.working.Err() != nil {
				continue
			}
			seen[m.MessageID] = true
			if len(seen)%4 != 1 {
				continue
			}
			e := &entry{mark: m.number(), kind: replies, messageID: strings.Trim(newMessageID(), "<>")}
			x.posts(e, letter{
				From: "Ana Flores <" + x.address + ">", To: m.ReplyTo, Subject: m.Subject, MessageID: "<" + e.messageID + ">",
				InReplyTo: "<" + m.MessageID + ">", Text: "Gracias. Falta el anexo de " + e.mark,
			})
		}
	}
}

// calls requires an answer of the API. A refusal is a defect: anyone who repeats a command must be answered what it
// did.
func (x *town) calls(what, who, path, key string, in, out any) {
	x.retry(what, func(ctx context.Context, c card) error {
		if c.WebURL == "" {
			return errors.New("nobody has been there yet")
		}
		return c.call(ctx, who, http.MethodPost, path, key, in, out)
	})
}

// retry tries until it is done. What is refused for good is an error of the test.
func (x *town) retry(what string, try func(context.Context, card) error) {
	for first := true; ; first = false {
		if !first {
			x.repeated.Add(1)
		}
		ctx, cancel := context.WithTimeout(x.ctx, 15*time.Second)
		err := try(ctx, x.now())
		cancel()
		var no *refusal
		switch {
		case err == nil:
			return
		case errors.As(err, &no) && no.Status != http.StatusServiceUnavailable:
			x.t.Errorf("%s is refused: %v", what, err)
			return
		case x.ctx.Err() != nil:
			x.t.Errorf("%s was never taken: %v", what, err)
			return
		}
		x.waitBriefly(x.ctx)
	}
}

// pause is the time until somebody else has something to say.
func (x *town) pause(dice *rand.Rand) {
	wait(x.ctx, time.Duration(dice.Int64N(int64(400*time.Millisecond))))
}

func (x *town) waitBriefly(ctx context.Context) { wait(ctx, 100*time.Millisecond) }

func wait(ctx context.Context, d time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(d):
	}
}

// callIfKnown is a read that does not insist.
func (c card) callIfKnown(ctx context.Context, who, path string, out any) error {
	if c.WebURL == "" {
		return errors.New("nobody has been there yet")
	}
	return c.call(ctx, who, http.MethodGet, path, "", nil, out)
}

// survey reads everything there is.
func (x *town) survey() (world, error) {
	c := x.now()
	var w world
	ctx, cancel := context.WithTimeout(x.ctx, time.Minute)
	defer cancel()
	for {
		var list struct {
			Items []struct{ ID string }
			Total int
		}
		if err := c.call(ctx, "manager", http.MethodGet,
			fmt.Sprintf("/requests?sort=number&limit=100&offset=%d", len(w.cases)), "", nil, &list); err != nil {
			return w, err
		}
		for _, row := range list.Items {
			var one caseFile
			if err := c.call(ctx, "manager", http.MethodGet, "/requests/"+row.ID, "", nil, &one); err != nil {
				return w, err
			}
			w.cases = append(w.cases, one)
		}
		if len(w.cases) >= list.Total || len(list.Items) == 0 {
			break
		}
	}
	var err error
	if w.citizen, err = c.citizen().read("INBOX"); err != nil {
		return w, err
	}
	for _, folder := range []string{"INBOX", "foja-procesado", "foja-retenido", "foja-archivo"} {
		in, err := c.agency().read(folder)
		if err != nil {
			return w, err
		}
		w.agency = append(w.agency, in...)
	}
	return w, nil
}
