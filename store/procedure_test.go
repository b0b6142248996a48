package store

import (
	"testing"

	"foja/docket"
)

func TestProceduresArePublishedOneBehindTheOther(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *Store) {
		ctx := t.Context()
		first := ProcedureVersion{
			Key: "complaints", Version: "1", Author: "u1", PublishedAt: noon, Body: "key: complaints\nname: {es: Queja}\n",
		}
		must(t, s.PublishProcedure(ctx, 0, first))
		second := first
		second.Version = "2"
		if err := s.PublishProcedure(ctx, 0, second); docket.CodeOf(err) != docket.CodeConflict {
			t.Errorf("published over somebody else's: %v", err)
		}
		must(t, s.PublishProcedure(ctx, 1, second))
		if err := s.PublishProcedure(ctx, 2, second); err == nil {
			t.Error("the same version was published twice")
		}
		all, err := s.ProcedureVersions(ctx, 0)
		must(t, err)
		later, err := s.ProcedureVersions(ctx, 1)
		must(t, err)
		if len(all) != 2 || len(later) != 1 || all[0].Body != first.Body || len(all[0].Hash) != 64 ||
			all[0].PublishedAt.IsZero() || later[0].Version != "2" {
			t.Errorf("%+v, %+v", all, later)
		}
	})
}
