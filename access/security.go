package access

import (
	"context"
	"log/slog"
)

// Secure writes a line of the security log: what, who, from where, and of which case or file. Never a name or an address of a citizen, and
// never a secret. Names of events are documented in docs/operate.md and read by programs: never change one.
func (s *Service) Secure(ctx context.Context, event string, by User, args ...any) {
	if s.Security == nil {
		return
	}
	fields := []any{slog.String("event", event), slog.String("actor", by.ID), slog.String("login", by.Login), slog.String("address", by.Place)}
	s.Security.InfoContext(ctx, event, append(fields, args...)...)
}
