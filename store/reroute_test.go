package store

import (
	"testing"

	"foja/docket"
)

func TestProject_aReroutedCaseBelongsToItsNewOffice(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *Store) {
		r := register(t, s, registration("1"))
		project(t, s, r, func(k *docket.Case) { k.Office = "cusco" })
		got, err := s.Request(t.Context(), r.ID)
		must(t, err)
		if got.Office != "cusco" {
			t.Errorf("office %q", got.Office)
		}
		project(t, s, got, func(k *docket.Case) { k.Office = "" }) // a case from before it knew
		got, err = s.Request(t.Context(), r.ID)
		must(t, err)
		if got.Office != "cusco" {
			t.Errorf("office %q", got.Office)
		}
	})
}
