package api

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"time"

	"foja/access"
	"foja/desk/documents"
	"foja/docket"
)

// A command is done once per user and Idempotency-Key. Three things hold it: within this
// process, calls with the same key take turns; the answer is remembered with a hash of what
// was asked; and the desk gets the key too, so that after a crash between the act and the
// remembering a repetition is answered with what was done. A refused command did nothing and
// is not remembered: its key may be used for the corrected one.

// answer is what a done command says. Body holds IDs, numbers and dates only: it is remembered.
type answer struct {
	status   int
	location string
	body     any
	again    bool // the desk had done it before
}

// remembered is an answer as it is kept.
type remembered struct {
	Location string          `json:"location,omitempty"`
	Body     json.RawMessage `json:"body"`
}

// commandFunc does a command. The key is opaque, and the same for the same user's same key.
type commandFunc[In any] func(r *http.Request, u access.User, key string, in In, files []documents.Upload) (answer, error)

// command serves a call that changes something.
func command[In any](s *server, do commandFunc[In]) http.Handler {
	return s.staff(func(w http.ResponseWriter, r *http.Request, u access.User) error {
		key, err := keyOf(r)
		if err != nil {
			return err
		}
		var in In
		got, err := read(w, r, &in)
		if err != nil {
			return err
		}
		defer got.drop()
		asked, err := fingerprint(r, in, got.files)
		if err != nil {
			return err
		}
		files := each(got.files, func(f upload) documents.Upload { return f.Upload })
		return s.once(w, r, "api:"+u.ID, key, asked, func() (answer, error) { return do(r, u, key, in, files) })
	})
}

const (
	keyLeast = 8
	keyMost  = 200
)

// keyOf is the call's Idempotency-Key, hashed: whatever a caller puts into it, no personal data
// can travel with it into the case's history. Quotes around it, as the draft standard has
// them, are not part of it.
func keyOf(r *http.Request) (string, error) {
	sent := r.Header.Values("Idempotency-Key")
	if len(sent) == 0 {
		return "", docket.Refuse(codeNoKey, "api.key_missing")
	}
	key := strings.TrimSpace(sent[0])
	if len(key) > 1 && key[0] == '"' && key[len(key)-1] == '"' {
		key = key[1 : len(key)-1]
	}
	readable := !strings.ContainsFunc(key, func(c rune) bool { return c <= ' ' || c > '~' })
	if len(sent) > 1 || len(key) < keyLeast || len(key) > keyMost || !readable {
		return "", docket.Refuse(codeNoKey, "api.key_form", "least", keyLeast, "most", keyMost)
	}
	sum := sha256.Sum256([]byte(key))
	return "api-" + hex.EncodeToString(sum[:16]), nil
}

// fingerprint is a hash of what a call asks for: the same for the same meaning, however the
// body was written, in JSON or as a form.
func fingerprint(r *http.Request, in any, files []upload) (string, error) {
	meaning, err := json.Marshal(in)
	if err != nil {
		return "", fmt.Errorf("fingerprint: %w", err)
	}
	hash := sha256.New()
	_, _ = fmt.Fprintf(hash, "%s %s\n%s\n", r.Method, r.URL.Path, meaning) // a hash takes everything
	for _, f := range files {
		_, _ = fmt.Fprintf(hash, "%q %x\n", f.Name, f.sum) // not the declared type: the desk sniffs its own
	}
	return hex.EncodeToString(hash.Sum(nil)), nil
}

// once does a command, or repeats what it answered before.
func (s *server) once(w http.ResponseWriter, r *http.Request, scope, key, asked string, do func() (answer, error)) error {
	release, err := s.turns.lock(r.Context(), scope+"/"+key)
	if err != nil {
		return err
	}
	defer release()
	if done, err := s.replay(r.Context(), w, scope, key, asked); done || err != nil {
		return err
	}
	a, err := do()
	if err != nil {
		return err
	}
	body, err := json.Marshal(a.body)
	if err != nil {
		return fmt.Errorf("answer: %w", err)
	}
	kept, err := json.Marshal(remembered{a.location, body})
	if err != nil {
		return fmt.Errorf("answer: %w", err)
	}
	// Done is done, even if the caller has gone.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(r.Context()), 5*time.Second)
	defer cancel()
	if err := s.Memory.Remember(ctx, scope, key, asked, kept, a.status, time.Now()); err != nil {
		s.Logger.Warn("an answer could not be remembered; the desk knows the key", "route", routeOf(r), "err", err)
		return deliver(w, a.status, a.location, body, a.again)
	}
	// Another process may have done another command under this key meanwhile. The desk then
	// answered with that one and did nothing for this call.
	if first, _, _, found, err := s.Memory.Recall(ctx, scope, key); err == nil && found && first != asked {
		return errKeyReused
	}
	return deliver(w, a.status, a.location, body, a.again)
}

// replay repeats an answer, if there is one.
func (s *server) replay(ctx context.Context, w http.ResponseWriter, scope, key, asked string) (done bool, err error) {
	hash, kept, status, found, err := s.Memory.Recall(ctx, scope, key)
	if err != nil || !found {
		return false, err
	}
	if hash != asked {
		return false, errKeyReused
	}
	var before remembered
	if err := json.Unmarshal(kept, &before); err != nil {
		return false, fmt.Errorf("remembered answer: %w", err)
	}
	return true, deliver(w, status, before.Location, before.Body, true)
}

func deliver(w http.ResponseWriter, status int, location string, body json.RawMessage, again bool) error {
	if location != "" {
		w.Header().Set("Location", location)
	}
	if again {
		w.Header().Set("Idempotency-Replayed", "true")
	}
	return send(w, status, body)
}

// keyLocks lets calls with the same key through one after the other.
type keyLocks struct {
	mu   sync.Mutex
	held map[string]chan struct{} // closed when the turn is over
}

func (t *keyLocks) lock(ctx context.Context, key string) (release func(), err error) {
	for {
		t.mu.Lock()
		over, taken := t.held[key]
		if !taken {
			over = make(chan struct{})
			t.held[key] = over
		}
		t.mu.Unlock()
		if !taken {
			return func() {
				t.mu.Lock()
				delete(t.held, key)
				t.mu.Unlock()
				close(over)
			}, nil
		}
		select {
		case <-over:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}
