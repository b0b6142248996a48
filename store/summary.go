package store

import (
	"context"
)

// Summary returns the cached summary of a message in this version; false when there is none.
func (s *Store) Summary(ctx context.Context, message string, version int) (body []byte, found bool, err error) {
	all, err := list(ctx, s.read, word, `SELECT body FROM message_summary WHERE message=$1 AND version=$2`,
		message, version)
	if err != nil || len(all) == 0 {
		return nil, false, explain("read the summary of a message", err)
	}
	return []byte(all[0]), true, nil
}

// KeepSummary caches what lists show of a message.
func (s *Store) KeepSummary(ctx context.Context, message string, version int, body []byte) error {
	_, err := s.write.ExecContext(ctx, `INSERT INTO message_summary (message, version, body) VALUES ($1,$2,$3)
		ON CONFLICT (message) DO UPDATE SET version=excluded.version, body=excluded.body`, message, version,
		clean(string(body)))
	return explain("keep the summary of a message", err)
}
