package store

import (
	"context"

	"foja/docket"
)

// RequestsOfEmail returns the last requests whose requester has that e-mail address, newest first. The address is
// only a claim.
func (s *Store) RequestsOfEmail(ctx context.Context, email string, limit int) ([]docket.Request, error) {
	key := emailKey(email)
	if key == "" {
		return nil, nil
	}
	all, err := list(ctx, s.read, readRequest,
		requestQuery+`q.email_key=$1 AND q.email_key<>'' ORDER BY r.ordinal DESC LIMIT $2`, key, limit)
	return all, explain("list requests of an address", err)
}
