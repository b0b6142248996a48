package store

import (
	"context"
	"time"

	"foja/docket"
)

// SenderCheck is what was found out about the sender of a message when it was read.
type SenderCheck struct {
	Message string
	Class   string // mail.Message.Kind
	// Results of the agency's own mail server; "" when it reported none.
	SPF, DKIM, DMARC string
	At               time.Time
}

// KeepSenderCheck stores it; the first one stays, because settings change and the message was judged by it.
func (s *Store) KeepSenderCheck(ctx context.Context, r SenderCheck) error {
	_, err := s.write.ExecContext(ctx,
		`INSERT INTO message_reading (message, class, spf, dkim, dmarc, read_at) VALUES ($1,$2,$3,$4,$5,$6)
		ON CONFLICT (message) DO NOTHING`, r.Message, clean(r.Class), clean(r.SPF), clean(r.DKIM), clean(r.DMARC),
		at(s.orNow(r.At)))
	return explain("keep what was read", err)
}

// SenderCheckOf returns it; messages read by older programs have none.
func (s *Store) SenderCheckOf(ctx context.Context, message string) (SenderCheck, error) {
	return one(s.read.QueryRowContext(ctx,
		`SELECT message, class, spf, dkim, dmarc, read_at FROM message_reading WHERE message=$1`, message),
		func(row scanner) (r SenderCheck, err error) {
			err = row.Scan(&r.Message, &r.Class, &r.SPF, &r.DKIM, &r.DMARC, toTime(&r.At))
			return r, err
		}, "read what was made of a message", docket.Refuse(docket.CodeNotFound, "message.reading_unknown"))
}
