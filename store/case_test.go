package store

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"foja/docket"
)

// Many cases read at once are what each of them is when it is read alone.
func TestCasesReadAtOnceAreThoseReadOneByOne(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *Store) {
		ctx := t.Context()
		var ids []string
		for i, key := range []string{"1", "2", "3"} {
			r := register(t, s, registration(key))
			if i != 1 { // the workflow of the second has not spoken
				events, after := story(r, i+1)
				must(t, s.Project(ctx, events, after[i]))
			}
			ids = append([]string{r.ID}, ids...)
		}
		ids = append(ids, ids[0])

		got, err := s.Cases(ctx, ids)
		must(t, err)
		if len(got) != len(ids) {
			t.Fatalf("%d cases for %d IDs", len(got), len(ids))
		}
		for i, id := range ids {
			r, err := s.Request(ctx, id)
			must(t, err)
			c, err := s.Case(ctx, id)
			must(t, err)
			if diff := cmp.Diff(RequestCase{r, c}, got[i]); diff != "" {
				t.Errorf("case %d (-alone +among others):\n%s", i, diff)
			}
		}

		if _, err := s.Cases(ctx, append(ids, "nobody")); docket.CodeOf(err) != docket.CodeNotFound {
			t.Errorf("an unknown ID: %v", err)
		}
		none, err := s.Cases(ctx, nil)
		must(t, err)
		if len(none) != 0 {
			t.Errorf("no IDs: %v", none)
		}
	})
}
