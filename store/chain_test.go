package store

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"foja/docket"
)

func TestChainIsTheHistoryWithItsHashes(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *Store) {
		ctx := t.Context()
		r := register(t, s, registration("1"))
		story, after := story(r, 4)
		must(t, s.Project(ctx, story, after[3]))
		chain, err := s.Chain(ctx, r.ID)
		must(t, err)
		plain, err := s.Events(ctx, r.ID)
		must(t, err)
		rows, err := events(ctx, s.read, r.ID)
		must(t, err)
		var told []docket.Event
		before := ""
		for i, l := range chain {
			told = append(told, l.Event)
			if want := link(r.ID, before, []byte(rows[i].body)); l.Hash != want {
				t.Errorf("event %d has the hash %s, want %s", l.Seq, l.Hash, want)
			}
			before = l.Hash
		}
		if diff := cmp.Diff(plain, told); diff != "" || len(chain) != 4 {
			t.Errorf("%d events, other than the history:\n%s", len(chain), diff)
		}
		if none, err := s.Chain(ctx, "none"); err != nil || len(none) != 0 {
			t.Errorf("no request: %v %v", none, err)
		}
	})
}
