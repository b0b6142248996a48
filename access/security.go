package access

import (
	"context"
	"log/slog"

	"foja/docket"
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

// LogRead writes that somebody read or took something out, or was refused it.
func (s *Service) LogRead(ctx context.Context, event string, by User, err error, args ...any) {
	if docket.CodeOf(err) == docket.CodeForbidden && err != nil {
		event = "refused." + event
	}
	s.Secure(ctx, event, by, append(args, "outcome", outcome(err))...)
}

// outcome is how something went, for the log.
func outcome(err error) string {
	if err == nil {
		return "ok"
	}
	return string(docket.CodeOf(err))
}
