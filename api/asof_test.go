package api

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"foja/desk"
)

func TestACaseAsItWasKnown(t *testing.T) {
	s := newServer(Deps{Desk: newDesk(), Memory: newMemory()})
	for when, good := range map[string]bool{"2026-03-12T10:00": true, "2099-01-01": false} {
		w := httptest.NewRecorder()
		err := s.request(w, httptest.NewRequest(http.MethodGet, "/api/v1/requests/x?as_of="+when, http.NoBody), desk.User{})
		if (err == nil) != good || !good && !strings.Contains(err.Error(), "as_of") {
			t.Errorf("%s: %v", when, err)
		}
	}
}
