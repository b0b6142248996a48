package desk

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"foja/docket"
	"foja/sandbox"
	"foja/store"
)

// opener answers as a sandbox does whose files end their readers.
type opener struct {
	mu     sync.Mutex
	opened int
	err    error         // what opening ends with
	wait   chan struct{} // until it is closed; nil = at once
}

func (o *opener) open(ctx context.Context) error {
	o.mu.Lock()
	o.opened++
	err, wait := o.err, o.wait
	o.mu.Unlock()
	if wait != nil {
		select {
		case <-wait:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return err
}

func (o *opener) Words(ctx context.Context, _ []byte) (string, error) {
	return "palabras", o.open(ctx)
}

func (o *opener) Inspect(ctx context.Context, _ []byte) ([]sandbox.Finding, error) {
	return nil, o.open(ctx)
}

func (o *opener) times(t *testing.T, want int) {
	t.Helper()
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.opened != want {
		t.Errorf("opened %d times, want %d", o.opened, want)
	}
}

// A file that ends the reader of the search twice is not opened again, says so on its page, and holds up no other file.
func TestAFileThatEndsItsReaderIsReadTwiceForTheSearch(t *testing.T) {
	h := newHouse(t)
	bad := &opener{err: sandbox.ErrStopped}
	h.Files = bad
	clerk := h.person("Rosa", "lima", docket.RoleReception)
	f := form("t1")
	f.Files = []Upload{upload("plano.pdf", "%PDF-1.4 malo")}
	id := h.register(clerk, f).ID
	h.sent(id)
	for range 3 { // the program stops, or cannot start a reader
		if h.ReadForSearch(h.ctx) == nil {
			t.Error("a file that was not read is taken for read")
		}
	}
	before := bad.opened
	bad.err = sandbox.Ended{Why: sandbox.Memory}
	for range 5 {
		_ = h.ReadForSearch(h.ctx) // tells of the first attempt
	}
	all, err := h.Store.Documents(h.ctx, id)
	h.must(err)
	bad.times(t, before+2*len(all)) // each document of the case, twice
	page, err := h.Request(h.ctx, clerk, id)
	h.must(err)
	told := 0
	for _, doc := range page.Documents {
		if strings.Contains(doc.Unreadable, "memoria") {
			told++
		}
	}
	if told != len(page.Documents) {
		t.Errorf("%d of %d files say that they could not be read", told, len(page.Documents))
	}
	if log := h.log.String(); !strings.Contains(log, "a file ended its reader") || strings.Contains(log, "plano.pdf") {
		t.Errorf("the log says\n%s", log)
	}
	if left, err := h.Store.Unsearched(h.ctx, 10); err != nil || len(left) != 0 {
		t.Errorf("%d wait for ever, %v", len(left), err)
	}
	if list, _, err := h.Requests(h.ctx, clerk, Filter{Text: "plano"}); err != nil || len(list) != 1 {
		t.Errorf("it is not found by its file's name: %d, %v", len(list), err)
	}
}

// What could not be looked into is told before it is sent; it goes with a reason, which stays in the history, or not at all.
func TestAFileThatCannotBeLookedIntoGoesWithAReason(t *testing.T) {
	h := newHouse(t)
	bad := &opener{err: sandbox.Ended{Why: sandbox.Time}}
	h.Files = bad
	clerk, officer := h.person("Rosa", "lima", docket.RoleReception), h.person("Luis", "lima", docket.RoleOfficer)
	id := h.register(clerk, form("t1")).ID
	h.sent(id)
	h.do(officer, id, Command{Action: docket.ActClaim})
	answer := Command{Key: "a", Action: docket.ActRespond, Text: "Van los planos.", Files: []Upload{upload("planos.pdf", "%PDF-1.4 malo")}}
	try := func(want ...string) Unlooked {
		t.Helper()
		_, err := h.Act(h.ctx, officer, id, answer)
		var no Unlooked
		if !errors.As(err, &no) || !no.Unread || len(no.Kept) != len(answer.Files) {
			t.Fatalf("%v", err)
		}
		said := ""
		for _, e := range no.FieldErrors {
			said += e.Field + ": " + e.Message + "\n"
		}
		for _, w := range want {
			if !strings.Contains(said, w) {
				t.Errorf("%q is not said in\n%s", w, said)
			}
		}
		return no
	}
	no := try("«planos.pdf» no se pudo revisar por dentro (no se termina de leer", "unread_reason: ")
	answer.Files, answer.Documents = nil, no.Kept
	answer.Looked, answer.UnreadReason = true, "  "
	_ = try("unread_reason: ")
	answer.Looked, answer.UnreadReason = false, "Los abrió el área técnica."
	_ = try("looked: ")
	bad.times(t, 1) // she does not wait again
	answer.Looked = true
	_, err := h.Act(h.ctx, officer, id, answer)
	h.must(err)
	page, err := h.Request(h.ctx, officer, id)
	h.must(err)
	kept := 0
	for _, l := range page.Timeline {
		if strings.Contains(l.Text, "«planos.pdf».\nMotivo: Los abrió el área técnica.") && l.Who == "Luis" {
			kept++
		}
	}
	if kept != 1 {
		t.Errorf("the reason stands %d times in the history", kept)
	}
}

// Neither a page nor a request hangs on a file that is not read to its end; the look goes on, and is told when it has ended.
func TestNobodyWaitsForAFileWithoutEnd(t *testing.T) {
	h := newHouse(t)
	slow := &opener{wait: make(chan struct{})}
	h.Files = slow
	ctx, cancel := context.WithTimeout(h.ctx, 20*time.Millisecond)
	defer cancel()
	load := func(context.Context) ([]byte, error) { return []byte("x"), nil }
	if _, err := h.lookInto(ctx, "sha", load); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("%v", err)
	}
	began := time.Now()
	all := h.see(h.ctx, []fileToSee{{"a.pdf", "sha", load}, {"b.pdf", "sha", load}}, 50*time.Millisecond)
	if len(all) != 2 || !all[0].unread() || !all[1].unread() || !strings.Contains(told(all[0].name, all[0].found[0]), "«a.pdf» todavía no") {
		t.Errorf("%+v", all)
	}
	if took := time.Since(began); took > 10*time.Second {
		t.Errorf("it took %s", took)
	}
	slow.times(t, 1)
	close(slow.wait)
	h.Drain()
	if found, err := h.lookInto(h.ctx, "sha", load); err != nil || len(found) > 0 {
		t.Errorf("%+v, %v", found, err)
	}
	slow.times(t, 1)
	for i := range mostNow + 5 { // more than may wait: told at once
		slow.wait = make(chan struct{})
		_, err := h.startLook(h.ctx, string(rune('a'+i)), load)
		if (err != nil) != (i >= mostNow) {
			t.Fatalf("%d: %v", i, err)
		}
	}
}

// Attempts that a killed program left behind count when they are many.
func TestAnInterruptedLookIsToldInWords(t *testing.T) {
	h := newHouse(t)
	good := &opener{}
	h.Files = good
	for range 5 {
		answer, _, err := h.Store.BeginRead(h.ctx, "sha", string(sandbox.Inspect))
		h.must(err)
		if answer != store.ReadBegun {
			t.Fatal(answer)
		}
	}
	all := h.see(h.ctx, []fileToSee{{"a.pdf", "sha", nil}}, time.Minute)
	if !all[0].unread() { // under way elsewhere, as far as anybody knows
		t.Errorf("%+v", all)
	}
	good.times(t, 0)
	for why, want := range map[string]string{"": "interrumpió", "memory": "memoria", "time": "tiempo", "crash": "dañado"} {
		if got := (unreadable{why: why}).words(); !strings.Contains(got, want) {
			t.Errorf("%q: %s", why, got)
		}
	}
}
