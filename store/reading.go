package store

import (
	"context"
	"time"

	"foja/docket"
)

// Reading is what was made of a message when it was read.
type Reading struct {
	Message string
	Class   string // mail.Message.Kind
	// What the agency's own mail server said of the sender; "" when it said nothing.
	SPF, DKIM, DMARC string
	At               time.Time
}

// KeepReading keeps it; the first one stays, because settings change and the message was judged by it.
func (s *Store) KeepReading(ctx context.Context, r Reading) error {
	_, err := s.write.ExecContext(ctx,
		`INSERT INTO message_reading (message, class, spf, dkim, dmarc, read_at) VALUES ($1,$2,$3,$4,$5,$6)
		ON CONFLICT (message) DO NOTHING`, r.Message, clean(r.Class), clean(r.SPF), clean(r.DKIM), clean(r.DMARC),
		at(s.or(r.At)))
	return explain("keep what was read", err)
}

// ReadingOf returns it; a message read by an earlier program has none.
func (s *Store) ReadingOf(ctx context.Context, message string) (Reading, error) {
	return one(s.read.QueryRowContext(ctx,
		`SELECT message, class, spf, dkim, dmarc, read_at FROM message_reading WHERE message=$1`, message),
		func(row scanner) (r Reading, err error) {
			err = row.Scan(&r.Message, &r.Class, &r.SPF, &r.DKIM, &r.DMARC, toTime(&r.At))
			return r, err
		}, "read what was made of a message", docket.Refuse(docket.CodeNotFound, "De ese mensaje no se guardó cómo se leyó."))
}
