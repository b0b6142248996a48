package store

import (
	"testing"

	"foja/docket"
)

func TestAUnitIsKeptAsItWasLastSaid(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *Store) {
		u := docket.Unit{ID: "archivo", Name: "Archivo Central", Office: "lima", Email: "archivo@example.pe"}
		taken, err := s.SaveUnit(t.Context(), u, "u1", true)
		must(t, err)
		again, err := s.SaveUnit(t.Context(), docket.Unit{ID: "archivo", Name: "Otra", Office: "lima"}, "u1", true)
		must(t, err)
		if taken || !again {
			t.Errorf("new: taken %v; again: taken %v", taken, again)
		}
		u.Email, u.Retired = "", true
		_, err = s.SaveUnit(t.Context(), u, "u2", false)
		must(t, err)
		all, err := s.Units(t.Context())
		must(t, err)
		if len(all) != 1 || all[0] != u {
			t.Errorf("%+v", all)
		}
	})
}
