package store

import (
	"testing"
	"time"

	"foja/docket"
)

func TestStockTextsAreKeptAndDropped(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *Store) {
		ctx, when := t.Context(), time.Date(2026, 3, 2, 15, 0, 0, 0, time.UTC)
		b := StockText{ID: "2", Name: "Derivación", Text: "Línea 1\nLínea 2", ChangedAt: when, ChangedBy: "u1"}
		a := StockText{ID: "1", Name: "Anexos", Text: "x", ChangedAt: when, ChangedBy: "u1"}
		must(t, s.SaveStockText(ctx, b))
		must(t, s.SaveStockText(ctx, a))
		b.Text, b.ChangedBy, b.ChangedAt = "otra", "u2", when.Add(time.Hour)
		must(t, s.SaveStockText(ctx, b))
		all, err := s.StockTexts(ctx)
		must(t, err)
		if len(all) != 2 || all[0] != a || all[1] != b {
			t.Errorf("%+v", all)
		}
		one, err := s.StockText(ctx, "2")
		must(t, err)
		if one != b {
			t.Errorf("%+v", one)
		}
		must(t, s.DropStockText(ctx, "2"))
		must(t, s.DropStockText(ctx, "2"))
		if _, err := s.StockText(ctx, "2"); docket.CodeOf(err) != docket.CodeNotFound {
			t.Errorf("dropped: %v", err)
		}
	})
}
