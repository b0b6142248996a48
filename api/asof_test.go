package api

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/gorilla/mux"

	"foja/access"
)

func TestACaseAsItWasKnown(t *testing.T) {
	d := newDesk()
	s := newServer(Deps{Desk: d.rooms(), Memory: newMemory()})
	for when, good := range map[string]bool{"2026-03-12T10:00": true, "2099-01-01": false} {
		w := httptest.NewRecorder()
		r := mux.SetURLVars(httptest.NewRequest(http.MethodGet, "/?as_of="+when, http.NoBody), map[string]string{"id": d.page.Request.ID})
		err := s.request(w, r, access.User{})
		if (err == nil) != good || !good && !strings.Contains(err.Error(), "as_of") {
			t.Errorf("%s: %v", when, err)
		}
	}
}
