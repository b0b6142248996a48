package documents_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"foja/desk/acts"
	"foja/desk/desktest"
	"foja/desk/documents"
	"foja/desk/lists"
	"foja/docket"
	"foja/files/sandbox"
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
	h := desktest.New(t)
	bad := &opener{err: sandbox.ErrStopped}
	h.Documents.Opener = bad
	clerk := h.Person("Rosa", "lima", docket.RoleReception)
	f := desktest.Form("t1")
	f.Files = []documents.Upload{desktest.Upload("plano.pdf", "%PDF-1.4 malo")}
	id := h.Register(clerk, f).ID
	h.Sent(id)
	for range 3 { // the program stops, or cannot start a reader
		if h.Upkeep.ReadForSearch(h.Ctx) == nil {
			t.Error("a file that was not read is taken for read")
		}
	}
	before := bad.opened
	bad.err = sandbox.Ended{Why: sandbox.Memory}
	for range 5 {
		_ = h.Upkeep.ReadForSearch(h.Ctx) // tells of the first attempt
	}
	all, err := h.Core.Store.Documents(h.Ctx, id)
	h.Must(err)
	bad.times(t, before+2*len(all)) // each document of the case, twice
	page, err := h.Cases.Request(h.Ctx, clerk, id)
	h.Must(err)
	told := 0
	for _, doc := range page.Documents {
		if strings.Contains(desktest.Words(doc.Unreadable), "memoria") {
			told++
		}
	}
	if told != len(page.Documents) {
		t.Errorf("%d of %d files say that they could not be read", told, len(page.Documents))
	}
	if log := h.Log.String(); !strings.Contains(log, "a file ended its reader") || strings.Contains(log, "plano.pdf") {
		t.Errorf("the log says\n%s", log)
	}
	if left, err := h.Core.Store.Unsearched(h.Ctx, 10); err != nil || len(left) != 0 {
		t.Errorf("%d wait for ever, %v", len(left), err)
	}
	if list, _, err := h.Lists.Requests(h.Ctx, clerk, lists.Filter{Text: "plano"}); err != nil || len(list) != 1 {
		t.Errorf("it is not found by its file's name: %d, %v", len(list), err)
	}
}

// What could not be looked into is reported before it is sent; it goes with a reason, which stays in the history, or not at
// all.
func TestAFileThatCannotBeLookedIntoGoesWithAReason(t *testing.T) {
	h := desktest.New(t)
	bad := &opener{err: sandbox.Ended{Why: sandbox.Time}}
	h.Documents.Opener = bad
	clerk, officer := h.Person("Rosa", "lima", docket.RoleReception), h.Person("Luis", "lima", docket.RoleOfficer)
	id := h.Register(clerk, desktest.Form("t1")).ID
	h.Sent(id)
	h.Do(officer, id, acts.Command{Action: docket.ActClaim})
	answer := acts.Command{Key: "a", Action: docket.ActRespond, Text: "Van los planos.", Files: []documents.Upload{desktest.Upload("planos.pdf", "%PDF-1.4 malo")}}
	try := func(want ...string) acts.UncheckedFiles {
		t.Helper()
		_, err := h.Acts.Act(h.Ctx, officer, id, answer)
		var no acts.UncheckedFiles
		if !errors.As(err, &no) || !no.Unread || len(no.Kept) != len(answer.Files) {
			t.Fatalf("%v", err)
		}
		said := ""
		for _, e := range no.FieldErrors {
			said += e.Field + ": " + e.Reason.String() + "\n"
		}
		for _, w := range want {
			if !strings.Contains(said, w) {
				t.Errorf("%q is not said in\n%s", w, said)
			}
		}
		return no
	}
	no := try("file=planos.pdf found=no se pudo revisar por dentro (no se termina de leer", "unread_reason: ")
	answer.Files, answer.Documents = nil, no.Kept
	answer.SeenFindings, answer.UnreadReason = no.Token, "  "
	_ = try("unread_reason: ")
	answer.SeenFindings, answer.UnreadReason = "", "Los abrió el área técnica."
	_ = try("looked: ")
	bad.times(t, 1) // she does not wait again
	answer.SeenFindings = no.Token
	_, err := h.Acts.Act(h.Ctx, officer, id, answer)
	h.Must(err)
	page, err := h.Cases.Request(h.Ctx, officer, id)
	h.Must(err)
	kept := 0
	for _, l := range page.Timeline {
		if strings.Contains(l.Text, "«planos.pdf».\nMotivo: Los abrió el área técnica.") && desktest.Words(l.Who) == "Luis" {
			kept++
		}
	}
	if kept != 1 {
		t.Errorf("the reason stands %d times in the history", kept)
	}
}

// Neither a page nor a request hangs on a file that is not read to its end; the look goes on, and is reported when it has
// ended.
func TestNobodyWaitsForAFileWithoutEnd(t *testing.T) {
	h := desktest.New(t)
	slow := &opener{wait: make(chan struct{})}
	h.Documents.Opener = slow
	ctx, cancel := context.WithTimeout(h.Ctx, 20*time.Millisecond)
	defer cancel()
	load := func(context.Context) ([]byte, error) { return []byte("x"), nil }
	if _, err := h.Documents.LookInto(ctx, "sha", load); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("%v", err)
	}
	began := time.Now()
	all := h.Acts.See(h.Ctx, []acts.FileToSee{{Name: "a.pdf", Sha: "sha", Load: load}, {Name: "b.pdf", Sha: "sha", Load: load}}, 50*time.Millisecond)
	if len(all) != 2 || !all[0].Unread() || !all[1].Unread() || !strings.Contains(acts.FindingWords(all[0].Name, all[0].Found[0]), "«a.pdf» todavía no") {
		t.Errorf("%+v", all)
	}
	if took := time.Since(began); took > 10*time.Second {
		t.Errorf("it took %s", took)
	}
	slow.times(t, 1)
	close(slow.wait)
	h.Documents.Drain()
	if found, err := h.Documents.LookInto(h.Ctx, "sha", load); err != nil || len(found) > 0 {
		t.Errorf("%+v, %v", found, err)
	}
	slow.times(t, 1)
	for i := range documents.MostNow + 5 { // more than may wait: told at once
		slow.wait = make(chan struct{})
		_, err := h.Documents.StartLook(h.Ctx, string(rune('a'+i)), load)
		if (err != nil) != (i >= documents.MostNow) {
			t.Fatalf("%d: %v", i, err)
		}
	}
}

// Attempts that a killed program left behind count when they are many.
func TestAnInterruptedLookIsToldInWords(t *testing.T) {
	h := desktest.New(t)
	good := &opener{}
	h.Documents.Opener = good
	for range 5 {
		answer, _, err := h.Core.Store.BeginRead(h.Ctx, "sha", string(sandbox.Inspect))
		h.Must(err)
		if answer != store.ReadBegun {
			t.Fatal(answer)
		}
	}
	all := h.Acts.See(h.Ctx, []acts.FileToSee{{Name: "a.pdf", Sha: "sha", Load: nil}}, time.Minute)
	if !all[0].Unread() { // under way elsewhere, as far as anybody knows
		t.Errorf("%+v", all)
	}
	good.times(t, 0)
	for why, want := range map[string]string{"": "interrumpió", "memory": "memoria", "time": "tiempo", "crash": "dañado"} {
		if got := (documents.Unreadable{Why: why}).Words(); !strings.Contains(got, want) {
			t.Errorf("%q: %s", why, got)
		}
	}
}
