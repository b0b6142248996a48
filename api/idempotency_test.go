package api

import (
	"errors"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"foja/docket"
	"foja/store"
)

func (h *testAPI) acts(want int) {
	h.Helper()
	if h.desk.acts != want {
		h.Errorf("%d acts were done, wanted %d", h.desk.acts, want)
	}
}

func TestARepeatedCommandIsAnsweredNotDone(t *testing.T) {
	for path, body := range map[string]string{
		"/requests": form + "}", "/requests/r1/actions": claim, "/held/m1/decision": `{"do":"join","number":"000001-2026"}`,
	} {
		t.Run(path, func(t *testing.T) {
			h := newTestAPI(t)
			c := call{method: "POST", path: path, body: body, key: someKey}
			first := h.do(c)
			h.desk.done = map[string]any{} // only the memory can know it now
			c.body = " " + strings.ReplaceAll(body, ":", ": ")
			if path == "/requests" {
				c.body = body + " " // its times have colons
			}
			c.key = `"` + someKey + `"`
			again := h.do(c)
			h.acts(1)
			if first.Header.Get("Idempotency-Replayed") != "" || again.Header.Get("Idempotency-Replayed") != "true" {
				t.Errorf("%v %v", first.Header, again.Header)
			}
			if first.StatusCode != again.StatusCode || first.Header.Get("Location") != again.Header.Get("Location") {
				t.Errorf("%d %d", first.StatusCode, again.StatusCode)
			}
			if a, b := first.Text, again.Text; a != b {
				t.Errorf("%s\n%s", a, b)
			}
		})
	}
}

func TestJSONAndMultipartAreTheSameCommand(t *testing.T) {
	h := newTestAPI(t)
	h.do(call{method: "POST", path: "/requests", key: someKey, body: form + "," + inJSON("anexo.txt")})
	body, media := multi(form+"}", "anexo.txt")
	if r := h.do(call{method: "POST", path: "/requests", key: someKey, body: body, media: media}); r.Header.Get("Idempotency-Replayed") != "true" {
		t.Error(r.StatusCode, r.Text)
	}
	body, media = multi(form+"}", "otro.txt")
	if p := as[problem](h, h.do(call{method: "POST", path: "/requests", key: someKey, body: body, media: media}), 422); p.Code != codeKeyReused {
		t.Errorf("%+v", p)
	}
}

func TestAKeyIsForOneCommand(t *testing.T) {
	h := newTestAPI(t)
	h.do(call{method: "POST", path: "/requests/r1/actions", body: claim, key: someKey})
	for _, c := range []call{
		{path: "/requests/r1/actions", body: `{"action":"return"}`},
		{path: "/requests/r2/actions", body: claim},
		{path: "/requests", body: form + "}"},
	} {
		c.method, c.key = "POST", someKey
		if p := as[problem](h, h.do(c), 422); p.Code != codeKeyReused || p.Type != "urn:foja:problem:idempotency_key_reused" {
			t.Errorf("%+v", p)
		}
	}
	h.acts(1)
}

func TestKeysAreTheUsersOwn(t *testing.T) {
	h := newTestAPI(t)
	h.do(call{method: "POST", path: "/requests/r1/actions", body: claim, key: someKey})
	r := h.do(call{method: "POST", path: "/requests/r1/actions", body: claim, key: someKey, token: "other"})
	if r.StatusCode != 200 || r.Header.Get("Idempotency-Replayed") != "" {
		t.Errorf("%d %v", r.StatusCode, r.Header)
	}
	h.acts(2)
}

func TestARefusedCommandLeavesItsKeyFree(t *testing.T) {
	h := newTestAPI(t)
	h.desk.fail = docket.Refuse(docket.CodeConflict, "Ya no.")
	c := call{method: "POST", path: "/requests/r1/actions", body: claim, key: someKey}
	as[problem](h, h.do(c), 409)
	h.desk.fail = nil
	c.body = `{"action":"note","text":"x"}`
	if r := h.do(c); r.StatusCode != 200 {
		t.Error(r.Text)
	}
}

// The crash between act and memory: the act is done and nobody remembers the answer.
func TestAfterACrashTheDeskKnowsTheKey(t *testing.T) {
	for path, body := range map[string]string{"/requests": form + "}", "/requests/r1/actions": claim} {
		h := newTestAPI(t)
		h.memory.fail = errors.New("disk full")
		c := call{method: "POST", path: path, body: body, key: someKey}
		first := h.do(c).Text
		h.memory.fail = nil
		if again := h.do(c).Text; again != first {
			t.Errorf("%s\n%s", first, again)
		}
		h.acts(1)
	}
}

func TestARegistrationThatTheDeskKnewIsMarkedReplayed(t *testing.T) {
	h := newTestAPI(t)
	c := call{method: "POST", path: "/requests", body: form + "}", key: someKey}
	h.do(c)
	h.memory.kept = map[string]keptAnswer{}
	if r := h.do(c); r.StatusCode != 201 || r.Header.Get("Idempotency-Replayed") != "true" {
		t.Errorf("%d %v", r.StatusCode, r.Header)
	}
}

// Two processes: the other one did another command under the same key in between.
func TestAnotherProcessWasFasterWithAnotherCommand(t *testing.T) {
	h := newTestAPI(t)
	h.memory.between = func() {
		h.memory.between = nil
		key := must(keyOf(&http.Request{Header: http.Header{"Idempotency-Key": {someKey}}}))
		h.memory.kept["api:u1 "+key] = keptAnswer{"another hash", []byte(`{"body":{}}`), 200}
	}
	p := as[problem](h, h.do(call{method: "POST", path: "/requests/r1/actions", body: claim, key: someKey}), 422)
	if p.Code != codeKeyReused {
		t.Errorf("%+v", p)
	}
}

func TestWithoutMemoryNothingIsDone(t *testing.T) {
	h := newTestAPI(t)
	h.memory.recall = docket.Refuse(docket.CodeUnavailable, "La base de datos no responde.")
	r := h.do(call{method: "POST", path: "/requests/r1/actions", body: claim, key: someKey})
	if as[problem](h, r, 503); r.Header.Get("Retry-After") == "" {
		t.Error("no Retry-After")
	}
	h.acts(0)
}

func TestCallsWithTheSameKeyTakeTurns(t *testing.T) {
	h := newTestAPI(t)
	h.desk.begun, h.desk.slow = make(chan struct{}, 9), make(chan struct{})
	c := call{method: "POST", path: "/requests/r1/actions", body: claim, key: someKey}
	answers := make(chan reply, 4)
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() { answers <- h.do(c) })
	}
	<-h.desk.begun
	select {
	case <-h.desk.begun:
		t.Error("a second call went in while the first was at work")
	case <-time.After(50 * time.Millisecond): // none came, as it should be
	}
	close(h.desk.slow)
	all.Wait()
	close(answers)
	replayed, bodies := 0, map[string]int{}
	for r := range answers {
		bodies[r.Text]++
		if r.Header.Get("Idempotency-Replayed") == "true" {
			replayed++
		}
	}
	if replayed != 3 || len(bodies) != 1 {
		t.Errorf("%d replayed; %v", replayed, bodies)
	}
	h.acts(1)
}

func TestWhoWaitsForATurnMayGiveUp(t *testing.T) {
	turns := keyLocks{held: map[string]chan struct{}{}}
	release := must(turns.lock(t.Context(), "k"))
	ctx, cancel := withCancel(t)
	cancel()
	if _, err := turns.lock(ctx, "k"); err == nil {
		t.Error("two turns at once")
	}
	release()
	must(turns.lock(t.Context(), "k"))()
	if len(turns.held) != 0 {
		t.Errorf("%d keys left behind", len(turns.held))
	}
}

func TestKeysAreNeededAndBounded(t *testing.T) {
	h := newTestAPI(t)
	for _, c := range []call{
		{path: "/requests", body: form + "}"},
		{path: "/requests/r1/actions", body: claim},
		{path: "/held/m1/decision", body: `{"do":"dismiss","reason":"x"}`},
	} {
		c.method, c.wrong = "POST", true
		for _, key := range []string{"", "short", strings.Repeat("x", 201), "with a space", "señal-señal"} {
			c.key = key
			if p := as[problem](h, h.do(c), 400); p.Code != codeNoKey {
				t.Errorf("%q: %+v", key, p)
			}
		}
	}
	h.acts(0)
}

// What a caller writes into its key must not travel: cases keep their keys for ever.
func TestNoKeyTravelsInTheClear(t *testing.T) {
	h := newTestAPI(t)
	h.do(call{method: "POST", path: "/requests/r1/actions", body: claim, key: "ana.flores@correo.example"})
	for place := range h.memory.kept {
		if strings.Contains(place, "ana") {
			t.Error(place)
		}
	}
	if strings.Contains(h.desk.command.Key, "ana") || len(h.desk.command.Key) > 40 {
		t.Error(h.desk.command.Key)
	}
}

// The memory is not among the tables of personal data.
func TestWhatIsRememberedHoldsNoPerson(t *testing.T) {
	h := newTestAPI(t)
	h.do(call{method: "POST", path: "/requests", body: form + "}", key: someKey})
	for _, k := range h.memory.kept {
		if s := string(k.body); strings.Contains(s, "Ana") || strings.Contains(s, "12345678") || !strings.Contains(s, "000001-2026") {
			t.Error(s)
		}
	}
}

var _ Memory = (*store.Store)(nil)
