package store

import (
	"fmt"
	"testing"
)

func TestSavedFiltersAreTheirOwners(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *Store) {
		ctx := t.Context()
		rosa, err := s.AddUser(ctx, User{Login: "rosa"})
		must(t, err)
		luis, err := s.AddUser(ctx, User{Login: "luis"})
		must(t, err)
		must(t, s.SaveFilter(ctx, rosa.ID, SavedFilter{"Vencidas", "overdue=yes"}))
		must(t, s.SaveFilter(ctx, rosa.ID, SavedFilter{"Vencidas", "overdue=yes&office=lima"}))
		must(t, s.SaveFilter(ctx, rosa.ID, SavedFilter{"Cusco", "office=cusco"}))
		must(t, s.SaveFilter(ctx, luis.ID, SavedFilter{"Vencidas", "overdue=yes"}))
		must(t, s.DropFilter(ctx, luis.ID, "Vencidas"))
		must(t, s.DropFilter(ctx, luis.ID, "Cusco"))
		all, err := s.SavedFilters(ctx, rosa.ID)
		if err != nil || fmt.Sprint(all) != "[{Cusco office=cusco} {Vencidas overdue=yes&office=lima}]" {
			t.Errorf("%v, %v", all, err)
		}
		if all, err := s.SavedFilters(ctx, luis.ID); err != nil || len(all) != 0 {
			t.Errorf("%v, %v", all, err)
		}
	})
}
