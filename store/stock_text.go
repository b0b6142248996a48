package store

import (
	"context"
	"time"

	"foja/docket"
)

// StockText is a reusable text for letters.
type StockText struct {
	ID, Name, Text string
	ChangedAt      time.Time
	ChangedBy      string // user
}

const stockTextColumns = `id, name, text, changed_at, changed_by`

func readStockText(row scanner) (t StockText, err error) {
	err = row.Scan(&t.ID, &t.Name, &t.Text, toTime(&t.ChangedAt), &t.ChangedBy)
	return t, err
}

// StockTexts lists them by name.
func (s *Store) StockTexts(ctx context.Context) ([]StockText, error) {
	all, err := list(ctx, s.read, readStockText, `SELECT `+stockTextColumns+` FROM stock_text ORDER BY name, id`)
	return all, explain("list stock texts", err)
}

// StockText finds one by its ID.
func (s *Store) StockText(ctx context.Context, id string) (StockText, error) {
	return one(s.read.QueryRowContext(ctx, `SELECT `+stockTextColumns+` FROM stock_text WHERE id=$1`,
		id), readStockText, "read stock text",
		docket.Refuse(docket.CodeNotFound, "stock_text.gone"))
}

// SaveStockText stores one, replacing that of the same ID.
func (s *Store) SaveStockText(ctx context.Context, t StockText) error {
	_, err := s.write.ExecContext(ctx,
		`INSERT INTO stock_text (id, name, text, changed_at, changed_by) VALUES ($1,$2,$3,$4,$5)
		ON CONFLICT (id) DO UPDATE SET name=$2, text=$3, changed_at=$4, changed_by=$5`, t.ID, clean(t.Name), clean(t.Text),
		at(s.orNow(t.ChangedAt)), t.ChangedBy)
	return explain("save stock text", err)
}

// DropStockText deletes one, if it exists.
func (s *Store) DropStockText(ctx context.Context, id string) error {
	_, err := s.write.ExecContext(ctx, `DELETE FROM stock_text WHERE id=$1`, id)
	return explain("drop stock text", err)
}
