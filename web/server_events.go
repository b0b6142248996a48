package web

import (
	"fmt"
	"net/http"
	"time"
)

// Pages that stay open hear from the server when something has happened (server-sent events, HTML Living Standard section 9.2). An event
// says only that: the page fetches itself again, by the same rights as before.

const (
	liveEvery = 2 * time.Second  // how often the pulse is felt
	liveLasts = 50 * time.Second // then the right to it is looked at again; browsers come back

	liveOfAll = 2000
)

// live streams. It reads the session without prolonging it: a page that nobody looks at must not keep its user signed in.
func (s *server) live(w http.ResponseWriter, r *http.Request) {
	token, err := r.Cookie(s.sessions.Cookie.Name)
	if err != nil {
		w.WriteHeader(http.StatusNoContent) // browsers then do not come back
		return
	}
	ctx, err := s.sessions.Load(r.Context(), token.Value)
	if err != nil {
		http.Error(w, "", http.StatusServiceUnavailable)
		return
	}
	user, err := s.signedIn(r.WithContext(ctx))
	if err != nil || user == nil {
		w.WriteHeader(http.StatusNoContent)
		return
	}
	pulse, err := s.Desk.Lists.Watch(ctx, *user, r.URL.Query().Get("of"))
	if err != nil {
		w.WriteHeader(http.StatusNoContent)
		return
	}
	seen := r.Header.Get("Last-Event-ID")
	if seen == "" {
		seen = r.URL.Query().Get("seen")
	}
	leave, ok := s.watching.Enter(user.ID)
	if !ok {
		w.WriteHeader(http.StatusNoContent) // the page stays as it is until somebody loads it again
		return
	}
	defer leave()
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("X-Accel-Buffering", "no") // nginx would hold the events back
	out := http.NewResponseController(w)
	end, tick := time.NewTimer(liveLasts), time.NewTicker(liveEvery)
	defer end.Stop()
	defer tick.Stop()
	for first := true; ; first = false {
		now, err := pulse(ctx)
		if err != nil {
			return
		}
		event := ": \n\n" // keeps the way open
		if first || now != seen {
			event = fmt.Sprintf("id: %s\nevent: pulse\ndata: %t\n\n", now, seen != "" && now != seen)
			seen = now
		}
		if _, err := fmt.Fprint(w, event); err != nil || out.Flush() != nil { //nolint:gosec // an event stream, of numbers
			return
		}
		select {
		case <-tick.C:
		case <-end.C:
			return
		case <-s.Closing:
			return
		case <-ctx.Done():
			return
		}
	}
}

// livePages are the lists that change by themselves.
var livePages = []string{"today", "tasks", "requests", "held_list", "notices", "dashboard"}
