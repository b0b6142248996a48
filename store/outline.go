package store

import "context"

// Outline returns the stored outline of a message, made by this version of the parser; false when there is none.
func (s *Store) Outline(ctx context.Context, message string, version int) (body []byte, found bool, err error) {
	all, err := list(ctx, s.read, word, `SELECT body FROM message_outline WHERE message=$1 AND version=$2`,
		message, version)
	if err != nil || len(all) == 0 {
		return nil, false, explain("read the outline of a message", err)
	}
	return []byte(all[0]), true, nil
}

// KeepOutline stores what the parser made of a message.
func (s *Store) KeepOutline(ctx context.Context, message string, version int, body []byte) error {
	_, err := s.write.ExecContext(ctx, `INSERT INTO message_outline (message, version, body) VALUES ($1,$2,$3)
		ON CONFLICT (message) DO UPDATE SET version=excluded.version, body=excluded.body`, message, version,
		clean(string(body)))
	return explain("keep the outline of a message", err)
}
