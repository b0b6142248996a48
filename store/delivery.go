package store

import (
	"context"
	"time"
)

// DeliveryFact is what one report said of a letter.
type DeliveryFact struct {
	Letter, Message string
	// failed, delayed, delivered, relayed, expanded (RFC 3464); displayed for a read receipt (RFC 8098)
	Action     string
	Status     string // RFC 3463, as "5.1.1"; "" when not said
	RemoteMTA  string
	Diagnostic string // the remote server's text
	At         time.Time
}

const deliveryColumns = `letter, message, action, status, remote_mta, diagnostic, at`

// AddDeliveryFact stores a fact; the same report again changes nothing.
func (s *Store) AddDeliveryFact(ctx context.Context, f DeliveryFact) error {
	_, err := s.write.ExecContext(ctx, `INSERT INTO delivery_fact (`+deliveryColumns+
		`) VALUES ($1,$2,$3,$4,$5,$6,$7) ON CONFLICT DO NOTHING`,
		f.Letter, f.Message, clean(f.Action), clean(f.Status), clean(f.RemoteMTA), clean(f.Diagnostic), at(s.orNow(f.At)))
	return explain("add delivery fact", err)
}

// DeliveryFacts returns what was reported of a request's letters, in the order in which it came.
func (s *Store) DeliveryFacts(ctx context.Context, request string) ([]DeliveryFact, error) {
	all, err := list(ctx, s.read, func(row scanner) (f DeliveryFact, err error) {
		err = row.Scan(&f.Letter, &f.Message, &f.Action, &f.Status, &f.RemoteMTA, &f.Diagnostic, toTime(&f.At))
		return f, err
	}, `SELECT f.letter, f.message, f.action, f.status, f.remote_mta, f.diagnostic, f.at FROM delivery_fact f
			JOIN letter l ON l.id=f.letter
		WHERE l.request=$1 ORDER BY f.at, f.message`, request)
	return all, explain("list delivery facts", err)
}
